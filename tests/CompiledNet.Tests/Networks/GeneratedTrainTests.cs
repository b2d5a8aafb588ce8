using CompiledNet.Numerics;

namespace CompiledNet.Tests.Networks;

/// <summary>The generated <c>Train</c> is the trainer's: it learns, and with the same options it learns the same bits.</summary>
public class GeneratedTrainTests
{
    [Fact]
    public void A_network_learns_a_function_of_its_inputs()
    {
        Dataset data = CreateData(64);
        StaticNetworks.Regression network = new(1);
        double before = network.Evaluate(data).Loss;
        TrainingResult result = network.Train(data, new TrainingOptions { Epochs = 60, BatchSize = 8, Optimizer = new Sgd(0.2), Seed = 3 });
        Assert.Equal(60, result.History.Count);
        Assert.True(network.Evaluate(data).Loss < before / 10, FormattableString.Invariant($"The loss went from {before} to {network.Evaluate(data).Loss}."));
    }

    [Fact]
    public void Training_again_gives_the_same_bits()
    {
        TrainingOptions options = new() { Epochs = 3, BatchSize = 7, Optimizer = new Sgd(0.1) { Momentum = 0.5 }, Seed = 4 };
        StaticNetworks.Regression first = new(2);
        StaticNetworks.Regression second = new(2);
        first.Train(CreateData(30), options);
        new Trainer<StaticNetworks.Regression>(second, options).Train(CreateData(30));
        Assert.Equal(TestData.Bits(first.Parameters), TestData.Bits(second.Parameters));
    }

    private static Dataset CreateData(int count)
    {
        float[] inputs = TestData.Uniform(count * StaticNetworks.Regression.InputSize, new SeededRandom(5), -1, 1);
        float[] targets = new float[count * StaticNetworks.Regression.OutputSize];
        for (int n = 0; n < count; n++)
        {
            ReadOnlySpan<float> x = inputs.AsSpan(n * StaticNetworks.Regression.InputSize);
            targets[n * 3] = x[0] - x[1];
            targets[(n * 3) + 1] = x[2];
            targets[(n * 3) + 2] = x[0] * x[2];
        }

        return new Dataset(inputs, targets, StaticNetworks.Regression.InputSize, StaticNetworks.Regression.OutputSize);
    }
}
