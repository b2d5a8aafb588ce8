using CompiledNet.Numerics;

namespace CompiledNet;

/// <summary>
/// Reads a stream a good number of examples at a time, and checks what it delivers: finite values, and as many examples as it said.
/// </summary>
internal sealed class ChunkReader : IDisposable
{
    private readonly DataStream _stream;
    private readonly DataStreamReader _reader;
    private readonly int _chunkSize;
    private readonly float[] _inputs;
    private readonly float[] _targets;

    /// <summary>Opens a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="chunkSize">The examples in a chunk, at least 1; the last may have fewer.</param>
    /// <param name="start">The example to start at, from 0 to the stream's count.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">A chunk would be more than an array can hold.</exception>
    /// <exception cref="InvalidDataException">The stream ends before <paramref name="start"/>, or is damaged.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public ChunkReader(DataStream stream, int chunkSize, long start = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, stream.Count);
        _stream = stream;
        _chunkSize = (int)Math.Min(chunkSize, stream.Count);
        long numbers = (long)_chunkSize * Math.Max(stream.InputSize, stream.TargetSize);
        if (numbers > Array.MaxLength)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"A chunk of {Amount.Of(_chunkSize, "example")} would be {numbers} numbers; expected at most {Array.MaxLength}."),
                nameof(chunkSize));
        }

        _inputs = GC.AllocateUninitializedArray<float>(_chunkSize * stream.InputSize);
        _targets = GC.AllocateUninitializedArray<float>(_chunkSize * stream.TargetSize);
        _reader = stream.Open();
        try
        {
            SkipTo(start);
        }
        catch
        {
            _reader.Dispose();
            throw;
        }
    }

    /// <summary>How many examples of the stream have been read or passed over.</summary>
    public long Position { get; private set; }

    /// <summary>The next chunk, which holds until the one after it is read; null behind the last example.</summary>
    /// <exception cref="InvalidDataException">
    /// The stream delivers fewer or more examples than it said, or a value is NaN or infinite, or it is damaged.
    /// </exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public Dataset? Next()
    {
        int count = (int)Math.Min(_chunkSize, _stream.Count - Position);
        if (count == 0)
        {
            return null;
        }

        for (int got = 0; got < count;)
        {
            got += Read(got, count - got);
        }

        CheckFinite(_inputs.AsSpan(0, count * _stream.InputSize), _stream.InputSize, "input");
        CheckFinite(_targets.AsSpan(0, count * _stream.TargetSize), _stream.TargetSize, "target");
        Position += count;
        if (Position == _stream.Count)
        {
            CheckEnd();
        }

        return Dataset.OfChecked(
            _inputs.AsMemory(0, count * _stream.InputSize), _targets.AsMemory(0, count * _stream.TargetSize), _stream.InputSize, _stream.TargetSize, count);
    }

    /// <summary>Closes the stream.</summary>
    public void Dispose() => _reader.Dispose();

    private void SkipTo(long start)
    {
        long skipped = start == 0 ? 0 : _reader.Skip(start);
        if (skipped < 0 || skipped > start)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"The stream says it has passed over {Amount.Of(skipped, "example")} where {start} were asked for; expected 0 to {start}."));
        }

        if (skipped < start)
        {
            throw Fewer(skipped);
        }

        Position = start;
    }

    private int Read(int row, int count)
    {
        int got = _reader.Read(
            _inputs.AsSpan(row * _stream.InputSize, count * _stream.InputSize), _targets.AsSpan(row * _stream.TargetSize, count * _stream.TargetSize));
        if (got == 0)
        {
            throw Fewer(Position + row);
        }

        if (got < 0 || got > count)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"The stream says it has read {Amount.Of(got, "example")} where {count} were asked for; expected 0 to {count}."));
        }

        return got;
    }

    private void CheckEnd()
    {
        if (_reader.Read(new float[_stream.InputSize], new float[_stream.TargetSize]) != 0)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"The stream goes on behind its {Amount.Of(_stream.Count, "example")}; expected no more than its Count."));
        }
    }

    private void CheckFinite(ReadOnlySpan<float> values, int rowSize, string what)
    {
        int index = ParameterMath.IndexOfNonFinite(values);
        if (index >= 0)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"The {what} {index % rowSize} of the stream's example {Position + (index / rowSize)} is {values[index]}; expected a finite number."));
        }
    }

    private InvalidDataException Fewer(long delivered) => new(FormattableString.Invariant(
        $"The stream ended after {Amount.Of(delivered, "example")}; expected {_stream.Count}, its Count."));
}
