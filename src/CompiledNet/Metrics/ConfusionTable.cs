using System.Globalization;
using System.Text;

namespace CompiledNet;

/// <summary>Writes a confusion matrix as text.</summary>
internal static class ConfusionTable
{
    private const int MaxClasses = 50;

    private static readonly string[] Measures = ["precision", "recall", "F1", "support"];

    public static string Write(ConfusionMatrix matrix, IReadOnlyList<string>? classNames)
    {
        bool withClasses = matrix.ClassCount <= MaxClasses;
        int[] classes = withClasses ? [.. Enumerable.Range(0, matrix.ClassCount)] : [];
        List<string[]> rows = [[withClasses ? "actual \\ predicted" : Invariant($"{matrix.ClassCount} classes"), .. classes.Select(c => Invariant($"{c}")), .. Measures]];
        foreach (int actual in classes)
        {
            string name = classNames is null ? Invariant($"{actual}") : Invariant($"{actual} {classNames[actual]}");
            rows.Add(
            [
                name,
                .. classes.Select(predicted => Invariant($"{matrix[actual, predicted]}")),
                .. Row(matrix.Precision(actual), matrix.Recall(actual), matrix.F1(actual), matrix.Support(actual)),
            ]);
        }

        string[] blank = [.. classes.Select(_ => "")];
        rows.Add(["macro average", .. blank, .. Row(matrix.MacroPrecision, matrix.MacroRecall, matrix.MacroF1, matrix.Count)]);
        rows.Add(["weighted average", .. blank, .. Row(matrix.WeightedPrecision, matrix.WeightedRecall, matrix.WeightedF1, matrix.Count)]);
        return Align(rows);
    }

    private static string[] Row(double precision, double recall, double f1, long support) =>
        [Invariant($"{precision:F4}"), Invariant($"{recall:F4}"), Invariant($"{f1:F4}"), Invariant($"{support}")];

    // The first column to the left, the numbers to the right, two spaces between.
    private static string Align(List<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        StringBuilder text = new();
        foreach (string[] row in rows)
        {
            text.Append(row[0].PadRight(widths[0]));
            for (int column = 1; column < row.Length; column++)
            {
                text.Append("  ").Append(row[column].PadLeft(widths[column]));
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
