namespace Classify;

/// <summary>The library's messages in the words of the command line: it speaks of properties, which have their options here.</summary>
internal static class Wording
{
    // The longer ones first: some are a part of others.
    private static readonly (string Library, string Option)[] Words =
    [
        ("CsvOptions.MissingValues = CsvMissingValues.DropRow", "--missing drop"),
        ("CsvMissingValues.DropRow", "--missing drop"),
        ("CsvMissingValues.FillWithMean", "--missing mean"),
        ("CsvOptions.MissingValues", "--missing"),
        ("CsvOptions.DecimalComma", "--decimal-comma"),
        ("CsvOptions.Categorical", "--categories"),
        ("CsvOptions.Ignore", "--ignore"),
        ("CsvOptions.Target", "--target"),
    ];

    /// <summary>A message with the options' names.</summary>
    public static string ForCommandLine(string message) =>
        Words.Aggregate(message, (text, word) => text.Replace(word.Library, word.Option, StringComparison.Ordinal));

    /// <summary>A number of things: 1 row, 2 rows.</summary>
    public static string Amount(int count, string one) => count == 1 ? $"1 {one}" : $"{count} {one}s";
}
