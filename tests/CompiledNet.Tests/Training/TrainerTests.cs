namespace CompiledNet.Tests.Training;

public class TrainerTests
{
    // Two epochs of ten examples with seed 1, worked out in another language from the published algorithms.
    private static readonly int[] KnownOrder = [2, 6, 4, 1, 7, 0, 5, 9, 3, 8, 2, 9, 5, 4, 3, 0, 6, 1, 8, 7];

    [Fact]
    public void Training_finds_the_line_the_data_lies_on()
    {
        LinearNetwork network = LinearNetwork.Create(1);
        TrainingResult result = Train(network, TestData.Linear(50), new() { Epochs = 400, BatchSize = 7 });

        float[] expected = [0.5f, 0, -1, 2, 0, 1, 0.25f, 0];
        Assert.All(expected.Zip(network.Parameters.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
        Assert.Equal(400, result.History.Count);
        Assert.False(result.Cancelled);
        Assert.True(result.FinalLoss < 1e-5);
        Assert.Equal(result.History[^1].TrainLoss, result.FinalLoss);
    }

    [Theory]
    [InlineData(10, 3, new[] { 3, 3, 3, 1 })]
    [InlineData(9, 3, new[] { 3, 3, 3 })]
    [InlineData(2, 3, new[] { 2 })]
    [InlineData(4, 1, new[] { 1, 1, 1, 1 })]
    [InlineData(4, int.MaxValue, new[] { 4 })]
    public void The_batches_of_an_epoch_hold_each_example_once(int count, int batchSize, int[] batchSizes)
    {
        foreach (bool shuffle in (bool[])[true, false])
        {
            List<int[]> batches = Batches(count, new() { Epochs = 2, BatchSize = batchSize, Shuffle = shuffle });

            Assert.Equal([.. batchSizes, .. batchSizes], batches.Select(batch => batch.Length));
            Assert.Equal(Enumerable.Range(0, count), batches.Take(batchSizes.Length).SelectMany(batch => batch).Order());
            Assert.Equal(Enumerable.Range(0, count), batches.Skip(batchSizes.Length).SelectMany(batch => batch).Order());
        }
    }

    [Fact]
    public void Without_shuffling_the_examples_keep_their_order() =>
        Assert.Equal([0, 1, 2, 3, 4, 0, 1, 2, 3, 4], Batches(5, new() { Epochs = 2, BatchSize = 2, Shuffle = false }).SelectMany(batch => batch));

    [Fact]
    public void The_order_comes_from_the_seed_and_differs_from_epoch_to_epoch()
    {
        int[] first = [.. Batches(40, new() { Epochs = 3, BatchSize = 7, Seed = 5 }).SelectMany(batch => batch)];

        Assert.Equal(first, Batches(40, new() { Epochs = 3, BatchSize = 13, Seed = 5 }).SelectMany(batch => batch));
        Assert.NotEqual(first, Batches(40, new() { Epochs = 3, BatchSize = 7, Seed = 6 }).SelectMany(batch => batch));
        Assert.NotEqual(first[..40], first[40..80]);
        Assert.NotEqual(first[40..80], first[80..]);
        Assert.NotEqual(Enumerable.Range(0, 40), first[..40]);
    }

    [Fact]
    public void The_order_of_a_seed_never_changes() =>
        Assert.Equal(KnownOrder, Batches(10, new() { Epochs = 2, BatchSize = 10, Seed = 1 }).SelectMany(batch => batch));

    [Fact]
    public void Inputs_and_targets_stay_together_when_shuffled()
    {
        Dataset data = TestData.Linear(20);
        float[] inputs = [];
        float[] targets = [];
        LinearNetwork network = new() { Batch = batch => inputs = batch };
        Optimizer check = new CheckingOptimizer((_, gradient, _) =>
        {
            int example = TestData.ExamplesOf(inputs, 20)[0];
            targets = data.Target(example).ToArray();
            Assert.Equal(data.Input(example).ToArray(), inputs);

            // All parameters are zero, so the bias' gradient is -2 times the targets.
            Assert.Equal([-2 * targets[0], -2 * targets[1]], gradient[6..]);
        });
        Train(network, data, new() { Epochs = 1, BatchSize = 1, Optimizer = check });
        Assert.NotEmpty(targets);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_whatever_the_number_of_threads()
    {
        TrainingOptions options = new() { Epochs = 5, BatchSize = 6, Seed = 3, Optimizer = new Sgd(0.1) { Momentum = 0.9 } };
        LinearNetwork network = LinearNetwork.Create(1);
        Train(network, TestData.Linear(33), options);

        foreach (int threads in (int[])[-1, 1, 2, 64])
        {
            LinearNetwork other = LinearNetwork.Create(1);
            Train(other, TestData.Linear(33), options with { MaxDegreeOfParallelism = threads });
            Assert.True(network.Parameters.SequenceEqual(other.Parameters));
        }
    }

    [Fact]
    public void A_gathered_batch_gives_the_same_bits_as_the_data_in_that_order()
    {
        Dataset data = TestData.Linear(23);
        int[] order = [.. Batches(23, new() { Epochs = 1, BatchSize = 5, Seed = 9 }).SelectMany(batch => batch)];
        Dataset sorted = new(
            order.SelectMany(i => data.Input(i).ToArray()).ToArray(), order.SelectMany(i => data.Target(i).ToArray()).ToArray(), 3, 2);
        LinearNetwork shuffled = LinearNetwork.Create(1);
        LinearNetwork plain = LinearNetwork.Create(1);

        Train(shuffled, data, new() { Epochs = 1, BatchSize = 5, Seed = 9 });
        Train(plain, sorted, new() { Epochs = 1, BatchSize = 5, Shuffle = false });

        Assert.True(shuffled.Parameters.SequenceEqual(plain.Parameters));
    }

    [Fact]
    public void Steps_are_numbered_on_over_the_epochs_and_the_state_is_carried_from_step_to_step()
    {
        List<long> numbers = [];
        List<float> states = [];
        CheckingOptimizer optimizer = new((step, _, state) =>
        {
            Assert.Equal(0.25, step.LearningRate);
            numbers.Add(step.Number);
            states.Add(state[0]);
        });
        Trainer<LinearNetwork> trainer = new(new LinearNetwork(), new() { Epochs = 2, BatchSize = 2, Optimizer = optimizer });

        trainer.Train(TestData.Linear(5));
        trainer.Train(TestData.Linear(2));

        Assert.Equal([1, 2, 3, 4, 5, 6, 1, 2], numbers);
        Assert.Equal([0, 1, 2, 3, 4, 5, 0, 1], states);
    }

    [Fact]
    public void The_training_loss_is_the_mean_over_the_examples_as_they_went_by()
    {
        // A step that changes nothing, so that every batch meets the same network.
        Dataset data = TestData.Linear(10);
        LinearNetwork network = LinearNetwork.Create(4);
        TrainingResult result = Train(network, data, new() { Epochs = 1, BatchSize = 4, Optimizer = new CheckingOptimizer((_, _, _) => { }) });
        Assert.Equal(network.Evaluate(data).Loss, result.FinalLoss, 1e-6);
    }

    [Fact]
    public void Progress_is_told_of_each_epoch_in_order_before_the_next_starts()
    {
        List<string> events = [];
        LinearNetwork network = new() { Batch = _ => events.Add("batch") };
        Reports progress = new(report => events.Add($"report {report.Epoch}"));
        TrainingResult result = Train(network, TestData.Linear(4), new() { Epochs = 2, BatchSize = 2, Progress = progress });

        Assert.Equal(["batch", "batch", "report 1", "batch", "batch", "report 2"], events);
        Assert.Equal(progress.All, result.History);
        Assert.True(result.History[0].Elapsed <= result.History[1].Elapsed);
        Assert.True(result.History[1].Elapsed <= result.Elapsed);
    }

    [Fact]
    public void Validation_measures_the_network_as_it_is_after_the_epoch()
    {
        Dataset validation = TestData.Linear(9);
        LinearNetwork network = LinearNetwork.Create(1);
        Evaluation? seen = null;
        Reports progress = new(_ => seen = network.Evaluate(validation));
        TrainingResult result = Train(network, TestData.Linear(30), new() { Epochs = 3, Validation = validation, Progress = progress });

        Assert.Equal((seen!.Loss, seen.Accuracy), (result.History[2].ValidationLoss!.Value, result.History[2].ValidationAccuracy!.Value));
        Assert.NotEqual(result.History[0].ValidationLoss, result.History[2].ValidationLoss);
    }

    [Fact]
    public void Without_validation_data_a_report_has_no_validation_figures()
    {
        EpochReport report = Train(new LinearNetwork(), TestData.Linear(3), new() { Epochs = 1 }).History[0];
        Assert.Null(report.ValidationLoss);
        Assert.Null(report.ValidationAccuracy);
    }

    [Fact]
    public void Cancelling_within_an_epoch_keeps_what_was_learned()
    {
        using CancellationTokenSource source = new();
        int batches = 0;
        LinearNetwork network = new()
        {
            Batch = _ =>
            {
                if (++batches == 5)
                {
                    source.Cancel();
                }
            },
        };
        TrainingOptions options = new() { Epochs = 9, BatchSize = 2 };
        TrainingResult result = new Trainer<LinearNetwork>(network, options).Train(TestData.Linear(6), source.Token);

        // The fifth batch is the second one's of the second epoch; its step is still taken.
        Assert.True(result.Cancelled);
        Assert.Equal(5, batches);
        Assert.Equal([1], result.History.Select(report => report.Epoch));

        int steps = 0;
        LinearNetwork expected = new();
        Train(expected, TestData.Linear(6), options with
        {
            Optimizer = new CheckingOptimizer((_, _, _) => steps++, () => steps <= 5 ? new Sgd(0.1) : null),
        });
        Assert.True(expected.Parameters.SequenceEqual(network.Parameters));
    }

    [Fact]
    public void Cancelled_before_it_starts_training_changes_nothing()
    {
        LinearNetwork network = LinearNetwork.Create(1);
        TrainingResult result = new Trainer<LinearNetwork>(network).Train(TestData.Linear(3), new CancellationToken(canceled: true));

        Assert.True(result.Cancelled);
        Assert.Empty(result.History);
        Assert.Equal(double.NaN, result.FinalLoss);
        Assert.True(LinearNetwork.Create(1).Parameters.SequenceEqual(network.Parameters));
    }

    [Fact]
    public void Cancelling_after_the_last_batch_is_too_late()
    {
        using CancellationTokenSource source = new();
        TrainingOptions options = new() { Epochs = 2, Progress = new Reports(report => CancelAt(report.Epoch == 2)) };
        TrainingResult result = new Trainer<LinearNetwork>(new LinearNetwork(), options).Train(TestData.Linear(3), source.Token);
        Assert.False(result.Cancelled);
        Assert.Equal(2, result.History.Count);

        void CancelAt(bool now)
        {
            if (now)
            {
                source.Cancel();
            }
        }
    }

    [Fact]
    public void An_exception_of_the_progress_passes_through_and_the_network_keeps_the_epoch()
    {
        LinearNetwork network = new();
        Reports progress = new(report => throw new TimeoutException("enough"));
        Assert.Equal("enough", Assert.Throws<TimeoutException>(() => Train(network, TestData.Linear(8), new() { Epochs = 5, Progress = progress })).Message);

        LinearNetwork expected = new();
        Train(expected, TestData.Linear(8), new() { Epochs = 1 });
        Assert.True(expected.Parameters.SequenceEqual(network.Parameters));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_batch_allocates_nothing(bool shuffle)
    {
        // Within an epoch: between two lies the report.
        List<long> allocated = new(2000);
        Sgd sgd = new(0.1) { Momentum = 0.9, WeightDecay = 0.1 };
        AllocationMeter meter = new(sgd, allocated);
        Train(new LinearNetwork(), TestData.Linear(500), new() { Epochs = 6, BatchSize = 8, Shuffle = shuffle, Optimizer = meter });

        int perEpoch = 63;
        Assert.Equal(6 * perEpoch, allocated.Count);
        Assert.Equal(0, Allocations.LeastOfEpochs(allocated, perEpoch));
    }

    private static TrainingResult Train(LinearNetwork network, Dataset data, TrainingOptions options) =>
        new Trainer<LinearNetwork>(network, options).Train(data);

    private static List<int[]> Batches(int count, TrainingOptions options)
    {
        List<int[]> batches = [];
        LinearNetwork network = new() { Batch = batch => batches.Add(TestData.ExamplesOf(batch, count)) };
        Train(network, TestData.Linear(count), options);
        return batches;
    }
}
