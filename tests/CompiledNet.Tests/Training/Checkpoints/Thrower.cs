namespace CompiledNet.Tests.Training.Checkpoints;

/// <summary>When a <see cref="Thrower"/> throws.</summary>
public enum Moment
{
    /// <summary>Never.</summary>
    Never,

    /// <summary>Before the first batch.</summary>
    Started,

    /// <summary>After a batch.</summary>
    Batch,

    /// <summary>After an epoch.</summary>
    Epoch,

    /// <summary>While a checkpoint is made.</summary>
    Save,

    /// <summary>While one is read.</summary>
    Restore,

    /// <summary>At the end of training.</summary>
    Ended,
}

/// <summary>A callback that throws at one moment.</summary>
internal sealed class Thrower : TrainingCallback
{
    private long _steps;

    public Moment When { get; init; }

    public long AfterStep { get; init; }

    public Action? OnSave { get; init; }

    public override bool WatchesBatches => true;

    public override void OnTrainingStarted(TrainingRun run) => ThrowIf(Moment.Started);

    public override void OnBatchEnded(TrainingRun run)
    {
        _steps = run.Steps;
        if (_steps >= AfterStep)
        {
            ThrowIf(Moment.Batch);
        }
    }

    public override void OnEpochEnded(TrainingRun run, EpochReport report)
    {
        if (_steps >= AfterStep)
        {
            ThrowIf(Moment.Epoch);
        }
    }

    public override void OnTrainingEnded(TrainingRun run, TrainingResult result) => ThrowIf(Moment.Ended);

    public override byte[] SaveState()
    {
        OnSave?.Invoke();
        if (_steps >= AfterStep)
        {
            ThrowIf(Moment.Save);
        }

        return [1];
    }

    public override void RestoreState(ReadOnlySpan<byte> state) => ThrowIf(Moment.Restore);

    private void ThrowIf(Moment moment)
    {
        if (moment == When)
        {
            throw new NotSupportedException();
        }
    }
}

/// <summary>Throws after the second epoch.</summary>
internal sealed class ThrowingProgress : IProgress<EpochReport>
{
    public void Report(EpochReport value)
    {
        if (value.Epoch == 2)
        {
            throw new NotSupportedException();
        }
    }
}
