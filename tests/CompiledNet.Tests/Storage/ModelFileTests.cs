using System.Globalization;
using System.Runtime.InteropServices;
using CompiledNet.Storage;
using CompiledNet.Tests.Data;
using CompiledNet.Tests.Networks;
using CompiledNet.Tests.Training;

namespace CompiledNet.Tests.Storage;

/// <summary>A network comes out of a file as it went in, or not at all.</summary>
public class ModelFileTests
{
    [Fact]
    public void A_network_is_the_same_after_a_file()
    {
        using TestFolder folder = new();
        string path = folder.PathOf("net.safetensors");
        StaticNetworks.Ragged network = new(7);
        ModelFile.Save(network, path);
        StaticNetworks.Ragged loaded = ModelFile.Load<StaticNetworks.Ragged>(path, out ModelInfo info);
        Assert.Equal(Bits(network.Parameters), Bits(loaded.Parameters));
        Assert.Empty(info.Properties);
        Assert.Null(info.InputScaler ?? info.TargetScaler);
        Assert.Null(info.InputNames ?? info.ClassNames);
        Assert.Single(Directory.GetFiles(folder.FullPath));
    }

    [Fact]
    public void Every_case_network_is_the_same_after_a_stream()
    {
        Check(new StaticNetworks.Digits(1));
        Check(new StaticNetworks.Regression(2));
        Check(new StaticNetworks.Classes(3));
        Check(new StaticNetworks.Images(4));
        Check(new StaticNetworks.Logistic(5));
        Check(new StaticNetworks.Straight(6));

        static void Check<TNetwork>(TNetwork network)
            where TNetwork : class, ICompiledNetwork<TNetwork>
        {
            byte[] file = TestFile.Save(network);
            TNetwork loaded = ModelFile.Load<TNetwork>(new MemoryStream(file));
            Assert.Equal(Bits(network.Parameters), Bits(loaded.Parameters));
            Assert.Equal(file, TestFile.Save(loaded));
        }
    }

    [Fact]
    public void The_file_has_PyTorchs_names_and_order()
    {
        LinearNetwork network = LinearNetwork.Create(1);
        float[] parameters = [11, 12, 21, 22, 31, 32, 1, 2]; // in 1 to out 1, in 1 to out 2, in 2 to out 1, ...
        parameters.CopyTo(network.Parameters);
        byte[] file = TestFile.Save(network);
        SafeTensorsReader reader = TestFile.Open(file);
        Assert.Equal(["1.bias F32 [2]", "1.weight F32 [2, 3]"], reader.Header.Tensors.Select(tensor => $"{tensor.Name} {tensor.Type} {SafeTensorInfo.Text(tensor.Shape)}"));
        Assert.Equal([1, 2, 11, 21, 31, 12, 22, 32], MemoryMarshal.Cast<byte, float>(file.AsSpan(file.Length - 32)).ToArray());
        Assert.Equal("pt", reader.Header.Find("format"));
        Assert.Equal("LinearNetwork", reader.Header.Find("compilednet.network"));
        Assert.Equal(LinearNetwork.Topology.Hash, reader.Header.Find("compilednet.topology"));
        Assert.Equal(ModelFile.LibraryVersion, reader.Header.Find("compilednet.version"));
    }

    [Fact]
    public void A_convolutions_weights_would_have_PyTorchs_order_too()
    {
        ParameterTensor tensor = new("1.weight", new TensorShape(2, 3, 4, 5), 0); // [ky][kx][in][out]
        Assert.Equal([5, 4, 2, 3], TensorLayout.FileShape(tensor));
        float[] values = [.. Enumerable.Range(0, tensor.Length).Select(n => (float)n)];
        float[] file = new float[tensor.Length];
        TensorLayout.ToFile(tensor, values, file);
        for (int ky = 0; ky < 2; ky++)
        {
            for (int kx = 0; kx < 3; kx++)
            {
                for (int i = 0; i < 4; i++)
                {
                    for (int o = 0; o < 5; o++)
                    {
                        Assert.Equal(values[(((((ky * 3) + kx) * 4) + i) * 5) + o], file[(((((o * 4) + i) * 2) + ky) * 3) + kx]);
                    }
                }
            }
        }

        float[] back = new float[tensor.Length];
        TensorLayout.FromFile(tensor, file, back);
        Assert.Equal(values, back);
    }

    [Fact]
    public void What_is_saved_with_a_network_comes_back()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            ModelInfo info = new()
            {
                InputScaler = new FeatureScaler([0.1, -0.0, double.Epsilon], [1 / 3.0, 1e300, 2]),
                TargetScaler = new FeatureScaler([Math.PI, 5], [Math.E, double.Epsilon]),
                InputNames = ["width \"x\"", "Höhe\n", "😀"],
                ClassNames = ["", "b"],
                Properties = new Dictionary<string, string> { ["z"] = "1", ["author"] = "\u0001é\uFFFD\\", [""] = "" },
            };
            byte[] file = TestFile.Save(LinearNetwork.Create(3), info);
            ModelFile.Load<LinearNetwork>(new MemoryStream(file), out ModelInfo loaded);
            Assert.Equal(info.InputScaler.Offset.ToArray().Select(BitConverter.DoubleToInt64Bits), loaded.InputScaler!.Offset.ToArray().Select(BitConverter.DoubleToInt64Bits));
            Assert.Equal(info.InputScaler.Scale.ToArray(), loaded.InputScaler.Scale.ToArray());
            Assert.Equal(info.TargetScaler.Offset.ToArray(), loaded.TargetScaler!.Offset.ToArray());
            Assert.Equal(info.TargetScaler.Scale.ToArray(), loaded.TargetScaler.Scale.ToArray());
            Assert.Equal(info.InputNames, loaded.InputNames);
            Assert.Equal(info.ClassNames, loaded.ClassNames);
            Assert.Equal(info.Properties.OrderBy(pair => pair.Key, StringComparer.Ordinal), loaded.Properties.OrderBy(pair => pair.Key, StringComparer.Ordinal));
            Assert.Equal(file, TestFile.Save(ModelFile.Load<LinearNetwork>(new MemoryStream(file)), loaded));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    public static TheoryData<string, ModelInfo> BadInfos => new()
    {
        { "There are 2 columns in the input scaler; expected 3", new() { InputScaler = new([0, 0], [1, 1]) } },
        { "There is 1 column in the target scaler; expected 2", new() { TargetScaler = new([0], [1]) } },
        { "There is 1 name of inputs; expected 3", new() { InputNames = ["a"] } },
        { "There are 3 names of classes; expected 2", new() { ClassNames = ["a", "b", "c"] } },
        { "The name of input 1 is null", new() { InputNames = ["a", null!, "c"] } },
        { "The name of class 1 holds half a surrogate pair", new() { ClassNames = ["a", "\uD800"] } },
        { "The property 'a' holds half a surrogate pair", new() { Properties = new Dictionary<string, string> { ["a"] = "\uFFFD\uDC00" } } },
        { "The name of the property '\\udc00' holds half", new() { Properties = new Dictionary<string, string> { ["\uDC00"] = "" } } },
        { "The property 'a' is null", new() { Properties = new Dictionary<string, string> { ["a"] = null! } } },
        { "The property 'format' has a name that the file uses itself", new() { Properties = new Dictionary<string, string> { ["format"] = "np" } } },
        { "The property 'compilednet.x' has a name that the file uses itself", new() { Properties = new Dictionary<string, string> { ["compilednet.x"] = "" } } },
        { "The properties are null", new() { Properties = null! } },
    };

    [Theory]
    [MemberData(nameof(BadInfos))]
    public void An_info_that_does_not_fit_is_not_saved(string reason, ModelInfo info)
    {
        using TestFolder folder = new();
        folder.Write("net", [1]);
        Assert.Contains(reason, Assert.Throws<ArgumentException>(() => ModelFile.Save(LinearNetwork.Create(1), folder.PathOf("net"), info)).Message, StringComparison.Ordinal);
        Assert.Equal([1], File.ReadAllBytes(folder.PathOf("net")));
    }

    [Fact]
    public void A_network_that_is_not_finite_is_not_saved()
    {
        using MemoryStream stream = new();
        LinearNetwork network = LinearNetwork.Create(1);
        network.Parameters[7] = float.NaN;
        Assert.Contains("Element 1 of 1.bias is NaN", Assert.Throws<InvalidOperationException>(() => ModelFile.Save(network, stream)).Message, StringComparison.Ordinal);
        Assert.Equal(0, stream.Length);
    }

    [Fact]
    public void A_file_from_elsewhere_is_loaded_if_its_tensors_fit()
    {
        const string Header = """{"1.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"1.bias":{"dtype":"F32","shape":[2],"data_offsets":[24,32]},"__metadata__":{"format":"pt","by":"me"}}""";
        float[] values = [11, 21, 31, 12, 22, 32, 1, 2];
        LinearNetwork network = ModelFile.Load<LinearNetwork>(new MemoryStream(TestFile.Of(Header, MemoryMarshal.AsBytes(values.AsSpan()).ToArray())), out ModelInfo info);
        Assert.Equal([11, 12, 21, 22, 31, 32, 1, 2], network.Parameters.ToArray());
        Assert.Equal("me", Assert.Single(info.Properties, pair => pair.Key == "by").Value);
    }

    [Theory]
    [InlineData("\"1.bias\"", "\"2.bias\"", "the tensors are not those of LinearNetwork: it lacks '1.bias'; it has '2.bias', which the network has not. Expected '1.weight', '1.bias'")]
    [InlineData("\"1.bias\":{\"dtype\":\"F32\",\"shape\":[2]", "\"1.bias\":{\"dtype\":\"U8\",\"shape\":[8]", "tensor '1.bias' is U8, expected F32")]
    [InlineData("[2,3]", "[3,2]", "tensor '1.weight' has the shape [3, 2], expected [2, 3], outputs first")]
    [InlineData("\"shape\":[2]", "\"shape\":[1,2]", "tensor '1.bias' has the shape [1, 2], expected [2]")]
    [InlineData("Identity 1.weight", "Tanh 1.weight", null)]
    [InlineData("compilednet.network", "compilednet.newtork", "the metadata has 'compilednet.newtork', which this version of CompiledNet does not know")]
    [InlineData("\"n\":\"v\"", "\"compilednet.input_scaler\":\"[]\"", "'compilednet.input_scaler' cannot be read: expected an object with the lists of numbers offset and scale")]
    [InlineData("\"n\":\"v\"", "\"compilednet.input_scaler\":\"{\\\"offset\\\":[1,2,3],\\\"scale\\\":[1,1,0]}\"", "'compilednet.input_scaler' cannot be read: The scale of column 2 is 0")]
    [InlineData("\"n\":\"v\"", "\"compilednet.target_scaler\":\"{\\\"offset\\\":[1,1e999],\\\"scale\\\":[1,1]}\"", "'compilednet.target_scaler' cannot be read: ")]
    [InlineData("\"n\":\"v\"", "\"compilednet.target_scaler\":\"{\\\"offset\\\":[1],\\\"scale\\\":[1]}\"", "the metadata does not fit: There is 1 column in the target scaler")]
    [InlineData("\"n\":\"v\"", "\"compilednet.class_names\":\"[1]\"", "'compilednet.class_names' cannot be read: expected a list of strings")]
    [InlineData("\"n\":\"v\"", "\"compilednet.class_names\":\"[\\\"a\\\"\"", "'compilednet.class_names' cannot be read: not valid JSON")]
    [InlineData("\"n\":\"v\"", "\"compilednet.class_names\":\"[\\\"\\\\ud800\\\",\\\"a\\\"]\"", "'compilednet.class_names' cannot be read: half a surrogate pair")]
    [InlineData("\"n\":\"v\"", "\"compilednet.class_names\":\"\"", "'compilednet.class_names' cannot be read: not valid JSON")]
    [InlineData("\"n\":\"v\"", "\"compilednet.input_names\":\"[[[]]]\"", "'compilednet.input_names' cannot be read: expected a list of strings")]
    [InlineData("\"n\":\"v\"", "\"compilednet.input_names\":\"[]\"", "the metadata does not fit: There are 0 names of inputs")]
    public void A_file_that_does_not_fit_is_refused_and_nothing_changes(string text, string replacement, string? reason)
    {
        ModelInfo info = new() { Properties = new Dictionary<string, string> { ["n"] = "v" } };
        byte[] file = TestFile.Replace(TestFile.Save(LinearNetwork.Create(1), info), text, replacement);
        LinearNetwork network = LinearNetwork.Create(2);
        if (reason is null)
        {
            ModelFile.LoadInto(network, new MemoryStream(file)); // The layers in words are for people; the hash decides.
            return;
        }

        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => ModelFile.LoadInto(network, new MemoryStream(file)));
        Assert.StartsWith("the stream: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
        Assert.Equal(Bits(LinearNetwork.Create(2).Parameters), Bits(network.Parameters));
    }

    [Fact]
    public void Another_networks_file_is_refused_with_the_difference()
    {
        using TestFolder folder = new();
        string path = folder.PathOf("net.safetensors");
        ModelFile.Save(new StaticNetworks.Logistic(1), path);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => ModelFile.Load<StaticNetworks.Regression>(path));
        Assert.Equal(
            $"{path}: the file is of another network ('Logistic'), not of one like Regression: where it has 'input 7', expected 'input 19'; its topology is '{StaticNetworks.Logistic.Topology.Hash}', expected '{StaticNetworks.Regression.Topology.Hash}'.",
            exception.Message);

        // The same tensors, another activation.
        byte[] file = TestFile.Replace(TestFile.Save(LinearNetwork.Create(1)), "Identity 1.weight", "Tanh 1.weight");
        file = TestFile.Replace(file, LinearNetwork.Topology.Hash, new string('0', 64));
        exception = Assert.Throws<InvalidDataException>(() => ModelFile.Load<LinearNetwork>(new MemoryStream(file)));
        Assert.Contains("where it has '1 Dense 3 -> 2 Tanh 1.weight:3x2 1.bias:2', expected '1 Dense 3 -> 2 Identity 1.weight:3x2 1.bias:2'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_is_not_finite_is_refused_by_name()
    {
        byte[] file = TestFile.Save(LinearNetwork.Create(1));
        BitConverter.TryWriteBytes(file.AsSpan(file.Length - 8), float.NegativeInfinity);
        LinearNetwork network = LinearNetwork.Create(2);
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => ModelFile.LoadInto(network, new MemoryStream(file)));
        Assert.Equal("the stream: element [1, 1] of tensor '1.weight' is -Infinity, expected a finite number.", exception.Message);
        Assert.Equal(Bits(LinearNetwork.Create(2).Parameters), Bits(network.Parameters));
    }

    [Fact]
    public void A_stream_is_read_from_where_it_stands_and_stays_open()
    {
        byte[] file = TestFile.Save(LinearNetwork.Create(1));
        using MemoryStream stream = new([9, 9, .. file]);
        stream.Position = 2;
        Assert.Equal(Bits(LinearNetwork.Create(1).Parameters), Bits(ModelFile.Load<LinearNetwork>(stream).Parameters));
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_not_called_damaged()
    {
        using TestFolder folder = new();
        Assert.Throws<FileNotFoundException>(() => ModelFile.Load<LinearNetwork>(folder.PathOf("none")));
        Assert.Throws<IOException>(() => ModelFile.Load<LinearNetwork>(folder.FullPath));
        Assert.Throws<ArgumentException>(() => ModelFile.Load<LinearNetwork>(""));
        Assert.Throws<ArgumentNullException>(() => ModelFile.Load<LinearNetwork>((Stream)null!));
        Assert.Throws<ArgumentNullException>(() => ModelFile.Save<LinearNetwork>(null!, Stream.Null));
    }

    private static int[] Bits(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, int>(values).ToArray();
}
