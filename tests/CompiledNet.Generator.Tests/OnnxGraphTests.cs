using CompiledNet.Generator.Model;
using CompiledNet.Generator.Onnx;
using CompiledNet.Onnx.Schema;
using Google.Protobuf;
using static CompiledNet.Generator.Tests.OnnxModel;

namespace CompiledNet.Generator.Tests;

/// <summary>Graphs that PyTorch's exporter does not write, right ones and wrong ones: layers and numbers of the former, the words of the latter.</summary>
public class OnnxGraphTests
{
    private static readonly Dictionary<string, (string Id, string Message, Func<byte[]> Bytes)> Wrong = new()
    {
        ["empty"] = ("CNET0031", "it is empty", () => []),
        ["no message"] = ("CNET0031", "it cannot be read", () => [0xFF, 0xFF, 0xFF]),
        ["cut off"] = ("CNET0031", "it cannot be read", () => new OnnxModel(3).Dense(3, 2).Bytes()[..^20]),
        ["no graph"] = ("CNET0031", "no graph", () => new ModelProto { IrVersion = 7 }.ToByteArray()),
        ["no opset"] = ("CNET0031", "0 versions", () => Changed(new OnnxModel(3).Dense(3, 2), model => model.Model.OpsetImport.Clear())),
        ["old opset"] = ("CNET0033", "opset 6; expected 7 to 25", () => Changed(new OnnxModel(3).Dense(3, 2), model => model.Opset = 6)),
        ["new opset"] = ("CNET0033", "opset 26; expected 7 to 25", () => Changed(new OnnxModel(3).Dense(3, 2), model => model.Opset = 26)),
        ["missing value"] = ("CNET0031", "reads 'nothing', which nothing computes", () => new OnnxModel(3).Then("Gemm", ["nothing"]).Bytes()),
        ["tensor too short"] = ("CNET0031", "of shape [4, 2] has 6 numbers; expected 8", () => Changed(new OnnxModel(3).Dense(3, 2), model => model.Graph.Initializer[0].Dims[0] = 4)),
        ["huge dimensions"] = ("CNET0031", "larger than any array", () => Changed(new OnnxModel(3).Dense(3, 2), model => model.Graph.Initializer[0].Dims[0] = long.MaxValue)),
        ["negative dimension"] = ("CNET0031", "negative", () => Changed(new OnnxModel(3).Dense(3, 2), model => model.Graph.Initializer[0].Dims[0] = -3)),
        ["external data"] = ("CNET0031", "external data", () => Changed(new OnnxModel(3).Dense(3, 2), model => model.Graph.Initializer[0].DataLocation = 1)),
        ["weights of strings"] = ("CNET0031", "of type string", () => Changed(new OnnxModel(3).Dense(3, 2), model => model.Graph.Initializer[0].DataType = 8)),
        ["raw data of odd length"] = ("CNET0031", "has 5 bytes; expected 24", () => Changed(new OnnxModel(3).Dense(3, 2), model => { model.Graph.Initializer[0].FloatData.Clear(); model.Graph.Initializer[0].RawData = ByteString.CopyFrom(1, 2, 3, 4, 5); })),
        ["one value twice"] = ("CNET0031", "two nodes compute", () => Changed(new OnnxModel(3).Dense(3, 2), model => model.Graph.Node.Add(model.Graph.Node[0].Clone()))),
        ["cycle"] = ("CNET0033", "depends on its own output", () => Changed(new OnnxModel(3).Dense(3, 3).Then("Relu"), model => model.Graph.Node[0].Input[0] = model.Last)),
        ["two inputs"] = ("CNET0033", "it has 2 inputs", () => Changed(new OnnxModel(3).Dense(3, 2), model => model.Graph.Input.Add(Input("z", -1, 3)))),
        ["two outputs"] = ("CNET0033", "it has 2 outputs", () => Changed(new OnnxModel(3).Dense(3, 2), model => { model.Graph.Output.Add(Input(model.Last, -1)); model.Graph.Output.Add(Input("x", -1)); })),
        ["open size"] = ("CNET0033", "dimension 2 of its input 'x' is 'batch'", () => new OnnxModel(3, -1).Then("Flatten").Dense(3, 2).Bytes()),
        ["no dimensions"] = ("CNET0033", "has 1 dimensions", () => new OnnxModel().Dense(3, 2).Bytes()),
        ["huge input"] = ("CNET0033", "at most 10,000,000", () => new OnnxModel(10_000, 10_000).Then("Flatten").Dense(3, 2).Bytes()),
        ["input of integers"] = ("CNET0033", "of type int64", () => Changed(new OnnxModel(3).Dense(3, 2), model => model.Graph.Input[0].Type.TensorType.ElemType = 7)),
        ["residual"] = ("CNET0033", "joins two branches", () => Changed(new OnnxModel(3).Dense(3, 3).Then("Relu"), model => { string shortcut = model.Last; model.Dense(3, 3).Node("Mul", [shortcut, model.Last]); })),
        ["sum of branches"] = ("CNET0033", "joins two branches", () => Changed(new OnnxModel(3).Dense(3, 3), model => { string shortcut = model.Last; model.Dense(3, 3).Node("Add", [shortcut, model.Last]); })),
        ["two heads"] = ("CNET0032", "computed from the network's input", () => Changed(new OnnxModel(3).Dense(3, 3), model => { string trunk = model.Last; model.Dense(3, 2); model.Node("Gemm", [trunk, model.Constant(3, 2), model.Last]); })),
        ["no weights"] = ("CNET0033", "no layer with weights", () => new OnnxModel(3).Then("Relu").Bytes()),
        ["output is a constant"] = ("CNET0033", "is not computed from its input", () => Changed(new OnnxModel(3).Dense(3, 2), model => model.Graph.Output.Add(Input("c0", -1)))),
        ["foreign domain"] = ("CNET0032", "of the domain 'com.microsoft'", () => Changed(new OnnxModel(3).Dense(3, 2), model => model.Graph.Node[0].Domain = "com.microsoft")),
        ["unknown operator"] = ("CNET0032", "LSTM 'theLSTM': no layer of this library", () => new OnnxModel(3, 4).Then("LSTM").Bytes()),
        ["transposed input"] = ("CNET0032", "its transA is 1", () => new OnnxModel(3).Then("Gemm", Int("transA", 1)).Bytes()),
        ["sizes do not fit"] = ("CNET0032", "for 4 inputs and 2 outputs, but 3 numbers come in", () => new OnnxModel(3).Dense(4, 2).Bytes()),
        ["bias does not fit"] = ("CNET0032", "its bias has the shape [3]; expected [2]", () => Changed(new OnnxModel(3), model => model.Then("Gemm", [model.Constant(3, 2), model.Constant(3)]))),
        ["dense on images"] = ("CNET0032", "expected [N, features]: put Flatten before it", () => new OnnxModel(2, 4, 4).Dense(4, 2).Bytes()),
        ["groups"] = ("CNET0032", "Conv 'theConv': its group is 2; expected 1", () => new OnnxModel(4, 8, 8).Conv(2, 4, 3, Int("group", 2)).Bytes()),
        ["dilation"] = ("CNET0032", "its dilations are 2, 2; expected 1", () => new OnnxModel(1, 8, 8).Conv(1, 4, 3, Ints("dilations", 2, 2)).Bytes()),
        ["padding on one side"] = ("CNET0032", "in its height its padding is 0 before and 1 behind an image of 8", () => new OnnxModel(1, 8, 8).Conv(1, 4, 3, Ints("pads", 0, 0, 1, 1)).Bytes()),
        ["kernel too large"] = ("CNET0032", "the kernel is larger than its input", () => new OnnxModel(1, 8, 8).Conv(1, 4, 9).Bytes()),
        ["stride 0"] = ("CNET0032", "a stride of at least 1", () => new OnnxModel(1, 8, 8).Conv(1, 4, 3, Ints("strides", 0, 1)).Bytes()),
        ["padding beyond the kernel"] = ("CNET0032", "Padding", () => new OnnxModel(1, 8, 8).Conv(1, 4, 3, Ints("pads", 4, 4, 4, 4)).Bytes()),
        ["wrong channels"] = ("CNET0032", "for 2 channels, but 1 come in", () => new OnnxModel(1, 8, 8).Conv(2, 4, 3).Bytes()),
        ["cut windows"] = ("CNET0032", "ceil_mode", () => new OnnxModel(1, 7, 7).Conv(1, 2, 3).Then("MaxPool", Ints("kernel_shape", 2, 2), Ints("strides", 2, 2), Int("ceil_mode", 1)).Bytes()),
        ["mean without padding"] = ("CNET0032", "count_include_pad is 0", () => new OnnxModel(1, 8, 8).Conv(1, 2, 3).Then("AveragePool", Ints("kernel_shape", 3, 3), Ints("pads", 1, 1, 1, 1)).Bytes()),
        ["attribute of another type"] = ("CNET0032", "its attribute group is of type float; expected int", () => new OnnxModel(1, 8, 8).Conv(1, 2, 3, Float("group", 1)).Bytes()),
        ["slope"] = ("CNET0032", "its alpha is 0.2; expected 0.01", () => new OnnxModel(3).Dense(3, 2).Then("LeakyRelu", Float("alpha", 0.2f)).Bytes()),
        ["approximate gelu"] = ("CNET0032", "approximation 'tanh'", () => Changed(new OnnxModel(3).Dense(3, 2).Then("Gelu", Text("approximate", "tanh")), model => model.Opset = 20)),
        ["relu 6"] = ("CNET0032", "it cuts off at 0 and 6", () => Changed(new OnnxModel(3).Dense(3, 2), model => model.Then("Clip", [model.Numbers([], 0), model.Numbers([], 6)]))),
        ["two activations"] = ("CNET0032", "has the activation Tanh already", () => new OnnxModel(3).Dense(3, 2).Then("Tanh").Then("Sigmoid").Bytes()),
        ["activation of the input"] = ("CNET0032", "it is applied to the input", () => new OnnxModel(3).Then("Tanh").Dense(3, 2).Bytes()),
        ["activation of a mean"] = ("CNET0032", "a layer AvgPool2D has no activation", () => new OnnxModel(1, 8, 8).Conv(1, 2, 3).Then("AveragePool", Ints("kernel_shape", 2, 2)).Then("Tanh").Then("Flatten").Dense(50, 2).Bytes()),
        ["scaled outputs"] = ("CNET0032", "behind the last activation", () => Changed(new OnnxModel(3).Dense(3, 2).Then("Tanh"), model => model.Then("Mul", [model.Numbers([], 2)]))),
        ["error function alone"] = ("CNET0032", "only as a part of GELU", () => new OnnxModel(3).Dense(3, 2).Then("Erf").Bytes()),
        ["softmax between"] = ("CNET0032", "is not the last layer", () => new OnnxModel(3).Dense(3, 2).Then("Softmax").Dense(2, 2).Bytes()),
        ["softmax of an image"] = ("CNET0032", "Softmax takes", () => new OnnxModel(1, 8, 8).Conv(1, 2, 3).Then("Flatten").Then("Softmax").Bytes()),
        ["shifted before padding"] = ("CNET0032", "the border would be another", () => Changed(new OnnxModel(1, 8, 8), model => { model.Then("Add", [model.Numbers([], 0.5f)]); model.Conv(1, 2, 3, Ints("pads", 1, 1, 1, 1)); })),
        ["image out of a vector"] = ("CNET0032", "no layer makes images of vectors", () => Changed(new OnnxModel(4).Dense(4, 16), model => { model.Then("Unsqueeze", [model.Integers(2, 3)]); model.Conv(16, 2, 1); })),
        ["flat images at the end"] = ("CNET0032", "a vector channels first", () => new OnnxModel(1, 4, 4).Conv(1, 2, 3).Then("Flatten").Bytes()),
        ["batch normalisation in training"] = ("CNET0032", "its training_mode is 1", () => Changed(new OnnxModel(3).Dense(3, 2), model => { model.Opset = 14; model.Then("BatchNormalization", [model.Constant(2), model.Constant(2), model.Constant(2), model.Constant(2)], Int("training_mode", 1)); })),
        ["negative variance"] = ("CNET0032", "a variance below 0", () => Changed(new OnnxModel(3).Dense(3, 2), model => model.Then("BatchNormalization", [model.Constant(2), model.Constant(2), model.Constant(2), model.Numbers([2], 1, -1)]))),
        ["not a number"] = ("CNET0032", "is not a finite number", () => Changed(new OnnxModel(3), model => model.Then("Gemm", [model.Numbers([3, 1], 1, float.NaN, 2)]))),
        ["batch flattened"] = ("CNET0032", "its axis is 0; expected 1", () => new OnnxModel(3, 4).Then("Flatten", Int("axis", 0)).Dense(12, 2).Bytes()),
        ["batch reshaped"] = ("CNET0032", "expected the batch", () => Changed(new OnnxModel(3, 4), model => { model.Then("Reshape", [model.Integers(2, 6)]); model.Dense(6, 2); })),
        ["padding before a maximum"] = ("CNET0032", "zeros around it (Pad)", () => Changed(new OnnxModel(1, 8, 8).Conv(1, 2, 3), model => { model.Then("Pad", [model.Integers(0, 0, 1, 1, 0, 0, 1, 1)]); model.Then("MaxPool", Ints("kernel_shape", 2, 2)); })),
        ["too many layers"] = ("CNET0010", "101 layers", () => Enumerable.Range(0, 101).Aggregate(new OnnxModel(1), (model, _) => model.Dense(1, 1)).Bytes()),
    };

    public static TheoryData<string> WrongNames => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(WrongNames))]
    public void A_graph_that_is_no_network_is_an_error(string name)
    {
        (string id, string message, Func<byte[]> bytes) = Wrong[name];
        OnnxResult result = OnnxNetworkTests.Import(bytes());
        OnnxProblem problem = Assert.Single(result.Problems);
        Assert.Equal(id, problem.Id);
        Assert.Contains(message, string.Join(": ", problem.Arguments), StringComparison.Ordinal);
        Assert.Null(result.Model);
    }

    private static byte[] Changed(OnnxModel model, Action<OnnxModel> change)
    {
        change(model);
        return model.Bytes();
    }
}
