using CompiledNet.Storage;
using CompiledNet.Tests.Data;
using CompiledNet.Tests.Networks;
using CompiledNet.Tests.Training;

namespace CompiledNet.Tests.Storage;

/// <summary>What a file says of its network can be asked before the network's class is known.</summary>
public sealed class ModelFileInfoTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_tells_which_network_it_is_of()
    {
        ModelFileInfo file = Read(TestFile.Save(LinearNetwork.Create(1), new ModelInfo
        {
            InputScaler = new FeatureScaler([1, 2, 3], [4, 5, 6]),
            InputNames = ["a", "b", "c"],
            Properties = new Dictionary<string, string> { ["by"] = "me" },
        }));
        Assert.Equal("LinearNetwork", file.NetworkName);
        Assert.Equal(LinearNetwork.Topology.Hash, file.TopologyHash);
        Assert.Equal(["1.bias [2]", "1.weight [2, 3]"], file.Tensors.Select(tensor => $"{tensor.Name} {SafeTensorInfo.Text(tensor.Shape)}"));
        Assert.Equal([4.0, 5, 6], file.Info.InputScaler!.Scale.ToArray());
        Assert.Equal(["a", "b", "c"], file.Info.InputNames);
        Assert.Equal("me", file.Info.Properties["by"]);
        Assert.True(file.IsOf<LinearNetwork>());
        Assert.False(file.IsOf<StaticNetworks.Ragged>());
        Assert.True(Read(TestFile.Save(new StaticNetworks.Ragged(1))).IsOf<StaticNetworks.Ragged>());
    }

    [Fact]
    public void A_file_that_does_not_say_is_of_the_network_with_its_tensors()
    {
        byte[] data = new byte[32];
        ModelFileInfo fits = Read(TestFile.Of("{\"1.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},\"1.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[24,32]}}", data));
        Assert.Null(fits.NetworkName ?? fits.TopologyHash);
        Assert.True(fits.IsOf<LinearNetwork>());
        Assert.Empty(fits.Info.Properties);
        ModelFileInfo other = Read(TestFile.Of("{\"1.weight\":{\"dtype\":\"F32\",\"shape\":[3,2],\"data_offsets\":[0,24]},\"1.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[24,32]}}", data));
        Assert.False(other.IsOf<LinearNetwork>());
        Assert.False(Read(TestFile.Of("{\"1.weight\":{\"dtype\":\"F32\",\"shape\":[2,4],\"data_offsets\":[0,32]}}", data)).IsOf<LinearNetwork>());

        byte[] more = TestFile.Of("{\"1.weight\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},\"1.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[24,32]},\"2.bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[32,36]}}", new byte[36]);
        Assert.False(Read(more).IsOf<LinearNetwork>());

        // The same tensors, but other activations.
        byte[] file = TestFile.Replace(TestFile.Save(LinearNetwork.Create(1)), LinearNetwork.Topology.Hash, new string('0', LinearNetwork.Topology.Hash.Length));
        Assert.False(Read(file).IsOf<LinearNetwork>());
    }

    [Fact]
    public void A_file_that_no_network_could_be_loaded_from_is_refused()
    {
        byte[] file = TestFile.Save(LinearNetwork.Create(1), new ModelInfo { InputNames = ["a", "b", "c"] });
        AssertRefused("the file has 0 bytes", []);
        AssertRefused("cut short: it has 31 bytes of data", file[..^1]);
        AssertRefused("1 bytes behind the last tensor", [.. file, 0]);
        AssertRefused("which this version of CompiledNet does not know", TestFile.Replace(file, "compilednet.input_names", "compilednet.names"));
        AssertRefused("cannot be read", TestFile.Replace(file, "[\\\"a\\\"", "[1"));
        AssertRefused("tensor 'n' is I64, expected F32", TestFile.Of("{\"n\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}", new byte[8]));
        Assert.Throws<FileNotFoundException>(() => ModelFile.ReadInfo(_folder.PathOf("none")));
        Assert.Throws<ArgumentException>(() => ModelFile.ReadInfo(""));

        void AssertRefused(string message, byte[] content)
        {
            string text = Assert.Throws<InvalidDataException>(() => Read(content)).Message;
            Assert.StartsWith(_folder.PathOf("net.safetensors") + ": ", text, StringComparison.Ordinal);
            Assert.Contains(message, text, StringComparison.Ordinal);
        }
    }

    private ModelFileInfo Read(byte[] content)
    {
        _folder.Write("net.safetensors", content);
        return ModelFile.ReadInfo(_folder.PathOf("net.safetensors"));
    }
}
