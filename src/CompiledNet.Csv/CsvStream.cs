namespace CompiledNet;

/// <summary>
/// Examples streamed from a CSV file that is larger than memory. The file is gone through once at the start, to learn how it is to be coded and
/// to count its examples, and once for each pass; where passes are many, <see cref="BinaryDataFile"/> is faster.
/// </summary>
/// <remarks>Everything that is said of <see cref="CsvData"/> holds here, too.</remarks>
public sealed class CsvStream : DataStream
{
    private readonly CsvSource _source;

    /// <summary>Goes through a file and learns how it is to be coded.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Which columns are what.</param>
    /// <inheritdoc cref="CsvData.Load(string, CsvOptions)" path="/exception"/>
    public CsvStream(string path, CsvOptions options)
        : this(Learn(path, options))
    {
    }

    /// <summary>Goes through a file that is to be coded as another, and counts its examples.</summary>
    /// <param name="path">The file.</param>
    /// <param name="schema">The schema of the other.</param>
    /// <inheritdoc cref="CsvData.Load(string, CsvSchema)" path="/exception"/>
    public CsvStream(string path, CsvSchema schema)
        : this(CountOf(path, schema))
    {
    }

    private CsvStream((CsvSource Source, CsvSchema Schema, long Count) learnt)
        : base(learnt.Schema.InputSize, learnt.Schema.TargetSize, learnt.Count)
    {
        _source = learnt.Source;
        Schema = learnt.Schema;
    }

    /// <summary>How the file is coded.</summary>
    public CsvSchema Schema { get; }

    /// <summary>What each input is: a column's name, or <c>column=category</c>.</summary>
    public IReadOnlyList<string> InputNames => Schema.InputNames;

    /// <summary>What each target is: a column's name, or a class's.</summary>
    public IReadOnlyList<string> TargetNames => Schema.TargetNames;

    /// <summary>The classes' names, in the order of the targets; empty if the targets are numbers.</summary>
    public IReadOnlyList<string> ClassNames => Schema.ClassNames;

    /// <inheritdoc/>
    public override DataStreamReader Open() => new Reader(this);

    private static (CsvSource Source, CsvSchema Schema, long Count) Learn(string path, CsvOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        CsvSource source = CsvSource.OfFile(path, options);
        return (source, SchemaLearner.Learn(source, options, out long count), count);
    }

    private static (CsvSource Source, CsvSchema Schema, long Count) CountOf(string path, CsvSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        CsvSource source = CsvSource.OfFile(path, schema.Options);
        return (source, schema, CsvExamples.Count(source, schema));
    }

    private sealed class Reader(CsvStream stream) : DataStreamReader(stream)
    {
        private readonly CsvExamples _examples = new(stream._source, stream.Schema);

        public override int Read(Span<float> inputs, Span<float> targets)
        {
            int capacity = targets.Length / stream.TargetSize;
            int count = 0;
            for (; count < capacity && _examples.Next(); count++)
            {
                _examples.Encode(
                    inputs.Slice(count * stream.InputSize, stream.InputSize), targets.Slice(count * stream.TargetSize, stream.TargetSize));
            }

            return count;
        }

        // The rows still have to be found, but not their numbers.
        public override long Skip(long count)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count);
            long skipped = 0;
            while (skipped < count && _examples.Next())
            {
                skipped++;
            }

            return skipped;
        }

        protected override void Dispose(bool disposing)
        {
            _examples.Dispose();
            base.Dispose(disposing);
        }
    }
}
