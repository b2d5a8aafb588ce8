namespace CompiledNet;

/// <summary>A data set as a stream.</summary>
internal sealed class DatasetStream(Dataset data) : DataStream(data.InputSize, data.TargetSize, data.Count)
{
    public override DataStreamReader Open() => new Reader(this, data);

    private sealed class Reader(DatasetStream stream, Dataset data) : DataStreamReader(stream)
    {
        private int _next;

        public override int Read(Span<float> inputs, Span<float> targets)
        {
            int count = Math.Min(targets.Length / data.TargetSize, data.Count - _next);
            data.InputRows.Read(data.FirstRow + _next, inputs[..(count * data.InputSize)]);
            data.TargetRows.Read(data.FirstRow + _next, targets[..(count * data.TargetSize)]);
            _next += count;
            return count;
        }

        public override long Skip(long count)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count);
            int skipped = (int)Math.Min(count, data.Count - _next);
            _next += skipped;
            return skipped;
        }
    }
}
