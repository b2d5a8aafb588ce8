using CompiledNet.Numerics;
using CompiledNet.Tests.Storage;

namespace CompiledNet.Tests.Networks;

/// <summary>A generated network with batch normalization: its running statistics in training and in files.</summary>
public partial class NormalizedNetworkTests
{
    [Fact]
    public void Training_moves_the_running_statistics_and_a_file_keeps_them()
    {
        Net network = new(1);
        Assert.Equal(Net.StatisticCount, network.RunningStatistics.Length);
        Assert.Equal([0, 0, 0, 1, 1, 1], network.RunningStatistics[..6].ToArray());
        SeededRandom random = new(2);
        float[] inputs = TestData.Uniform(40 * Net.InputSize, random, 2, 3);
        Dataset data = new(inputs, TestData.Uniform(40 * 2, random, -1, 1), Net.InputSize, 2);
        network.Train(data, new() { Epochs = 20, BatchSize = 20, Optimizer = new Sgd(0.01) });
        Assert.All(network.RunningMean1.ToArray(), mean => Assert.InRange(mean, 2.2f, 2.8f));
        Assert.All(network.RunningVariance1.ToArray(), variance => Assert.InRange(variance, 0.04f, 0.2f));
        Net loaded = ModelFile.Load<Net>(new MemoryStream(TestFile.Save(network)));
        Assert.Equal(network.RunningStatistics.ToArray(), loaded.RunningStatistics.ToArray());
        Assert.Equal(network.Predict(inputs.AsSpan(0, Net.InputSize)), loaded.Predict(inputs.AsSpan(0, Net.InputSize)));
    }

    [CompiledNetwork(Loss = Loss.SquaredError)]
    [Input(4, 4, 3)]
    [BatchNorm]
    [Conv2D(2, 2, Activation.ReLU)]
    [Flatten]
    [Dense(5, Activation.Sigmoid)]
    [BatchNorm(Activation.Tanh)]
    [Dense(2)]
    internal sealed partial class Net;
}
