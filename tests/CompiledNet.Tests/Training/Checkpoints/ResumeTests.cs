using System.Runtime.InteropServices;
using CompiledNet.Numerics;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Training.Checkpoints;

/// <summary>A run that is interrupted anywhere and taken up again ends with the bits, and the history, of one that was not.</summary>
public sealed class ResumeTests : IDisposable
{
    private const int Examples = 53;
    private const int Epochs = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("compilednet-").FullName;

    private string File => Path.Combine(_folder, "run.checkpoint");

    public static TheoryData<string> Kinds => [.. AllOptions.Keys];

    private static Dictionary<string, TrainingOptions> AllOptions { get; } = new()
    {
        ["plain"] = new() { Optimizer = new Sgd(0.1) },
        ["own order"] = new() { Optimizer = new Sgd(0.1) { Momentum = 0.9 }, Shuffle = false },
        ["everything"] = new()
        {
            Optimizer = new Adam(0.01),
            Schedule = new CosineSchedule { WarmUpEpochs = 0.7 },
            L1 = 1e-4,
            L2 = 1e-3,
            ClipNorm = 0.1,
            ClipValue = 0.05,
            LabelSmoothing = 0.1,
            ClassWeights = [1, 2, 0.5f, 1, 3],
            BalanceClasses = true,
        },
        ["plateau and early stopping"] = new()
        {
            Optimizer = new RmsProp(0.05) { Momentum = 0.5, Centered = true },
            Schedule = new ReduceOnPlateauSchedule { Patience = 0, Threshold = 0.5 },
            Validation = Data(1),
            Callbacks = [new EarlyStopping { Patience = 1, MinimumDelta = 0.01 }],
        },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_run_taken_up_anywhere_ends_as_if_it_had_not_been_interrupted(string kind)
    {
        TrainingOptions options = AllOptions[kind] with { Epochs = Epochs, BatchSize = 8, Seed = 3 };
        (string expected, TrainingResult whole) = Train(Data(0), options);
        for (int step = 1; step < whole.History[^1].Steps; step += 3)
        {
            TrainingResult last = Interrupted(options, step, (network, o, token) => network.Train(Data(0), o, token), out string actual);
            Assert.Equal(expected, actual);
            AssertSame(whole, last);
        }
    }

    [Fact]
    public void A_stream_is_taken_up_too()
    {
        TrainingOptions options = new() { Epochs = 3, BatchSize = 4, StreamBuffer = 10, Optimizer = new Adam(0.01), Seed = 4 };
        (string expected, TrainingResult whole) = TrainStream(options);
        for (int step = 1; step < whole.History[^1].Steps; step += 3)
        {
            TrainingResult last = Interrupted(options, step, (network, o, token) => network.Train(DataStream.From(Data(0)), o, token), out string actual);
            Assert.Equal(expected, actual);
            AssertSame(whole, last);
        }
    }

    [Fact]
    public void A_team_goes_on_where_one_thread_stopped()
    {
        TrainingOptions options = AllOptions["everything"] with { Epochs = 2, BatchSize = 16 };
        (string expected, _) = Train(Data(0), options);
        for (int step = 1; step < 8; step++)
        {
            TrainingOptions first = options with { TeamSize = 1 + (step % 3), Checkpoint = new(File) { EveryBatches = 2 } };
            Cancel(first, step, (network, o, token) => network.Train(Data(0), o, token));
            StaticNetworks.Dropped network = new(9);
            using CancellationTokenSource never = new();
            network.Train(Data(0), options with { TeamSize = 1 + ((step + 1) % 3), Callbacks = [new StopAfter(never, long.MaxValue)], Checkpoint = new(File) { Resume = true } });
            Assert.Equal(expected, Bits(network));
            System.IO.File.Delete(File);
        }
    }

    [Fact]
    public void A_finished_run_is_over_at_once_and_a_longer_one_goes_on()
    {
        TrainingOptions options = AllOptions["plain"] with { BatchSize = 8 };
        (string longer, _) = Train(Data(0), options with { Epochs = 5 });
        StaticNetworks.Dropped first = new(1);
        first.Train(Data(0), options with { Epochs = 3, Checkpoint = new(File) });
        StaticNetworks.Dropped second = new(2);
        TrainingResult again = second.Train(Data(0), options with { Epochs = 3, Checkpoint = new(File) { Resume = true } });
        Assert.Equal(Bits(first), Bits(second));
        Assert.Equal(3, again.History.Count);
        TrainingResult more = second.Train(Data(0), options with { Epochs = 5, Checkpoint = new(File) { Resume = true } });
        Assert.Equal(longer, Bits(second));
        Assert.Equal(5, more.History.Count);
    }

    [Fact]
    public void Without_a_file_training_starts_from_the_beginning()
    {
        TrainingOptions options = AllOptions["plain"] with { Epochs = 2 };
        (string expected, _) = Train(Data(0), options);
        Assert.Equal(expected, Train(Data(0), options with { Checkpoint = new(File) { Resume = true } }).Bits);
    }

    public static TheoryData<string> Changes => [.. AllChanges.Keys];

    private static Dictionary<string, (string Expected, Func<TrainingOptions, TrainingOptions> Change)> AllChanges { get; } = new()
    {
        ["batch"] = ("'batch size 8', this one 'batch size 9'", o => o with { BatchSize = 9 }),
        ["optimizer"] = ("'optimizer Sgd(learningRate 0.1,", o => o with { Optimizer = new Sgd(0.2) }),
        ["kind"] = ("this one 'optimizer Adam(learningRate 0.1,", o => o with { Optimizer = new Adam(0.1) }),
        ["schedule"] = ("'schedule none', this one 'schedule StepSchedule(", o => o with { Schedule = new StepSchedule(1) }),
        ["seed"] = ("'seed 0', this one 'seed 1'", o => o with { Seed = 1 }),
        ["shuffle"] = ("'shuffle True', this one 'shuffle False'", o => o with { Shuffle = false }),
        ["clip"] = ("'clipping by value none, by norm none', this one 'clipping by value none, by norm 1'", o => o with { ClipNorm = 1 }),
        ["validation"] = ("'validation data none', this one 'validation data 53 x 13 -> 5,", o => o with { Validation = Data(5) }),
        ["epochs"] = ("has finished 2 epochs, this one has 1", o => o with { Epochs = 1 }),
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Another_run_is_refused_and_nothing_changes(string kind)
    {
        TrainingOptions options = AllOptions["plain"] with { Epochs = 2, BatchSize = 8 };
        new StaticNetworks.Dropped(1).Train(Data(0), options with { Checkpoint = new(File) });
        byte[] before = System.IO.File.ReadAllBytes(File);
        StaticNetworks.Dropped network = new(2);
        string bits = Bits(network);
        (string expected, Func<TrainingOptions, TrainingOptions> change) = AllChanges[kind];
        InvalidDataException exception = Assert.Throws<InvalidDataException>(
            () => network.Train(Data(0), change(options) with { Checkpoint = new(File) { Resume = true } }));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Contains(File, exception.Message, StringComparison.Ordinal);
        Assert.Equal(bits, Bits(network));
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public void A_callback_that_remembers_has_to_be_there_again_and_others_may_come_and_go()
    {
        TrainingOptions options = AllOptions["plain"] with { Epochs = 2, BatchSize = 8 };
        TrainingCallback[] both = [TrainingCallback.OnEpoch((_, _) => { }), new EarlyStopping { Monitor = Metric.TrainLoss }];
        new StaticNetworks.Dropped(1).Train(Data(0), options with { Callbacks = both, Checkpoint = new(File) });
        TrainingOptions longer = options with { Epochs = 4, Checkpoint = new(File) { Resume = true } };
        StaticNetworks.Dropped network = new(2);
        string bits = Bits(network);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => network.Train(Data(0), longer with { Callbacks = [both[0]] }));
        Assert.Contains("has the callback CompiledNet.EarlyStopping, which remembers something", exception.Message, StringComparison.Ordinal);
        Assert.Equal(bits, Bits(network));

        using CancellationTokenSource never = new();
        TrainingResult result = network.Train(Data(0), longer with { Callbacks = [new StopAfter(never, long.MaxValue), both[1]] });
        Assert.True(result.IsResumed);
        Assert.Equal(Train(Data(0), options with { Epochs = 4 }).Bits, Bits(network));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    [InlineData((Examples * 13) - 1)]
    public void A_single_other_number_is_other_data(int changed)
    {
        TrainingOptions options = AllOptions["plain"] with { Epochs = 1 };
        new StaticNetworks.Dropped(1).Train(Data(0), options with { Checkpoint = new(File) });
        Dataset data = Data(0);
        float[] inputs = data.Inputs.ToArray();
        inputs[changed] += 1e-3f;
        Assert.Throws<InvalidDataException>(
            () => new StaticNetworks.Dropped(1).Train(new(inputs, data.Targets, 13, 5), options with { Epochs = 2, Checkpoint = new(File) { Resume = true } }));
    }

    [Fact]
    public void Other_data_and_other_networks_are_refused()
    {
        TrainingOptions options = AllOptions["plain"] with { Epochs = 2 };
        new StaticNetworks.Dropped(1).Train(Data(0), options with { Checkpoint = new(File) });
        TrainingOptions resume = options with { Checkpoint = new(File) { Resume = true } };
        Assert.Contains("'data 53 x 13 -> 5,", Assert.Throws<InvalidDataException>(() => new StaticNetworks.Dropped(1).Train(Data(1), resume)).Message, StringComparison.Ordinal);
        Assert.Contains("is of the network Dropped", Assert.Throws<InvalidDataException>(() => new StaticNetworks.Classes(1).Train(Data(0, 15), resume)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_after_resuming_goes_back_to_the_start_of_the_epoch()
    {
        TrainingOptions options = AllOptions["plain"] with { Epochs = 3, BatchSize = 8 };
        string atStart = Train(Data(0), options with { Epochs = 1 }).Bits;
        Cancel(options with { Callbacks = [new Poison { IsOff = true }], Checkpoint = new(File) }, 10, (network, o, token) => network.Train(Data(0), o, token));
        StaticNetworks.Dropped second = new(3);
        using CancellationTokenSource never = new();
        TrainingCallback[] callbacks = [new Poison(), new StopAfter(never, long.MaxValue)];
        Assert.Throws<TrainingException>(() => second.Train(Data(0), options with { Callbacks = callbacks, Checkpoint = new(File) { Resume = true } }));
        Assert.Equal(atStart, Bits(second));
    }

    /// <summary>Puts a NaN into the parameters.</summary>
    private sealed class Poison : TrainingCallback
    {
        public bool IsOff { get; init; }

        public override void OnTrainingStarted(TrainingRun run) => run.Parameters[0] = IsOff ? run.Parameters[0] : float.NaN;
    }

    private static Dataset Data(int seed, int inputSize = 13)
    {
        SeededRandom random = new(seed);
        float[] inputs = new float[Examples * inputSize];
        int[] labels = new int[Examples];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = random.NextSingle(-1, 1);
        }

        for (int i = 0; i < Examples; i++)
        {
            labels[i] = inputs[i * inputSize] > 0 ? 1 + random.NextInt32(4) : 0;
        }

        return Dataset.FromLabels(inputs, labels, 5, inputSize);
    }

    private static (string Bits, TrainingResult Result) Train(Dataset data, TrainingOptions options)
    {
        StaticNetworks.Dropped network = new(1);
        TrainingResult result = network.Train(data, options);
        return (Bits(network), result);
    }

    private static (string Bits, TrainingResult Result) TrainStream(TrainingOptions options)
    {
        StaticNetworks.Dropped network = new(1);
        TrainingResult result = network.Train(DataStream.From(Data(0)), options);
        return (Bits(network), result);
    }

    private static string Bits(StaticNetworks.Dropped network) => Convert.ToHexString(MemoryMarshal.AsBytes(network.Parameters));

    private static void Cancel(TrainingOptions options, int step, Func<StaticNetworks.Dropped, TrainingOptions, CancellationToken, TrainingResult> train)
    {
        using CancellationTokenSource source = new();
        Assert.True(train(new(1), options with { Callbacks = [.. options.Callbacks, new StopAfter(source, step)] }, source.Token).Cancelled);
    }

    private static void AssertSame(TrainingResult expected, TrainingResult actual)
    {
        Assert.False(actual.Cancelled);
        Assert.Equal(expected.StopReason, actual.StopReason);
        Assert.Equal(
            expected.History.Select(report => report with { Elapsed = default, Validation = null }),
            actual.History.Select(report => report with { Elapsed = default, Validation = null }));
    }

    private TrainingResult Interrupted(
        TrainingOptions options, int step, Func<StaticNetworks.Dropped, TrainingOptions, CancellationToken, TrainingResult> train, out string bits)
    {
        // The callback that stops the first run is there in the second, as the callbacks have to be the same.
        using CancellationTokenSource source = new();
        using CancellationTokenSource never = new();
        CheckpointOptions checkpoint = new(File) { EveryBatches = 5 };
        TrainingCallback[] fresh = [.. options.Callbacks.Select(callback => callback is EarlyStopping early ? new EarlyStopping { Patience = early.Patience, MinimumDelta = early.MinimumDelta } : callback)];
        Assert.True(train(new(1), options with { Callbacks = [.. options.Callbacks, new StopAfter(source, step)], Checkpoint = checkpoint }, source.Token).Cancelled);
        StaticNetworks.Dropped network = new(8);
        TrainingResult result = train(network, options with { Callbacks = [.. fresh, new StopAfter(never, long.MaxValue)], Checkpoint = new(File) { Resume = true } }, default);
        bits = Bits(network);
        System.IO.File.Delete(File);
        System.IO.File.Delete(File + ".previous");
        return result;
    }
}
