using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CompiledNet.Numerics;
using CompiledNet.Tests.Data;

namespace CompiledNet.Tests.Networks;

/// <summary>
/// Whole training runs end with the same bits everywhere: the hashes of <c>Parameters</c> below were taken once and hold for every vector width,
/// number of threads, operating system and build, and for a run that goes on from a checkpoint. A change of any of them changes what every
/// user's network learns; it needs a line in the changelog.
/// </summary>
[Trait("Category", "Numerics")]
public class TrainingHashTests
{
    private const int Examples = 107;
    private const int Epochs = 3;

    // The last batch of an epoch is smaller.
    private const int BatchSize = 24;

    public static TheoryData<string, string, int> Runs
    {
        get
        {
            TheoryData<string, string, int> runs = [];
            foreach ((string kind, string hash) in Hashes)
            {
                for (int team = 1; team <= 4; team++)
                {
                    runs.Add(kind, hash, team);
                }
            }

            return runs;
        }
    }

    private static (string Kind, string Hash)[] Hashes =>
    [
        ("plain", "0285a0bb41b7f45a3d881df18f58313283d3ec020489ced3259d311961c21502"),
        ("adam", "e42faa6ff0482a10376fdb146033eb5f818f12a1292cffa8cb768661e71a11c7"),
        ("momentum", "92deba8b14e4bb7b2e4f6556925e0e65a2639d5c9c3da6381a91ea3649fa792c"),
        ("everything", "ce4abf41443db9a526ff034bdc20fa05ba56371cde8eb514ed110fad1a2afc39"),
        ("binary", "6d5e1bdb87e816d805b748d952490f95881f6cf9199ffed2fa8a57ffb2ed48be"),
        ("regression", "1fbfb7489fde2db0f86bb286ed0c4e68ad840bc4cc0fcc7b0b16dd358b24ef44"),
    ];

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_run_ends_with_the_same_bits(string kind, string hash, int team) => AssertHash(kind, hash, options => options with { TeamSize = team });

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_run_that_goes_on_from_a_checkpoint_ends_with_the_same_bits(string kind, string hash, int team)
    {
        using TestFolder folder = new();
        CheckpointOptions checkpoint = new(folder.PathOf("run")) { EveryBatches = 2, Resume = true };
        using CancellationTokenSource source = new();
        StopInTheMiddle first = new(source, step: 7);
        Train(kind, options => options with { TeamSize = 1 + (team % 4), Checkpoint = checkpoint, Callbacks = [first] }, source.Token);
        Assert.True(source.IsCancellationRequested);
        AssertHash(kind, hash, options => options with { TeamSize = team, Checkpoint = checkpoint, Callbacks = [new StopInTheMiddle(source, int.MaxValue)] });
    }

    private static void AssertHash(string kind, string hash, Func<TrainingOptions, TrainingOptions> change)
    {
        string actual = Train(kind, change, default);
        Assert.True(hash == actual, $"The hash of {kind} is {actual}, not {hash}.");
    }

    private static string Train(string kind, Func<TrainingOptions, TrainingOptions> change, CancellationToken cancellation)
    {
        TrainingOptions options = change(new TrainingOptions { Epochs = Epochs, BatchSize = BatchSize, Seed = 6 });
        return kind switch
        {
            "plain" => Train<StaticNetworks.Ragged>(options with { Optimizer = new Sgd(0.1) }, cancellation),
            "adam" => Train<StaticNetworks.Ragged>(options with { Optimizer = new Adam(0.01) }, cancellation),
            "momentum" => Train<StaticNetworks.Digits>(
                options with { Optimizer = new Sgd(0.05) { Momentum = 0.9, Nesterov = true, WeightDecay = 1e-3 }, Schedule = new StepSchedule(1) }, cancellation),
            "everything" => Train<StaticNetworks.Dropped>(
                options with
                {
                    Optimizer = new AdamW(0.02),
                    Schedule = new CosineSchedule { WarmUpEpochs = 0.6 },
                    ClipValue = 0.05,
                    ClipNorm = 0.2,
                    L1 = 1e-4,
                    L2 = 1e-3,
                    LabelSmoothing = 0.1,
                    ClassWeights = [1, 2, 0.5f, 1, 3],
                    BalanceClasses = true,
                },
                cancellation),
            "binary" => Train<StaticNetworks.Wide>(options with { Optimizer = new RmsProp(0.005) { Momentum = 0.5, Centered = true } }, cancellation),
            _ => Train<StaticNetworks.UnevenRuns>(options with { Optimizer = new Adagrad(0.05) }, cancellation),
        };
    }

    private static string Train<T>(TrainingOptions options, CancellationToken cancellation)
        where T : class, ICompiledNetwork<T>
    {
        SeededRandom random = new(8);
        int inputSize = T.Topology.InputSize;
        int outputSize = T.Topology.OutputSize;
        float[] inputs = TestData.Uniform(Examples * inputSize, random, -1, 1);
        Dataset data = T.Topology.Loss == Loss.CrossEntropy
            ? Dataset.FromLabels(inputs, [.. Enumerable.Range(0, Examples).Select(_ => random.NextInt32(outputSize))], outputSize, inputSize)
            : new Dataset(inputs, TestData.Uniform(Examples * outputSize, random, 0, 1), inputSize, outputSize);
        T network = T.Create(1);
        new Trainer<T>(network, options).Train(data, cancellation);
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(network.Parameters)));
    }

    private sealed class StopInTheMiddle(CancellationTokenSource source, long step) : TrainingCallback
    {
        public override bool WatchesBatches => true;

        public override void OnBatchEnded(TrainingRun run)
        {
            if (run.Steps >= step)
            {
                source.Cancel();
            }
        }
    }
}
