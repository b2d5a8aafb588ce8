using CompiledNet;

namespace Classify;

/// <summary>Training, with its figures on the way.</summary>
internal static class Learning
{
    private const int Patience = 20;
    private const int EpochsBetweenLines = 10;

    /// <summary>Trains until nothing is gained any more; Ctrl+C ends it early. Either way the network is that of its best epoch.</summary>
    public static TrainingResult Train<TNetwork>(TNetwork net, Dataset training, Dataset validation, Settings settings, CancellationToken cancellationToken)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        EarlyStopping stopping = new() { Patience = Patience };
        EpochReport? last = null;
        TrainingOptions options = new()
        {
            Epochs = settings.Epochs,
            BatchSize = settings.BatchSize,
            Optimizer = settings.Optimizer,
            Seed = settings.Seed,
            Validation = validation,
            ClassWeights = settings.ClassWeights ? ClassWeights.Balanced(training) : null,
            Callbacks =
            [
                stopping,
                TrainingCallback.OnEpoch((_, report) =>
                {
                    last = report;
                    if (report.Epoch == 1 || report.Epoch % EpochsBetweenLines == 0)
                    {
                        Write(report);
                    }
                }),
            ],
        };
        TrainingResult result = new Trainer<TNetwork>(net, options).Train(training, cancellationToken);
        if (last is not null && last.Epoch > 1 && last.Epoch % EpochsBetweenLines != 0)
        {
            Write(last);
        }

        string end = result.Cancelled ? "Stopped by Ctrl+C." : result.StopReason is null ? "That was the last epoch." : $"Stopped: the validation loss has not fallen for {Patience} epochs.";
        Console.WriteLine(stopping.BestEpoch is { } best
            ? $"{end} The network is that of epoch {best}, the best ({result.Elapsed.TotalSeconds:F2} s)."
            : $"{end} No epoch was finished: the network is as it is.");
        return result;
    }

    private static void Write(EpochReport report) => Console.WriteLine(
        $"epoch {report.Epoch,3}   training loss {report.TrainLoss:F4}   validation loss {report.ValidationLoss:F4}   right {report.ValidationAccuracy,7:P1}");
}
