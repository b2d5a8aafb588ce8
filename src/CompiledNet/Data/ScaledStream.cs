namespace CompiledNet;

/// <summary>A stream whose inputs or targets are scaled as they are read.</summary>
/// <param name="stream">What is read.</param>
/// <param name="scaler">What scales it; as many columns as what it is for.</param>
/// <param name="targets">Whether it is for the targets, rather than the inputs.</param>
internal sealed class ScaledStream(DataStream stream, FeatureScaler scaler, bool targets)
    : DataStream(stream.InputSize, stream.TargetSize, stream.Count)
{
    public override DataStreamReader Open() => new Reader(this, stream.Open(), scaler, targets);

    private sealed class Reader(DataStream stream, DataStreamReader reader, FeatureScaler scaler, bool scaleTargets) : DataStreamReader(stream)
    {
        private readonly int _targetSize = stream.TargetSize;

        public override int Read(Span<float> inputs, Span<float> targets)
        {
            int got = reader.Read(inputs, targets);

            // A number that cannot be is passed on: whoever asked for examples says what is wrong with it.
            if (got > 0 && got <= targets.Length / _targetSize)
            {
                Span<float> rows = (scaleTargets ? targets : inputs)[..(got * scaler.Size)];
                scaler.Apply(rows, rows);
            }

            return got;
        }

        public override long Skip(long count) => reader.Skip(count);

        protected override void Dispose(bool disposing)
        {
            reader.Dispose();
            base.Dispose(disposing);
        }
    }
}
