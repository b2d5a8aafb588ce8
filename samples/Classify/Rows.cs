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
            DecimalComma = settings.DecimalComma,
        };
        CsvData rows = settings.File is { } file ? CsvData.Load(file, options) : CsvData.Load(OpenBuiltIn(), options, BuiltIn);
        return rows.Dataset.Count >= LeastRows
            ? rows
            : throw new InvalidDataException($"{settings.Source} has {Wording.Amount(rows.Dataset.Count, "row")}; expected at least {LeastRows}, to learn from, to stop by and to be tested on.");
    }

    /// <summary>Loads the inputs of rows to classify; the target column may be missing.</summary>
    /// <exception cref="InvalidDataException">There is something wrong with them, or there are none.</exception>
    public static float[] LoadInputs(Settings settings, CsvSchema schema)
    {
        float[] inputs = settings.File is { } file ? CsvData.LoadInputs(file, schema) : CsvData.LoadInputs(OpenBuiltIn(), schema, BuiltIn);
        return inputs.Length > 0
            ? inputs
            : throw new InvalidDataException($"{settings.Source} has no rows, only a header; expected at least one row to classify.");
    }

    private static StreamReader OpenBuiltIn() => new(Assembly.GetExecutingAssembly().GetManifestResourceStream(BuiltIn)!);
}
