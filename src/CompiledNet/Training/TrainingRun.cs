namespace CompiledNet;

/// <summary>A training run under way, as callbacks see it.</summary>
public abstract class TrainingRun
{
    private protected TrainingRun()
    {
    }

    /// <summary>The network's topology.</summary>
    public abstract NetworkTopology Topology { get; }

    /// <summary>The network's parameters as they are now. A callback may change them after an epoch and at the end, not after a batch.</summary>
    public abstract Span<float> Parameters { get; }

    /// <summary>
    /// The network's running statistics as they are now; empty where no layer keeps any. They belong to the parameters: a callback that copies those
    /// aside, or back, does so with these too.
    /// </summary>
    public abstract Span<float> RunningStatistics { get; }

    /// <summary>The options of the run.</summary>
    public abstract TrainingOptions Options { get; }

    /// <summary>The examples of an epoch.</summary>
    public abstract long ExampleCount { get; }

    /// <summary>The batches of an epoch.</summary>
    public abstract int BatchesPerEpoch { get; }

    /// <summary>The epoch that is running or has just ended, from 1.</summary>
    public abstract int Epoch { get; }

    /// <summary>The batches of this epoch that are done.</summary>
    public abstract int Batch { get; }

    /// <summary>The steps taken since training began, over all epochs; a resumed run counts on.</summary>
    public abstract long Steps { get; }

    /// <summary>The learning rate of the last step taken; before the first, that of the first.</summary>
    public abstract double LearningRate { get; }

    /// <summary>The mean loss over the examples of this epoch so far; NaN before the first batch.</summary>
    public abstract double Loss { get; }

    /// <summary>The reports of all finished epochs, those before a resumption too.</summary>
    public abstract IReadOnlyList<EpochReport> History { get; }

    /// <summary>The time spent training; a resumed run counts on from the checkpoint.</summary>
    public abstract TimeSpan Elapsed { get; }

    /// <summary>Whether this run goes on from a checkpoint.</summary>
    public abstract bool IsResumed { get; }

    /// <summary>Ends training after the current batch or epoch, without error. The first reason given counts.</summary>
    /// <param name="reason">Why, for <see cref="TrainingResult.StopReason"/>.</param>
    public abstract void RequestStop(string reason);

    /// <summary>Writes the network to a file as its <c>Save</c> does: all or nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="info">What to save with it; nothing where it is null.</param>
    /// <exception cref="IOException">The file cannot be written; an older one is as it was.</exception>
    public abstract void SaveModel(string path, ModelInfo? info = null);
}
