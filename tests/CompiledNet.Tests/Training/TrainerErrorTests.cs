namespace CompiledNet.Tests.Training;

public class TrainerErrorTests
{
    [Fact]
    public void A_loss_that_is_not_finite_names_epoch_batch_and_example_and_puts_the_epoch_back()
    {
        // Example 13's squared error overflows at once. Without shuffling it lies in batch 4 of 5.
        Dataset data = WithInput(13, 1e30f);
        LinearNetwork network = LinearNetwork.Create(1);
        TrainingException exception = Assert.Throws<TrainingException>(
            () => Train(network, data, new() { BatchSize = 4, Shuffle = false }));

        Assert.Equal((1, 4, 13), (exception.Epoch, exception.Batch, exception.Example));
        Assert.StartsWith("Epoch 1, batch 4: the loss of example 13 is Infinity. ", exception.Message, StringComparison.Ordinal);
        Assert.True(LinearNetwork.Create(1).Parameters.SequenceEqual(network.Parameters));
    }

    [Fact]
    public void The_example_is_named_by_its_place_in_the_data_also_when_shuffled()
    {
        TrainingException exception = Assert.Throws<TrainingException>(
            () => Train(LinearNetwork.Create(1), WithInput(13, 1e30f), new() { BatchSize = 4, Seed = 8 }));
        Assert.Equal(13, exception.Example);
    }

    [Fact]
    public void Training_stops_before_the_step_of_that_batch()
    {
        int steps = 0;
        TrainingOptions options = new() { BatchSize = 4, Shuffle = false, Optimizer = new CheckingOptimizer((_, _, _) => steps++) };
        Assert.Throws<TrainingException>(() => Train(LinearNetwork.Create(1), WithInput(13, 1e30f), options));
        Assert.Equal(3, steps);
    }

    [Fact]
    public void A_diverging_run_leaves_the_network_of_the_start_of_that_epoch()
    {
        LinearNetwork network = LinearNetwork.Create(1);
        float[][] afterEpoch = new float[1000][];
        TrainingOptions options = new()
        {
            Epochs = 1000,
            BatchSize = 5,
            Optimizer = new Sgd(3),
            Progress = new Reports(report => afterEpoch[report.Epoch] = network.Parameters.ToArray()),
        };
        TrainingException exception = Assert.Throws<TrainingException>(() => Train(network, TestData.Linear(20), options));

        Assert.InRange(exception.Epoch, 3, 999);
        Assert.Equal(afterEpoch[exception.Epoch - 1], network.Parameters.ToArray());
        Assert.All(network.Parameters.ToArray(), parameter => Assert.True(float.IsFinite(parameter)));
    }

    [Fact]
    public void A_loss_that_is_not_finite_because_a_parameter_is_not_says_so()
    {
        LinearNetwork network = LinearNetwork.Create(1);
        TrainingOptions options = new() { BatchSize = 4, Optimizer = new BreakingOptimizer(breakAt: 3, parameter: 7) };
        TrainingException exception = Assert.Throws<TrainingException>(() => Train(network, TestData.Linear(20), options));

        Assert.Equal((1, 4), (exception.Epoch, exception.Batch));
        Assert.Contains("because parameter 7 (element 1 of 1.bias) is NaN since an earlier step", exception.Message, StringComparison.Ordinal);
        Assert.True(LinearNetwork.Create(1).Parameters.SequenceEqual(network.Parameters));
    }

    [Fact]
    public void A_parameter_that_is_not_finite_after_the_last_step_of_an_epoch_is_found()
    {
        LinearNetwork network = LinearNetwork.Create(1);
        TrainingOptions options = new() { Epochs = 1, BatchSize = 4, Optimizer = new BreakingOptimizer(breakAt: 5, parameter: 2) };
        TrainingException exception = Assert.Throws<TrainingException>(() => Train(network, TestData.Linear(20), options));

        Assert.Equal((1, 5, null), (exception.Epoch, exception.Batch, exception.Example));
        Assert.StartsWith("Epoch 1: after batch 5, parameter 2 (element 2 of 1.weight) is NaN. ", exception.Message, StringComparison.Ordinal);
        Assert.True(LinearNetwork.Create(1).Parameters.SequenceEqual(network.Parameters));
    }

    [Fact]
    public void Cancelling_does_not_hide_a_parameter_that_is_not_finite()
    {
        using CancellationTokenSource stop = new();
        LinearNetwork network = LinearNetwork.Create(1);
        TrainingOptions options = new()
        {
            BatchSize = 4,
            Optimizer = new CheckingOptimizer(
                (_, _, _) =>
                {
                    network.Parameters[3] = float.NaN;
                    stop.Cancel();
                }),
        };
        TrainingException exception = Assert.Throws<TrainingException>(
            () => new Trainer<LinearNetwork>(network, options).Train(TestData.Linear(20), stop.Token));
        Assert.Equal((1, 1), (exception.Epoch, exception.Batch));
        Assert.True(LinearNetwork.Create(1).Parameters.SequenceEqual(network.Parameters));
    }

    [Fact]
    public void A_batch_whose_sum_alone_overflows_names_the_example_with_the_largest_loss()
    {
        // Each example's loss is below the largest float, their sum is above it.
        float[] targets = new float[8];
        Array.Fill(targets, 1.2e19f);
        targets[4] = 1.3e19f;
        Dataset data = new(new float[12], targets, 3, 2);
        TrainingException exception = Assert.Throws<TrainingException>(
            () => Train(new LinearNetwork(), data, new() { BatchSize = 4, Shuffle = false }));

        Assert.Equal((1, 1, 2), (exception.Epoch, exception.Batch, exception.Example));
        Assert.Contains("the loss of the batch is Infinity, though no single example's is", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_whose_parameters_are_not_finite_is_not_trained()
    {
        LinearNetwork network = new();
        network.Parameters[6] = float.PositiveInfinity;
        string message = Assert.Throws<InvalidOperationException>(() => Train(network, TestData.Linear(3), new())).Message;
        Assert.Contains("parameter 6 (element 0 of 1.bias) is Infinity", message, StringComparison.Ordinal);
        Assert.Equal(float.PositiveInfinity, network.Parameters[6]);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(4, 2)]
    [InlineData(3, 1)]
    [InlineData(3, 3)]
    public void Data_of_other_sizes_than_the_network_is_refused_before_anything_changes(int inputSize, int targetSize)
    {
        Dataset wrong = new(new float[inputSize * 6], new float[targetSize * 6], inputSize, targetSize);
        LinearNetwork network = LinearNetwork.Create(1);
        string expected = $"has {inputSize} inputs and {targetSize} targets; expected 3 and 2, the sizes of LinearNetwork";

        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => Train(network, wrong, new())).Message, StringComparison.Ordinal);
        ArgumentException validation = Assert.Throws<ArgumentException>(() => Train(network, TestData.Linear(5), new() { Validation = wrong }));
        Assert.Contains(expected, validation.Message, StringComparison.Ordinal);
        Assert.Equal("Validation", validation.ParamName);
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => network.Evaluate(wrong)).Message, StringComparison.Ordinal);
        Assert.True(LinearNetwork.Create(1).Parameters.SequenceEqual(network.Parameters));
    }

    [Fact]
    public void Nothing_to_train_or_to_train_with_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => new Trainer<LinearNetwork>(null!));
        Assert.Throws<ArgumentNullException>(() => new Trainer<LinearNetwork>(new LinearNetwork()).Train(null!));
        Assert.Throws<ArgumentNullException>(() => new LinearNetwork().Evaluate(null!));
        Assert.Throws<ArgumentNullException>(() => ((LinearNetwork)null!).Evaluate(TestData.Linear(1)));
    }

    private static Dataset WithInput(int example, float value)
    {
        Dataset data = TestData.Linear(20);
        float[] inputs = data.Inputs.ToArray();
        inputs[(example * 3) + 1] = value;
        return new Dataset(inputs, data.Targets, 3, 2);
    }

    private static TrainingResult Train(LinearNetwork network, Dataset data, TrainingOptions options) =>
        new Trainer<LinearNetwork>(network, options).Train(data);

    /// <summary>Makes one parameter NaN at one step.</summary>
    private sealed class BreakingOptimizer(long breakAt, int parameter) : Optimizer(1)
    {
        public override int GetStateLength(int parameterCount) => 0;

        public override void Step(Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, OptimizerStep current)
        {
            parameters[0] += 1;
            if (current.Number == breakAt)
            {
                parameters[parameter] = float.NaN;
            }
        }
    }
}
