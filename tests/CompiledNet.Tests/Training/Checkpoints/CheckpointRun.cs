using System.Runtime.InteropServices;
using CompiledNet.Numerics;
using CompiledNet.Tests.Data;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Training.Checkpoints;

/// <summary>A small run with a bit of everything, for the tests of what can go wrong with its checkpoints.</summary>
internal static class CheckpointRun
{
    private const int Examples = 41;

    public static Dataset Data { get; } = CreateData();

    /// <summary>6 batches in each of 3 epochs.</summary>
    public static TrainingOptions Options => new() { Epochs = 3, BatchSize = 7, Seed = 2, Optimizer = new Adam(0.02), Schedule = new StepSchedule(1) };

    /// <summary>The bits after the run, when nothing goes wrong.</summary>
    public static string Expected { get; } = Whole();

    public static string Bits(StaticNetworks.Dropped network) => Convert.ToHexString(MemoryMarshal.AsBytes(network.Parameters));

    /// <summary>The names and contents of a folder's files, with which to see that nothing has changed.</summary>
    public static string[] Files(TestFolder folder) =>
        [.. Directory.GetFiles(folder.FullPath).Order(StringComparer.Ordinal).Select(file => $"{Path.GetFileName(file)} {Convert.ToHexString(File.ReadAllBytes(file))}")];

    /// <summary>Trains an epoch of the run, with two checkpoints.</summary>
    public static void TrainPart(string path) => new StaticNetworks.Dropped(1).Train(Data, Options with { Epochs = 1, Checkpoint = new(path) { EveryBatches = 3 } });

    /// <summary>Goes on to the end.</summary>
    public static string Resume(string path)
    {
        StaticNetworks.Dropped network = new(99);
        Assert.Equal(3, network.Train(Data, Options with { Checkpoint = new(path) { Resume = true } }).History.Count);
        return Bits(network);
    }

    private static string Whole()
    {
        StaticNetworks.Dropped network = new(1);
        network.Train(Data, Options);
        return Bits(network);
    }

    private static Dataset CreateData()
    {
        SeededRandom random = new(3);
        return Dataset.FromLabels(
            Networks.TestData.Uniform(Examples * StaticNetworks.Dropped.InputSize, random, -1, 1), [.. Enumerable.Range(0, Examples).Select(_ => random.NextInt32(5))], 5, StaticNetworks.Dropped.InputSize);
    }
}
