namespace CompiledNet.KillTarget;

/// <summary>Says on the standard output that training is about to start, and after which step.</summary>
internal sealed class Announcer : TrainingCallback
{
    public override void OnTrainingStarted(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Console.WriteLine(FormattableString.Invariant($"started {run.Steps}"));
    }
}
