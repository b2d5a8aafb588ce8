namespace CompiledNet.Tests.Training.Checkpoints;

/// <summary>Cancels a run after so many steps; and counts what it is called for.</summary>
internal sealed class StopAfter(CancellationTokenSource source, long steps) : TrainingCallback
{
    public List<long> Steps { get; } = [];

    public override bool WatchesBatches => true;

    public override void OnBatchEnded(TrainingRun run)
    {
        Steps.Add(run.Steps);
        if (run.Steps >= steps)
        {
            source.Cancel();
        }
    }
}
