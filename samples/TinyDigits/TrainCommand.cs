using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CompiledNet;

namespace TinyDigits;

/// <summary>Trains the network: the same weights, to the last bit, with the JIT and compiled ahead of time, on any processor.</summary>
internal static class TrainCommand
{
    private const int DefaultEpochs = 30;
    private const int BatchSize = 64;
    private const double LearningRate = 0.002;

    public static int Run(CommandLine line)
    {
        int epochs = line.Number("--epochs", 1, DefaultEpochs);
        int seed = line.Number("--seed", int.MinValue, 1);
        int images = line.Number("--images", 1, int.MaxValue);
        string? path = line.Text("--out");
        (string description, Dataset training, Dataset test) = Digits.Get(line.Text("--data"));
        training = training.Take(Math.Min(images, training.Count));
        test = test.Take(Math.Min(images, test.Count));
        Console.WriteLine($"{training.Count} images to learn from, {test.Count} to be tested on: {description}.");

        DigitNet net = new(seed);
        Stopwatch watch = Stopwatch.StartNew();
        net.Train(training, new TrainingOptions
        {
            Epochs = epochs,
            BatchSize = BatchSize,
            Optimizer = new Adam(LearningRate),
            Schedule = new CosineSchedule(),
            Seed = seed,
            Augmentation = new ImageAugmentation(Normal.Side, Normal.Side) { MaxShift = 1.5, MaxRotation = 12, MaxScale = 0.15 },
            Progress = new EpochLines(),
        });
        Console.WriteLine($"{epochs * (long)training.Count / watch.Elapsed.TotalSeconds:F0} images a second.");
        Console.WriteLine($"{net.Evaluate(test).Accuracy * 100:F2} % of the test images are read rightly.");
        Console.WriteLine($"SHA-256 of the parameters: {Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(net.Parameters)))}");
        if (path is not null)
        {
            net.Save(path, new ModelInfo { ClassNames = Mnist.ClassNames });
            Console.WriteLine($"Saved: {path}");
        }

        return 0;
    }

    // Not System.Progress, which reports on another thread, in any order.
    private sealed class EpochLines : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => Console.WriteLine($"epoch {value.Epoch}: loss {value.TrainLoss:F4}, {value.Elapsed.TotalSeconds:F1} s");

    }
}
