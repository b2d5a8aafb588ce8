namespace CompiledNet;

/// <summary>What a sequence gives, as a stream.</summary>
internal sealed class SequenceStream(
    int inputSize, int targetSize, long count, Func<IEnumerable<(float[] Input, float[] Target)>> examples)
    : DataStream(inputSize, targetSize, count)
{
    public override DataStreamReader Open() =>
        new Reader(this, examples() ?? throw new InvalidOperationException("The function that starts a pass gave null; expected a sequence of examples."));

    private sealed class Reader(SequenceStream stream, IEnumerable<(float[] Input, float[] Target)> examples) : DataStreamReader(stream)
    {
        private readonly IEnumerator<(float[] Input, float[] Target)> _examples = examples.GetEnumerator();
        private long _next;

        public override int Read(Span<float> inputs, Span<float> targets)
        {
            int capacity = targets.Length / stream.TargetSize;
            int count = 0;
            for (; count < capacity && _examples.MoveNext(); count++)
            {
                (float[] input, float[] target) = _examples.Current;
                Copy(input, stream.InputSize, "input", inputs[(count * stream.InputSize)..]);
                Copy(target, stream.TargetSize, "target", targets[(count * stream.TargetSize)..]);
                _next++;
            }

            return count;
        }

        protected override void Dispose(bool disposing)
        {
            _examples.Dispose();
            base.Dispose(disposing);
        }

        private void Copy(float[]? values, int expected, string what, Span<float> destination)
        {
            if (values?.Length != expected)
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"Example {_next} of the sequence has {Amount.Of(values?.Length ?? 0, what)}; expected {expected}."));
            }

            values.CopyTo(destination);
        }
    }
}
