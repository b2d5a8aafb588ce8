namespace CompiledNet.Tests.Data;

/// <summary>What the tests of CSV files share.</summary>
internal static class CsvTexts
{
    public static CsvData Load(string text, CsvOptions options) => CsvData.Load(new StringReader(text), options, "t.csv");

    public static float[] Row(CsvData data, int i) => [.. data.Dataset.Input(i), .. data.Dataset.Target(i)];

    public static float[] All(CsvData data) => [.. Enumerable.Range(0, data.Dataset.Count).SelectMany(i => Row(data, i))];

    public static void AssertWrong(string message, string text, CsvOptions options) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Load(text, options)).Message, StringComparison.Ordinal);
}
