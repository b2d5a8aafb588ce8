using Xunit.Abstractions;

namespace CompiledNet.Onnx.Tests.Export;

/// <summary>ONNX Runtime gives the outputs that the network itself gives, to 1e-5 of the largest.</summary>
public class OutputTests(ITestOutputHelper output)
{
    public static TheoryData<string> Kinds => ExportCases.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_layer_and_activation_gives_the_same_outputs(string kind)
    {
        double largest = 0;
        foreach ((string name, Type network) in ExportCases.OfKind(kind))
        {
            double error = OutputComparison.LargestErrorOf(network);
            Assert.True(error <= OutputComparison.Tolerance, FormattableString.Invariant($"{kind}, {name}: {error:E2}"));
            largest = Math.Max(largest, error);
        }

        output.WriteLine(FormattableString.Invariant($"| {kind} | {largest:E1} |"));
    }

    [Fact]
    public void Every_kind_of_layer_there_is_has_its_cases()
    {
        IEnumerable<string> kinds = typeof(LayerAttribute).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(LayerAttribute)) && type != typeof(InputAttribute))
            .Select(type => type.Name[..^"Attribute".Length])
            .Concat(Enum.GetNames<Activation>().Select(name => "Activation." + name));
        Assert.Equal(kinds.Order(StringComparer.Ordinal), ExportCases.All.Select(item => item.Kind).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void LeNet_and_the_digit_network_give_the_same_outputs()
    {
        Check(TestNetwork.Create<LeNet5>());
        Check(TestNetwork.Create<DigitNet>());

        void Check<TNetwork>(TNetwork network)
            where TNetwork : class, ICompiledNetwork<TNetwork>
        {
            double error = OutputComparison.LargestError(network);
            output.WriteLine(FormattableString.Invariant($"| {TNetwork.Topology.Name} | {error:E1} |"));
            Assert.True(error <= OutputComparison.Tolerance, FormattableString.Invariant($"{TNetwork.Topology.Name}: {error:E2}"));
        }
    }

    [Fact]
    public void A_network_that_has_been_trained_gives_the_same_outputs()
    {
        NormNet network = new(seed: 3);
        float[] inputs = TestNetwork.Examples(NormNet.Topology, 64);
        int[] labels = [.. Enumerable.Range(0, 64).Select(n => n % NormNet.OutputSize)];
        network.Train(
            Dataset.FromLabels(inputs, labels, NormNet.OutputSize, NormNet.InputSize),
            new TrainingOptions { Epochs = 5, BatchSize = 16, Optimizer = new Sgd(0.05), Seed = 1 });

        // The running statistics have moved from 0 and 1.
        Assert.DoesNotContain(0f, network.RunningStatistics.ToArray());
        Assert.DoesNotContain(1f, network.RunningStatistics.ToArray());
        double error = OutputComparison.LargestError(network);
        output.WriteLine(FormattableString.Invariant($"| trained, with BatchNorm and Dropout | {error:E1} |"));
        Assert.True(error <= OutputComparison.Tolerance, FormattableString.Invariant($"{error:E2}"));
    }

    [Fact]
    public void Networks_of_random_layers_give_the_same_outputs()
    {
        double largest = 0;
        int networks = 0;
        foreach ((string text, Type network) in ExportCases.Random)
        {
            double error = OutputComparison.LargestErrorOf(network);
            Assert.True(error <= OutputComparison.Tolerance, FormattableString.Invariant($"{text}: {error:E2}"));
            largest = Math.Max(largest, error);
            networks++;
        }

        Assert.NotEqual(0, networks);
        output.WriteLine(FormattableString.Invariant($"| {networks} networks of random layers | {largest:E1} |"));
    }
}
