// Teaches a network of 13,002 weights and biases to read digits: the example everyone starts with, from images to answers.
// Run it with --help to see what can be changed.

using System.Globalization;
using System.Text;
using CompiledNet;
using Digits;
using Samples;
using Spectre.Console;

// The same words and numbers on every machine.
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = Encoding.UTF8;
return Settings.Read(args, settings => ImageRun.Guard(() => TrainAndShow(settings)));

static void TrainAndShow(Settings settings)
{
    Images images = ImageRun.Prepare(settings.Run);
    Console.WriteLine($"Network: 784-16-16-10, {DigitNet.ParameterCount:N0} weights and biases.");
    ReportFile? report = settings.Run.Report is { } path ? new ReportFile(path) : null;
    DigitNet net = settings.Run.Load is { } model ? Load(model) : Train(images, settings, report);
    Evaluation evaluation = net.Evaluate(images.Test);
    AnsiConsole.MarkupLine($"[bold]{evaluation.Accuracy:P2}[/] of the test images are read rightly.");
    Console.WriteLine();

    ConfusionView.Write(evaluation.Confusion, images.ClassNames);
    Answers answers = Answers.Of(net, images.Test);
    Console.WriteLine("The surest of what it reads rightly and wrongly, and the ten outputs:");
    ImageView.Write(answers, [.. answers.Surest(right: true).Take(2), .. answers.Surest(right: false).Take(2)], images.ClassNames);
    if (settings.Run.Save is { } save)
    {
        net.Save(save, new ModelInfo { ClassNames = images.ClassNames });
        Console.WriteLine($"Saved: {save}. To see it again: --load {save}");
    }

    report?.Write(net, images);
}

static DigitNet Load(string path)
{
    DigitNet net = DigitNet.Load(path);
    ImageRun.SayLoaded(path);
    return net;
}

static DigitNet Train(Images images, Settings settings, ReportFile? report)
{
    DigitNet net = new(settings.Run.Seed);
    TrainingOptions options = ImageRun.Options(settings.Run, images, settings.Optimizer);
    options = report?.Watch(net, images, options) ?? options;
    TrainingResult result = ImageRun.Train(net, images, options);
    report?.Keep(result);
    return net;
}
