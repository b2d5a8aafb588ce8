// Teaches a network of 13,002 weights and biases to read digits: the example everyone starts with, from images to answers.
// Run it with --help to see what can be changed.

using System.Diagnostics;
using System.Globalization;
using System.Text;
using CompiledNet;
using Digits;
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
        Console.Error.WriteLine(exception.Message);
        return 1;
    }
}

static void TrainAndShow(Settings settings)
{
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
    if (settings.Save is { } path)
    {
        net.Save(path, new ModelInfo { ClassNames = images.ClassNames });
        Console.WriteLine($"Saved: {path}. To see it again: --load {path}");
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
    CheckFolder(settings.Checkpoint);
    CheckFolder(settings.Save);
    Console.WriteLine($"Training: {settings.Epochs} times over the images, {settings.BatchSize} of them a step, {settings.Optimizer.GetType().Name} with learning rate {settings.Optimizer.LearningRate}.");
    if (settings is { Resume: true, Checkpoint: { } checkpoint })
    {
        Console.WriteLine(File.Exists(checkpoint) ? $"Going on from {checkpoint}." : $"There is no {checkpoint} yet: from the beginning.");
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
    Console.WriteLine($"\n{result.History.Count} epochs in {result.Elapsed.TotalSeconds:F2} s of training{end}.");
    if (result.Cancelled && settings.Checkpoint is not null)
    {
        Console.WriteLine("To go on: the same options, and --resume.");
    }

    return net;
}

// Before the training, not after it.
static void CheckFolder(string? path)
{
    if (Directory.Exists(path))
    {
        throw new IOException($"'{path}' is a folder; expected the name of a file to write.");
    }

    if (path is not null && Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
    {
        throw new DirectoryNotFoundException($"There is no folder '{folder}' to write {Path.GetFileName(path)} to.");
    }
}
