using CompiledNet.Storage;

namespace CompiledNet;

/// <summary>Writes the network to a file whenever an epoch was the best so far.</summary>
/// <remarks>
/// An epoch is better if its loss is below the best one's by more than <see cref="MinimumDelta"/>, or its accuracy above it. NaN is never better;
/// an epoch without a value is passed over. The file is written as the network's <c>Save</c> does, all or nothing: one that cannot be written
/// ends training with the exception, and the file of the best epoch before stays. In a resumed run, only an epoch better than those before the
/// checkpoint replaces the file.
/// </remarks>
public sealed class SaveBestModel : TrainingCallback
{
    private const byte Version = 1;

    private readonly BestSoFar _best = new(nameof(SaveBestModel));
    private bool _isRestored;

    /// <summary>Writes the best network to a file.</summary>
    /// <param name="path">The file, which is replaced if there is one.</param>
    /// <exception cref="ArgumentException">The path is null or empty.</exception>
    public SaveBestModel(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Path = path;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What is saved with the network: scalers, names, notes. Default: nothing.</summary>
    public ModelInfo? Info { get; init; }

    /// <summary>What is compared. Default: the validation loss.</summary>
    public Metric Monitor { get; init; } = Metric.ValidationLoss;

    /// <summary>By how much a value has to be better than the best to count, at least 0. Default: 0, any improvement counts.</summary>
    public double MinimumDelta { get; init; }

    /// <summary>The epoch that is in the file, from 1; null before there is one.</summary>
    public int? BestEpoch => _best.Epoch > 0 ? _best.Epoch : null;

    /// <summary>The value of <see cref="Monitor"/> of the network in the file; null before there is one.</summary>
    public double? BestValue => _best.Epoch > 0 ? _best.Value : null;

    /// <summary>Checks the settings, and that the file could be written.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="InvalidOperationException">
    /// <see cref="MinimumDelta"/> is out of range, or <see cref="Monitor"/> needs validation data and there is none.
    /// </exception>
    /// <exception cref="IOException">The file could not be written. Nothing has changed.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be written. Nothing has changed.</exception>
    public override void OnTrainingStarted(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        _best.Check(run, Monitor, MinimumDelta);
        AtomicFile.ThrowIfNotWritable(Path);
        if (!_isRestored)
        {
            _best.Clear();
        }

        _isRestored = false;
    }

    /// <summary>Writes the file if the epoch is the best so far.</summary>
    /// <param name="run">The run.</param>
    /// <param name="report">What the epoch has brought.</param>
    public override void OnEpochEnded(TrainingRun run, EpochReport report)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(report);
        if (BestSoFar.ValueOf(report, Monitor) is { } value && _best.IsImprovedBy(value, Monitor, MinimumDelta))
        {
            run.SaveModel(Path, Info);
            _best.Set(report.Epoch, value);
        }
    }

    /// <summary>
    /// The best value and its epoch. Version 1, little-endian: the version (a byte), the metric (a byte), the best epoch (int32, 0 for none), its
    /// value (float64).
    /// </summary>
    public override byte[] SaveState()
    {
        byte[] state = new byte[1 + BestSoFar.Size];
        state[0] = Version;
        _best.Write(state.AsSpan(1), Monitor);
        return state;
    }

    /// <inheritdoc/>
    public override void RestoreState(ReadOnlySpan<byte> state)
    {
        if (state.IsEmpty)
        {
            _isRestored = false;
            return;
        }

        int expected = 1 + BestSoFar.Size;
        _best.CheckStart(state, Version, expected);
        if (state.Length > expected)
        {
            throw new InvalidDataException(FormattableString.Invariant($"The state of {nameof(SaveBestModel)} has {state.Length} bytes; expected {expected}."));
        }

        _best.Read(state[1..], Monitor);
        _isRestored = true;
    }
}
