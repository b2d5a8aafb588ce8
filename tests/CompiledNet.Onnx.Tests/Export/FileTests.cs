using System.Globalization;
using System.Security.Cryptography;
using CompiledNet.Onnx.Schema;

namespace CompiledNet.Onnx.Tests.Export;

/// <summary>The files: the same bytes each time, whole or not at all, and nothing in them that is no number.</summary>
public class FileTests
{
    [Fact]
    public void File_stream_and_array_hold_the_same_bytes_in_every_culture()
    {
        using TestFolder folder = new();
        string path = folder.PathOf("net.onnx");
        byte[] bytes = OnnxExport.ToBytes(TestNetwork.Create<NormNet>());
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            TestNetwork.Create<NormNet>().SaveOnnx(path);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Equal(bytes, File.ReadAllBytes(path));
        using MemoryStream stream = new();
        OnnxExport.Save(TestNetwork.Create<NormNet>(), stream);
        Assert.Equal(bytes, stream.ToArray());
        Assert.Single(Directory.GetFiles(folder.FullPath));
    }

    [Fact]
    public void The_bytes_are_those_they_were_when_this_was_written()
    {
        OnnxExportOptions options = new() { ProducerVersion = "test", IncludeMetadata = false };
        Assert.Equal(
            "f9beed5cd878d7fa5882d2fef1705ef39b6613ca",
            Convert.ToHexStringLower(SHA256.HashData(OnnxExport.ToBytes(new NormNet(seed: 5), options)))[..40]);
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_refused_and_the_file_stays_as_it_was()
    {
        using TestFolder folder = new();
        string path = folder.PathOf("net.onnx");
        File.WriteAllText(path, "before");
        Refused(network => network.Weights1[2] = float.NaN, "Element 2 of 1.weight is NaN");
        Refused(network => network.Bias6[1] = float.NegativeInfinity, "Element 1 of 6.bias is -Infinity");
        Refused(network => network.RunningMean2[3] = float.PositiveInfinity, "Element 3 of 2.running_mean is Infinity");
        Refused(network => network.RunningVariance7[0] = -1, "Element 0 of 7.running_var is -1; expected no negative number");
        Assert.Equal("before", File.ReadAllText(path));

        void Refused(Action<NormNet> spoil, string message)
        {
            NormNet network = TestNetwork.Create<NormNet>();
            spoil(network);
            Assert.Contains(message, Assert.Throws<InvalidOperationException>(() => network.SaveOnnx(path)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_an_error()
    {
        using TestFolder folder = new();
        Assert.ThrowsAny<IOException>(() => TestNetwork.Create<SmallNet>().SaveOnnx(Path.Combine(folder.FullPath, "none", "net.onnx")));
        Assert.Throws<ArgumentNullException>(() => OnnxExport.Save(TestNetwork.Create<SmallNet>(), (Stream)null!));
        Assert.Throws<ArgumentNullException>(() => OnnxExport.ToBytes<SmallNet>(null!));
    }

    [Fact]
    public void Metadata_are_those_of_model_files()
    {
        ModelInfo info = new()
        {
            InputScaler = new([1, 2, 3], [4, 5, 0.1]),
            TargetScaler = new([1, 2], [3, 4]),
            InputNames = ["a", "b", "\u00e4"],
            ClassNames = ["no", "yes"],
            Properties = new Dictionary<string, string> { ["note"] = "mine" },
        };
        using OnnxModelRun run = new(OnnxExport.ToBytes(TestNetwork.Create<SmallNet>(), new OnnxExportOptions { Info = info }));
        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["compilednet.network"] = "SmallNet",
                ["compilednet.version"] = typeof(OnnxExport).Assembly.GetName().Version!.ToString(3),
                ["compilednet.topology"] = SmallNet.Topology.Hash,
                ["compilednet.layers"] = SmallNet.Topology.Description,
                ["compilednet.input_scaler"] = """{"offset":[1,2,3],"scale":[4,5,0.1]}""",
                ["compilednet.target_scaler"] = """{"offset":[1,2],"scale":[3,4]}""",
                ["compilednet.input_names"] = "[\"a\",\"b\",\"\u00e4\"]",
                ["compilednet.class_names"] = """["no","yes"]""",
                ["note"] = "mine",
            },
            new SortedDictionary<string, string>(run.Metadata.ToDictionary(), StringComparer.Ordinal));

        // What the model does itself is nobody's to do any more.
        using OnnxModelRun scaled = new(OnnxExport.ToBytes(TestNetwork.Create<SmallNet>(), new OnnxExportOptions { Info = info, ScaleInputs = true, UnscaleOutputs = true }));
        Assert.Equal(["compilednet.input_scaler", "compilednet.target_scaler"], run.Metadata.Keys.Except(scaled.Metadata.Keys).Order(StringComparer.Ordinal));
        Assert.Empty(ModelProto.Parser.ParseFrom(OnnxExport.ToBytes(TestNetwork.Create<SmallNet>(), new OnnxExportOptions { Info = info, IncludeMetadata = false })).MetadataProps);
    }
}
