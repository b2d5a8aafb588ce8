namespace CompiledNet;

/// <summary>How well one network did that was trained on part of the data.</summary>
/// <param name="Count">The examples it was trained on.</param>
/// <param name="Seed">The seed of its first parameters, its shuffling and its choice of examples.</param>
/// <param name="TrainingLoss">Its mean loss on those examples, after training.</param>
/// <param name="TestLoss">That on the test data.</param>
/// <param name="TrainingAccuracy">Its accuracy on those examples, from 0 to 1.</param>
/// <param name="TestAccuracy">That on the test data.</param>
public sealed record LearningCurvePoint(int Count, int Seed, double TrainingLoss, double TestLoss, double TrainingAccuracy, double TestAccuracy);

/// <summary>How a network's errors depend on the amount of data it was trained on.</summary>
public sealed class LearningCurve
{
    private const int Halvings = 7;
    private const int FewestByDefault = 10;

    private LearningCurve(NetworkTopology topology, IReadOnlyList<LearningCurvePoint> points, bool isClassification) =>
        (Topology, Points, IsClassification) = (topology, points, isClassification);

    /// <summary>What was measured: by number of examples, then by seed.</summary>
    public IReadOnlyList<LearningCurvePoint> Points { get; }

    /// <summary>Whether the network classifies, so that its accuracy means something.</summary>
    public bool IsClassification { get; }

    /// <summary>The topology of the networks that were trained.</summary>
    public NetworkTopology Topology { get; }

    /// <summary>Trains new networks on parts of the data, and measures each on its part and on the test data.</summary>
    /// <remarks>
    /// A part is the first so many examples of <c>training.Shuffled(seed)</c>, so that the smaller ones lie in the larger; all of the data is
    /// taken in its own order: that point is exactly what <c>TNetwork.Create(seed)</c> learns from <paramref name="training"/> with that seed. Every
    /// network is trained for the same number of epochs; small parts therefore bring fewer steps.
    /// </remarks>
    /// <param name="training">The training data.</param>
    /// <param name="test">The test data, which nothing is learned from.</param>
    /// <param name="options">How to train; <see cref="TrainingOptions.Seed"/> is the first seed. Validation, progress, callbacks and checkpoint are left out.</param>
    /// <param name="counts">The numbers of examples, each at least 1 and at most all; null for all, a half, a quarter, and so on to 1/64, as long as 10 remain.</param>
    /// <param name="seeds">How many networks are trained for each number, at least 1. Default: 3.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <exception cref="ArgumentException">A number is out of range, or data do not go with the network.</exception>
    /// <exception cref="TrainingException">A loss became NaN or infinite.</exception>
    public static LearningCurve Measure<TNetwork>(Dataset training, Dataset test, TrainingOptions options, IReadOnlyList<int>? counts = null, int seeds = 3)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(options);
        Fitting.Check(TNetwork.Topology, training, nameof(training));
        Fitting.Check(TNetwork.Topology, test, nameof(test));
        if (seeds < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(seeds), FormattableString.Invariant($"The number of seeds is {seeds}; expected at least 1."));
        }

        int[] sizes = counts is null ? DefaultCounts(training.Count) : Check(counts, training.Count);
        List<LearningCurvePoint> points = [];
        bool classification = false;
        for (int n = 0; n < seeds; n++)
        {
            int seed = unchecked(options.Seed + n);
            TrainingOptions run = options with { Seed = seed, Validation = null, Progress = null, Callbacks = [], Checkpoint = null };
            Dataset? shuffled = null;
            foreach (int size in sizes)
            {
                Dataset part = size == training.Count ? training : (shuffled ??= training.Shuffled(seed)).Take(size);
                TNetwork network = TNetwork.Create(seed);
                new Trainer<TNetwork>(network, run).Train(part);
                Evaluation own = network.Evaluate(part);
                Evaluation other = network.Evaluate(test);
                classification = own.IsClassification;
                points.Add(new LearningCurvePoint(size, seed, own.Loss, other.Loss, own.Accuracy, other.Accuracy));
            }
        }

        return new LearningCurve(TNetwork.Topology, [.. points.OrderBy(point => point.Count)], classification);
    }

    private static int[] DefaultCounts(int all) =>
        [.. Enumerable.Range(0, Halvings).Select(n => all >> n).Where((count, n) => n == 0 || count >= FewestByDefault).Order()];

    private static int[] Check(IReadOnlyList<int> counts, int all)
    {
        if (counts.Count == 0)
        {
            throw new ArgumentException("There are no numbers of examples; expected at least one, or null.", nameof(counts));
        }

        foreach (int count in counts)
        {
            if (count < 1 || count > all)
            {
                throw new ArgumentOutOfRangeException(nameof(counts), FormattableString.Invariant($"One of the numbers of examples is {count}; expected 1 to {all}, the size of the training data."));
            }
        }

        return [.. counts.Distinct().Order()];
    }
}
