namespace CompiledNet;

/// <summary>How a <see cref="CostSurface"/> is measured. Every option has a default.</summary>
public sealed record CostSurfaceOptions
{
    /// <summary>How many points the grid has in each direction, from 5 to 201. Default: 41.</summary>
    public int Resolution { get; init; } = 41;

    /// <summary>
    /// How many examples the loss is taken of, at least 1; evenly spaced among the data; all where there are fewer. Default: 1000. Both descents learn
    /// from these same examples.
    /// </summary>
    public int Examples { get; init; } = 1000;

    /// <summary>How many steps each descent takes, at least 2. Default: 400.</summary>
    public int Steps { get; init; } = 400;

    /// <summary>How many examples a step of the mini-batch descent takes, at least 1. Default: 10, few, so that its zigzag can be seen.</summary>
    public int BatchSize { get; init; } = 10;

    /// <summary>The learning rate of both descents, above 0 and finite as a float. Default: 0.1.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>The seed of the fresh weights and of the mini-batches' order. Default: 0.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// The recorded path of the run that gave the network: then it is the mini-batch path, it ends at the trained weights, and the full-batch descent starts
    /// where it did. Default: null; then a mini-batch descent is run for the picture, which ends elsewhere.
    /// </summary>
    public DescentPath? Path { get; init; }

    internal void Check()
    {
        Range(Resolution, 5, 201, nameof(Resolution));
        Range(Examples, 1, int.MaxValue, nameof(Examples));
        Range(Steps, 2, int.MaxValue, nameof(Steps));
        Range(BatchSize, 1, int.MaxValue, nameof(BatchSize));
        if (!((float)LearningRate > 0) || !float.IsFinite((float)LearningRate))
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
