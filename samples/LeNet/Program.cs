// Teaches a convolutional network, LeNet-5, to read digits, and shows the filters that it has learned to look through.
// Run it with --help to see what can be changed.

using System.Globalization;
using System.Text;
using CompiledNet;
using LeNet;
using Samples;
using Spectre.Console;

// The same words and numbers on every machine.
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = Encoding.UTF8;
return Settings.Read(args, settings => ImageRun.Guard(() => TrainAndShow(settings)));

static void TrainAndShow(Settings settings)
{
    Images images = ImageRun.Prepare(settings.Run);
    Console.WriteLine($"Network: LeNet-5, {LeNet5.ParameterCount:N0} weights and biases, {LeNet5.Topology.Layers[0].ParameterCount} of them in the six filters of the first layer.");
    LeNet5 net = settings.Run.Load is { } model ? Load(model) : Train(images, settings);
    Evaluation evaluation = net.Evaluate(images.Test);
    AnsiConsole.MarkupLine($"[bold]{evaluation.Accuracy:P2}[/] of the test images are read rightly.");
    Console.WriteLine();

    Console.WriteLine("The filters of the first layer, as they are now:");
    FilterView.Write(net.Weights1);
    ConfusionView.Write(evaluation.Confusion, images.ClassNames);
    Answers answers = Answers.Of(net, images.Test);
    int[] misread = [.. answers.Surest(right: false).Take(4)];
    if (misread.Length > 0)
    {
        Console.WriteLine("The surest of what it reads wrongly, and the ten outputs:");
        ImageView.Write(answers, misread, images.ClassNames);
    }

    if (settings.Run.Save is { } save)
    {
        net.Save(save, new ModelInfo { ClassNames = images.ClassNames });
        Console.WriteLine($"Saved: {save}. To see it again: --load {save}");
    }
}

static LeNet5 Load(string path)
{
    LeNet5 net = LeNet5.Load(path);
    ImageRun.SayLoaded(path);
    return net;
}

static LeNet5 Train(Images images, Settings settings)
{
    LeNet5 net = new(settings.Run.Seed);
    Console.WriteLine();
    Console.WriteLine("The filters of the first layer before training, at random:");
    FilterView.Write(net.Weights1);
    ImageRun.Train(net, images, settings.Options(images), settings.Augment ? " falling to nothing, each image shifted, turned and scaled a little" : " falling to nothing");
    return net;
}
