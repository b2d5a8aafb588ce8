namespace CompiledNet;

/// <summary>Calls a delegate after each epoch.</summary>
internal sealed class DelegateCallback(Action<TrainingRun, EpochReport> action) : TrainingCallback
{
    public override void OnEpochEnded(TrainingRun run, EpochReport report) => action(run, report);
}
