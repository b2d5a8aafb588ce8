using System.Globalization;

namespace CompiledNet.Benchmarks;

/// <summary>What one fresh process measured. Times are in milliseconds from the moment its data was ready, if nothing else is said.</summary>
/// <param name="Main">From the parent's request for the process to its <c>Main</c>: the runtime's own start.</param>
/// <param name="Prediction">To the first outputs, the network's construction included.</param>
/// <param name="JitAtPrediction">What was compiled by then.</param>
/// <param name="Step">To the end of the first training step.</param>
/// <param name="JitAtStep">What was compiled by then.</param>
/// <param name="PredictNanoseconds">A prediction, once all is compiled.</param>
/// <param name="StepMicroseconds">The median training step of each moment; 0 where none ended in it.</param>
/// <param name="Jits">What was compiled by the end of each moment.</param>
internal sealed record StartupFigures(
    double Main,
    double Prediction,
    Jit JitAtPrediction,
    double Step,
    Jit JitAtStep,
    double PredictNanoseconds,
    IReadOnlyList<double> StepMicroseconds,
    IReadOnlyList<Jit> Jits)
{
    /// <summary>The time that is looked at as one, in milliseconds.</summary>
    public const double Moment = 2;

    /// <summary>How many moments a process trains: long enough for the runtime to compile anew what is often called.</summary>
    public const int Moments = 500;

    /// <summary>The figures as one line of text.</summary>
    public string ToText()
    {
        IEnumerable<double> numbers =
        [
            Main, Prediction, .. Numbers(JitAtPrediction), Step, .. Numbers(JitAtStep), PredictNanoseconds, .. StepMicroseconds, .. Jits.SelectMany(Numbers),
        ];
        return string.Join(' ', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));

        static double[] Numbers(Jit jit) => [jit.Milliseconds, jit.Methods, jit.Bytes];
    }

    /// <summary>Figures from the line a process printed.</summary>
    public static StartupFigures Parse(string text)
    {
        Queue<double> numbers = new(text.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)));
        return new(
            numbers.Dequeue(),
            numbers.Dequeue(),
            Compiled(),
            numbers.Dequeue(),
            Compiled(),
            numbers.Dequeue(),
            [.. Enumerable.Range(0, Moments).Select(_ => numbers.Dequeue())],
            [.. Enumerable.Range(0, Moments).Select(_ => Compiled())]);

        Jit Compiled() => new(numbers.Dequeue(), (long)numbers.Dequeue(), (long)numbers.Dequeue());
    }
}

/// <summary>What the JIT has done so far, or between two points of time.</summary>
/// <param name="Milliseconds">Time spent compiling, of all threads together.</param>
/// <param name="Methods">Methods compiled.</param>
/// <param name="Bytes">Their IL bytes.</param>
internal readonly record struct Jit(double Milliseconds, long Methods, long Bytes)
{
    public static Jit operator -(Jit left, Jit right) =>
        new(left.Milliseconds - right.Milliseconds, left.Methods - right.Methods, left.Bytes - right.Bytes);

    public static Jit Now() =>
        new(System.Runtime.JitInfo.GetCompilationTime().TotalMilliseconds, System.Runtime.JitInfo.GetCompiledMethodCount(), System.Runtime.JitInfo.GetCompiledILBytes());
}
