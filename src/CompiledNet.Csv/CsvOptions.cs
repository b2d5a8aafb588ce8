using System.Text;

namespace CompiledNet;

/// <summary>How a CSV file becomes examples. Only <see cref="Target"/> or <see cref="Targets"/> has to be given.</summary>
/// <remarks>
/// Column names are the header's, compared exactly (<see cref="CsvData.ReadHeader(string, CsvOptions?)"/> lists them). The culture of the machine
/// plays no part.
/// </remarks>
public sealed record CsvOptions
{
    /// <summary>The column to predict: classes or numbers, as <see cref="Kind"/> says.</summary>
    public string? Target { get; init; }

    /// <summary>The columns to predict, in place of <see cref="Target"/>, where there are several; all of numbers.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>The columns to predict from, in this order. Empty, the default, for all that are no target and not in <see cref="Ignore"/>.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>Columns that are no inputs, such as row numbers and names.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>
    /// Input columns of categories even though their values are numbers, such as postal codes. Columns of text are so anyway.
    /// </summary>
    public IReadOnlyList<string> Categorical { get; init; } = [];

    /// <summary>
    /// What separates the values; null, the default, to find out from the first lines, among comma, semicolon, tab and bar.
    /// </summary>
    public char? Delimiter { get; init; }

    /// <summary>Whether the first row names the columns (default); otherwise their names are "1", "2" and so on.</summary>
    public bool HasHeader { get; init; } = true;

    /// <summary>What <see cref="Target"/> is.</summary>
    public CsvTargetKind Kind { get; init; }

    /// <summary>
    /// Whether numbers have a decimal comma, as 1,5, rather than a point. There are no thousands separators either way. Without it, a column
    /// in which every text would be such a number is an error, and not categories.
    /// </summary>
    public bool DecimalComma { get; init; }

    /// <summary>What to do about missing values.</summary>
    public CsvMissingValues MissingValues { get; init; }

    /// <summary>The texts that say that a value is missing, compared exactly: by default none at all, NA, N/A, NaN, nan, null, NULL and ?.</summary>
    public IReadOnlyList<string> MissingMarkers { get; init; } = ["", "NA", "N/A", "NaN", "nan", "null", "NULL", "?"];

    /// <summary>The file's encoding; null, the default, for UTF-8, or what a byte order mark says.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>The targets, by either property.</summary>
    internal IReadOnlyList<string> AllTargets => Target is null ? Targets : [Target];

    /// <summary>Checks what can be checked without a file.</summary>
    internal void Check(string parameter = "options")
    {
        CheckNames(Targets, nameof(Targets), parameter);
        CheckNames(Inputs, nameof(Inputs), parameter);
        CheckNames(Ignore, nameof(Ignore), parameter);
        CheckNames(Categorical, nameof(Categorical), parameter);
        if (Target is null == (Targets.Count == 0))
        {
            throw new ArgumentException(
                Target is null
                    ? "No target column is named; expected CsvOptions.Target, or CsvOptions.Targets for several."
                    : "Both CsvOptions.Target and CsvOptions.Targets are set; expected one of them.",
                parameter);
        }

        if (Targets.Count > 0 && Kind == CsvTargetKind.Classification)
        {
            throw new ArgumentException("CsvOptions.Targets are numbers; expected CsvOptions.Target, a single column, for classification.", parameter);
        }

        CheckOnce(AllTargets, nameof(Targets), parameter);
        CheckOnce(Inputs, nameof(Inputs), parameter);
        if (Inputs.FirstOrDefault(name => AllTargets.Contains(name, StringComparer.Ordinal)) is { } both)
        {
            throw new ArgumentException($"The column '{both}' is both a target and in CsvOptions.Inputs; expected one of them.", parameter);
        }

        CheckFormat(parameter);
    }

    /// <summary>Checks what says how the file is to be read, whatever its columns are for.</summary>
    internal void CheckFormat(string parameter = "options")
    {
        CheckNames(MissingMarkers, nameof(MissingMarkers), parameter);
        if (DecimalComma && Delimiter == ',')
        {
            throw new ArgumentException("The delimiter and the decimal separator are both commas; expected another CsvOptions.Delimiter.", parameter);
        }

        if (Delimiter is { } delimiter && (!char.IsAscii(delimiter) || delimiter is '"' or '\r' or '\n'))
        {
            throw new ArgumentException($"The delimiter is '{delimiter}'; expected an ASCII character, and no quote or line end.", parameter);
        }
    }

    private static void CheckNames(IReadOnlyList<string> names, string property, string parameter)
    {
        if (names is null || names.Contains(null!))
        {
            throw new ArgumentException($"CsvOptions.{property} {(names is null ? "is" : "holds a")} null; expected a list of texts, empty for none.", parameter);
        }
    }

    private static void CheckOnce(IReadOnlyList<string> names, string property, string parameter)
    {
        if (names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"CsvOptions.{property} names the column '{twice.Key}' twice; expected each column once.", parameter);
        }
    }
}
