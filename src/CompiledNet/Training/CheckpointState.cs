namespace CompiledNet;

/// <summary>All a training run consists of between two batches.</summary>
internal sealed class CheckpointState
{
    /// <summary>The network's name, for messages.</summary>
    public required string Network { get; init; }

    /// <summary>The hash of the network's topology.</summary>
    public required string Topology { get; init; }

    /// <summary>The options and the data, a line each: <see cref="RunDescription"/>.</summary>
    public required string Run { get; init; }

    /// <summary>The parameters.</summary>
    public required float[] Parameters { get; init; }

    /// <summary>The running statistics; empty where no layer keeps any.</summary>
    public float[] Statistics { get; init; } = [];

    /// <summary>The optimizer's state.</summary>
    public required float[] OptimizerState { get; init; }

    /// <summary>The parameters and, behind them, the running statistics at the start of the epoch, to which a failure goes back; null between two epochs.</summary>
    public float[]? AtEpochStart { get; init; }

    /// <summary>The epoch that is running or comes next, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>The batches of it that are done.</summary>
    public required int Batch { get; init; }

    /// <summary>Their examples.</summary>
    public required long Examples { get; init; }

    /// <summary>The sum of their losses.</summary>
    public required double LossSum { get; init; }

    /// <summary>The steps taken in all.</summary>
    public required long Steps { get; init; }

    /// <summary>The reports of the finished epochs.</summary>
    public required IReadOnlyList<EpochReport> History { get; init; }

    /// <summary>The time spent training.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Why a callback has ended the run; null if none has.</summary>
    public string? StopReason { get; init; }

    /// <summary>The types of the callbacks that remember something, and what, in their order.</summary>
    public required IReadOnlyList<(string Type, byte[] State)> CallbackStates { get; init; }

    /// <summary>Checks that a run can go on from here.</summary>
    /// <exception cref="InvalidDataException">It cannot; the message says what differs.</exception>
    public void CheckFits(
        string path, NetworkTopology topology, string run, int optimizerStateLength, int epochs, int batchesPerEpoch)
    {
        if (Topology != topology.Hash)
        {
            throw Differs(path, FormattableString.Invariant($"it is of the network {Network}, whose layers are not those of {topology.Name}"));
        }

        string[] saved = Run.Split('\n');
        string[] wanted = run.Split('\n');
        for (int i = 0; i < Math.Max(saved.Length, wanted.Length); i++)
        {
            string before = i < saved.Length ? saved[i] : "nothing";
            string now = i < wanted.Length ? wanted[i] : "nothing";
            if (before != now)
            {
                throw Differs(path, $"the run it is of has '{before}', this one '{now}'");
            }
        }

        bool isInRange = Epoch >= 1 && Batch >= 0 && Batch < batchesPerEpoch && Steps == ((Epoch - 1L) * batchesPerEpoch) + Batch && History.Count == Epoch - 1;
        if (!isInRange || Parameters.Length != topology.ParameterCount || Statistics.Length != topology.StatisticCount
            || OptimizerState.Length != optimizerStateLength || (AtEpochStart is null) != (Batch == 0)
            || (AtEpochStart is { } start && start.Length != topology.ParameterCount + topology.StatisticCount))
        {
            throw new InvalidDataException($"{path}: its numbers do not go together; it is no checkpoint as training writes them.");
        }

        if (Epoch > epochs + 1 || (Epoch == epochs + 1 && Batch > 0))
        {
            throw Differs(path, FormattableString.Invariant($"the run it is of has finished {Epoch - 1} epochs{(Batch > 0 ? " and is in another" : string.Empty)}, this one has {epochs}"));
        }
    }

    /// <summary>
    /// What each callback of a run that goes on from here gets back: what the next of its type remembers that no callback before it got, or nothing.
    /// Callbacks that only look on may come and go.
    /// </summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="callbacks">The types of the run's callbacks, in order.</param>
    /// <exception cref="InvalidDataException">Something that is remembered would be lost.</exception>
    public byte[][] StatesFor(string path, IReadOnlyList<string> callbacks)
    {
        byte[][] states = new byte[callbacks.Count][];
        int next = 0;
        for (int i = 0; i < callbacks.Count; i++)
        {
            states[i] = next < CallbackStates.Count && CallbackStates[next].Type == callbacks[i] ? CallbackStates[next++].State : [];
        }

        return next == CallbackStates.Count
            ? states
            : throw Differs(
                path,
                $"the run it is of has the callback {CallbackStates[next].Type}, which remembers something; this one has the callbacks [{string.Join(", ", callbacks)}], without it at its place");
    }

    private static InvalidDataException Differs(string path, string what) =>
        new($"Cannot go on from the checkpoint {path}: {what}. Use the same network, data and options, or start anew without {nameof(CheckpointOptions.Resume)}.");
}
