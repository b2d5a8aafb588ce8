using System.Runtime.InteropServices;
using CompiledNet.Tests.Training;

namespace CompiledNet.Tests.Storage;

/// <summary>
/// Files written by Python (json, struct and NumPy) as the reference implementation lays them out: <c>bare</c> without metadata, <c>python</c>
/// with that of PyTorch's users, <c>ours</c> as this library writes it.
/// </summary>
public class GoldenTests
{
    // By [in][out], as Parameters are.
    private static readonly float[] Parameters = [0.1f, float.MaxValue, -0f, -2.5f, float.Epsilon, 7, 1 / 3f, -1e-30f];

    [Theory]
    [InlineData("bare")]
    [InlineData("python")]
    [InlineData("ours")]
    public void Pythons_file_is_read(string name)
    {
        LinearNetwork network = ModelFile.Load<LinearNetwork>(new MemoryStream(Read(name)), out ModelInfo info);
        Assert.Equal(MemoryMarshal.AsBytes(Parameters.AsSpan()), MemoryMarshal.AsBytes(network.Parameters));
        Assert.Equal(name switch { "python" => 1, "ours" => 2, _ => 0 }, info.Properties.Count);
    }

    [Fact]
    public void Our_file_is_the_same_to_the_byte()
    {
        LinearNetwork network = LinearNetwork.Create(1);
        Parameters.CopyTo(network.Parameters);
        ModelInfo info = new()
        {
            InputScaler = new FeatureScaler([0.1, -2.5, 1e300], [1, 1 / 3.0, double.Epsilon]),
            ClassNames = ["cat", "Größe"],
            Properties = new Dictionary<string, string> { ["b"] = "é \"x\"\n", ["a"] = "1" },
        };
        using MemoryStream stream = new();
        ModelFile.Save(network, stream, info, "0.1.0");
        byte[] golden = Read("ours");
        Assert.Equal(TestFile.Header(golden), TestFile.Header(stream.ToArray()));
        Assert.Equal(golden, stream.ToArray());
    }

    private static byte[] Read(string name)
    {
        using Stream stream = typeof(GoldenTests).Assembly.GetManifestResourceStream(name + ".safetensors")!;
        byte[] file = new byte[stream.Length];
        stream.ReadExactly(file);
        return file;
    }
}
