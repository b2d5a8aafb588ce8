namespace CompiledNet.Benchmarks;

/// <summary>
/// LeNet-5, layer by layer: each generated tile on its own, on data that stays in the cache, in turn with the core's peak of multiply-adds. Beside
/// it, what part of a whole training step it makes up, and, for one image, what part of a prediction.
/// </summary>
internal static class LayersRun
{
    private const double LearningRate = 1e-6;

    private static readonly Effort Effort = new(TimeSpan.FromMilliseconds(1), Rounds: 61, MostPerPiece: TimeSpan.FromSeconds(2));

    /// <summary>Measures and prints.</summary>
    /// <param name="output">Where to write layers.md; null for nowhere.</param>
    public static void Run(string? output)
    {
        LayerTiles tiles = new();
        Workload workload = AllWorkloads.LeNet5;
        using IModel model = AllPeers.Compiled.Create(workload);
        using ITraining training = model.Train(Examples.Random(workload.Topology, LayerTiles.Batch), LearningRate, momentum: 0);
        using IPrediction prediction = model.Predict(Examples.Random(workload.Topology, 1));

        IReadOnlyList<string> texts =
        [
            "# LeNet-5, layer by layer\n",
            string.Join("  \n", Machine.Describe().SkipLast(1)) + "\n",
            "Fastest rounds. A tile runs by itself, over and over, on the same data; in a step or a prediction it finds less of it in the nearest cache.\n",
            Measure($"A training step, batch {LayerTiles.Batch}", tiles.Step, training.Run, LayerTiles.Batch, workload.StepOperations),
            Measure("A prediction of one image", tiles.Prediction, prediction.Run, 1, workload.PredictOperations),
        ];
        string text = string.Join('\n', texts);
        Console.WriteLine(text);
        if (output is not null)
        {
            Directory.CreateDirectory(output);
            File.WriteAllText(Path.Combine(output, "layers.md"), text);
        }
    }

    private static string Measure(string title, IReadOnlyList<LayerTile> tiles, Action<int> whole, int examples, double operations)
    {
        Timing[] timings = Interleaved.Run(Effort, [.. tiles.Select(tile => tile.Run), whole, Peak.Run]);
        double peak = Peak.Operations / timings[^1].Minimum;
        double all = timings[^2].Minimum;
        Table table = new($"{title}; the core's peak: {Format.Rate(peak)} GFLOP/s", "", "examples at once", "time", "of the whole", "GFLOP/s", "of peak");
        double sum = 0;
        foreach ((LayerTile tile, Timing timing) in tiles.Zip(timings))
        {
            double share = timing.Minimum * examples / tile.Examples / all;
            sum += share;
            Add(tile.Name, tile.Examples, timing.Minimum, share, tile.Operations);
        }

        table.Add("all of these", "", "", Format.Percent(sum), "", "");
        Add("the whole", examples, all, 1, operations);
        return table.ToMarkdown();

        void Add(string name, int count, double time, double share, double operationsEach)
        {
            double rate = operationsEach * count / time;
            table.Add(
                name, FormattableString.Invariant($"{count}"), Format.Time(time), Format.Percent(share), rate == 0 ? "" : Format.Rate(rate), rate == 0 ? "" : Format.Percent(rate / peak));
        }
    }
}
