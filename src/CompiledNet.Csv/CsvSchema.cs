using System.Text;

namespace CompiledNet;

/// <summary>
/// How the columns of a CSV file become inputs and targets, as learnt from one file: its categories, class names and means. With it, other
/// files and single rows are coded in the same way.
/// </summary>
/// <remarks>
/// A column of numbers is one input; a column of text is as many as it has categories, 1 at the row's and 0 elsewhere (one-hot). Categories
/// and classes are in ordinal order or, if all are numbers, by size. A schema never changes; any number of threads may use one. Keep one with
/// the network that was trained by it (<see cref="ToJson"/>, <see cref="Save(string)"/>): what an input means is the schema's to say.
/// </remarks>
public sealed class CsvSchema
{
    private readonly CsvColumn[] _inputs;
    private readonly CsvColumn[] _targets;
    private readonly CsvText _text;

    internal CsvSchema(CsvOptions options, CsvColumn[] inputs, CsvColumn[] targets)
    {
        Options = options;
        _inputs = inputs;
        _targets = targets;
        _text = new CsvText(options);
        InputColumns = [.. inputs.Select(column => column.Name)];
        TargetColumns = [.. targets.Select(column => column.Name)];
        InputNames = [.. inputs.SelectMany(column => column.IsNumeric ? [column.Name] : column.Categories.Select(category => $"{column.Name}={category}"))];
        ClassNames = targets is [{ IsNumeric: false } classes] ? classes.Categories : [];
        TargetNames = ClassNames.Count > 0 ? ClassNames : TargetColumns;
        Categories = inputs.Where(column => !column.IsNumeric).ToDictionary(column => column.Name, column => column.Categories, StringComparer.Ordinal);
    }

    /// <summary>The columns that become inputs, in this order.</summary>
    public IReadOnlyList<string> InputColumns { get; }

    /// <summary>The columns that become targets, in this order.</summary>
    public IReadOnlyList<string> TargetColumns { get; }

    /// <summary>What each input is: a column's name, or <c>column=category</c>.</summary>
    public IReadOnlyList<string> InputNames { get; }

    /// <summary>What each target is: a column's name, or a class's.</summary>
    public IReadOnlyList<string> TargetNames { get; }

    /// <summary>The classes' names, in the order of the targets; empty if the targets are numbers.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The categories of each input column of text, in the order of its inputs.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Categories { get; }

    /// <summary>The number of inputs of one example.</summary>
    public int InputSize => InputNames.Count;

    /// <summary>The number of targets of one example.</summary>
    public int TargetSize => TargetNames.Count;

    /// <summary>The options it was learnt with.</summary>
    internal CsvOptions Options { get; }

    /// <summary>The columns that become inputs.</summary>
    internal IReadOnlyList<CsvColumn> Inputs => _inputs;

    /// <summary>The columns that become targets.</summary>
    internal IReadOnlyList<CsvColumn> Targets => _targets;

    /// <summary>Whether rows are dropped, so that each has to be looked at even to count them.</summary>
    internal bool DropsRows => Options.MissingValues == CsvMissingValues.DropRow;

    /// <summary>Reads a schema that <see cref="Save(string)"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is not such a file, or is damaged. The message names the file.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static CsvSchema Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        CsvSource.CheckNoFolder(path);
        return CsvSchemaFile.Read(File.ReadAllBytes(path), path);
    }

    /// <summary>Reads a schema that <see cref="Save(Stream)"/> wrote.</summary>
    /// <param name="stream">The schema, from where the stream stands to its end; it stays open.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="InvalidDataException">It is not a schema, or is damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static CsvSchema Load(Stream stream, string name = "the stream")
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        using MemoryStream content = new();
        stream.CopyTo(content);
        return CsvSchemaFile.Read(content.ToArray(), name);
    }

    /// <summary>Reads a schema that <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <param name="name">What error messages call it, such as the file it is kept in.</param>
    /// <exception cref="InvalidDataException">It is not a schema, or is damaged.</exception>
    public static CsvSchema FromJson(string json, string name = "the text")
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return CsvSchemaFile.Read(json, name);
    }

    /// <summary>Writes the schema to a file, as JSON, for use beside the trained network. Means are kept to the last bit.</summary>
    /// <param name="path">The file; it is written over.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        File.WriteAllBytes(path, CsvSchemaFile.Write(this));
    }

    /// <summary>Writes the schema to a stream, as <see cref="Save(string)"/> does to a file.</summary>
    /// <param name="stream">Receives it; it stays open.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(CsvSchemaFile.Write(this));
    }

    /// <summary>
    /// The schema as JSON, with what <see cref="Save(string)"/> writes: for instance to keep it in the network's own file, in
    /// <see cref="ModelInfo.Properties"/>.
    /// </summary>
    public string ToJson() => Encoding.UTF8.GetString(CsvSchemaFile.Write(this));

    /// <summary>Codes one example's values as a file's are: numbers, categories, and fillings for missing ones, if so asked.</summary>
    /// <param name="values">The texts, one for each of <see cref="InputColumns"/>, in their order.</param>
    /// <returns>The inputs, <c>[InputSize]</c>.</returns>
    /// <exception cref="ArgumentException">
    /// There is not one value for each column, or one is missing and not to be filled, no number where one belongs, or an unknown category.
    /// </exception>
    public float[] Encode(params ReadOnlySpan<string> values)
    {
        if (values.Length != _inputs.Length)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"There {(values.Length == 1 ? "is 1 value" : $"are {values.Length} values")}; expected {_inputs.Length}, one for each of the columns {string.Join(", ", InputColumns)}."),
                nameof(values));
        }

        float[] inputs = new float[InputSize];
        int at = 0;
        for (int c = 0; c < _inputs.Length; c++)
        {
            CsvColumn column = _inputs[c];
            string value = (values[c] ?? string.Empty).Trim();
            if (Encode(column, Encoding.UTF8.GetBytes(value), value, inputs.AsSpan(at, column.Width), isTarget: false) is { } problem)
            {
                throw new ArgumentException($"Column '{column.Name}': {problem}.", nameof(values));
            }

            at += column.Width;
        }

        return inputs;
    }

    /// <summary>The places of columns in a file.</summary>
    internal int[] FindInputs(CsvRows rows) => Find(rows, _inputs);

    /// <summary>The places of columns in a file.</summary>
    internal int[] FindTargets(CsvRows rows) => Find(rows, _targets);

    /// <summary>Codes a row's inputs; the values to drop it for have been looked for before.</summary>
    internal void EncodeInputs(CsvRows rows, int[] places, Span<float> inputs) => Encode(rows, _inputs, places, inputs, isTarget: false);

    /// <summary>Codes a row's targets.</summary>
    internal void EncodeTargets(CsvRows rows, int[] places, Span<float> targets) => Encode(rows, _targets, places, targets, isTarget: true);

    /// <summary>Whether a row misses none of some values.</summary>
    internal bool IsWhole(CsvRows rows, int[] places)
    {
        foreach (int place in places)
        {
            if (_text.IsMissing(rows.Value(place)))
            {
                return false;
            }
        }

        return true;
    }

    private static int[] Find(CsvRows rows, CsvColumn[] columns) => [.. columns.Select(column => rows.Find(column.Name, "the schema has"))];

    private void Encode(CsvRows rows, CsvColumn[] columns, int[] places, Span<float> values, bool isTarget)
    {
        for (int c = 0; c < columns.Length; c++)
        {
            int width = columns[c].Width;
            string? text = columns[c].IsNumeric ? null : rows.Text(places[c]);
            if (Encode(columns[c], rows.Value(places[c]), text, values[..width], isTarget) is { } problem)
            {
                throw rows.Error(places[c], problem);
            }

            values = values[width..];
        }
    }

    /// <summary>Codes a value; gives what is wrong with it, if anything is.</summary>
    private string? Encode(CsvColumn column, ReadOnlySpan<byte> value, string? text, Span<float> values, bool isTarget)
    {
        if (_text.IsMissing(value))
        {
            if (isTarget || Options.MissingValues != CsvMissingValues.FillWithMean)
            {
                string only = isTarget ? string.Empty : " (only a schema that was learnt with CsvMissingValues.FillWithMean fills it in)";
                return $"the value is missing; expected {(column.IsNumeric ? "a number" : "text")}{only}";
            }

            column.EncodeMissing(values);
            return null;
        }

        if (!column.IsNumeric)
        {
            return column.TryEncode(text!, values)
                ? null
                : FormattableString.Invariant(
                    $"the value is {CsvRows.Show(text!)}; expected one of the {column.Categories.Count} {(isTarget ? "classes" : "categories")} that were learnt: {Some(column.Categories)}. Correct the value, leave the row out, or learn the schema and train anew with data that has it");
        }

        if (_text.TryNumber(value, out values[0]) && float.IsFinite(values[0]))
        {
            return null;
        }

        string expected = float.IsFinite(values[0]) ? "a number" : "a finite number that a 32-bit float can hold";
        return $"the value is {CsvRows.Show(Encoding.UTF8.GetString(value))}; expected {expected}";
    }

    private static string Some(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(10).Select(name => $"'{name}'")) + (names.Count > 10 ? ", ..." : string.Empty);
}
