namespace CompiledNet;

/// <summary>Examples loaded from a CSV file, and the schema by which they were coded.</summary>
/// <remarks>
/// Values may be quoted, with delimiters, line ends and doubled quotes inside (RFC 4180); blanks around values and blank lines do not count.
/// Every error names the file, the line on which the row begins, and the column. The file is read twice: once to learn how it is to be coded.
/// </remarks>
public sealed class CsvData
{
    private CsvData(Dataset dataset, CsvSchema schema)
    {
        Dataset = dataset;
        Schema = schema;
    }

    /// <summary>The examples, in the file's order.</summary>
    public Dataset Dataset { get; }

    /// <summary>How they were coded: for further files, and for single rows.</summary>
    public CsvSchema Schema { get; }

    /// <summary>What each input is: a column's name, or <c>column=category</c>.</summary>
    public IReadOnlyList<string> InputNames => Schema.InputNames;

    /// <summary>What each target is: a column's name, or a class's.</summary>
    public IReadOnlyList<string> TargetNames => Schema.TargetNames;

    /// <summary>The classes' names, in the order of the targets; empty if the targets are numbers.</summary>
    public IReadOnlyList<string> ClassNames => Schema.ClassNames;

    /// <summary>Loads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Which columns are what.</param>
    /// <exception cref="ArgumentException">The options contradict each other, whatever the file has.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is empty, not proper CSV, lacks a column that the options name, or holds a value that cannot be used. The message names file,
    /// line and column.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CsvData Load(string path, CsvOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return Load(CsvSource.OfFile(path, options), options);
    }

    /// <summary>Loads the text that a reader gives, from where it is to its end.</summary>
    /// <param name="reader">The reader; it stays open.</param>
    /// <param name="options">Which columns are what.</param>
    /// <param name="name">What error messages call it.</param>
    /// <inheritdoc cref="Load(string, CsvOptions)" path="/exception"/>
    public static CsvData Load(TextReader reader, CsvOptions options, string name = "the text")
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return Load(CsvSource.OfText(reader, name, options), options);
    }

    /// <summary>Loads another file, such as test data, coded as one before. Its columns are found by name; it may have others, too.</summary>
    /// <param name="path">The file.</param>
    /// <param name="schema">The schema of the file before.</param>
    /// <exception cref="InvalidDataException">
    /// The file is empty, not proper CSV, lacks a column, or holds a value that cannot be used, such as an unknown category. The message names
    /// file, line and column.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CsvData Load(string path, CsvSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return Load(CsvSource.OfFile(path, schema.Options), schema);
    }

    /// <summary>Loads another text, such as test data, coded as one before.</summary>
    /// <param name="reader">The reader; it stays open.</param>
    /// <param name="schema">The schema of the text before.</param>
    /// <param name="name">What error messages call it.</param>
    /// <inheritdoc cref="Load(string, CsvSchema)" path="/exception"/>
    public static CsvData Load(TextReader reader, CsvSchema schema, string name = "the text")
    {
        ArgumentNullException.ThrowIfNull(schema);
        return Load(CsvSource.OfText(reader, name, schema.Options), schema);
    }

    /// <summary>
    /// Loads only the inputs of another file, for prediction: the target columns may be missing. No row is dropped, so that there is an answer
    /// for each: a missing value is an error, or filled if the schema says so.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="schema">The schema of the training data.</param>
    /// <returns>The inputs, <c>[rows][InputSize]</c>.</returns>
    /// <inheritdoc cref="Load(string, CsvSchema)" path="/exception"/>
    public static float[] LoadInputs(string path, CsvSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return LoadInputs(CsvSource.OfFile(path, schema.Options), schema);
    }

    /// <summary>Loads only the inputs of another text, for prediction, as <see cref="LoadInputs(string, CsvSchema)"/> does those of a file.</summary>
    /// <param name="reader">The reader; it stays open.</param>
    /// <param name="schema">The schema of the training data.</param>
    /// <param name="name">What error messages call it.</param>
    /// <returns>The inputs, <c>[rows][InputSize]</c>.</returns>
    /// <inheritdoc cref="Load(string, CsvSchema)" path="/exception"/>
    public static float[] LoadInputs(TextReader reader, CsvSchema schema, string name = "the text")
    {
        ArgumentNullException.ThrowIfNull(schema);
        return LoadInputs(CsvSource.OfText(reader, name, schema.Options), schema);
    }

    /// <summary>The names of a file's columns, so that a program can offer them. No more is read than it takes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">
    /// How the file is to be read: delimiter, header, encoding; null for the defaults. Which columns are what is not looked at, and need not be
    /// said.
    /// </param>
    /// <returns>The names, in the file's order; a column without a name has its number, from 1, as all have where there is no header.</returns>
    /// <exception cref="ArgumentException">The options contradict each other.</exception>
    /// <exception cref="InvalidDataException">The file is empty, its header is not proper CSV, or names two columns alike.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<string> ReadHeader(string path, CsvOptions? options = null)
    {
        options ??= new CsvOptions();
        options.CheckFormat();
        return ReadHeader(CsvSource.OfFile(path, options));
    }

    /// <summary>The names of a text's columns.</summary>
    /// <param name="reader">The reader; it stays open, and is read to its end.</param>
    /// <param name="options">How the text is to be read; null for the defaults. Which columns are what is not looked at.</param>
    /// <param name="name">What error messages call it.</param>
    /// <inheritdoc cref="ReadHeader(string, CsvOptions?)" path="/returns|/exception"/>
    public static IReadOnlyList<string> ReadHeader(TextReader reader, CsvOptions? options = null, string name = "the text")
    {
        options ??= new CsvOptions();
        options.CheckFormat();
        return ReadHeader(CsvSource.OfText(reader, name, options));
    }

    private static IReadOnlyList<string> ReadHeader(CsvSource source)
    {
        using CsvRows rows = source.Open();
        return rows.Columns;
    }

    private static float[] LoadInputs(CsvSource source, CsvSchema schema)
    {
        using CsvExamples examples = new(source, schema, withTargets: false);
        List<float> inputs = [];
        float[] row = new float[schema.InputSize];
        while (examples.Next())
        {
            examples.Encode(row, []);
            if (inputs.Count > Array.MaxLength - row.Length)
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"{source.Name}: there are more rows than {inputs.Count / row.Length}, whose inputs are the most an array can hold; expected parts, or a CsvStream."));
            }

            inputs.AddRange(row);
        }

        return [.. inputs];
    }

    private static CsvData Load(CsvSource source, CsvOptions options)
    {
        CsvSchema schema = SchemaLearner.Learn(source, options, out long count);
        return Load(source, schema, count);
    }

    private static CsvData Load(CsvSource source, CsvSchema schema) => Load(source, schema, CsvExamples.Count(source, schema));

    private static CsvData Load(CsvSource source, CsvSchema schema, long count)
    {
        Int128 numbers = (Int128)count * Math.Max(schema.InputSize, schema.TargetSize);
        if (numbers > Array.MaxLength)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"{source.Name}: {count} examples would be {numbers} numbers; expected at most {Array.MaxLength}, or a CsvStream."));
        }

        float[] inputs = GC.AllocateUninitializedArray<float>((int)count * schema.InputSize);
        float[] targets = GC.AllocateUninitializedArray<float>((int)count * schema.TargetSize);
        using CsvExamples examples = new(source, schema);
        for (int i = 0; i < count; i++)
        {
            if (!examples.Next())
            {
                throw Changed(source);
            }

            examples.Encode(inputs.AsSpan(i * schema.InputSize, schema.InputSize), targets.AsSpan(i * schema.TargetSize, schema.TargetSize));
        }

        return examples.Next() ? throw Changed(source) : new CsvData(new Dataset(inputs, targets, schema.InputSize, schema.TargetSize), schema);
    }

    private static InvalidDataException Changed(CsvSource source) => new($"{source.Name}: the number of rows changed while the file was read.");
}
