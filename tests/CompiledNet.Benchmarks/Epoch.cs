using System.Diagnostics;
using System.Globalization;
using CompiledNet.Numerics;

namespace CompiledNet.Benchmarks;

/// <summary>One epoch of 784-16-16-10 on 60,000 images at batch 10, one thread: through <c>Train</c>, and in plain loops, in turn.</summary>
internal static class Epoch
{
    private const int Rounds = 7;
    private const int BatchSize = 10;
    private const float LearningRate = 1.5f;

    public static void Run(string? folder)
    {
        Dataset data = folder is null ? RandomImages(60_000) : Mnist.Load(folder).Train;
        _ = data.Inputs; // the plain loops read rows of floats
        Digits network = new(1);
        PlainNetwork plain = new(network.Parameters, 784, 16, 16, 10);
        int[] order = [.. Enumerable.Range(0, data.Count)];
        List<double> ours = [];
        List<double> theirs = [];
        for (int round = 0; round < Rounds; round++)
        {
            Stopwatch watch = Stopwatch.StartNew();
            TrainingResult result = network.Train(data, new TrainingOptions { Epochs = 1, BatchSize = BatchSize, Optimizer = new Sgd(LearningRate), Seed = round });
            ours.Add(watch.Elapsed.TotalSeconds);

            watch.Restart();
            new SeededRandom(round).Shuffle<int>(order);
            double loss = 0;
            for (int start = 0; start < data.Count; start += BatchSize)
            {
                loss += plain.Step(data, order.AsSpan(start, BatchSize), LearningRate);
            }

            theirs.Add(watch.Elapsed.TotalSeconds);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"epoch {round + 1}: CompiledNet {ours[^1]:F3} s (loss {result.History[0].TrainLoss:F5}), plain loops {theirs[^1]:F3} s (loss {loss * BatchSize / data.Count:F5})"));
        }

        ours.Sort();
        theirs.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"median: CompiledNet {ours[Rounds / 2]:F3} s, plain loops {theirs[Rounds / 2]:F3} s, {theirs[Rounds / 2] / ours[Rounds / 2]:F1} times"));
    }

    private static Dataset RandomImages(int count)
    {
        SeededRandom random = new(1);
        float[] inputs = new float[count * 784];
        int[] labels = new int[count];
        foreach (ref float pixel in inputs.AsSpan())
        {
            pixel = random.NextSingle();
        }

        foreach (ref int label in labels.AsSpan())
        {
            label = random.NextInt32(10);
        }

        return Dataset.FromLabels(inputs, labels, 10, 784);
    }
}
