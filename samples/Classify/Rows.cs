using System.Reflection;
using CompiledNet;

namespace Classify;

/// <summary>The rows of the CSV file, or of the one in the program.</summary>
internal static class Rows
{
    public const string BuiltIn = "iris.csv";
    public const string BuiltInTarget = "species";

    private const int LeastRows = 10;

    /// <summary>Loads the examples to learn from.</summary>
    /// <exception cref="InvalidDataException">There is something wrong with them.</exception>
    public static CsvData Load(Settings settings)
    {
        CsvOptions options = new()
        {
            Target = settings.Target,
            Kind = CsvTargetKind.Classification,
            Ignore = settings.Ignore,
            Categorical = settings.Categories,
            MissingValues = settings.Missing,
        };
        CsvData rows = settings.File is { } file ? CsvData.Load(file, options) : CsvData.Load(OpenBuiltIn(), options, BuiltIn);
        string count = rows.Dataset.Count == 1 ? "1 row" : $"{rows.Dataset.Count} rows";
        return rows.Dataset.Count >= LeastRows
            ? rows
            : throw new InvalidDataException($"{settings.Source} has {count}; expected at least {LeastRows}, to learn from, to stop by and to be tested on.");
    }

    /// <summary>Loads the inputs of rows to classify; the target column may be missing.</summary>
    public static float[] LoadInputs(Settings settings, CsvSchema schema) => settings.File is { } file
        ? CsvData.LoadInputs(file, schema)
        : CsvData.LoadInputs(OpenBuiltIn(), schema, BuiltIn);

    private static StreamReader OpenBuiltIn() => new(Assembly.GetExecutingAssembly().GetManifestResourceStream(BuiltIn)!);
}
