using System.Buffers;

namespace CompiledNet;

/// <summary>One pass over a <see cref="DataStream"/>, from its first example to its last. For one thread at a time.</summary>
public abstract class DataStreamReader : IDisposable
{
    private const int SkipAtOnce = 1 << 16; // numbers

    private readonly int _inputSize;
    private readonly int _targetSize;

    /// <summary>A reader before the first example.</summary>
    /// <param name="stream">What it reads.</param>
    protected DataStreamReader(DataStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        _inputSize = stream.InputSize;
        _targetSize = stream.TargetSize;
    }

    /// <summary>Reads the next examples: at least one, unless there are none left.</summary>
    /// <param name="inputs">Where their inputs go, <c>[n][InputSize]</c>, n as for the targets.</param>
    /// <param name="targets">Where their targets go, <c>[n][TargetSize]</c>; its length says how many examples may be read.</param>
    /// <returns>How many were read, at most <c>targets.Length / TargetSize</c>; 0 at the end.</returns>
    /// <exception cref="InvalidDataException">What is read is damaged. The message says where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public abstract int Read(Span<float> inputs, Span<float> targets);

    /// <summary>
    /// Passes over the next examples. Reads them and throws them away, where a source can do no better.
    /// </summary>
    /// <param name="count">How many, at least 0.</param>
    /// <returns>How many were passed over: fewer only if there are no more.</returns>
    /// <exception cref="InvalidDataException">What is read is damaged. The message says where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public virtual long Skip(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        int atOnce = (int)Math.Min(count, Math.Max(1, SkipAtOnce / Math.Max(_inputSize, _targetSize)));
        float[] inputs = ArrayPool<float>.Shared.Rent(atOnce * _inputSize);
        float[] targets = ArrayPool<float>.Shared.Rent(atOnce * _targetSize);
        long skipped = 0;
        while (skipped < count)
        {
            int wanted = (int)Math.Min(atOnce, count - skipped);
            int got = Read(inputs.AsSpan(0, wanted * _inputSize), targets.AsSpan(0, wanted * _targetSize));
            if (got <= 0)
            {
                break;
            }

            skipped += got;
        }

        ArrayPool<float>.Shared.Return(inputs);
        ArrayPool<float>.Shared.Return(targets);
        return skipped;
    }

    /// <summary>Closes what the reader has open.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes what the reader has open.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called, rather than a finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
