using CompiledNet.Onnx.Schema;

namespace CompiledNet.Onnx.Tests.Export;

/// <summary>Each option does what it says; one that cannot be is refused before anything is written.</summary>
public class OptionTests
{
    [Fact]
    public void Names_batch_and_producer_are_those_of_the_options()
    {
        OnnxExportOptions options = new()
        {
            InputName = "pixels", OutputName = "digits", BatchSize = 3, Description = "Knows digits.", ProducerName = "A program", ProducerVersion = "7.1",
        };
        byte[] bytes = OnnxExport.ToBytes(TestNetwork.Create<SmallNet>(), options);
        ModelProto model = ModelStructure.Check(bytes, SmallNet.Topology, options);
        Assert.Equal(("A program", "7.1", "Knows digits."), (model.ProducerName, model.ProducerVersion, model.DocString));
        using OnnxModelRun run = new(bytes);
        Assert.Equal([3, 3], run.Inputs["pixels"].Dimensions);
        Assert.Equal([3, 2], run.Outputs["digits"].Dimensions);
        Assert.Equal(("A program", "SmallNet", "Knows digits."), (run.Model.ProducerName, run.Model.GraphName, run.Model.Description));
    }

    [Fact]
    public void Without_options_the_batch_is_any_and_images_have_their_channels_first()
    {
        byte[] bytes = OnnxExport.ToBytes(TestNetwork.Create<SmallImageNet>());
        Assert.Equal("CompiledNet", ModelStructure.Check(bytes, SmallImageNet.Topology, new OnnxExportOptions()).ProducerName);
        using OnnxModelRun run = new(bytes);
        Assert.Equal(["batch", "", "", ""], run.Inputs["input"].SymbolicDimensions);
        Assert.Equal([-1, 2, 2, 3], run.Inputs["input"].Dimensions);
        Assert.Equal([-1, 2], run.Outputs["output"].Dimensions);
    }

    [Fact]
    public void Tensors_have_the_names_and_the_order_of_model_files()
    {
        SmallNet network = TestNetwork.Create<SmallNet>();
        ModelProto model = ModelProto.Parser.ParseFrom(OnnxExport.ToBytes(network));
        Assert.Equal(["1.weight 4x3", "1.bias 4", "2.weight 2x4", "2.bias 2"], model.Graph.Initializer.Select(tensor => $"{tensor.Name} {string.Join('x', tensor.Dims)}"));

        // The second row of the first weights: from all inputs to output 1.
        float[] weights = Values(model.Graph.Initializer[0]);
        Assert.Equal([network.Weights1[1], network.Weights1[5], network.Weights1[9]], weights[3..6]);
        Assert.Equal(network.Bias1.ToArray(), Values(model.Graph.Initializer[1]));
    }

    [Fact]
    public void The_weights_behind_Flatten_are_in_the_order_of_the_image_that_comes()
    {
        SmallImageNet network = TestNetwork.Create<SmallImageNet>();
        ModelProto model = ModelProto.Parser.ParseFrom(OnnxExport.ToBytes(network));
        Assert.Equal(["Conv", "Flatten", "Gemm"], model.Graph.Node.Select(node => node.OpType));

        // The image before has 1x2 pixels of 2 channels: here pixel, channel; there channel, pixel.
        float[] ours = network.Weights3.ToArray();
        Assert.Equal([ours[0], ours[4], ours[2], ours[6]], Values(model.Graph.Initializer.Single(tensor => tensor.Name == "3.weight"))[..4]);
    }

    [Fact]
    public void An_image_that_comes_with_its_channels_last_is_transposed_only_where_a_layer_needs_it()
    {
        OnnxExportOptions options = new() { InputLayout = OnnxImageLayout.ChannelsLast };
        Assert.Equal(["Transpose", "Conv", "Flatten", "Gemm"], Operators<SmallImageNet>(options));
        Type flattened = ExportCases.FlatImageNet;
        Assert.Equal(["Flatten", "Gemm", "Sigmoid"], (IEnumerable<string>)typeof(OptionTests)
            .GetMethod(nameof(Operators), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.MakeGenericMethod(flattened).Invoke(null, [options])!);
    }

    [Fact]
    public void What_an_option_cannot_be_is_refused_and_the_file_stays_as_it_was()
    {
        using TestFolder folder = new();
        string path = folder.PathOf("net.onnx");
        File.WriteAllText(path, "before");
        SmallNet network = TestNetwork.Create<SmallNet>();
        FeatureScaler three = new([1, 2, 3], [1, 2, 3]);
        Refused(new() { BatchSize = 0 }, "BatchSize is 0; expected at least 1");
        Refused(new() { InputLayout = (OnnxImageLayout)7 }, "InputLayout is 7");
        Refused(new() { InputName = "" }, "InputName is empty");
        Refused(new() { OutputName = null! }, "OutputName is null");
        Refused(new() { OutputName = "input" }, "InputName and OutputName are both 'input'");
        Refused(new() { InputName = "\ud800" }, "InputName holds half a surrogate pair");
        Refused(new() { Description = "\ud800" }, "Description holds half a surrogate pair");
        Refused(new() { ProducerName = "" }, "ProducerName is empty");
        Refused(new() { InputName = "1.weight" }, "'1.weight' is the name of the model's input or output, and of a value inside");
        Refused(new() { OutputName = "1.Dense_output" }, "'1.Dense_output' is the name of the model's input or output, and of a value inside");
        Refused(new() { ScaleInputs = true }, "ScaleInputs is set, but there is no InputScaler");
        Refused(new() { UnscaleOutputs = true, Info = new ModelInfo { InputScaler = three } }, "UnscaleOutputs is set, but there is no TargetScaler");
        Refused(new() { ScaleInputs = true, Info = new ModelInfo { InputScaler = new([0, 0, 0], [1, 1e-45, 1]) } }, "column 1 of the InputScaler has the offset 0 and the scale 1E-45");
        Refused(new() { ScaleInputs = true, Info = new ModelInfo { InputScaler = new([0, 0, 1e39], [1, 1, 1]) } }, "column 2 of the InputScaler has the offset 1E+39");
        Refused(new() { Info = new ModelInfo { TargetScaler = three } }, "3 columns in the target scaler; expected 2");
        Refused(new() { ScaleInputs = true, Info = new ModelInfo { InputScaler = new([1], [1]) } }, "1 column in the input scaler; expected 3");
        Refused(new() { IncludeMetadata = false, Info = new ModelInfo { ClassNames = ["a"] } }, "1 name of classes; expected 2");
        Assert.Contains(
            "'half' is the name of the model's input or output",
            Assert.Throws<ArgumentException>(() => TestNetwork.Create<NormNet>().SaveOnnx(path, new() { InputName = "half" })).Message,
            StringComparison.Ordinal);
        Assert.Equal("before", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(folder.FullPath));

        void Refused(OnnxExportOptions options, string message) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => network.SaveOnnx(path, options)).Message, StringComparison.Ordinal);
    }

    private static float[] Values(TensorProto tensor) => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();

    private static List<string> Operators<TNetwork>(OnnxExportOptions options)
        where TNetwork : class, ICompiledNetwork<TNetwork> =>
        [.. ModelStructure.Check(OnnxExport.ToBytes(TestNetwork.Create<TNetwork>(), options), TNetwork.Topology, options).Graph.Node.Select(node => node.OpType)];
}
