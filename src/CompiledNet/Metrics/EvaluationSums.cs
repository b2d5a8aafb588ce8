using CompiledNet.Numerics;

namespace CompiledNet;

/// <summary>
/// Adds up, batch by batch, what an <see cref="Evaluation"/> is made of. Each output has sums of its own, taken in the order of the examples: how
/// the examples are cut into batches does not show in them. (It may in the sum of the losses, which the caller takes.)
/// </summary>
internal sealed class EvaluationSums
{
    private readonly int _outputSize;
    private readonly OutputSums[] _outputs;
    private readonly ConfusionCounts _confusion;
    private readonly long[] _ranks;
    private readonly bool _isCrossEntropy;
    private bool _hasClassTargets = true;
    private double _lossSum;

    /// <summary>Sums over nothing.</summary>
    /// <param name="loss">The network's loss.</param>
    /// <param name="outputSize">The number of the network's outputs.</param>
    public EvaluationSums(Loss loss, int outputSize)
    {
        _isCrossEntropy = loss is Loss.CrossEntropy or Loss.BinaryCrossEntropy;
        _outputSize = outputSize;
        _outputs = new OutputSums[outputSize];
        int classCount = Math.Max(2, outputSize);
        _confusion = new ConfusionCounts(classCount);
        _ranks = new long[classCount];
    }

    /// <summary>Adds a batch. Allocates nothing, but for pairs of classes that come up where there are very many classes.</summary>
    /// <param name="outputs">What the network gave, <c>[count][outputSize]</c>.</param>
    /// <param name="targets">What it should have given, <c>[count][outputSize]</c>.</param>
    /// <param name="count">The number of examples.</param>
    /// <param name="lossSum">The sum of their losses.</param>
    public void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int count, double lossSum)
    {
        _lossSum += lossSum;
        if (_confusion.Total == 0)
        {
            for (int o = 0; o < _outputSize; o++)
            {
                _outputs[o].FirstTarget = targets[o];
            }
        }

        for (int row = 0; row < count; row++)
        {
            AddExample(outputs.Slice(row * _outputSize, _outputSize), targets.Slice(row * _outputSize, _outputSize));
        }
    }

    /// <summary>The evaluation of all that was added, at least one example. Nothing may be added after it.</summary>
    public Evaluation ToEvaluation()
    {
        long count = _confusion.Total;
        double absolute = 0;
        double squared = 0;
        double rSquared = 0;
        foreach (ref readonly OutputSums sums in _outputs.AsSpan())
        {
            absolute += sums.AbsoluteErrors;
            squared += sums.SquaredErrors;
            rSquared += sums.RSquared(count);
        }

        double values = (double)count * _outputSize;
        return new Evaluation(
            _lossSum / count,
            _isCrossEntropy || _hasClassTargets,
            _ranks,
            new ConfusionMatrix(_confusion),
            absolute / values,
            Math.Sqrt(squared / values),
            rSquared / _outputSize);
    }

    private void AddExample(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets)
    {
        int ones = 0;
        int others = 0;
        Span<OutputSums> sums = _outputs.AsSpan(0, targets.Length);
        for (int o = 0; o < targets.Length; o++)
        {
            float target = targets[o];
            ones += target == 1 ? 1 : 0;
            others += target is 0 or 1 ? 0 : 1;
            sums[o].Add(outputs[o], target);
        }

        _hasClassTargets &= others == 0 && (ones == 1 || _outputSize == 1);
        int actual = OutputClass.Of(targets);
        int predicted = OutputClass.Of(outputs);
        _confusion.Add(actual, predicted);
        _ranks[actual == predicted ? 0 : _outputSize == 1 ? 1 : OutputRank.Of(outputs, actual)]++;
    }

    /// <summary>The sums of one output.</summary>
    private struct OutputSums
    {
        /// <summary>
        /// The first example's target: the spread of the targets is summed about it, because a sum of squares about zero would lose the spread of
        /// targets that lie far from zero. Constant targets give a spread of exactly zero.
        /// </summary>
        public double FirstTarget;

        public double AbsoluteErrors;
        public double SquaredErrors;
        private double _shifted;
        private double _shiftedSquares;

        public void Add(float output, float target)
        {
            double error = (double)output - target;
            double shifted = target - FirstTarget;
            AbsoluteErrors += Math.Abs(error);
            SquaredErrors += error * error;
            _shifted += shifted;
            _shiftedSquares += shifted * shifted;
        }

        public readonly double RSquared(long count)
        {
            if (count < 2)
            {
                return double.NaN;
            }

            // The sum of (t - mean)^2 is that of (t - s)^2 less (sum of (t - s))^2 / n, for any s.
            double total = _shiftedSquares - (_shifted * _shifted / count);
            return total > 0 ? 1 - (SquaredErrors / total) : SquaredErrors > 0 ? 0 : 1 - SquaredErrors;
        }
    }
}
