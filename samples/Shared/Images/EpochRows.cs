using CompiledNet;

namespace Samples;

/// <summary>
/// Calls for each epoch: those of the run so far, where one is resumed, then each as it ends. A checkpoint remembers which kinds of callbacks the
/// run had, so the live table and the plain lines share this one.
/// </summary>
internal sealed class EpochRows(Action<EpochReport> write) : TrainingCallback
{
    public override void OnTrainingStarted(TrainingRun run)
    {
        foreach (EpochReport report in run.History)
        {
            write(report);
        }
    }

    public override void OnEpochEnded(TrainingRun run, EpochReport report) => write(report);
}
