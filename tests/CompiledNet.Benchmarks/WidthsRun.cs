using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace CompiledNet.Benchmarks;

/// <summary>CompiledNet alone at each vector width, in a child process each, as the runtime settles the width at start-up.</summary>
internal static class WidthsRun
{
    // DOTNET_EnableAVX2=0 would leave 128 bits too, but takes away the multiply-add instruction with them, and software does that slowly.
    private const string Variable = "DOTNET_PreferredVectorBitWidth";

    private static readonly int[] Widths = [512, 256, 128];

    /// <summary>Runs them, prints one table, and writes it as widths.md to the folder.</summary>
    public static void Run(string? output)
    {
        List<(int Bits, IReadOnlyList<Row> Rows)> runs = [];
        foreach (int bits in Widths.Where(bits => bits <= Peak.VectorBits))
        {
            runs.Add((bits, RunChild(bits)));
        }

        Table table = new(
            "CompiledNet by vector width: time, share of that width's own multiply-add peak",
            ["section: network, work", .. runs.Select(run => $"{run.Bits} bits")]);
        table.Add(["peak, GFLOP/s", .. runs.Select(run => Format.Rate(run.Rows.Select(row => row.PeakRate).Order().ElementAt(run.Rows.Count / 2)))]);
        for (int n = 0; n < runs[0].Rows.Count; n++)
        {
            Row first = runs[0].Rows[n];
            table.Add(
            [
                $"{first.Section}: {first.Network}, {first.Work}",
                .. runs.Select(run => $"{Format.Time(run.Rows[n].Ours!.Median)} {Format.Percent(run.Rows[n].PeakShare ?? 0),5}"),
            ]);
        }

        Console.WriteLine(table.ToText());
        if (output is not null)
        {
            Directory.CreateDirectory(output);
            StringBuilder markdown = new("# CompiledNet at every vector width\n\n");
            markdown.AppendJoin("  \n", Machine.Describe().SkipLast(1)).Append("\n\n").Append(table.ToMarkdown());
            File.WriteAllText(Path.Combine(output, "widths.md"), markdown.ToString());
        }
    }

    private static IReadOnlyList<Row> RunChild(int bits)
    {
        string folder = Directory.CreateTempSubdirectory("CompiledNet.Benchmarks").FullName;
        try
        {
            ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardOutput = true, Environment = { [Variable] = bits.ToString(CultureInfo.InvariantCulture) } };
            if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            {
                start.ArgumentList.Add(typeof(WidthsRun).Assembly.Location);
            }

            start.ArgumentList.Add("steps");
            start.ArgumentList.Add("--out");
            start.ArgumentList.Add(folder);
            using Process child = Process.Start(start)!;
            string printed = child.StandardOutput.ReadToEnd();
            child.WaitForExit();
            return child.ExitCode == 0
                ? ResultsFile.Read(Path.Combine(folder, "steps.csv"))
                : throw new InvalidOperationException($"At {bits} bits the measurement ended with code {child.ExitCode}: {printed}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
