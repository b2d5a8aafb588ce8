using System.Globalization;

namespace CompiledNet.Benchmarks;

/// <summary>Rows as a CSV file, a line for each peer of each row; what charts are drawn from. Cells hold no commas.</summary>
internal static class ResultsFile
{
    private const char Comma = ',';

    private static readonly string[] Columns =
    [
        "row", "section", "network", "work", "operations", "peak_gflops", "peak_best_gflops", "peer", "median_ns", "minimum_ns",
        "lower_quartile_ns", "upper_quartile_ns", "maximum_ns", "rounds", "calls_per_round", "note",
    ];

    public static void Write(string path, IReadOnlyList<Row> rows)
    {
        using StreamWriter writer = new(path) { NewLine = "\n" };
        writer.WriteLine(string.Join(Comma, Columns));
        for (int n = 0; n < rows.Count; n++)
        {
            Row row = rows[n];
            foreach (Result result in row.Results)
            {
                Timing? timing = result.Timing;
                string[] cells =
                [
                    Number(n), row.Section, row.Network, row.Work, Number(row.Operations), Number(row.PeakRate), Number(row.PeakBest),
                    result.Peer, Number(timing?.Median), Number(timing?.Minimum), Number(timing?.LowerQuartile),
                    Number(timing?.UpperQuartile), Number(timing?.Maximum), Number(timing?.Rounds), Number(timing?.CallsPerRound), result.Note,
                ];
                writer.WriteLine(string.Join(Comma, cells.Select(cell => cell.Replace(Comma, ';'))));
            }
        }
    }

    /// <exception cref="InvalidDataException">The file is not one that <see cref="Write"/> wrote.</exception>
    public static IReadOnlyList<Row> Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        if (lines.Length == 0 || lines[0] != string.Join(Comma, Columns))
        {
            throw new InvalidDataException($"{path}: the first line is not '{string.Join(Comma, Columns)}'; was it written by another version?");
        }

        return [.. lines.Skip(1).Select((line, n) => Cells(path, n + 2, line)).GroupBy(cells => cells[0]).Select(ToRow)];
    }

    private static string[] Cells(string path, int number, string line)
    {
        string[] cells = line.Split(Comma);
        return cells.Length == Columns.Length
            ? cells
            : throw new InvalidDataException($"{path}, line {number}: {cells.Length} cells; expected {Columns.Length}.");
    }

    private static Row ToRow(IEnumerable<string[]> lines)
    {
        string[] first = lines.First();
        IEnumerable<Result> results = lines.Select(cells => new Result(cells[7], ToTiming(cells), cells[15]));
        return new Row(first[1], first[2], first[3], Value(first[4]), Value(first[5]), Value(first[6]), [.. results]);
    }

    private static Timing? ToTiming(string[] cells) => cells[8].Length == 0 ? null : new Timing(
        Value(cells[8]), Value(cells[9]), Value(cells[10]), Value(cells[11]), Value(cells[12]), (int)Value(cells[13]), (int)Value(cells[14]));

    private static string Number(double? value) => value?.ToString("G9", CultureInfo.InvariantCulture) ?? "";

    private static double Value(string cell) => double.Parse(cell, NumberStyles.Float, CultureInfo.InvariantCulture);
}
