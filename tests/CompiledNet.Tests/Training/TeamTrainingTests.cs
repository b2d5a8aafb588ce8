using CompiledNet.Numerics;
using CompiledNet.Numerics.Threading;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Training;

/// <summary>Training on several threads: the same bits as on one, nothing allocated from step to step, and no thread left behind.</summary>
[Trait("Category", "Numerics")]
public class TeamTrainingTests
{
    private const int Examples = 150;

    // In the processes with narrower vectors, where a step takes up to a hundred times as long and is shared out in the same way, one size has to do.
    private static readonly int[] TeamSizes = Environment.GetEnvironmentVariable(ReproducibilityTests.ExpectedBitsVariable) is null ? [2, 3, 4, 7] : [3];

    public static TheoryData<int, string> Cases
    {
        get
        {
            TheoryData<int, string> cases = [];
            foreach (int batch in new[] { 1, 10, 37, 149 })
            {
                foreach (string optimizer in new[] { "plain", "momentum", "user's own" })
                {
                    cases.Add(batch, optimizer);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Any_number_of_threads_learns_the_same_bits(int batch, string optimizer)
    {
        AssertSameBits<StaticNetworks.Digits>(batch, optimizer);
        AssertSameBits<StaticNetworks.UnevenRuns>(batch, optimizer);
        AssertSameBits<StaticNetworks.Wide>(batch, optimizer);
        AssertSameBits<StaticNetworks.Ragged>(batch, optimizer);
        AssertSameBits<StaticNetworks.Classes>(batch, optimizer);
        AssertSameBits<StaticNetworks.Pictures>(batch, optimizer);
        AssertSameBits<StaticNetworks.Means>(batch, optimizer);
        AssertSameBits<StaticNetworks.Normalised>(batch, optimizer);
        AssertSameBits<StaticNetworks.Filters>(batch, optimizer);
        AssertSameBits<StaticNetworks.Normalized>(batch, optimizer);
    }

    [Fact]
    public void Rows_in_their_own_order_and_batches_of_several_blocks_learn_the_same_bits()
    {
        Dataset data = Data<StaticNetworks.Wide>(700);
        float[] alone = Learn<StaticNetworks.Wide>(data, Options(1, 650, "plain") with { Shuffle = false }, out _);
        foreach (int size in TeamSizes)
        {
            Assert.Equal(alone, Learn<StaticNetworks.Wide>(data, Options(size, 650, "plain") with { Shuffle = false }, out _));
        }
    }

    [Fact]
    public void A_network_of_straight_line_code_is_trained_on_one_thread()
    {
        Witness<StaticNetworks.Straight> witness = new();
        new Trainer<Witness<StaticNetworks.Straight>>(witness, new TrainingOptions { Epochs = 1, MaxDegreeOfParallelism = 8 })
            .Train(Data<StaticNetworks.Straight>(Examples));
        Assert.Equal([Thread.CurrentThread], witness.Threads);
    }

    [Fact]
    public void Small_steps_are_taken_on_one_thread_and_large_ones_on_no_more_than_asked_for()
    {
        Dataset data = Data<StaticNetworks.Digits>(2000);
        Witness<StaticNetworks.Digits> small = new();
        new Trainer<Witness<StaticNetworks.Digits>>(small, new TrainingOptions { Epochs = 1, BatchSize = 10 }).Train(data);
        Assert.Single(small.Threads);

        foreach (int most in new[] { 1, 2, -1 })
        {
            Witness<StaticNetworks.Digits> large = new();
            new Trainer<Witness<StaticNetworks.Digits>>(large, new TrainingOptions { Epochs = 1, BatchSize = 2000, MaxDegreeOfParallelism = most }).Train(data);
            int expected = Math.Min(most == -1 ? 4 : most, Environment.ProcessorCount >= 4 ? 4 : Environment.ProcessorCount >= 2 ? 2 : 1);
            Assert.Equal(expected, large.Threads.Count);
        }
    }

    [Fact]
    public void Several_networks_train_at_once()
    {
        const int Networks = 4;
        Dataset data = Data<StaticNetworks.Digits>(Examples);
        float[] alone = Learn<StaticNetworks.Digits>(data, Options(1, 32, "momentum"), out _);
        float[][] together = new float[Networks][];
        Thread[] threads =
        [
            .. Enumerable.Range(0, Networks).Select(n => new Thread(() => together[n] = Learn<StaticNetworks.Digits>(data, Options(2 + (n % 2), 32, "momentum"), out _))),
        ];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.All(together, learned => Assert.Equal(alone, learned));
    }

    [Fact]
    public void No_thread_is_left_when_training_ends()
    {
        Witness<StaticNetworks.Digits> witness = new();
        Train(witness, new TrainingOptions());
        AssertOnlyThisThreadIsAlive(witness, 3);
    }

    [Fact]
    public void No_thread_is_left_when_training_is_cancelled()
    {
        using CancellationTokenSource source = new();
        Witness<StaticNetworks.Digits> witness = new(member =>
        {
            if (member.Index == 2)
            {
                source.Cancel();
            }
        });
        TrainingResult result = Train(witness, new TrainingOptions(), source.Token);
        Assert.True(result.Cancelled);
        Assert.Empty(result.History);
        AssertOnlyThisThreadIsAlive(witness, 3);
    }

    [Fact]
    public void No_thread_is_left_when_a_callback_throws()
    {
        Witness<StaticNetworks.Digits> witness = new();
        Reports progress = new(_ => throw new InvalidOperationException("the callback's own"));
        Assert.Equal(
            "the callback's own",
            Assert.Throws<InvalidOperationException>(() => Train(witness, new TrainingOptions { Progress = progress })).Message);
        AssertOnlyThisThreadIsAlive(witness, 3);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void No_thread_is_left_when_a_member_throws(int index)
    {
        Witness<StaticNetworks.Digits> witness = new(member =>
        {
            if (member.Index == index)
            {
                throw new InvalidOperationException("the member's own");
            }
        });
        Assert.Equal("the member's own", Assert.Throws<InvalidOperationException>(() => Train(witness, new TrainingOptions())).Message);
        AssertOnlyThisThreadIsAlive(witness, null);
    }

    [Fact]
    public void No_thread_is_left_when_a_users_optimizer_throws()
    {
        Witness<StaticNetworks.Digits> witness = new();
        CheckingOptimizer optimizer = new((_, _, _) => throw new InvalidOperationException("the optimizer's own"));
        Assert.Equal(
            "the optimizer's own",
            Assert.Throws<InvalidOperationException>(() => Train(witness, new TrainingOptions { Optimizer = optimizer })).Message);
        AssertOnlyThisThreadIsAlive(witness, 3);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("momentum")]
    public void A_loss_that_is_not_finite_ends_training_as_on_one_thread(string optimizer)
    {
        TrainingException[] exceptions =
        [
            .. new[] { 1, 3 }.Select(size =>
            {
                StaticNetworks.Regression network = new(1);
                float[] before = network.Parameters.ToArray();
                Dataset data = new(TestNumbers.Uniform(Examples * 19, -1e18f, 1e18f), TestNumbers.Uniform(Examples * 3, -1e18f, 1e18f), 19, 3);
                TrainingOptions options = Options(size, 16, optimizer) with { Optimizer = optimizer == "plain" ? new Sgd(1e30) : new Sgd(1e30) { Momentum = 0.5 } };
                TrainingException exception = Assert.Throws<TrainingException>(() => network.Train(data, options));
                Assert.Equal(before, network.Parameters.ToArray());
                return exception;
            }),
        ];
        Assert.Equal(exceptions[0].Message, exceptions[1].Message);
        Assert.Equal((exceptions[0].Epoch, exceptions[0].Batch, exceptions[0].Example), (exceptions[1].Epoch, exceptions[1].Batch, exceptions[1].Example));
    }

    [Theory]
    [InlineData(1, "plain")]
    [InlineData(1, "momentum")]
    [InlineData(3, "plain")]
    [InlineData(3, "momentum")]
    public void Steps_allocate_nothing_on_any_thread(int size, string optimizer)
    {
        const int BatchSize = 16;
        const int Steps = (Examples + BatchSize - 1) / BatchSize;
        const int Epochs = 6;
        Witness<StaticNetworks.Digits> witness = new(stepsToMeter: Epochs * Steps);
        new Trainer<Witness<StaticNetworks.Digits>>(witness, Options(size, BatchSize, optimizer) with { Epochs = Epochs }).Train(Data<StaticNetworks.Digits>(Examples));
        Assert.Equal(size, witness.Threads.Count);
        foreach (IReadOnlyList<long> allocated in witness.Allocated)
        {
            // From the first step of an epoch to its last: between epochs the trainer makes its report. See Allocations for why the least.
            Assert.Equal(Epochs * Steps, allocated.Count);
            Assert.Equal(0, Allocations.LeastOfEpochs(allocated, Steps));
        }
    }

    private static void AssertSameBits<T>(int batch, string optimizer)
        where T : class, ICompiledNetwork<T>
    {
        // Some whole batches and a short one. More steps would show nothing more, and with more threads than cores each takes long.
        Dataset data = Data<T>(Math.Min(Examples, (batch * 5) + 12));
        float[] alone = Learn<T>(data, Options(1, batch, optimizer), out TrainingResult expected);
        foreach (int size in TeamSizes)
        {
            float[] together = Learn<T>(data, Options(size, batch, optimizer), out TrainingResult result);
            Assert.Equal(alone, together);
            Assert.Equal(expected.History.Select(epoch => epoch.TrainLoss), result.History.Select(epoch => epoch.TrainLoss));
            Assert.Equal(expected.History[^1].ValidationLoss, result.History[^1].ValidationLoss);
        }
    }

    private static float[] Learn<T>(Dataset data, TrainingOptions options, out TrainingResult result)
        where T : class, ICompiledNetwork<T>
    {
        T network = T.Create(1);
        result = new Trainer<T>(network, options with { Validation = data }).Train(data);
        return [.. network.Parameters, .. network.RunningStatistics];
    }

    private static TrainingOptions Options(int size, int batch, string optimizer) => new()
    {
        Epochs = 2,
        BatchSize = batch,
        TeamSize = size,
        Optimizer = optimizer switch
        {
            "plain" => new Sgd(0.1),
            "momentum" => new Sgd(0.05) { Momentum = 0.9, Nesterov = true, WeightDecay = 0.001 },
            _ => new CheckingOptimizer((_, _, _) => { }, () => new Sgd(0.1)),
        },
    };

    private static TrainingResult Train(Witness<StaticNetworks.Digits> witness, TrainingOptions options, CancellationToken cancellation = default) =>
        new Trainer<Witness<StaticNetworks.Digits>>(witness, options with { TeamSize = 3 }).Train(Data<StaticNetworks.Digits>(Examples), cancellation);

    private static void AssertOnlyThisThreadIsAlive(Witness<StaticNetworks.Digits> witness, int? threads)
    {
        Assert.All(witness.Threads, thread => Assert.Equal(thread == Thread.CurrentThread, thread.IsAlive));
        Assert.Equal(threads ?? witness.Threads.Count, witness.Threads.Count);
        Assert.NotEmpty(witness.Threads);
    }

    private static Dataset Data<T>(int count)
        where T : class, ICompiledNetwork<T>
    {
        int inputs = T.Topology.InputSize;
        int outputs = T.Topology.OutputSize;
        return new Dataset(TestNumbers.Uniform(count * inputs, -1, 1), TestNumbers.Uniform(count * outputs, 0, 1), inputs, outputs);
    }

    private static class TestNumbers
    {
        public static float[] Uniform(int count, float low, float high) => Networks.TestData.Uniform(count, new SeededRandom(5), low, high);
    }
}
