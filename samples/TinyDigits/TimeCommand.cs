using System.Diagnostics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using CompiledNet;
using Samples;

namespace TinyDigits;

/// <summary>Measures the network: the least of many short rounds, as another program's work only ever adds to the time.</summary>
internal static class TimeCommand
{
    private const int BatchSize = 64;
    private const int Images = 640;
    private const int Seconds = 2; // for each

    public static int Run(CommandLine line)
    {
        int seconds = line.Number("--seconds", 0, Seconds);
        int bits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        bool fused = Fma.IsSupported || AdvSimd.IsSupported;
        Console.WriteLine($"Vectors of {bits} bits, multiply-adds {(fused ? "by the processor" : "by software")}.");

        Dataset images = DrawnDigits.Make(Images, seed: 1);
        DigitNet net = new(seed: 1);
        float[] outputs = new float[DigitNet.OutputSize];
        int next = 0;
        double prediction = Least(() => net.Predict(images.Input(next++ % Images), outputs), seconds);
        Console.WriteLine($"a prediction: {prediction * 1e6:F1} us");

        float[] inputs = new float[BatchSize * DigitNet.InputSize];
        float[] targets = new float[BatchSize * DigitNet.OutputSize];
        for (int i = 0; i < BatchSize; i++)
        {
            images.Input(i).CopyTo(inputs.AsSpan(i * DigitNet.InputSize));
            images.Target(i).CopyTo(targets.AsSpan(i * DigitNet.OutputSize));
        }

        float[] gradient = new float[DigitNet.ParameterCount];
        double step = Least(() => net.Backpropagate(inputs, targets, gradient), seconds);
        Console.WriteLine($"loss and gradient of {BatchSize} images, on one thread: {step * 1e6:F0} us");
        return 0;
    }

    private static double Least(Action round, int seconds)
    {
        double least = double.MaxValue;
        Stopwatch all = Stopwatch.StartNew();
        do
        {
            long start = Stopwatch.GetTimestamp();
            round();
            least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        while (all.Elapsed.TotalSeconds < seconds);

        return least;
    }
}
