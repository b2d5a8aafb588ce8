using System.Globalization;

namespace CompiledNet.Benchmarks;

/// <summary>What an optimizer's step costs a parameter, in the cache and out of it, beside the plain loop of the same formula.</summary>
internal static class OptimizersRun
{
    private const float Rate = 1e-6f;

    private static readonly Effort Effort = new(TimeSpan.FromMilliseconds(1.5), 41, TimeSpan.FromSeconds(3));

    /// <summary>Measures and prints a table for each size.</summary>
    public static void Run()
    {
        foreach (int count in (int[])[100_000, 10_000_000])
        {
            Console.WriteLine(Measure(count).ToText());
        }
    }

    private static Table Measure(int count)
    {
        // All share their memory, so that each finds as much of it in the cache as the one before left.
        float[] parameters = Random(count, 1);
        float[] gradient = Random(count, 2);
        float[] plainState = new float[count];
        float[] plainState2 = new float[count];
        float[] state = new float[3 * count];
        long step = 0;
        (string Name, Optimizer Optimizer, Action<long> Plain)[] all =
        [
            ("SGD", new Sgd(Rate), _ => PlainOptimizers.Sgd(parameters, gradient, Rate)),
            ("SGD, momentum", new Sgd(Rate) { Momentum = 0.9 }, _ => PlainOptimizers.SgdMomentum(parameters, gradient, plainState, Rate, 0.9f)),
            ("Adam", new Adam(Rate), t => PlainOptimizers.Adam(parameters, gradient, plainState, plainState2, Rate, 0, 0.9f, 0.999f, 1e-8f, t)),
            ("AdamW", new AdamW(Rate), t => PlainOptimizers.Adam(parameters, gradient, plainState, plainState2, Rate, 0.01f, 0.9f, 0.999f, 1e-8f, t)),
            ("RMSprop", new RmsProp(Rate), _ => PlainOptimizers.RmsProp(parameters, gradient, plainState, Rate, 0.99f, 1e-8f)),
            ("Adagrad", new Adagrad(Rate), _ => PlainOptimizers.Adagrad(parameters, gradient, plainState, Rate, 1e-10f)),
        ];

        // Side by side only the two that are compared: the states of all would drive each other from the cache. SGD is their measure.
        Table table = new(
            string.Create(CultureInfo.InvariantCulture, $"{count:N0} parameters: picoseconds a parameter, fastest rounds"),
            ["optimizer", "CompiledNet", "plain loop", "plain / ours", "ours / SGD"]);
        foreach ((string name, Optimizer optimizer, Action<long> plain) in all)
        {
            Array.Clear(plainState);
            Array.Clear(plainState2);
            Array.Clear(state);
            int length = optimizer.GetStateLength(count);
            Timing[] timings = Interleaved.Run(
                Effort,
                calls => Repeat(calls, () => optimizer.Step(parameters, gradient, state.AsSpan(0, length), new OptimizerStep(++step, Rate))),
                calls => Repeat(calls, () => plain(++step)),
                calls => Repeat(calls, () => all[0].Optimizer.Step(parameters, gradient, [], new OptimizerStep(1, Rate))));
            table.Add(
            [
                name,
                Picoseconds(timings[0]),
                Picoseconds(timings[1]),
                Format.Ratio(timings[1].Minimum / timings[0].Minimum),
                Format.Ratio(timings[0].Minimum / timings[2].Minimum),
            ]);
        }

        return table;

        string Picoseconds(Timing timing) => (timing.Minimum * 1000 / count).ToString("N0", CultureInfo.InvariantCulture);
    }

    private static void Repeat(int calls, Action action)
    {
        for (int n = 0; n < calls; n++)
        {
            action();
        }
    }

    private static float[] Random(int count, int seed)
    {
        Random random = new(seed);
        float[] values = new float[count];
        foreach (ref float value in values.AsSpan())
        {
            value = random.NextSingle() - 0.5f;
        }

        return values;
    }
}
