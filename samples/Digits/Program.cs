// Teaches a network of 13,002 weights and biases to read digits: the example everyone starts with, from images to answers.
// Run it with --help to see what can be changed.

using System.Diagnostics;
using System.Globalization;
using System.Text;
using CompiledNet;
using Digits;
using Samples;
using Spectre.Console;

// The same words and numbers on every machine.
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = Encoding.UTF8;
return Settings.Read(args, Run);

static int Run(Settings settings)
{
    try
    {
        TrainAndShow(settings);
        return 0;
    }
    catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or TrainingException)
    {
        // The library speaks of the property, which is an option here.
        Console.Error.WriteLine(exception.Message.Replace("without Resume", "without --resume", StringComparison.Ordinal));
        return 1;
    }
}

static void TrainAndShow(Settings settings)
{
    string? previous = settings.Checkpoint is { } path ? $"{OutputFiles.Resolve(path)}.previous" : null;
    OutputFiles.CheckDiffer(("--checkpoint", settings.Checkpoint), ("the checkpoint before it", previous), ("--save", settings.Save));
    OutputFiles.CheckWritable(settings.Checkpoint);
    OutputFiles.CheckWritable(settings.Save);
    Stopwatch watch = Stopwatch.StartNew();
    Images images = Images.Get(settings);
    Console.WriteLine($"Images:  {images.Train.Count:N0} to learn from, {images.Test.Count:N0} to test on: {images.Description} ({watch.Elapsed.TotalSeconds:F1} s).");
    Console.WriteLine($"Network: 784-16-16-10, {DigitNet.ParameterCount:N0} weights and biases.");
    DigitNet net = settings.Load is { } model ? Load(model) : Train(images, settings);
    Evaluation evaluation = net.Evaluate(images.Test);
    AnsiConsole.MarkupLine($"[bold]{evaluation.Accuracy:P2}[/] of the test images are read rightly.");
    Console.WriteLine();

    ConfusionView.Write(evaluation.Confusion, images.ClassNames);
    Answers answers = new(net, images.Test);
    Console.WriteLine("The surest of what it reads rightly and wrongly, and the ten outputs:");
    ImageView.Write(answers, [.. answers.Surest(right: true).Take(2), .. answers.Surest(right: false).Take(2)], images.ClassNames);
    if (settings.Save is { } save)
    {
        net.Save(save, new ModelInfo { ClassNames = images.ClassNames });
        Console.WriteLine($"Saved: {save}. To see it again: --load {save}");
    }
}

static DigitNet Load(string path)
{
    DigitNet net = DigitNet.Load(path);
    Console.WriteLine($"Loaded from {path}; nothing to train.");
    Console.WriteLine();
    return net;
}

static DigitNet Train(Images images, Settings settings)
{
    string times = settings.Epochs == 1 ? "once" : $"{settings.Epochs} times";
    Console.WriteLine($"Training: {times} over the images, {settings.BatchSize} of them a step, {settings.Optimizer.GetType().Name} with learning rate {settings.Optimizer.LearningRate}.");
    if (settings is { Resume: true, Checkpoint: { } checkpoint })
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

    DigitNet net = new(settings.Seed);
    TrainingResult result = new TrainingView(images, settings).Train(net, stop.Token);
    string end = result.Cancelled ? $", stopped in epoch {result.History.Count + 1}" : "";
    Console.WriteLine($"\n{(result.History.Count == 1 ? "1 epoch" : $"{result.History.Count} epochs")} in {result.Elapsed.TotalSeconds:F2} s of training{end}.");
    if (result.Cancelled && settings.Checkpoint is not null)
    {
        Console.WriteLine("To go on: the same options, and --resume.");
    }

    return net;
}
