using CompiledNet.Export;

namespace CompiledNet.Onnx.Tests.Export;

/// <summary>What a topology says of its layers beside shapes and tensors: what the export needs, and nothing that the hash is taken of.</summary>
public class TopologySettingsTests
{
    [Fact]
    public void Layers_say_their_windows_epsilons_and_rates() => Assert.Equal(
        [
            new WindowSettings(3, 3, 1, 2, 1, 0), new BatchNormSettings(0.1f, 1e-5f), new WindowSettings(2, 2, 1, 1, 0, 0), null, new DropoutSettings(0.25f),
            null, new BatchNormSettings(0.25f, 0.001f), null,
        ],
        NormNet.Topology.Layers.Select(layer => layer.Settings));

    [Fact]
    public void Settings_are_no_part_of_the_hash()
    {
        NetworkTopology with = NormNet.Topology;
        NetworkTopology without = new(with.Name, with.Input, with.Loss, [.. with.Layers.Select(layer => layer with { Settings = null })]);
        Assert.Equal(without.Description, with.Description);
        Assert.Equal("48258168c0b8dcb5a728aa794d538496bd5d133a6b9d4b09cb7574b24a95f368", LeNet5.Topology.Hash);
    }

    [Fact]
    public void A_topology_that_does_not_say_them_cannot_be_exported()
    {
        NetworkTopology topology = NormNet.Topology;
        NetworkTopology without = new(topology.Name, topology.Input, topology.Loss, [.. topology.Layers.Select(layer => layer with { Settings = null })]);
        Assert.Contains("Layer 1 of NormNet, Conv2D, has no WindowSettings", Refusal(without), StringComparison.Ordinal);
        NetworkTopology unknown = new("Odd", topology.Input, topology.Loss, new LayerTopology(1, "Shuffle", topology.Input, topology.Input, Activation.Identity, []));
        Assert.Contains("Layer 1 of Odd is of the kind Shuffle", Refusal(unknown), StringComparison.Ordinal);

        static string Refusal(NetworkTopology topology)
        {
            float[] zeros = new float[topology.ParameterCount + topology.StatisticCount];
            return Assert.Throws<NotSupportedException>(
                () => ModelExport.Of(topology, new OnnxExportOptions(), tensor => zeros.AsSpan(0, tensor.Length), tensor => zeros.AsSpan(0, tensor.Length))).Message;
        }
    }
}
