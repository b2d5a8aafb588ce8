using CompiledNet.Generator.Tests;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using static CompiledNet.Generator.Tests.OnnxModel;

namespace CompiledNet.Onnx.Tests.Import;

/// <summary>
/// Ways to say a layer that PyTorch's exporter does not use: each is a graph of its own, made a class by the generator, and held against ONNX Runtime.
/// </summary>
public sealed class GraphVariantTests
{
    private const double Tolerance = 1e-5;
    private const int Examples = 3;

    private static readonly Dictionary<string, (long[] Input, Func<OnnxModel, OnnxModel> Build)> Graphs = new()
    {
        ["GemmTransposed"] = ([5], model => model.Then("Gemm", [model.Constant(4, 5), model.Constant(1, 4)], Int("transB", 1), Float("alpha", 0.5f), Float("beta", 2f))),
        ["GemmScalarBias"] = ([5], model => model.Then("Gemm", [model.Constant(5, 4), model.Numbers([1], 0.25f)])),
        ["GemmWithoutBias"] = ([5], model => model.Then("Gemm", [model.Constant(5, 4)]).Then("Tanh")),
        ["BiasFirst"] = ([5], model => Swapped(model.Then("MatMul", [model.Constant(5, 4)]), "Add", model.Constant(4)).Then("Relu")),
        ["BiasSubtracted"] = ([5], model => model.Then("MatMul", [model.Constant(5, 4)]).Then("Sub", [model.Constant(1, 4)]).Then("Neg")),
        ["FromBias"] = ([5], model => Swapped(model.Then("MatMul", [model.Constant(5, 4)]), "Sub", model.Constant(4))),
        ["ScaledInputs"] = ([5], model => model.Then("Sub", [model.Constant(5)]).Then("Div", [model.Numbers([5], 1, 2, 3, 4, 5)]).Dense(5, 3)),
        ["ScaledBetween"] = ([5], model => model.Dense(5, 4).Then("Sigmoid").Then("Mul", [model.Numbers([], 2)]).Then("Sub", [model.Numbers([], 1)]).Dense(4, 3)),
        ["ScaledThroughPools"] = ([2, 8, 8], model => model.Conv(2, 3, 3).Then("Tanh").Then("Mul", [model.Numbers([3, 1, 1], 1, 2, 3)]).Then("Add", [model.Constant(1, 3, 1, 1)])
            .Then("MaxPool", Ints("kernel_shape", 2, 2), Ints("strides", 2, 2)).Then("GlobalAveragePool").Then("Flatten").Dense(3, 2)),
        ["ScaledAfterMaximum"] = ([2, 8, 8], model => model.Conv(2, 3, 3).Then("MaxPool", Ints("kernel_shape", 2, 2), Ints("strides", 2, 2)).Then("Mul", [model.Numbers([], 2)]).Then("Elu").Then("Flatten").Dense(27, 2)),
        ["BiasOfPixels"] = ([2, 4, 3], model => model.Conv(2, 3, 1).Then("Relu").Then("Add", [model.Constant(3, 4, 3)]).Then("Flatten").Dense(36, 2)),
        ["GeluFactorFirst"] = ([5], model => Gelu(model.Dense(5, 4), 0).Dense(4, 2)),
        ["GeluFactorLast"] = ([5], model => Gelu(model.Dense(5, 4), 1).Dense(4, 2)),
        ["GeluFactorOnError"] = ([5], model => Gelu(model.Dense(5, 4), 2).Dense(4, 2)),
        ["GeluNode"] = ([5], model => Newer(model.Dense(5, 4).Then("Gelu"), 20).Dense(4, 2)),
        ["SiluSigmoidFirst"] = ([5], model => Silu(model.Dense(5, 4)).Dense(4, 2)),
        ["ClipIsReLU"] = ([5], model => model.Dense(5, 4).Then("Clip", [model.Numbers([], 0)]).Dense(4, 2)),
        ["SoftmaxOld"] = ([5], model => Newer(model.Dense(5, 4).Then("Softmax"), 11)),
        ["PadFolded"] = ([2, 7, 6], model => model.Then("Pad", [model.Integers(0, 0, 1, 1, 0, 0, 1, 1)]).Conv(2, 3, 3, Ints("strides", 2, 2)).Then("Flatten").Dense(36, 2)),
        ["SameUpper"] = ([2, 7, 7], model => model.Conv(2, 3, 3, Text("auto_pad", "SAME_UPPER")).Then("Relu").Then("Flatten").Dense(147, 2)),
        ["SameLower"] = ([2, 7, 7], model => model.Conv(2, 3, 3, Text("auto_pad", "SAME_LOWER"), Ints("strides", 2, 2)).Then("Flatten").Dense(48, 2)),
        ["PaddingThatDoesNotMatter"] = ([2, 8, 8], model => model.Conv(2, 3, 3, Ints("pads", 1, 1, 0, 0), Ints("strides", 2, 2)).Then("Flatten").Dense(48, 2)),
        ["CeilingThatDoesNotMatter"] = ([2, 8, 8], model => model.Conv(2, 3, 3).Then("MaxPool", Ints("kernel_shape", 2, 2), Ints("strides", 2, 2), Int("ceil_mode", 1)).Then("Flatten").Dense(27, 2)),
        ["GlobalMaximum"] = ([2, 8, 7], model => model.Conv(2, 3, 3).Then("GlobalMaxPool").Then("Relu").Then("Flatten").Dense(3, 2)),
        ["MeanChannelsLast"] = ([2, 8, 7], model => model.Conv(2, 3, 3).Then("Transpose", Ints("perm", 0, 2, 3, 1)).Then("ReduceMean", Ints("axes", 1, 2), Int("keepdims", 0)).Dense(3, 2)),
        ["FlatChannelsLast"] = ([2, 5, 4], model => model.Conv(2, 3, 3).Then("Transpose", Ints("perm", 0, 2, 3, 1)).Then("Flatten").Dense(18, 2)),
        ["NormalisedVector"] = ([2, 5, 4], model => Norm(model.Conv(2, 3, 3).Then("Relu").Then("Flatten"), 18).Then("Sigmoid").Dense(18, 2)),
        ["NormalisedTwice"] = ([5], model => Norm(Norm(model.Dense(5, 4), 4).Then("Tanh").Then("Mul", [model.Numbers([], -2)]).Then("Add", [model.Constant(4)]), 4).Then("Relu").Dense(4, 2)),
        ["ReshapedKeepingZero"] = ([2, 5, 4], model => model.Conv(2, 3, 3).Then("Reshape", [model.Integers(0, -1)]).Dense(18, 2)),
        ["ReshapedInput"] = ([30], model => model.Then("Reshape", [model.Integers(-1, 1, 6, 5)]).Conv(1, 3, 3).Then("Flatten").Dense(36, 2)),
        ["Rows"] = ([4, 6], model => model.Then("Flatten").Dense(24, 3)),
        ["DropoutAndIdentity"] = ([5], model => model.Dense(5, 4).Then("Identity").Then("Dropout").Then("Relu").Then("Cast", Int("to", 1)).Dense(4, 2)),
        ["GlobalAverageOfMap"] = ([2, 7, 6], model => model.Conv(2, 3, 3, Ints("pads", 1, 1, 1, 1), Ints("strides", 2, 1)).Then("GlobalAveragePool").Then("Flatten").Dense(3, 2)),
        ["MeanOfPadding"] = ([2, 7, 6], model => model.Conv(2, 3, 2).Then("AveragePool", Ints("kernel_shape", 3, 2), Ints("pads", 1, 0, 1, 0), Int("count_include_pad", 1)).Then("Flatten").Dense(72, 2)),
        ["MeanOfZerosAround"] = ([2, 7, 6], model => model.Conv(2, 3, 2).Then("Pad", [model.Integers(0, 0, 1, 1, 0, 0, 1, 1)]).Then("AveragePool", Ints("kernel_shape", 3, 3)).Then("Flatten").Dense(90, 2)),
        ["SlopeByDefault"] = ([5], model => model.Dense(5, 4).Then("LeakyRelu").Dense(4, 3).Then("Elu")),
        ["TwiceTheSameWeights"] = ([4], model => SameTwice(model)),
        ["UnusedNodesAndOddNames"] = ([4], model => Odd(model)),
        ["WeightsTransposed"] = ([5], model => TransposedWeights(model)),
    };

    public static TheoryData<string> Names => [.. Graphs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_class_made_of_a_graph_gives_the_outputs_of_ONNX_Runtime(string name)
    {
        (byte[] file, object network, NetworkTopology topology) = CompiledFiles.Of(name);
        long[] shape = Graphs[name].Input;
        using InferenceSession session = new(file);
        Random random = new(11);
        double worst = 0;
        double largest = 0;
        for (int n = 0; n < Examples; n++)
        {
            float[] input = [.. Enumerable.Range(0, topology.InputSize).Select(_ => (random.NextSingle() * 2) - 1)];
            DenseTensor<float> tensor = new(input, [1, .. shape.Select(extent => (int)extent)]);
            using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run([NamedOnnxValue.CreateFromTensor("x", tensor)]);
            float[] expected = [.. results[0].AsEnumerable<float>()];
            float[] ours = CompiledFiles.Run(network, topology.Input.Count == 3 && shape.Length == 3 ? Fixture.Moved(input, topology.Input[2]) : input);
            Assert.Equal(expected.Length, ours.Length);
            worst = Math.Max(worst, ours.Zip(expected, (a, b) => Math.Abs(a - b)).Max());
            largest = Math.Max(largest, expected.Max(Math.Abs));
        }

        Assert.InRange(worst / largest, 0, Tolerance);
    }

    private static OnnxModel Swapped(OnnxModel model, string type, string constant) => model.Node(type, [constant, model.Last]);

    private static OnnxModel Newer(OnnxModel model, int opset)
    {
        model.Opset = opset;
        return model;
    }

    private static OnnxModel Norm(OnnxModel model, int channels) => model.Then(
        "BatchNormalization",
        [model.Constant(channels), model.Constant(channels), model.Constant(channels), model.Numbers([channels], [.. Enumerable.Range(1, channels).Select(n => 0.5f + (n / 10f))])],
        Float("epsilon", 1e-3f));

    private static OnnxModel Silu(OnnxModel model)
    {
        string z = model.Last;
        model.Then("Sigmoid");
        return model.Node("Mul", [model.Last, z]);
    }

    private static OnnxModel Gelu(OnnxModel model, int order)
    {
        string z = model.Last;
        string half = model.Numbers([], 0.5f);
        model.Then("Mul", [model.Numbers([], 0.70710678f)]).Then("Erf");
        model.Node("Add", [model.Numbers([], 1), model.Last]);
        string error = model.Last;
        return order switch
        {
            0 => model.Node("Mul", [half, z]).Node("Mul", [model.Last, error]),
            1 => model.Node("Mul", [error, z]).Then("Mul", [half]),
            _ => model.Node("Mul", [error, half]).Node("Mul", [z, model.Last]),
        };
    }

    private static OnnxModel SameTwice(OnnxModel model)
    {
        string weights = model.Constant(4, 4);
        string bias = model.Constant(4);
        return model.Then("Gemm", [weights, bias]).Then("Relu").Then("Mul", [model.Numbers([4], 1, 2, 3, 4)]).Then("Gemm", [weights, bias], Float("alpha", 0.5f)).Then("Add", [bias]);
    }

    private static OnnxModel Odd(OnnxModel model)
    {
        model.Dense(4, 3);
        string used = model.Last;
        model.Then("Sigmoid").Dense(3, 7);
        model.Node("Tanh", [used]);
        model.Graph.Node[^1].Output[0] = "a b/c:0\u00e9\"{0}";
        return model.Node("Gemm", [model.Graph.Node[^1].Output[0], model.Constant(3, 2)]);
    }

    private static OnnxModel TransposedWeights(OnnxModel model)
    {
        model.Node("Transpose", [model.Constant(4, 5)], Ints("perm", 1, 0));
        return model.Node("MatMul", ["x", model.Last]).Then("Add", [model.Constant(4)]);
    }

    /// <summary>The files of all graphs, by name.</summary>
    internal static Dictionary<string, byte[]> Files()
    {
        Dictionary<string, byte[]> files = [];
        foreach ((string name, (long[] input, Func<OnnxModel, OnnxModel> build)) in Graphs)
        {
            OnnxModel model = build(new OnnxModel(input));
            model.Model.IrVersion = 8;
            for (int n = 0; n < model.Graph.Node.Count; n++)
            {
                // ONNX Runtime asks for names of their own.
                model.Graph.Node[n].Name += FormattableString.Invariant($"{n}");
            }

            files[name] = model.Bytes();
        }

        return files;
    }
}
