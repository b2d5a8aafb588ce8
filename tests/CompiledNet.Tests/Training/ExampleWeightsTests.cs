using CompiledNet.Numerics;
using CompiledNet.Tests.Networks;
using CompiledNet.Tests.Oracle;

namespace CompiledNet.Tests.Training;

/// <summary>Examples that count more or less than others: a batch's gradient is the weighted sum of theirs over their number, on any team.</summary>
[Trait("Category", "Numerics")]
public partial class ExampleWeightsTests
{
    private const int Examples = 150;
    private const double Tolerance = 1e-5;

    public static TheoryData<int> Batches => [1, 10, 37, 129, 150];

    [Theory]
    [MemberData(nameof(Batches))]
    public void The_gradient_is_the_weighted_sum_over_the_number_of_examples(int batch)
    {
        AssertWeightedSum<StaticNetworks.Images>(batch);
        AssertWeightedSum<StaticNetworks.Regression>(batch);
        AssertWeightedSum<StaticNetworks.Ragged>(batch);
        AssertWeightedSum<StaticNetworks.Logistic>(batch);
        AssertWeightedSum<StaticNetworks.UnevenRuns>(batch);
        AssertWeightedSum<StaticNetworks.Wide>(batch);
        AssertWeightedSum<StaticNetworks.Straight>(batch);
    }

    [Fact]
    public void Weights_of_one_are_as_none()
    {
        AssertOnes<StaticNetworks.Images>();
        AssertOnes<StaticNetworks.Regression>();
        AssertOnes<StaticNetworks.Ragged>();
        AssertOnes<StaticNetworks.Logistic>();
        AssertOnes<StaticNetworks.UnevenRuns>();
        AssertOnes<StaticNetworks.Wide>();
        AssertOnes<StaticNetworks.Dropped>();
    }

    [Fact]
    public void A_weight_of_two_is_an_example_twice_and_one_of_zero_none()
    {
        Dataset data = Data<StaticNetworks.Regression>(Examples);
        float[] weights = [.. Enumerable.Range(0, Examples).Select(i => (float)(i % 3))];
        int[] repeated = [.. Enumerable.Range(0, Examples).SelectMany(i => Enumerable.Repeat(i, i % 3))];
        (float weightedLoss, float[] weighted) = Gradient<StaticNetworks.Regression>(data.WithWeights(weights));
        (float loss, float[] gradient) = Gradient<StaticNetworks.Regression>(data.Select(repeated));

        // Each divided by its own number of examples.
        double factor = (double)repeated.Length / Examples;
        Assert.InRange(Math.Abs(weightedLoss - (factor * loss)) / loss, 0, Tolerance);
        Assert.InRange(Agreement.LargestError([.. gradient.Select(value => value * factor)], Agreement.ToDoubles(weighted)), 0, Tolerance);
    }

    [Fact]
    public void Class_weights_multiply_the_examples_own()
    {
        Dataset data = Data<StaticNetworks.Classes>(Examples);
        float[] perClass = [0, 0.5f, 1, 1.7f, 3];
        float[] own = Weights(Examples);
        float[] product = [.. own.Select((weight, i) => weight * perClass[data.Label(i)])];
        float[] both = Learn<StaticNetworks.Classes>(data.WithWeights(own), new TrainingOptions { ClassWeights = perClass }, out TrainingResult first);
        float[] byHand = Learn<StaticNetworks.Classes>(data.WithWeights(product), new TrainingOptions(), out TrainingResult second);
        Assert.Equal(byHand, both);
        Assert.Equal(second.FinalLoss, first.FinalLoss);
        float[] classesAlone = Learn<StaticNetworks.Classes>(data, new TrainingOptions { ClassWeights = perClass }, out _);
        float[] classesByHand = Learn<StaticNetworks.Classes>(data.WithClassWeights(perClass), new TrainingOptions(), out _);
        Assert.Equal(classesByHand, classesAlone);
        Assert.NotEqual(both, classesAlone);
    }

    [Fact]
    public void Any_team_learns_the_same_bits_shuffled_or_not()
    {
        foreach (bool shuffle in new[] { true, false })
        {
            foreach (int batch in new[] { 10, 37, 140 })
            {
                AssertTeams<StaticNetworks.Wide>(batch, shuffle);
                AssertTeams<StaticNetworks.UnevenRuns>(batch, shuffle);
                AssertTeams<StaticNetworks.Ragged>(batch, shuffle);
                AssertTeams<StaticNetworks.Dropped>(batch, shuffle);
            }
        }
    }

    [Fact]
    public void The_reported_loss_is_the_weighted_sum_over_the_number()
    {
        Dataset data = Data<StaticNetworks.Ragged>(Examples);
        float[] weights = Weights(Examples);
        StaticNetworks.Ragged network = new(1);
        double expected = Enumerable.Range(0, Examples)
            .Sum(i => weights[i] * (double)network.ComputeLoss(data.Input(i).ToArray(), data.Target(i).ToArray(), new float[5])) / Examples;
        TrainingResult result = network.Train(data.WithWeights(weights), new TrainingOptions { Epochs = 1, BatchSize = 32, Optimizer = new ProbingOptimizer() });
        Assert.InRange(Math.Abs(result.FinalLoss - expected) / expected, 0, Tolerance);
    }

    [Fact]
    public void A_rare_class_is_recognized_more_often_with_balanced_weights()
    {
        // One example in twenty is of class 1, from a cloud that overlaps the other's.
        const int Count = 2000;
        SeededRandom random = new(3);
        float[] inputs = new float[2 * Count];
        int[] labels = new int[Count];
        for (int i = 0; i < Count; i++)
        {
            labels[i] = i % 20 == 0 ? 1 : 0;
            inputs[2 * i] = random.NextSingle(-1, 1) + (0.8f * labels[i]);
            inputs[(2 * i) + 1] = random.NextSingle(-1, 1) + (0.8f * labels[i]);
        }

        Dataset data = Dataset.FromLabels(inputs, labels, 2, 2);
        TrainingOptions options = new() { Epochs = 8, Optimizer = new Sgd(0.2) };
        double plain = Recall(options);
        Assert.InRange(plain, 0, 0.4);
        Assert.InRange(Recall(options with { ClassWeights = ClassWeights.Balanced(data) }), plain + 0.3, 1);
        Assert.InRange(Recall(options with { BalanceClasses = true }), plain + 0.3, 1);

        double Recall(TrainingOptions chosen)
        {
            TwoClouds network = new(1);
            network.Train(data, chosen);
            int[] rare = [.. Enumerable.Range(0, Count).Where(i => labels[i] == 1)];
            return rare.Count(i => network.Classify(inputs.AsSpan(2 * i, 2)) == 1) / (double)rare.Length;
        }
    }

    [Fact]
    public void A_step_by_itself_weights_classes_as_a_run_does()
    {
        Dataset data = Data<StaticNetworks.Classes>(Examples);
        TrainingOptions options = new()
        {
            ClassWeights = [0.5f, 0, 1, 2, 3], LabelSmoothing = 0.1, BatchSize = 50, Shuffle = false, Epochs = 1, Optimizer = new Adam(),
        };
        float[] byRun = Learn<StaticNetworks.Classes>(data, options, out _);
        StaticNetworks.Classes network = new(1);
        Trainer<StaticNetworks.Classes> trainer = new(network, options);
        for (int start = 0; start < Examples; start += 50)
        {
            Dataset part = data.Slice(start, 50);
            trainer.TrainStep(part.Inputs.Span, part.Targets.Span);
        }

        Assert.Equal(byRun, network.Parameters.ToArray());
        Assert.Equal(0, Allocations.Least(() => trainer.TrainStep(data.Inputs.Span[..(20 * 15)], data.Targets.Span[..(20 * 5)])));
    }

    [Fact]
    public void A_network_written_by_hand_refuses_weights()
    {
        LinearNetwork network = new();
        Dataset data = TestData.Linear(5);
        float[] before = network.Parameters.ToArray();
        TrainingOptions options = new() { ClassWeights = [1, 2] };
        Assert.Contains("LinearNetwork", Assert.Throws<NotSupportedException>(() => new Trainer<LinearNetwork>(network, options).Train(data)).Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => new Trainer<LinearNetwork>(network, options).TrainStep(data.Inputs.Span, data.Targets.Span));
        Assert.Throws<NotSupportedException>(() => new Trainer<LinearNetwork>(network).Train(data.WithWeights(new float[] { 1, 2, 3, 4, 5 })));
        Assert.Equal(before, network.Parameters.ToArray());
    }

    [Fact]
    public void The_part_of_a_layer_checks_its_memory()
    {
        Assert.Throws<ArgumentException>(() => ExampleWeights.Apply(new float[3], new float[2], new float[48], 16));
        Assert.Throws<ArgumentException>(() => ExampleWeights.Apply(new float[3], new float[3], new float[47], 16));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExampleWeights.Apply(new float[3], new float[3], new float[48], 0));
    }

    private static void AssertWeightedSum<T>(int batch)
        where T : class, ICompiledNetwork<T>
    {
        Dataset data = Data<T>(batch);
        float[] weights = Weights(batch);
        T network = T.Create(1);
        double[] expected = new double[network.Parameters.Length];
        double expectedLoss = 0;
        float[] one = new float[expected.Length];
        for (int i = 0; i < batch; i++)
        {
            expectedLoss += weights[i] * (double)network.Backpropagate(data.Input(i), data.Target(i), one) / batch;
            for (int p = 0; p < expected.Length; p++)
            {
                expected[p] += weights[i] * (double)one[p] / batch;
            }
        }

        float[]? alone = null;
        foreach (int size in new[] { 1, 2, 3, 4 })
        {
            (float loss, float[] gradient) = Gradient<T>(data.WithWeights(weights), size);
            Assert.InRange(Math.Abs(loss - expectedLoss) / Math.Abs(expectedLoss), 0, Tolerance);
            Assert.InRange(Agreement.LargestError(expected, Agreement.ToDoubles(gradient)), 0, Tolerance);
            Assert.Equal(alone ??= gradient, gradient);
        }
    }

    private static (float Loss, float[] Gradient) Gradient<T>(Dataset data, int teamSize = 1)
        where T : class, ICompiledNetwork<T>
    {
        ProbingOptimizer probe = new();
        TrainingResult result = new Trainer<T>(T.Create(1), new TrainingOptions
        {
            Epochs = 1, BatchSize = data.Count, Shuffle = false, Optimizer = probe, TeamSize = teamSize,
        }).Train(data);
        return ((float)result.FinalLoss, Assert.Single(probe.Gradients));
    }

    private static void AssertOnes<T>()
        where T : class, ICompiledNetwork<T>
    {
        Dataset data = Data<T>(Examples);
        float[] ones = [.. Enumerable.Repeat(1f, Examples)];
        foreach (int size in new[] { 1, 3 })
        {
            foreach (Optimizer optimizer in new Optimizer[] { new Sgd(0.1), new Adam(0.01) })
            {
                TrainingOptions options = new() { BatchSize = 37, Epochs = 2, TeamSize = size, Optimizer = optimizer };
                float[] none = Learn<T>(data, options, out TrainingResult without);
                float[] weighted = Learn<T>(data.WithWeights(ones), options, out TrainingResult with);
                Assert.Equal(none, weighted);
                Assert.Equal(without.History.Select(epoch => epoch.TrainLoss), with.History.Select(epoch => epoch.TrainLoss));
            }
        }
    }

    private static void AssertTeams<T>(int batch, bool shuffle)
        where T : class, ICompiledNetwork<T>
    {
        Dataset data = Data<T>(Examples).WithWeights(Weights(Examples));
        TrainingOptions options = new() { BatchSize = batch, Epochs = 2, Shuffle = shuffle };
        float[] alone = Learn<T>(data, options with { TeamSize = 1 }, out TrainingResult expected);
        foreach (int size in new[] { 2, 3, 4 })
        {
            Assert.Equal(alone, Learn<T>(data, options with { TeamSize = size }, out TrainingResult result));
            Assert.Equal(expected.History.Select(epoch => epoch.TrainLoss), result.History.Select(epoch => epoch.TrainLoss));
        }
    }

    private static float[] Learn<T>(Dataset data, TrainingOptions options, out TrainingResult result)
        where T : class, ICompiledNetwork<T>
    {
        T network = T.Create(1);
        result = new Trainer<T>(network, options).Train(data);
        return network.Parameters.ToArray();
    }

    private static float[] Weights(int count) => [.. Enumerable.Range(0, count).Select(i => i % 5 == 3 ? 0 : 0.25f + (i * 7 % 13 / 6f))];

    private static Dataset Data<T>(int count)
        where T : class, ICompiledNetwork<T>
    {
        SeededRandom random = new(5);
        return new Dataset(
            Networks.TestData.Uniform(count * T.Topology.InputSize, random, -1, 1),
            Networks.TestData.Uniform(count * T.Topology.OutputSize, random, 0, 1),
            T.Topology.InputSize,
            T.Topology.OutputSize);
    }

    [CompiledNetwork(2, 8, 2, Hidden = Activation.Tanh, Output = Activation.Softmax, Loss = Loss.CrossEntropy)]
    internal sealed partial class TwoClouds;
}
