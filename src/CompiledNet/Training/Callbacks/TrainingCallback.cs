namespace CompiledNet;

/// <summary>
/// Something that watches a training run and may end it: derive, and override what is of interest. The trainer calls it on the thread that
/// called <c>Train</c>, never two calls at once; an exception ends training and passes through to the caller, and the network keeps what it has
/// learned.
/// </summary>
/// <remarks>
/// Callbacks are called in the order of <see cref="TrainingOptions.Callbacks"/>. One that remembers something which changes what training
/// does (as early stopping does) gives it in <see cref="SaveState"/>, so that a run resumed from a checkpoint goes on exactly as it would have.
/// One callback object serves one run at a time.
/// </remarks>
public abstract class TrainingCallback
{
    /// <summary>
    /// Whether <see cref="OnBatchEnded"/> is to be called. Default: no. Asked once, when training starts; the parameters come out the same.
    /// </summary>
    public virtual bool WatchesBatches => false;

    /// <summary>
    /// A callback that calls a delegate after each epoch: <c>TrainingCallback.OnEpoch((run, report) => ...)</c>, for what needs no class.
    /// </summary>
    /// <param name="action">Is given the run and what the epoch has brought.</param>
    public static TrainingCallback OnEpoch(Action<TrainingRun, EpochReport> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return new DelegateCallback(action);
    }

    /// <summary>Before the first batch; of a resumed run, before the first batch that is still to do, after <see cref="RestoreState"/>.</summary>
    /// <param name="run">The run.</param>
    public virtual void OnTrainingStarted(TrainingRun run)
    {
    }

    /// <summary>After each batch's step, where <see cref="WatchesBatches"/> says so. Should not allocate.</summary>
    /// <param name="run">The run.</param>
    public virtual void OnBatchEnded(TrainingRun run)
    {
    }

    /// <summary>After each epoch, when its report has been added to <see cref="TrainingRun.History"/>.</summary>
    /// <param name="run">The run.</param>
    /// <param name="report">What the epoch has brought.</param>
    public virtual void OnEpochEnded(TrainingRun run, EpochReport report)
    {
    }

    /// <summary>When training has ended by itself, been stopped or been cancelled; not when it failed with an exception.</summary>
    /// <param name="run">The run.</param>
    /// <param name="result">What <c>Train</c> is about to return.</param>
    public virtual void OnTrainingEnded(TrainingRun run, TrainingResult result)
    {
    }

    /// <summary>
    /// What has to be remembered in a checkpoint; empty for nothing, the default. A run can be resumed only with the callbacks that remember something,
    /// in the same order; others may be added or left out.
    /// </summary>
    public virtual byte[] SaveState() => [];

    /// <summary>Takes up what <see cref="SaveState"/> gave in the run that is resumed.</summary>
    /// <param name="state">The state, as it was given; empty where there was none, also where this callback was not there.</param>
    /// <exception cref="InvalidDataException">The state is not one of this callback's.</exception>
    public virtual void RestoreState(ReadOnlySpan<byte> state)
    {
    }
}
