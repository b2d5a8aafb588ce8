using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Training;

public class TrainingResultTests
{
    [Fact]
    public void The_result_describes_the_run_in_lines()
    {
        Dataset data = new(new float[19 * 2], new float[] { 1, 2, 3, 4, 5, 6 }, 19, 3);
        TrainingOptions options = new() { Epochs = 1, BatchSize = 2, Optimizer = new Adam(0.02), Seed = 7 };
        TrainingResult result = new StaticNetworks.Regression(1).Train(data, options);

        Assert.Same(options, result.Options);
        Assert.Same(StaticNetworks.Regression.Topology, result.Topology);
        string[] lines = result.Description.Split('\n');
        Assert.Contains("batch size 2", lines);
        Assert.Contains("seed 7", lines);
        Assert.Contains(lines, line => line.StartsWith("optimizer Adam", StringComparison.Ordinal) && line.Contains("0.02", StringComparison.Ordinal));

        Dataset other = new(new float[19 * 2], new float[] { 1, 2, 3, 4, 5, 7 }, 19, 3);
        Assert.Equal(result.Description, new StaticNetworks.Regression(2).Train(data, options with { Epochs = 2 }).Description);
        Assert.NotEqual(result.Description, new StaticNetworks.Regression(1).Train(other, options).Description);
    }

    [Fact]
    public void Layers_can_be_seen_through_the_interface()
    {
        StaticNetworks.Regression network = new(1);
        float[] input = new float[19];
        input[3] = 1;
        float[] own = new float[StaticNetworks.Regression.ActivationCount];
        network.Trace(input, own);
        float[] seen = Trace(network, input);
        Assert.Equal(own, seen);
        Assert.Equal(network.Predict(input), seen[^3..]);
        Assert.Throws<NotSupportedException>(() => Trace(new LinearNetwork(), new float[LinearNetwork.Topology.InputSize]));
    }

    private static float[] Trace<T>(T network, float[] input)
        where T : class, ICompiledNetwork<T>
    {
        float[] activations = new float[T.Topology.ActivationCount];
        network.Trace(input, activations);
        return activations;
    }
}
