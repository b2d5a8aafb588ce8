using CompiledNet;
using Microsoft.Extensions.Options;

namespace CompiledNetNamespace;

/// <summary>Trains the network, saves it, and ends the program.</summary>
internal sealed partial class TrainingWorker(
    IOptions<TrainingSettings> options, IHostEnvironment environment, IHostApplicationLifetime lifetime, ILogger<TrainingWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Training computes from its first batch to its last: on a thread of its own, as the host needs its own to start and stop.
            await Task.Factory.StartNew(() => Train(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        catch (Exception exception) when (exception is TrainingException or InvalidDataException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            // A loss that is no number, a checkpoint of another run, a full disk: the message says which.
            LogFailed(exception);
            Environment.ExitCode = 1;
        }
        finally
        {
            lifetime.StopApplication();
        }
    }

    private void Train(CancellationToken stoppingToken)
    {
        RingNet net = new(seed: 1);
        TrainingOptions training = new()
        {
            Epochs = options.Value.Epochs,
            Optimizer = new Adam(learningRate: 0.003),
            Validation = RingData.Create(count: 2_000, seed: 2),
            Callbacks = [new TrainingLogger(logger)],

            // Saved every few seconds and at the end, also if that comes early. Delete the file to start anew.
            Checkpoint = new CheckpointOptions(FullPath(options.Value.Checkpoint)) { EveryEpochs = 0, EveryInterval = TimeSpan.FromSeconds(10), Resume = true },
        };
        TrainingResult result = net.Train(RingData.Create(count: 50_000, seed: 1), training, stoppingToken);
        if (result.Cancelled)
        {
            LogInterrupted(result.History.Count, training.Epochs);
            return;
        }

        string path = FullPath(options.Value.Network);
        net.Save(path, new ModelInfo { ClassNames = RingData.ClassNames });
        LogSaved(path);
    }

    private string FullPath(string path) => Path.Combine(environment.ContentRootPath, path);

    [LoggerMessage(101, LogLevel.Information, "Interrupted after {Epochs} of {AllEpochs} epochs; the next start goes on from there")]
    private partial void LogInterrupted(int epochs, int allEpochs);

    [LoggerMessage(102, LogLevel.Information, "Saved the network to {Path}")]
    private partial void LogSaved(string path);

    [LoggerMessage(103, LogLevel.Critical, "Training failed")]
    private partial void LogFailed(Exception exception);
}
