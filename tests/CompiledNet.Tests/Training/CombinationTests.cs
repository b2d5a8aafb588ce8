using CompiledNet.Numerics;
using CompiledNet.Tests.Data;
using CompiledNet.Tests.Networks;
using CompiledNet.Tests.Training.Checkpoints;

namespace CompiledNet.Tests.Training;

/// <summary>Options, kinds of data and ways to run that are each tested alone, together.</summary>
public partial class CombinationTests
{
    private const int Examples = 61;

    [Fact]
    public void A_slice_learns_like_a_copy_of_it_with_any_options_and_team()
    {
        SeededRandom random = new(8);
        byte[] pixels = [.. Enumerable.Range(0, 100 * 13).Select(_ => (byte)random.NextInt32(256))];
        int[] labels = [.. Enumerable.Range(0, 100).Select(i => i % 11 % 5)];
        float[] weights = Networks.TestData.Uniform(100, random, 0, 2);
        Dataset bytes = Dataset.FromBytes(pixels, labels, 5, 13);
        Dataset floats = new(bytes.Inputs, bytes.Targets, 13, 5);
        int[] rows = [.. Enumerable.Range(17, Examples)];
        foreach (int choice in Enumerable.Range(0, 64))
        {
            bool Has(int bit) => (choice & (1 << bit)) != 0;
            Dataset all = Has(1) ? floats.WithWeights(weights) : floats;
            Dataset ofBytes = Has(1) ? bytes.WithWeights(weights) : bytes;
            TrainingOptions options = new()
            {
                Epochs = 2,
                BatchSize = 9,
                Seed = choice,
                Shuffle = Has(0),
                LabelSmoothing = Has(2) ? 0.1 : 0,
                ClipNorm = Has(3) ? 0.05 : null,
                BalanceClasses = Has(0) && Has(4),
                ClassWeights = Has(5) ? [1, 0.5f, 2, 0, 3] : null,
            };
            TrainingResult? first = null;
            string? expected = null;
            foreach (int team in new[] { 1, 2, 3, 4 })
            {
                foreach (Dataset data in new[] { all.Select(rows), all.Slice(10, 80).Slice(7, Examples), ofBytes.Slice(17, Examples), ofBytes.Select(rows) })
                {
                    StaticNetworks.Dropped network = new(1);
                    TrainingResult result = network.Train(data, options with { TeamSize = team, Optimizer = new ProbingOptimizer(new Sgd(0.1)) });
                    expected ??= CheckpointRun.Bits(network);
                    first ??= result;
                    Assert.True(expected == CheckpointRun.Bits(network), $"choice {choice}, team {team}");
                    Assert.Equal(first.History.Select(report => report.TrainLoss), result.History.Select(report => report.TrainLoss));
                }

                if (!Has(0) && !Has(1))
                {
                    StaticNetworks.Dropped network = new(1);
                    network.Train(DataStream.From(ofBytes.Slice(17, Examples)), options with { TeamSize = team, StreamBuffer = 20 });
                    Assert.True(expected == CheckpointRun.Bits(network), $"choice {choice}, team {team}, stream");
                }
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 64)]
    [InlineData(7, 64)]
    [InlineData(7, 3)]
    public void The_training_loss_is_the_mean_of_the_weighted_losses(int count, int batchSize)
    {
        SeededRandom random = new(8);
        Dataset data = Dataset.FromLabels(Networks.TestData.Uniform(count * 19, random, -1, 1), [.. Enumerable.Range(0, count).Select(i => i % 5)], 5, 19)
            .WithWeights(Networks.TestData.Uniform(count, random, 0.5f, 2));
        float[] perClass = [1, 0.5f, 2, 0, 3];
        foreach (int team in new[] { 1, 2, 3, 4 })
        {
            StaticNetworks.Ragged network = new(3);
            double sum = 0;
            for (int i = 0; i < count; i++)
            {
                float[] outputs = new float[5];
                sum += network.ComputeLoss(data.Input(i), data.Target(i), outputs) * (double)data.Weights.Span[i] * perClass[data.Label(i)];
            }

            Dataset validation = Dataset.FromLabels(Networks.TestData.Uniform(5000 * 19, random, -1, 1), [.. Enumerable.Range(0, 5000).Select(i => i % 5)], 5, 19);
            TrainingResult result = network.Train(
                data,
                new() { Epochs = 1, BatchSize = batchSize, TeamSize = team, ClassWeights = perClass, Schedule = new FuncSchedule(_ => 0), Validation = validation });
            Assert.Equal(sum / count, result.History[0].TrainLoss, 1e-5);
            Assert.Equal(network.Evaluate(validation), result.History[0].Validation);
        }
    }

    [Fact]
    public void One_output_takes_two_class_weights_in_steps_and_runs_alike()
    {
        SeededRandom random = new(8);
        float[] inputs = Networks.TestData.Uniform(40 * 7, random, -1, 1);
        float[] targets = [.. Enumerable.Range(0, 40).Select(i => i % 9 == 0 ? 1f : 0f)];
        Dataset data = new(inputs, targets, 7, 1);
        TrainingOptions options = new()
        {
            Epochs = 1, BatchSize = 40, Shuffle = false, ClassWeights = ClassWeights.Balanced(data), LabelSmoothing = 0.1, ClipNorm = 0.01, L2 = 0.1, Optimizer = new Adam(0.01),
        };
        Single run = new(4);
        Single stepped = new(4);
        double loss = run.Train(data, options).History[0].TrainLoss;
        Trainer<Single> trainer = new(stepped, options);
        Assert.Equal(loss, trainer.TrainStep(inputs, targets));
        Assert.Equal(Networks.TestData.Bits(run.Parameters), Networks.TestData.Bits(stepped.Parameters));

        // Train has its own steps, and leaves those of TrainStep alone.
        trainer.Train(data);
        run.Train(data, options);
        Assert.Equal(Networks.TestData.Bits(run.Parameters), Networks.TestData.Bits(stepped.Parameters));
        Single balanced = new(4);
        foreach (int team in new[] { 1, 2, 3, 4 })
        {
            Single other = new(4);
            other.Train(data.Slice(3, 30), options with { Shuffle = true, BalanceClasses = true, TeamSize = team });
            if (team == 1)
            {
                other.Parameters.CopyTo(balanced.Parameters);
            }

            Assert.Equal(Networks.TestData.Bits(balanced.Parameters), Networks.TestData.Bits(other.Parameters));
        }
    }

    [Fact]
    public void Zero_weight_batches_are_steps_without_a_gradient()
    {
        Single network = new(4);
        Trainer<Single> trainer = new(network, new() { ClassWeights = [0, 1], ClipNorm = 1 });
        int[] before = Networks.TestData.Bits(network.Parameters);
        Assert.Equal(0, trainer.TrainStep(new float[14], [0, 0]));
        Assert.Equal(before, Networks.TestData.Bits(network.Parameters));
    }

    [Fact]
    public void A_finished_run_is_taken_up_without_asking_the_schedule_for_more()
    {
        foreach (LearningRateSchedule schedule in new LearningRateSchedule[]
        {
            new FuncSchedule(point => new[] { 0.1, 0.05, 0.01 }[point.Epoch - 1]) { EachStep = false },
            new FuncSchedule(point => new[] { 0.1, 0.05, 0.01 }[point.Epoch - 1]),
            new CosineSchedule { WarmUpEpochs = 3 },
        })
        {
            using TestFolder folder = new();
            string path = folder.PathOf("run");
            TrainingOptions options = CheckpointRun.Options with { Schedule = schedule };
            StaticNetworks.Dropped network = new(1);
            TrainingResult whole = network.Train(CheckpointRun.Data, options with { Checkpoint = new(path) });
            StaticNetworks.Dropped resumed = new(2);
            double rate = double.NaN;
            TrainingResult again = resumed.Train(
                CheckpointRun.Data,
                options with { Checkpoint = new(path) { Resume = true }, Callbacks = [new Ending(run => rate = run.LearningRate)] });
            Assert.Equal(CheckpointRun.Bits(network), CheckpointRun.Bits(resumed));
            Assert.Equal(whole.History.Count, again.History.Count);
            Assert.Equal(whole.History[^1].LearningRate, rate);
        }
    }

    [Fact]
    public void A_run_that_is_stopped_ends_in_the_epoch_it_was_stopped_after()
    {
        (int, int, double) end = default;
        StaticNetworks.Dropped network = new(1);
        TrainingResult result = network.Train(
            CheckpointRun.Data,
            CheckpointRun.Options with { Callbacks = [new StopEpoch(2), new Ending(run => end = (run.Epoch, run.Batch, run.Loss))] });
        Assert.Equal(2, result.History.Count);
        Assert.Equal((2, 6, result.History[^1].TrainLoss), end);
    }

    [Fact]
    public void Early_stopping_over_an_interruption_gives_the_best_of_the_whole_run()
    {
        TrainingOptions options = CheckpointRun.Options with { Epochs = 6, Validation = CheckpointRun.Data.Slice(3, 20), Optimizer = new Adam(0.3) };
        StaticNetworks.Dropped expected = new(1);
        EarlyStopping whole = new() { Patience = 2 };
        TrainingResult all = expected.Train(CheckpointRun.Data, options with { Callbacks = [whole] });
        for (int steps = 1; steps < 36; steps += 3)
        {
            using TestFolder folder = new();
            string path = folder.PathOf("run");
            using CancellationTokenSource source = new();
            StaticNetworks.Dropped network = new(1);
            network.Train(
                CheckpointRun.Data,
                options with { Epochs = 5, Checkpoint = new(path), Callbacks = [new EarlyStopping { Patience = 2 }, new StopAfter(source, steps)] },
                source.Token);
            EarlyStopping later = new() { Patience = 2 };
            StaticNetworks.Dropped resumed = new(9);
            TrainingResult rest = resumed.Train(CheckpointRun.Data, options with { Checkpoint = new(path) { Resume = true }, Callbacks = [later] });
            Assert.Equal(CheckpointRun.Bits(expected), CheckpointRun.Bits(resumed));
            Assert.Equal((whole.BestEpoch, whole.BestValue, whole.StoppedEpoch), (later.BestEpoch, later.BestValue, later.StoppedEpoch));
            Assert.Equal(all.StopReason, rest.StopReason);
            Assert.Equal(all.History.Select(report => report.TrainLoss), rest.History.Select(report => report.TrainLoss));
        }
    }

    [Fact]
    public void Odd_names_come_back()
    {
        using TestFolder folder = new();
        string path = folder.PathOf("net.safetensors");
        string[] odd = ["a\"b", "c\nd\r\t", "\U0001F600", "\0\u2028\u007f\ufeff", ""];
        ModelInfo info = new()
        {
            ClassNames = odd,
            InputScaler = FeatureScaler.Standardize(CheckpointRun.Data.Select([4, 4, 4])),
            Properties = odd.ToDictionary(text => text, text => text + "\\"),
        };
        ModelFile.Save(new StaticNetworks.Dropped(1), path, info);
        ModelFile.Load<StaticNetworks.Dropped>(path, out ModelInfo loaded);
        Assert.Equal(odd, loaded.ClassNames);
        Assert.Equal(info.Properties.OrderBy(pair => pair.Key, StringComparer.Ordinal), loaded.Properties.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(info.InputScaler.Apply(CheckpointRun.Data.Input(1)), loaded.InputScaler!.Apply(CheckpointRun.Data.Input(1)));
        Assert.All(info.InputScaler.Apply(CheckpointRun.Data.Input(1)), value => Assert.True(float.IsFinite(value)));
        Assert.Throws<ArgumentException>(() => ModelFile.Save(new StaticNetworks.Dropped(1), path, new ModelInfo { ClassNames = ["a", "b", "\ud83d", "d", "e"] }));
    }

    [Fact]
    public void A_run_with_another_loss_is_not_taken_up()
    {
        using TestFolder folder = new();
        string path = folder.PathOf("run");
        Dataset data = new(new float[14], new float[2], 7, 1);
        new Single(1).Train(data, new() { Epochs = 1, Checkpoint = new(path) });
        SingleOfSquares network = new(2);
        int[] before = Networks.TestData.Bits(network.Parameters);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(
            () => network.Train(data, new() { Epochs = 2, Checkpoint = new(path) { Resume = true } }));
        Assert.Contains("has 'loss BinaryCrossEntropy', this one 'loss SquaredError'", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, Networks.TestData.Bits(network.Parameters));
    }

    [CompiledNetwork(Loss = Loss.SquaredError)]
    [Input(7)]
    [Dense(16, Activation.Tanh)]
    [Dense(1, Activation.Sigmoid)]
    internal sealed partial class SingleOfSquares;

    [CompiledNetwork(Loss = Loss.BinaryCrossEntropy)]
    [Input(7)]
    [Dense(16, Activation.Tanh)]
    [Dense(1, Activation.Sigmoid)]
    internal sealed partial class Single;

    private sealed class Ending(Action<TrainingRun> then) : TrainingCallback
    {
        public override void OnTrainingEnded(TrainingRun run, TrainingResult result) => then(run);
    }

    private sealed class StopEpoch(int epoch) : TrainingCallback
    {
        public override void OnEpochEnded(TrainingRun run, EpochReport report)
        {
            if (report.Epoch == epoch)
            {
                run.RequestStop("enough");
            }
        }
    }
}
