extern alias generator;

using System.Reflection;
using System.Runtime.InteropServices;
using CompiledNet.Onnx.Tests.Export;
using generator::CompiledNet.Generator.Files;
using generator::CompiledNet.Generator.Model;
using generator::CompiledNet.Generator.Onnx;
using generator::CompiledNet.Generator.Parsing;
using Xunit.Abstractions;

namespace CompiledNet.Onnx.Tests.Import;

/// <summary>
/// What is exported and read again at build is the same network: layers, shapes, activations, settings, and every bit of its numbers. Dropout, which does nothing in a
/// prediction, is left out of a model.
/// </summary>
public sealed class RoundTripTests(ITestOutputHelper output)
{
    public static TheoryData<string> Kinds => ExportCases.Kinds;

    public static TheoryData<string, OnnxImageLayout> Networks
    {
        get
        {
            TheoryData<string, OnnxImageLayout> data = [];
            foreach (OnnxImageLayout layout in Enum.GetValues<OnnxImageLayout>())
            {
                foreach (Type type in Built)
                {
                    data.Add(type.Name, layout);
                }
            }

            return data;
        }
    }

    private static Type[] Built => [typeof(LeNet5), typeof(DigitNet), typeof(NormNet), typeof(SmallNet), typeof(SmallImageNet), typeof(EveryActivationNet), typeof(FlatAtOnceNet)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_layer_and_activation_comes_back(string kind)
    {
        foreach ((string name, Type type) in ExportCases.OfKind(kind))
        {
            Call(nameof(Check), type, kind + ", " + name);
        }
    }

    [Fact]
    public void Networks_of_random_layers_come_back()
    {
        foreach ((string attributes, Type type) in ExportCases.Random)
        {
            Call(nameof(Check), type, attributes);
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_class_made_of_an_exported_file_gives_the_same_bits(string name, OnnxImageLayout layout) =>
        Call(nameof(CheckOutputs), Built.Single(type => type.Name == name), layout);

    [Theory]
    [InlineData("ScaledFirst", OnnxImageLayout.ChannelsFirst)]
    [InlineData("ScaledLast", OnnxImageLayout.ChannelsLast)]
    public void Scalers_in_the_model_become_part_of_the_layers(string name, OnnxImageLayout layout)
    {
        Assert.Contains(name, ScaledFiles().Keys);
        (_, object network, NetworkTopology topology) = CompiledFiles.Of(name);
        Assert.Equal(SmallImageNet.Topology.Description, topology.Description);
        (FeatureScaler inputs, FeatureScaler targets) = Scalers;
        SmallImageNet original = TestNetwork.Create<SmallImageNet>();
        float[] examples = TestNetwork.Examples(topology, 5);
        double worst = 0;
        foreach (float[] example in examples.Chunk(topology.InputSize))
        {
            float[] expected = new float[topology.OutputSize];
            original.Predict(inputs.Apply(example), expected);
            worst = Math.Max(worst, OutputComparison.Error(targets.Invert(expected), CompiledFiles.Run(network, example)));
        }

        output.WriteLine(FormattableString.Invariant($"| scalers, {layout} | {worst:E1} |"));
        Assert.InRange(worst, 0, OutputComparison.Tolerance);
    }

    [Theory]
    [InlineData(1_000_000, 1, false, "shifts input 0 by -1000000 times")]
    [InlineData(1, 1, true, "behind the last activation")]
    public void A_scaler_that_no_layer_can_take_without_a_loss_is_an_error(double offset, double scale, bool behindSoftmax, string message)
    {
        FeatureScaler scaler = new([offset, offset, offset], [scale, scale, scale]);
        OnnxResult result = Import(behindSoftmax
            ? OnnxExport.ToBytes(TestNetwork.Create<NormNet>(), new OnnxExportOptions { Info = new ModelInfo { TargetScaler = scaler }, UnscaleOutputs = true })
            : OnnxExport.ToBytes(TestNetwork.Create<SmallNet>(), new OnnxExportOptions { Info = new ModelInfo { InputScaler = scaler }, ScaleInputs = true }));
        Assert.Null(result.Model);
        Assert.Contains(message, string.Join(": ", Assert.Single(result.Problems).Arguments), StringComparison.Ordinal);
    }

    /// <summary>The exported files that become classes, by the names of those.</summary>
    internal static Dictionary<string, byte[]> Files()
    {
        Dictionary<string, byte[]> files = ScaledFiles();
        foreach (OnnxImageLayout layout in Enum.GetValues<OnnxImageLayout>())
        {
            foreach (Type type in Built)
            {
                files[ClassName(type, layout)] = (byte[])Call(nameof(Export), type, layout)!;
            }
        }

        return files;
    }

    private static (FeatureScaler Inputs, FeatureScaler Targets) Scalers
    {
        get
        {
            double[] columns = [.. Enumerable.Range(1, SmallImageNet.InputSize).Select(n => n % SmallImageNet.Topology.Input[2] == 0 ? 0.7 : -1.3)];
            return (new FeatureScaler(columns, [.. columns.Select(column => 1.5 + column)]), new FeatureScaler([100, -3], [30, 0.5]));
        }
    }

    private static Dictionary<string, byte[]> ScaledFiles()
    {
        (FeatureScaler inputs, FeatureScaler targets) = Scalers;
        SmallImageNet network = TestNetwork.Create<SmallImageNet>();
        OnnxExportOptions options = new() { Info = new ModelInfo { InputScaler = inputs, TargetScaler = targets }, ScaleInputs = true, UnscaleOutputs = true };
        return new()
        {
            ["ScaledFirst"] = OnnxExport.ToBytes(network, options),
            ["ScaledLast"] = OnnxExport.ToBytes(network, options with { InputLayout = OnnxImageLayout.ChannelsLast }),
        };
    }

    private static string ClassName(Type type, OnnxImageLayout layout) => type.Name + "Of" + layout;

    private static object? Call(string method, Type network, params object[] arguments) =>
        typeof(RoundTripTests).GetMethod(method, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(network)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);

    private static byte[] Export<TNetwork>(OnnxImageLayout layout)
        where TNetwork : class, ICompiledNetwork<TNetwork> => OnnxExport.ToBytes(TestNetwork.Create<TNetwork>(), new OnnxExportOptions { InputLayout = layout });

    private static void CheckOutputs<TNetwork>(OnnxImageLayout layout)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        TNetwork original = TestNetwork.Create<TNetwork>();
        (_, object network, NetworkTopology topology) = CompiledFiles.Of(ClassName(typeof(TNetwork), layout));
        Assert.Equal(WithoutDropout(TNetwork.Topology), topology.Layers.Select(layer => (layer.Kind, layer.Input, layer.Output, layer.Activation)));
        Assert.Equal(Bits(original.Parameters), Bits((float[])network.GetType().GetMethod("AllParameters")!.Invoke(network, null)!));
        Assert.Equal(Bits(original.RunningStatistics), Bits((float[])network.GetType().GetMethod("AllStatistics")!.Invoke(network, null)!));
        foreach (float[] example in TestNetwork.Examples(topology, 5).Chunk(topology.InputSize))
        {
            float[] expected = new float[topology.OutputSize];
            original.Predict(example, expected);
            Assert.Equal(Bits(expected), Bits(CompiledFiles.Run(network, example)));
        }
    }

    private static void Check<TNetwork>(string description)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        TNetwork original = TestNetwork.Create<TNetwork>();
        LayerTopology[] layers = [.. TNetwork.Topology.Layers.Where(layer => layer.Kind != "Dropout")];
        foreach (OnnxImageLayout layout in TNetwork.Topology.Input.Count == 3 ? Enum.GetValues<OnnxImageLayout>() : [OnnxImageLayout.ChannelsFirst])
        {
            string where = FormattableString.Invariant($"{description}, {layout}: ");
            OnnxResult result = Import(OnnxExport.ToBytes(original, new OnnxExportOptions { InputLayout = layout }));
            Assert.True(result.Model is not null, where + string.Join(": ", result.Problems.SelectMany(problem => problem.Arguments)));
            Assert.Equal(where + Text(TNetwork.Topology.Input, layers.Select(layer => (object)(layer.Kind, layer.Input, layer.Output, layer.Activation, Settings(layer)))), where + Text(
                result.Model!.Input,
                result.Model.Layers.Select(layer => (object)(layer.Kind, layer.Input, layer.Output, layer.Activation, string.Join(' ', layer.Settings)))));
            Assert.Equal(Bits(original.Parameters), Bits(result.Model.Pretrained!.Parameters.Span));
            Assert.Equal(Bits(original.RunningStatistics), Bits(result.Model.Pretrained.Statistics.Span));
        }
    }

    private static IEnumerable<(string Kind, TensorShape Input, TensorShape Output, Activation Activation)> WithoutDropout(NetworkTopology topology) =>
        topology.Layers.Where(layer => layer.Kind != "Dropout").Select(layer => (layer.Kind, layer.Input, layer.Output, layer.Activation));

    private static string Text(object input, IEnumerable<object> layers) => string.Join('\n', layers.Prepend(input).Select(line => FormattableString.Invariant($"{line}")));

    // As the generator keeps them: whole numbers, or the bits of fractions.
    private static string Settings(LayerTopology layer) => layer.Settings switch
    {
        WindowSettings window => FormattableString.Invariant(
            $"{window.Height} {window.Width} {window.StrideHeight} {window.StrideWidth} {window.PaddingHeight} {window.PaddingWidth}"),
        BatchNormSettings norm => FormattableString.Invariant($"{BitConverter.SingleToInt32Bits(norm.Momentum)} {BitConverter.SingleToInt32Bits(norm.Epsilon)}"),
        _ => string.Empty,
    };

    private static uint[] Bits(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, uint>(values).ToArray();

    private static OnnxResult Import(byte[] bytes) => OnnxImport.Import(
        new OnnxRequest(new TypeModel(string.Empty, default, "Net", "Net"), new ClassMembers("Net", default, default), "net.onnx", null, StorageKind.Float32, null, UnrollKind.Auto, InitializerKind.Auto),
        new BuildFileFound(BuildFile.Of("/project/net.onnx", bytes), null),
        CancellationToken.None);
}
