namespace CompiledNet;

/// <summary>
/// Examples that are read one after the other, as often as wanted, for data larger than memory: a file, a database, or what a program makes
/// as it goes. A pass gives the same examples in the same order each time.
/// </summary>
public abstract class DataStream
{
    /// <summary>A stream of examples of these sizes.</summary>
    /// <param name="inputSize">The number of inputs of one example, at least 1.</param>
    /// <param name="targetSize">The number of targets of one example, at least 1.</param>
    /// <param name="count">The number of examples in one pass, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size or the number of examples is below 1.</exception>
    protected DataStream(int inputSize, int targetSize, long count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targetSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        InputSize = inputSize;
        TargetSize = targetSize;
        Count = count;
    }

    /// <summary>The number of inputs of one example.</summary>
    public int InputSize { get; }

    /// <summary>The number of targets of one example.</summary>
    public int TargetSize { get; }

    /// <summary>The number of examples in one pass, known before the first is read.</summary>
    public long Count { get; }

    /// <summary>Starts a pass from the first example. Several may go on at the same time.</summary>
    /// <exception cref="IOException">What is to be read cannot be opened.</exception>
    public abstract DataStreamReader Open();

    /// <summary>A data set as a stream.</summary>
    /// <param name="data">The data set. Weights that it may have are no part of a stream.</param>
    public static DataStream From(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new DatasetStream(data);
    }

    /// <summary>A stream of what a sequence gives.</summary>
    /// <param name="inputSize">The number of inputs of one example, at least 1.</param>
    /// <param name="targetSize">The number of targets of one example, at least 1.</param>
    /// <param name="count">How many examples each sequence gives, at least 1.</param>
    /// <param name="examples">
    /// Starts a sequence from the first example; called once for each pass. A sequence is read no further than it is asked, and disposed of.
    /// An example's arrays are copied at once, so that they may be used again for the next.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A size or the number of examples is below 1.</exception>
    public static DataStream Create(
        int inputSize, int targetSize, long count, Func<IEnumerable<(float[] Input, float[] Target)>> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        return new SequenceStream(inputSize, targetSize, count, examples);
    }
}
