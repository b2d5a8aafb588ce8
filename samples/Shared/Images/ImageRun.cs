using System.Diagnostics;
using CompiledNet;

namespace Samples;

/// <summary>The steps that the samples which learn from images have in common, with what they say about each.</summary>
internal static class ImageRun
{
    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromSeconds(5);

    /// <summary>Does the work and gives the exit code; what may well go wrong becomes a message.</summary>
    public static int Guard(Action work)
    {
        try
        {
            work();
            return 0;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or TrainingException)
        {
            // The library speaks of the property, which is an option here.
            Console.Error.WriteLine(exception.Message.Replace("without Resume", "without --resume", StringComparison.Ordinal));
            return 1;
        }
    }

    /// <summary>Checks the files that are to be written, then loads or draws the images.</summary>
    public static Images Prepare(ImageSettings settings)
    {
        string? previous = settings.Checkpoint is { } path ? $"{OutputFiles.Resolve(path)}.previous" : null;
        OutputFiles.CheckDiffer(("--checkpoint", settings.Checkpoint), ("the checkpoint before it", previous), ("--save", settings.Save), ("--report", settings.Report));
        OutputFiles.CheckWritable(settings.Checkpoint);
        OutputFiles.CheckWritable(settings.Save);
        OutputFiles.CheckWritable(settings.Report);
        Stopwatch watch = Stopwatch.StartNew();
        Images images = Images.Get(settings);
        Console.WriteLine($"Images:  {images.Train.Count:N0} to learn from, {images.Test.Count:N0} to test on: {images.Description} ({watch.Elapsed.TotalSeconds:F1} s).");
        return images;
    }

    /// <summary>The options of a run that all samples have: the test images measure each epoch, checkpoints are kept if they are asked for.</summary>
    public static TrainingOptions Options(ImageSettings settings, Images images, Optimizer optimizer) => new()
    {
        Epochs = settings.Epochs,
        BatchSize = settings.BatchSize,
        Optimizer = optimizer,
        Seed = settings.Seed,
        Validation = images.Test,
        Checkpoint = settings.Checkpoint is { } file
            ? new CheckpointOptions(file) { EveryEpochs = 1, EveryInterval = CheckpointInterval, Resume = settings.Resume }
            : null,
    };

    /// <summary>Trains until the end or until Ctrl+C.</summary>
    /// <param name="net">The network.</param>
    /// <param name="images">What it learns from.</param>
    /// <param name="options">How.</param>
    /// <param name="with">What else there is to say about the run, behind the optimizer.</param>
    public static TrainingResult Train<TNetwork>(TNetwork net, Images images, TrainingOptions options, string with = "")
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        string times = options.Epochs == 1 ? "once" : $"{options.Epochs} times";
        Console.WriteLine($"Training: {times} over the images, {options.BatchSize} of them a step, {options.Optimizer.GetType().Name} with learning rate {options.Optimizer.LearningRate}{with}.");
        if (options.Checkpoint is { Resume: true, Path: var checkpoint })
        {
            Console.WriteLine(File.Exists(checkpoint) || File.Exists($"{OutputFiles.Resolve(checkpoint)}.previous") ? $"Going on from {checkpoint}." : $"There is no {checkpoint} yet: from the beginning.");
        }

        Console.WriteLine();
        using CancellationTokenSource stop = new();
        Console.CancelKeyPress += (_, pressed) =>
        {
            // The first Ctrl+C ends the training, a second one the program.
            pressed.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        };

        TrainingResult result = new TrainingView(options).Train(net, images.Train, stop.Token);
        string end = result.Cancelled ? $", stopped in epoch {result.History.Count + 1}" : "";
        Console.WriteLine($"\n{(result.History.Count == 1 ? "1 epoch" : $"{result.History.Count} epochs")} in {result.Elapsed.TotalSeconds:F2} s of training{end}.");
        if (result.Cancelled && options.Checkpoint is not null)
        {
            Console.WriteLine("To go on: the same options, and --resume.");
        }

        return result;
    }

    /// <summary>Says that there is nothing to train.</summary>
    public static void SayLoaded(string path)
    {
        Console.WriteLine($"Loaded from {path}; nothing to train.");
        Console.WriteLine();
    }
}
