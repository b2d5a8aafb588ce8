using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Training;

/// <summary>The cross entropies have a meaning for some targets only: with others the loss would fall for ever.</summary>
public class TargetTests
{
    [Theory]
    [InlineData(-0.001f)]
    [InlineData(-1f)]
    public void Cross_entropy_refuses_a_negative_target_before_anything_changes(float target) =>
        AssertRefused<StaticNetworks.Classes>(target, "Loss.CrossEntropy expects at least 0");

    [Theory]
    [InlineData(-1f)]
    [InlineData(1.001f)]
    [InlineData(100f)]
    public void Binary_cross_entropy_refuses_a_target_outside_0_to_1_before_anything_changes(float target) =>
        AssertRefused<StaticNetworks.Logistic>(target, "Loss.BinaryCrossEntropy expects 0 to 1");

    [Fact]
    public void Targets_at_the_ends_of_the_range_are_taken()
    {
        Assert.True(double.IsFinite(new StaticNetworks.Logistic(1).Evaluate(Data<StaticNetworks.Logistic>(1f)).Loss));
        Assert.True(double.IsFinite(new StaticNetworks.Classes(1).Evaluate(Data<StaticNetworks.Classes>(3f)).Loss));
        Assert.True(double.IsFinite(new StaticNetworks.Regression(1).Evaluate(Data<StaticNetworks.Regression>(-3f)).Loss));
    }

    private static void AssertRefused<TNetwork>(float target, string message)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        TNetwork network = TNetwork.Create(1);
        Dataset data = Data<TNetwork>(target);
        string where = FormattableString.Invariant($"Target 0 of example 2 is {target}; ");
        foreach (Action use in new Action[]
        {
            () => network.Evaluate(data),
            () => new Trainer<TNetwork>(network).Train(data),
            () => _ = new Trainer<TNetwork>(network, new TrainingOptions { Validation = data }),
        })
        {
            Assert.Contains(where + message, Assert.Throws<ArgumentException>(use).Message, StringComparison.Ordinal);
        }

        Assert.True(network.Parameters.SequenceEqual(TNetwork.Create(1).Parameters));
    }

    /// <summary>Three examples, one target of the last of which is given.</summary>
    private static Dataset Data<TNetwork>(float target)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        int outputs = TNetwork.Topology.OutputSize;
        float[] targets = new float[3 * outputs];
        targets[2 * outputs] = target;
        return new Dataset(new float[3 * TNetwork.Topology.InputSize], targets, TNetwork.Topology.InputSize, outputs);
    }
}
