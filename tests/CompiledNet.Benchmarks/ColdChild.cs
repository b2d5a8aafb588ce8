using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace CompiledNet.Benchmarks;

/// <summary>What a fresh process measured. Times are in milliseconds.</summary>
/// <param name="Main">From the parent's request for the process to its <c>Main</c>: the runtime's own start.</param>
/// <param name="Step">From there to the end of the first training step, the network's construction included.</param>
/// <param name="JitMilliseconds">What the JIT took in that time, of all threads together.</param>
/// <param name="Methods">How many methods it compiled.</param>
/// <param name="SecondStep">The next training step.</param>
internal sealed record ColdFigures(double Main, double Step, double JitMilliseconds, double Methods, double SecondStep)
{
    public string ToText() =>
        string.Join(' ', new[] { Main, Step, JitMilliseconds, Methods, SecondStep }.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));

    public static ColdFigures Parse(string text)
    {
        double[] numbers = [.. text.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        return new(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }
}

/// <summary>A fresh process's first training step of LeNet-5. Nothing here is shared with the other measurements, which would compile more.</summary>
internal static class ColdChild
{
    public const int BatchSize = 32;

    private const double LearningRate = 0.01;
    private const int Pixels = 784;
    private const int Classes = 10;

    public static ColdFigures RunCompiled(long spawned)
    {
        long main = Stopwatch.GetTimestamp();
        float[] inputs = Images();
        float[] targets = new float[BatchSize * Classes];
        for (int row = 0; row < BatchSize; row++)
        {
            targets[(row * Classes) + (row % Classes)] = 1;
        }

        Trainer<LeNet5> trainer = new(new LeNet5(), new TrainingOptions { Optimizer = new Sgd(LearningRate) });
        trainer.TrainStep(inputs, targets);
        long first = Stopwatch.GetTimestamp();
        Jit jit = Jit.Now();
        long second = Stopwatch.GetTimestamp();
        trainer.TrainStep(inputs, targets);
        return Figures(spawned, main, first, jit, second);
    }

    public static ColdFigures RunTorch(long spawned)
    {
        long main = Stopwatch.GetTimestamp();
        float[] pixels = Images();
        Torch.UseThreads(1);
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor inputs = torch.tensor(pixels, [BatchSize, 1, 28, 28]);
        Tensor targets = torch.tensor([.. Enumerable.Range(0, BatchSize).Select(row => (long)(row % Classes))]);
        TorchSharp.Modules.Sequential network = nn.Sequential(
            nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
            nn.Linear(256, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10));
        TorchSharp.Modules.SGD optimizer = torch.optim.SGD(network.parameters(), LearningRate);
        Step(network, optimizer, inputs, targets);
        long first = Stopwatch.GetTimestamp();
        Jit jit = Jit.Now();
        long second = Stopwatch.GetTimestamp();
        Step(network, optimizer, inputs, targets);
        return Figures(spawned, main, first, jit, second);
    }

    private static void Step(TorchSharp.Modules.Sequential network, TorchSharp.Modules.SGD optimizer, Tensor inputs, Tensor targets)
    {
        optimizer.zero_grad();
        Tensor loss = nn.functional.cross_entropy(network.forward(inputs), targets);
        loss.backward();
        optimizer.step();
    }

    private static ColdFigures Figures(long spawned, long main, long first, Jit jit, long second)
    {
        long end = Stopwatch.GetTimestamp();
        return new(Milliseconds(main - spawned), Milliseconds(first - main), jit.Milliseconds, jit.Methods, Milliseconds(end - second));
    }

    private static double Milliseconds(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float[] Images()
    {
        float[] numbers = new float[BatchSize * Pixels];
        uint state = 1;
        for (int i = 0; i < numbers.Length; i++)
        {
            state = (state * 1_664_525) + 1_013_904_223;
            numbers[i] = (state >> 8) * (1f / (1 << 24));
        }

        return numbers;
    }
}
