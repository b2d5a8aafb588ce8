using System.Runtime.InteropServices;
using CompiledNet.Tests.Data;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Storage;

/// <summary>The <c>Save</c> and <c>Load</c> that every generated network has.</summary>
public class GeneratedSaveTests
{
    [Fact]
    public void A_generated_network_saves_and_loads_itself()
    {
        using TestFolder folder = new();
        string path = folder.PathOf("digits.safetensors");
        StaticNetworks.Digits network = new(5);
        network.Save(path, new ModelInfo { Properties = new Dictionary<string, string> { ["accuracy"] = "0.97" } });
        StaticNetworks.Digits loaded = StaticNetworks.Digits.Load(path, out ModelInfo info);
        Assert.Equal(MemoryMarshal.AsBytes(network.Parameters), MemoryMarshal.AsBytes(loaded.Parameters));
        Assert.Equal("0.97", info.Properties["accuracy"]);
        float[] input = new float[StaticNetworks.Digits.InputSize];
        Assert.Equal(network.Predict(input), StaticNetworks.Digits.Load(path).Predict(input));
    }

    [Fact]
    public void Another_class_refuses_the_file()
    {
        using TestFolder folder = new();
        string path = folder.PathOf("digits.safetensors");
        new StaticNetworks.Digits().Save(path);
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => StaticNetworks.Wide.Load(path)).Message, StringComparison.Ordinal);
    }
}
