using CompiledNet.Numerics;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Training;

/// <summary>Label smoothing is training on targets smoothed beforehand, to the last bit.</summary>
[Trait("Category", "Numerics")]
public class LabelSmoothingTests
{
    private const int Examples = 90;

    public static TheoryData<double, bool, int, int> Cases
    {
        get
        {
            TheoryData<double, bool, int, int> cases = [];
            foreach (double share in new[] { 1e-9, 0.1, 1.0 / 3, 0.99 })
            {
                foreach (bool shuffle in new[] { true, false })
                {
                    cases.Add(share, shuffle, 32, 1);
                    cases.Add(share, shuffle, 7, 3);
                    cases.Add(share, shuffle, 90, 2);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_training_on_smoothed_targets(double share, bool shuffle, int batchSize, int teamSize)
    {
        TrainingOptions options = new() { Epochs = 2, BatchSize = batchSize, Shuffle = shuffle, TeamSize = teamSize };
        AssertSame<StaticNetworks.Classes>(share, options, 5);
        AssertSame<StaticNetworks.Ragged>(share, options, 5);

        // Two outputs with a sigmoid each, so two classes each; the share is spread as the number of outputs says.
        AssertSame<StaticNetworks.Logistic>(share, options, 2);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 1)]
    [InlineData(true, 3)]
    [InlineData(false, 3)]
    public void Pixels_as_bytes_learn_what_floats_learn(bool shuffle, int teamSize)
    {
        SeededRandom random = new(5);
        byte[] pixels = [.. Enumerable.Range(0, Examples * 15).Select(_ => (byte)random.NextSingle(0, 255))];
        int[] labels = [.. Enumerable.Range(0, Examples).Select(i => i * 7 % 5)];
        float[] scaled = [.. pixels.Select(pixel => pixel / 255f)];
        TrainingOptions options = new() { Epochs = 2, Shuffle = shuffle, TeamSize = teamSize, LabelSmoothing = 0.1 };
        Dataset bytes = Dataset.FromBytes(pixels, labels, 5, 15);
        Dataset floats = Dataset.FromLabels(scaled, labels, 5, 15);
        float[] expected = Learn<StaticNetworks.Classes>(new Dataset(scaled, Smoothed(floats.Targets.Span, 5, 0.1), 15, 5), options with { LabelSmoothing = 0 });
        Assert.Equal(expected, Learn<StaticNetworks.Classes>(floats, options));
        Assert.Equal(expected, Learn<StaticNetworks.Classes>(bytes, options));
    }

    [Fact]
    public void The_data_and_the_validation_stay_as_they_are()
    {
        Dataset data = Data<StaticNetworks.Classes>();
        float[] before = data.Targets.ToArray();
        StaticNetworks.Classes network = new(1);
        TrainingResult result = network.Train(data, new TrainingOptions { Epochs = 1, Shuffle = false, LabelSmoothing = 0.2, Validation = data });
        Assert.Equal(before, data.Targets.ToArray());
        Assert.Equal(network.Evaluate(data).Loss, result.History[0].ValidationLoss);
    }

    [Fact]
    public void A_step_by_itself_smooths_too()
    {
        Dataset data = Data<StaticNetworks.Classes>();
        TrainingOptions options = new() { LabelSmoothing = 0.1 };
        StaticNetworks.Classes smoothing = new(1);
        StaticNetworks.Classes smoothed = new(1);
        Trainer<StaticNetworks.Classes> first = new(smoothing, options);
        Trainer<StaticNetworks.Classes> second = new(smoothed, new TrainingOptions());

        // A smaller batch after a larger one, and the other way round.
        foreach (int rows in new[] { 9, 3, 20, 20 })
        {
            ReadOnlySpan<float> targets = data.Targets.Span[..(rows * 5)];
            Assert.Equal(
                second.TrainStep(data.Inputs.Span[..(rows * 15)], Smoothed(targets, 5, 0.1)), first.TrainStep(data.Inputs.Span[..(rows * 15)], targets));
        }

        Assert.Equal(smoothed.Parameters.ToArray(), smoothing.Parameters.ToArray());
        Assert.Equal(0, Allocations.Least(() => first.TrainStep(data.Inputs.Span[..(20 * 15)], data.Targets.Span[..(20 * 5)])));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    [InlineData(0.99999999)]
    public void A_share_out_of_range_is_refused(double share) => Assert.Contains(
        nameof(TrainingOptions.LabelSmoothing),
        Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer<StaticNetworks.Classes>(new(1), new TrainingOptions { LabelSmoothing = share })).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_network_without_a_cross_entropy_is_refused() => Assert.Contains(
        "expected a network with a cross entropy",
        Assert.Throws<ArgumentException>(() => new Trainer<StaticNetworks.Regression>(new(1), new TrainingOptions { LabelSmoothing = 0.1 })).Message,
        StringComparison.Ordinal);

    private static void AssertSame<T>(double share, TrainingOptions options, int outputs)
        where T : class, ICompiledNetwork<T>
    {
        Dataset data = Data<T>();
        Assert.Equal(outputs, data.TargetSize);
        Dataset smoothed = new(data.Inputs, Smoothed(data.Targets.Span, outputs, share), data.InputSize, outputs);
        Assert.Equal(Learn<T>(smoothed, options), Learn<T>(data, options with { LabelSmoothing = share }));
    }

    private static float[] Smoothed(ReadOnlySpan<float> targets, int outputs, double share)
    {
        float kept = 1 - (float)share;
        float spread = (float)share / Math.Max(outputs, 2);
        return Array.ConvertAll(targets.ToArray(), target => MathF.FusedMultiplyAdd(target, kept, spread));
    }

    private static float[] Learn<T>(Dataset data, TrainingOptions options)
        where T : class, ICompiledNetwork<T>
    {
        T network = T.Create(1);
        new Trainer<T>(network, options).Train(data);
        return network.Parameters.ToArray();
    }

    private static Dataset Data<T>()
        where T : class, ICompiledNetwork<T>
    {
        SeededRandom random = new(5);
        return new Dataset(
            Networks.TestData.Uniform(Examples * T.Topology.InputSize, random, -1, 1),
            Networks.TestData.Uniform(Examples * T.Topology.OutputSize, random, 0, 1),
            T.Topology.InputSize,
            T.Topology.OutputSize);
    }
}
