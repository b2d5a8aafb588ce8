using System.Diagnostics;
using System.Globalization;

namespace CompiledNet.Benchmarks;

/// <summary>
/// Start-up: what a program pays once. Every figure is the median of fresh processes, which this program starts again and again, the networks
/// in turn; behind it, in brackets, the least.
/// </summary>
internal static class Startup
{
    private const int Processes = 15;

    private static readonly Network[] Networks =
    [
        new("784-16-16-10", typeof(Digits), spawned => StartupChild.Run<Digits>(spawned, Digits.InputSize, Digits.OutputSize)),
        new("4-32-16-4", typeof(SmallTanh), spawned => StartupChild.Run<SmallTanh>(spawned, SmallTanh.InputSize, SmallTanh.OutputSize)),
        new("784-128-64-10", typeof(LargeReLU), spawned => StartupChild.Run<LargeReLU>(spawned, LargeReLU.InputSize, LargeReLU.OutputSize)),
        new("LeNet-5", typeof(LeNet5), spawned => StartupChild.Run<LeNet5>(spawned, LeNet5.InputSize, LeNet5.OutputSize)),
        new("256-16-10", typeof(Medium), spawned => StartupChild.Run<Medium>(spawned, Medium.InputSize, Medium.OutputSize)),
        new("4-32-16-4 Unroll.Full", typeof(SmallTanhUnrolled), spawned => StartupChild.Run<SmallTanhUnrolled>(spawned, SmallTanh.InputSize, SmallTanh.OutputSize)),
        new("256-16-10 Unroll.Full", typeof(MediumUnrolled), spawned => StartupChild.Run<MediumUnrolled>(spawned, Medium.InputSize, Medium.OutputSize)),
    ];

    /// <summary>Without arguments: measures all networks. Else it is one of its own processes: <c>child</c>, the network's number, the time stamp.</summary>
    public static void Run(string[] args)
    {
        if (args is ["child", var number, var spawned])
        {
            Networks[int.Parse(number, CultureInfo.InvariantCulture)].Measure(long.Parse(spawned, CultureInfo.InvariantCulture));
            return;
        }

        List<StartupFigures>[] figures = [.. Networks.Select(_ => new List<StartupFigures>())];
        for (int round = -1; round < Processes; round++)
        {
            for (int network = 0; network < Networks.Length; network++)
            {
                // The first round brings the files into the system's cache.
                StartupFigures measured = Start(network);
                if (round >= 0)
                {
                    figures[network].Add(measured);
                }
            }
        }

        Print(figures);
    }

    private static StartupFigures Start(int network) => StartupFigures.Parse(ChildProcess.Run(
        "startup", "child", network.ToString(CultureInfo.InvariantCulture), Stopwatch.GetTimestamp().ToString(CultureInfo.InvariantCulture)));

    private static void Print(List<StartupFigures>[] figures)
    {
        Console.WriteLine($"Median of {Processes} fresh processes (least). Milliseconds from Main, data at hand; steps of {StartupChild.BatchSize} through Train.");
        Console.WriteLine();
        Console.WriteLine("| network | process to Main | first prediction | first training step | full training speed | before that |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach ((Network network, List<StartupFigures> all) in Networks.Zip(figures))
        {
            StartupSpeed speed = new(all);
            Row(
                network.Name,
                Of(all, f => f.Main),
                Of(all, f => f.Prediction),
                Of(all, f => f.Step),
                speed.Slowness is null ? "with the first step" : Text(speed.FullSpeed, "F0"),
                speed.Slowness is { } slowness ? $"a step takes {Text(slowness, "F2")} times as long" : "-");
        }

        Console.WriteLine();
        Console.WriteLine("| network: JIT time in ms, methods, IL bytes | by the first prediction | by the first training step | by full speed | after a second |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        foreach ((Network network, List<StartupFigures> all) in Networks.Zip(figures))
        {
            int moment = new StartupSpeed(all).FirstMoment;
            Row(network.Name, Of(all, f => f.JitAtPrediction), Of(all, f => f.JitAtStep), Of(all, f => f.Jits[moment]), Of(all, f => f.Jits[^1]));
        }

        Console.WriteLine();
        Console.WriteLine("| network | generated source, KB | its IL, KB | IL at this machine's width, KB | a prediction, ns | a step, µs |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach ((Network network, List<StartupFigures> all) in Networks.Zip(figures))
        {
            (long source, long il, long used) = StartupCode.Measure(network.Type);
            Row(
                network.Name,
                source < 0 ? "unknown" : Text(source / 1e3, "F0"),
                Text(il / 1e3, "F1"),
                Text(used / 1e3, "F1"),
                Of(all, f => f.PredictNanoseconds, "F0"),
                Text(new StartupSpeed(all).Steady, "F2"));
        }
    }

    private static void Row(params string[] cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");

    private static string Of(List<StartupFigures> figures, Func<StartupFigures, double> value, string format = "F1") =>
        $"{Text(Median(figures.Select(value)), format)} ({Text(figures.Min(value), format)})";

    private static string Of(List<StartupFigures> figures, Func<StartupFigures, Jit> value) =>
        $"{Of(figures, f => value(f).Milliseconds)}, {Text(Median(figures.Select(f => (double)value(f).Methods)), "F0")}, {Text(Median(figures.Select(f => (double)value(f).Bytes)), "N0")}";

    private static double Median(IEnumerable<double> values) => StartupSpeed.Median(values);

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private sealed record Network(string Name, Type Type, Action<long> Measure);
}
