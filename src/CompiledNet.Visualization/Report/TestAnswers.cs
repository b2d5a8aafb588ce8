using CompiledNet.Numerics;

namespace CompiledNet.Reports;

/// <summary>What a network answers to each test example, and which of its answers are the worst.</summary>
internal sealed class TestAnswers
{
    // Of a pair of classes as many examples as make plain what is confused, so that there is room for other pairs.
    private const int MostOfPair = 3;

    private const int MostRows = 256;
    private const int MostInputs = 1 << 20;

    private readonly int[] _labels;
    private readonly int[] _answers;
    private readonly float[] _weights;
    private readonly Func<int, float[]> _predict;

    private TestAnswers(int[] labels, int[] answers, float[] weights, Func<int, float[]> predict)
    {
        _labels = labels;
        _answers = answers;
        _weights = weights;
        _predict = predict;
    }

    /// <summary>Asks the network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="test">The examples.</param>
    /// <param name="isClassification">Whether the worst answers are the surest wrong ones, or those farthest off.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    public static TestAnswers Of<TNetwork>(TNetwork network, Dataset test, bool isClassification)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        int[] labels = new int[test.Count];
        int[] answers = new int[test.Count];
        float[] weights = new float[test.Count];
        int rows = Math.Clamp(MostInputs / test.InputSize, 1, Math.Min(MostRows, test.Count));
        float[] inputs = new float[rows * test.InputSize];
        float[] outputs = new float[rows * test.TargetSize];
        for (int i = 0; i < test.Count; i++)
        {
            int row = i % rows;
            if (row == 0)
            {
                PredictRows(i, Math.Min(rows, test.Count - i));
            }

            ReadOnlySpan<float> output = outputs.AsSpan(row * test.TargetSize, test.TargetSize);
            labels[i] = test.Label(i);
            answers[i] = OutputClass.Of(output);
            weights[i] = isClassification ? Surety(output, answers[i]) : Error(output, test.Target(i));
        }

        return new TestAnswers(labels, answers, weights, Predict);

        void PredictRows(int start, int count)
        {
            for (int row = 0; row < count; row++)
            {
                test.Input(start + row).CopyTo(inputs.AsSpan(row * test.InputSize));
            }

            network.PredictBatch(inputs.AsSpan(0, count * test.InputSize), outputs.AsSpan(0, count * test.TargetSize));
        }

        float[] Predict(int example)
        {
            float[] row = new float[test.TargetSize];
            network.Predict(test.Input(example), row);
            return row;
        }
    }

    /// <summary>The class of an example.</summary>
    public int Label(int example) => _labels[example];

    /// <summary>What the network takes it for.</summary>
    public int Answer(int example) => _answers[example];

    /// <summary>How sure the network is of its answer; of a regression, its root mean squared error over the outputs.</summary>
    public float Weight(int example) => _weights[example];

    /// <summary>The network's outputs for an example.</summary>
    public float[] Outputs(int example) => _predict(example);

    /// <summary>
    /// The pairs of classes that are confused most often, with the examples of each of whose wrong answer the network is surest, no more than three a
    /// pair.
    /// </summary>
    /// <param name="most">How many examples there may be in all.</param>
    public IReadOnlyList<ConfusedPair> MostConfused(int most)
    {
        List<ConfusedPair> pairs = [];
        foreach (IGrouping<(int Label, int Answer), int> pair in Enumerable.Range(0, _labels.Length)
            .Where(example => _labels[example] != _answers[example])
            .GroupBy(example => (_labels[example], _answers[example]))
            .OrderByDescending(pair => pair.Count())
            .ThenBy(pair => pair.Key))
        {
            if (most <= 0)
            {
                break;
            }

            int[] surest = [.. Worst(pair).Take(Math.Min(MostOfPair, most))];
            most -= surest.Length;
            pairs.Add(new ConfusedPair(pair.Key.Label, pair.Key.Answer, pair.Count(), surest));
        }

        return pairs;
    }

    /// <summary>The examples of the largest errors.</summary>
    /// <param name="most">How many at most.</param>
    public int[] Worst(int most) => [.. Worst(Enumerable.Range(0, _weights.Length)).Take(most)];

    // NaN, which is worse than any number, first; of equal ones the first.
    private IOrderedEnumerable<int> Worst(IEnumerable<int> examples) => examples
        .OrderByDescending(example => float.IsNaN(_weights[example]))
        .ThenByDescending(example => _weights[example])
        .ThenBy(example => example);

    private static float Surety(ReadOnlySpan<float> outputs, int answer) =>
        outputs.Length > 1 ? outputs[answer] : answer == 1 ? outputs[0] : 1 - outputs[0];

    private static float Error(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets)
    {
        double sum = 0;
        for (int o = 0; o < outputs.Length; o++)
        {
            double error = (double)outputs[o] - targets[o];
            sum += error * error;
        }

        return (float)Math.Sqrt(sum / outputs.Length);
    }
}

/// <summary>A class that was taken for another.</summary>
/// <param name="Label">The class, from 0.</param>
/// <param name="Answer">What it was taken for.</param>
/// <param name="Count">How often.</param>
/// <param name="Examples">Some of the examples, those first of whose wrong answer the network is surest.</param>
internal sealed record ConfusedPair(int Label, int Answer, int Count, IReadOnlyList<int> Examples);
