using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace CompiledNet.Benchmarks;

/// <summary>
/// What a fresh process measures of itself: from nothing compiled to a first prediction, a first training step, and training at full speed.
/// </summary>
internal static class StartupChild
{
    public const int BatchSize = 32;

    private const int Batches = 40;

    /// <summary>Measures one network and prints a line of numbers, as <see cref="StartupFigures.Parse"/> reads them.</summary>
    /// <param name="spawned">The time stamp at which the parent asked for this process.</param>
    /// <param name="inputSize">The network's; given, because asking the network would compile some of it before the clock runs.</param>
    /// <param name="outputSize">The network's.</param>
    /// <typeparam name="TNetwork">The network.</typeparam>
    public static void Run<TNetwork>(long spawned, int inputSize, int outputSize)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        long main = Stopwatch.GetTimestamp();
        float[] inputs = Numbers(BatchSize * Batches * inputSize);
        float[] targets = OneHot(BatchSize * Batches, outputSize);
        float[] output = new float[outputSize];
        ReadOnlySpan<float> input = inputs.AsSpan(0, inputSize);

        Jit before = Jit.Now();
        long start = Stopwatch.GetTimestamp();
        TNetwork network = TNetwork.Create(1);
        network.Predict(input, output);
        long predicted = Stopwatch.GetTimestamp();
        Jit atPrediction = Jit.Now();

        Dataset data = new(inputs, targets, inputSize, outputSize);
        using CancellationTokenSource enough = new();
        TimedSgd sgd = new(enough, start);
        new Trainer<TNetwork>(network, new TrainingOptions { Epochs = int.MaxValue, BatchSize = BatchSize, Optimizer = sgd }).Train(data, enough.Token);

        StartupFigures figures = new(
            Milliseconds(main - spawned),
            Milliseconds(predicted - start),
            atPrediction - before,
            Milliseconds(sgd.FirstStep - start),
            sgd.JitAtFirstStep - before,
            PredictNanoseconds(network, input, output),
            [.. sgd.StepMicroseconds()],
            [.. sgd.Jits.Select(jit => jit - before)]);
        Console.WriteLine(figures.ToText());
    }

    private static double Milliseconds(long ticks) => ticks * 1000.0 / Stopwatch.Frequency;

    /// <summary>
    /// The time of a prediction once all is compiled: the shortest of many rounds, over long enough a time for the runtime to compile anew what
    /// is often called.
    /// </summary>
    private static double PredictNanoseconds<TNetwork>(TNetwork network, ReadOnlySpan<float> input, float[] output)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        const int Calls = 200;
        long least = long.MaxValue;
        for (Stopwatch watch = Stopwatch.StartNew(); watch.ElapsedMilliseconds < 500;)
        {
            long from = Stopwatch.GetTimestamp();
            for (int call = 0; call < Calls; call++)
            {
                network.Predict(input, output);
            }

            least = Math.Min(least, Stopwatch.GetTimestamp() - from);
        }

        return Milliseconds(least) * 1e6 / Calls;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float[] Numbers(int count)
    {
        float[] numbers = new float[count];
        uint state = 1;
        for (int i = 0; i < numbers.Length; i++)
        {
            state = (state * 1_664_525) + 1_013_904_223;
            numbers[i] = (state >> 8) * (1f / (1 << 24));
        }

        return numbers;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float[] OneHot(int rows, int size)
    {
        float[] targets = new float[rows * size];
        for (int row = 0; row < rows; row++)
        {
            targets[(row * size) + (row % size)] = 1;
        }

        return targets;
    }

    /// <summary>Plain SGD that writes down when each step ended, and ends training when it is time.</summary>
    private sealed class TimedSgd(CancellationTokenSource enough, long start) : Optimizer(0.01)
    {
        private static readonly long MomentTicks = (long)(StartupFigures.Moment / 1000 * Stopwatch.Frequency);

        private readonly Sgd _sgd = new(0.01);
        private readonly long[] _ends = new long[1 << 20];
        private readonly Jit[] _jits = new Jit[StartupFigures.Moments];
        private int _steps;
        private int _moment;

        public long FirstStep => _ends[0];

        public Jit JitAtFirstStep { get; private set; }

        /// <summary>What was compiled by the end of each moment.</summary>
        public IReadOnlyList<Jit> Jits => _jits;

        public override int GetStateLength(int parameterCount) => 0;

        public override void Step(Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, OptimizerStep current)
        {
            _sgd.Step(parameters, gradient, state, current);
            long now = Stopwatch.GetTimestamp();
            _ends[_steps++] = now;
            if (now < start + ((_moment + 1) * MomentTicks) && _steps > 1)
            {
                return;
            }

            Jit jit = Jit.Now();
            JitAtFirstStep = _steps == 1 ? jit : JitAtFirstStep;
            while (_moment < _jits.Length && now >= start + ((_moment + 1) * MomentTicks))
            {
                _jits[_moment++] = jit;
            }

            if (_moment == _jits.Length || _steps == _ends.Length)
            {
                enough.Cancel();
            }
        }

        /// <summary>The median of the steps that ended in each moment, in microseconds; 0 where none did.</summary>
        public IEnumerable<double> StepMicroseconds()
        {
            int next = 1;
            for (int moment = 0; moment < StartupFigures.Moments; moment++)
            {
                long end = start + ((moment + 1) * MomentTicks);
                List<long> steps = [];
                for (; next < _steps && _ends[next] < end; next++)
                {
                    steps.Add(_ends[next] - _ends[next - 1]);
                }

                steps.Sort();
                yield return steps.Count == 0 ? 0 : Milliseconds(steps[steps.Count / 2]) * 1000;
            }
        }
    }
}
