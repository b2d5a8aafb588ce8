namespace CompiledNet;

/// <summary>How to train. Every option has a default, so that <c>new TrainingOptions { Epochs = 3 }</c> will do.</summary>
/// <remarks>The values are checked when training starts, before anything changes.</remarks>
public sealed record TrainingOptions
{
    /// <summary>How often to go over the data, at least 1. Default: 10.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>
    /// How many examples to average the gradient over before each step, at least 1. Default: 32. The last batch of an epoch is smaller where
    /// the data cannot be divided evenly; its gradient is the mean over its own examples.
    /// </summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>How a gradient changes the parameters. Default: <c>new Sgd(0.1)</c>.</summary>
    public Optimizer Optimizer { get; init; } = new Sgd(0.1);

    /// <summary>The seed of the shuffling. Default: 0. The same seed gives the same order on every machine.</summary>
    public int Seed { get; init; }

    /// <summary>Whether to go over the examples in a new random order each epoch. Default: yes. Else: in the data's own order.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Data to measure the network on after each epoch, never to learn from. Default: none.</summary>
    public Dataset? Validation { get; init; }

    /// <summary>
    /// The most threads to train on, at least 1; or -1, as many as are worth having. Default: -1. The trainer takes fewer where more would be
    /// slower: one where a step has little arithmetic (small networks, small batches), and never more than the machine has processors. The
    /// result is the same to the last bit at any value.
    /// </summary>
    public int MaxDegreeOfParallelism { get; init; } = -1;

    /// <summary>For tests: exactly so many threads, whatever is worth having.</summary>
    internal int? TeamSize { get; init; }

    /// <summary>
    /// Is told of each finished epoch, on the training thread, before the next starts. Default: none. An exception it throws ends training and
    /// passes through to the caller; the network keeps what it has learned. (<see cref="Progress{T}"/> hands the reports on to another thread,
    /// where they may arrive late.)
    /// </summary>
    public IProgress<EpochReport>? Progress { get; init; }

    /// <summary>What watches the run, in this order. Default: nothing.</summary>
    public IReadOnlyList<TrainingCallback> Callbacks { get; init; } = [];

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is out of range or missing.</exception>
    /// <exception cref="InvalidOperationException">The optimizer's settings do not go together.</exception>
    internal void Check()
    {
        AtLeastOne(Epochs, nameof(Epochs));
        AtLeastOne(BatchSize, nameof(BatchSize));
        if (MaxDegreeOfParallelism != -1)
        {
            AtLeastOne(MaxDegreeOfParallelism, nameof(MaxDegreeOfParallelism), ", or -1 for as many threads as the trainer sees fit");
        }

        if (Optimizer is null)
        {
            throw new ArgumentNullException(nameof(Optimizer), $"{nameof(TrainingOptions)}.{nameof(Optimizer)} is null; expected an optimizer.");
        }

        Optimizer.Validate();
    }

    private static void AtLeastOne(int value, string option, string otherwise = "")
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException(
                option,
                FormattableString.Invariant($"{nameof(TrainingOptions)}.{option} is {value}; expected at least 1{otherwise}."));
        }
    }
}
