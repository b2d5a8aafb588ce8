using System.Reflection;
using CompiledNet;

namespace Classify;

/// <summary>The rows of the CSV file, or of the one in the program.</summary>
internal static class Rows
{
    public const string BuiltIn = "iris.csv";
    public const string BuiltInTarget = "species";

    private const int LeastRows = 10;

    // What the library's messages call what the command line calls otherwise.
    private static readonly (string Property, string Option)[] Names =
    [
        ("CsvOptions.Target", "--target"), ("CsvOptions.Ignore", "--ignore"), ("Ignore", "--ignore"),
        ("CsvOptions.Categorical", "--categories"), ("CsvOptions.MissingValues", "--missing"),
    ];

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
        try
        {
            CsvData rows = settings.File is { } file ? CsvData.Load(file, options) : CsvData.Load(OpenBuiltIn(), options, BuiltIn);
            return rows.Dataset.Count >= LeastRows
                ? rows
                : throw new InvalidDataException($"{settings.Source} has {rows.Dataset.Count} rows; expected at least {LeastRows}, to learn from, to stop by and to test on.");
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidDataException)
        {
            throw new InvalidDataException(InOurWords(exception.Message), exception);
        }
    }

    /// <summary>Loads the inputs of rows to classify; the target column may be missing.</summary>
    public static float[] LoadInputs(Settings settings, CsvSchema schema) => settings.File is { } file
        ? CsvData.LoadInputs(file, schema)
        : CsvData.Load(OpenBuiltIn(), schema, BuiltIn).Dataset.Inputs.ToArray();

    private static StreamReader OpenBuiltIn() => new(Assembly.GetExecutingAssembly().GetManifestResourceStream(BuiltIn)!);

    private static string InOurWords(string message)
    {
        foreach ((string property, string option) in Names)
        {
            message = message.Contains(option, StringComparison.Ordinal) ? message : message.Replace(property, option, StringComparison.Ordinal);
        }

        int parameter = message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return parameter < 0 ? message : message[..parameter];
    }
}
