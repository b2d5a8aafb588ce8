namespace CompiledNet;

/// <summary>How a <see cref="CostSurface"/> is measured. Every option has a default.</summary>
public sealed record CostSurfaceOptions
{
    /// <summary>How many points the grid has in each direction, from 5 to 201. Default: 41.</summary>
    public int Resolution { get; init; } = 41;

    /// <summary>
    /// How many examples the loss is taken of, at least 1: one, chosen at random by the seed, out of each of as many parts of the data; all where there are
    /// fewer. Default: 1000. Both descents learn from these same examples.
    /// </summary>
    public int Examples { get; init; } = 1000;

    /// <summary>How many steps each descent takes, at least 2. Default: 400.</summary>
    public int Steps { get; init; } = 400;

    /// <summary>How many examples a step of the mini-batch descent takes, at least 1; at most a quarter of the examples are taken. Default: 10, few, so that its
    /// zigzag can be seen.</summary>
    public int BatchSize { get; init; } = 10;

    /// <summary>
    /// The learning rate of the descents, above 0 and finite as a float. Default: null, which has rates tried from large to small, each about a third of
    /// the one before: taken is the first with which the full-batch descent goes down at every step, the mini-batch descent ends lower than it started, and no
    /// step is longer than a quarter of the way from the start to the trained weights.
    /// </summary>
    public double? LearningRate { get; init; }

    /// <summary>The seed of the choice of examples, of the fresh weights that the start is on the way to, and of the mini-batches' order. Default: 0.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// The recorded path of the run that gave the network: then it is the mini-batch path, it ends at the trained weights, and the full-batch descent starts
    /// where it did. Default: null; then both descents start between the trained weights and fresh ones, at the first of ten points from the trained
    /// weights on where the cost has risen most of the way, and their paths lead back into the valley that the trained weights lie in.
    /// </summary>
    public DescentPath? Path { get; init; }

    internal void Check()
    {
        Range(Resolution, 5, 201, nameof(Resolution));
        Range(Examples, 1, int.MaxValue, nameof(Examples));
        Range(Steps, 2, int.MaxValue, nameof(Steps));
        Range(BatchSize, 1, int.MaxValue, nameof(BatchSize));
        if (LearningRate is { } rate && (!((float)rate > 0) || !float.IsFinite((float)rate)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(LearningRate), FormattableString.Invariant($"{nameof(CostSurfaceOptions)}.{nameof(LearningRate)} is {LearningRate}; expected a finite float above 0."));
        }
    }

    private static void Range(int value, int least, int most, string option)
    {
        if (value < least || value > most)
        {
            string expected = most == int.MaxValue ? FormattableString.Invariant($"at least {least}") : FormattableString.Invariant($"{least} to {most}");
            throw new ArgumentOutOfRangeException(option, FormattableString.Invariant($"{nameof(CostSurfaceOptions)}.{option} is {value}; expected {expected}."));
        }
    }
}
