namespace CompiledNet;

/// <summary>What a training run has brought. What it has learned is in the network itself.</summary>
public sealed class TrainingResult
{
    internal TrainingResult(NetworkTopology topology, IReadOnlyList<EpochReport> history, bool cancelled, TimeSpan elapsed, string? stopReason = null)
    {
        Topology = topology;
        History = history;
        Cancelled = cancelled;
        Elapsed = elapsed;
        StopReason = stopReason;
    }

    /// <summary>The topology of the network that was trained.</summary>
    public NetworkTopology Topology { get; }

    /// <summary>A report for each finished epoch, in order; the epoch during which training was cancelled is not among them.</summary>
    public IReadOnlyList<EpochReport> History { get; }

    /// <summary>Whether training was cancelled before its last batch.</summary>
    public bool Cancelled { get; }

    /// <summary>Why a callback ended training before its last epoch; null where none did.</summary>
    public string? StopReason { get; }

    /// <summary>Whether the run went on from a checkpoint, rather than starting from the beginning.</summary>
    public bool IsResumed { get; internal init; }

    /// <summary>The options of the run.</summary>
    public TrainingOptions Options { get; internal init; } = new();

    /// <summary>
    /// What, besides the network's topology and its first parameters, decided what it has learned, and how well it was seen to do: a line for the loss,
    /// each option that counts, and the data, with a hash of its examples. Two runs of equal lines and equal first parameters end with the same bits.
    /// It is the same text that a checkpoint holds.
    /// </summary>
    /// <remarks>The data are hashed when this is first asked for, and stay in memory as long as the result does.</remarks>
    public string Description => field ??= Describe();

    /// <summary>Gives <see cref="Description"/>.</summary>
    internal Func<string> Describe { get; init; } = static () => "";

    /// <summary>How long training took; of a resumed run, with the time before the checkpoint.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>The last finished epoch's <see cref="EpochReport.TrainLoss"/>; NaN if none was finished.</summary>
    public double FinalLoss => History.Count == 0 ? double.NaN : History[^1].TrainLoss;

    /// <summary>Writes the history to a file: as JSON or as CSV, by its extension. See <see cref="TrainingHistory"/>.</summary>
    /// <param name="path">The file, ending in <c>.json</c> or <c>.csv</c>. It is replaced if there is one.</param>
    /// <exception cref="ArgumentException">The extension is another one. Nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void SaveHistory(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string extension = Path.GetExtension(path);
        if (extension.Equals(".json", StringComparison.OrdinalIgnoreCase))
        {
            History.WriteJson(path);
        }
        else if (extension.Equals(".csv", StringComparison.OrdinalIgnoreCase))
        {
            History.WriteCsv(path);
        }
        else
        {
            throw new ArgumentException($"Cannot save the history as {path}: its extension is \"{extension}\"; expected .json or .csv.", nameof(path));
        }
    }

    /// <summary>The result in one invariant line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{History.Count} epoch{(History.Count == 1 ? string.Empty : "s")} in {Elapsed.TotalSeconds:F2} s, final loss {FinalLoss:G6}{(Cancelled ? ", cancelled" : string.Empty)}");
}
