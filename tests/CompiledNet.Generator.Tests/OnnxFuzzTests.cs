using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Onnx;
using CompiledNet.Onnx.Schema;
using Google.Protobuf;
using static CompiledNet.Generator.Tests.OnnxModel;

namespace CompiledNet.Generator.Tests;

/// <summary>Files with something changed at random, in their bytes or in their fields: a network or an error, never an exception.</summary>
public class OnnxFuzzTests
{
    private const int Rounds = 1500;

    private static readonly string[] Operators =
    [
        "Gemm", "MatMul", "Add", "Mul", "Sub", "Div", "Conv", "BatchNormalization", "MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool", "ReduceMean", "Relu",
        "Sigmoid", "Erf", "Softmax", "Clip", "Flatten", "Reshape", "Squeeze", "Unsqueeze", "Transpose", "Pad", "Shape", "Gather", "Concat", "Slice", "Cast", "Constant", "Identity",
        "Dropout", "Neg", "Sqrt", "LeakyRelu", "Elu", "Gelu",
    ];

    private static readonly long[] Numbers = [0, 1, 2, 3, -1, -2, 7, 64, 1000, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Changed_fields_never_break_the_import(int seed)
    {
        Random random = new(seed);
        ModelProto[] models = [.. Models().Select(bytes => ModelProto.Parser.ParseFrom(bytes))];
        int networks = 0;
        for (int n = 0; n < Rounds; n++)
        {
            ModelProto model = models[random.Next(models.Length)].Clone();
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                Change(model, random);
            }

            networks += Check(model.ToByteArray()) ? 1 : 0;
        }

        // Some changes do no harm; were there none, the models would be wrong from the start.
        Assert.InRange(networks, 10, Rounds - 10);
    }

    [Fact]
    public void Changed_bytes_never_break_the_import()
    {
        Random random = new(3);
        byte[][] files = [.. Models()];
        for (int n = 0; n < Rounds; n++)
        {
            byte[] bytes = [.. files[random.Next(files.Length)]];
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            Check(random.Next(3) == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
        }
    }

    [Fact]
    public void The_models_that_are_changed_are_networks() => Assert.All(Models(), bytes => Assert.True(Check(bytes)));

    private static bool Check(byte[] bytes)
    {
        OnnxResult result = OnnxNetworkTests.Import(bytes);
        Assert.True(result.Model is not null || result.Problems.Count > 0);
        Assert.All(result.Problems, problem => Assert.DoesNotContain("{", string.Format(System.Globalization.CultureInfo.InvariantCulture, Descriptors.ById(problem.Id).MessageFormat.ToString(System.Globalization.CultureInfo.InvariantCulture), [.. problem.Arguments.Select(_ => "x")]), StringComparison.Ordinal));
        return result.Model is not null;
    }

    private static IEnumerable<byte[]> Models()
    {
        OnnxModel flat = new OnnxModel(3).Dense(3, 4);
        string z = flat.Last;
        flat.Then("Sigmoid").Node("Mul", [z, flat.Last]).Then("Dropout").Dense(4, 2).Then("Softmax");
        yield return flat.Bytes();

        OnnxModel images = new OnnxModel(2, 9, 8).Conv(2, 3, 3, Ints("pads", 1, 1, 1, 1), Ints("strides", 1, 1));
        images.Then("BatchNormalization", [images.Constant(3), images.Constant(3), images.Constant(3), images.Numbers([3], 1, 2, 3)], Float("epsilon", 1e-3f), Float("momentum", 0.9f));
        images.Then("Relu").Then("MaxPool", Ints("kernel_shape", 2, 2), Ints("strides", 2, 2));
        images.Then("Pad", [images.Integers(0, 0, 1, 1, 0, 0, 1, 1)]).Then("AveragePool", Ints("kernel_shape", 2, 2), Text("auto_pad", "VALID"));
        string image = images.Last;
        images.Then("Shape").Then("Gather", [images.Scalar(0)]).Then("Unsqueeze", [images.Integers(0)]);
        string batch = images.Last;
        images.Node("Concat", [batch, images.Integers(-1)], Int("axis", 0)).Node("Reshape", [image, images.Last]).Dense(75, 2);
        yield return images.Bytes();

        OnnxModel channelsLast = new OnnxModel(6, 5, 2).Then("Transpose", Ints("perm", 0, 3, 1, 2));
        channelsLast.Then("Sub", [channelsLast.Constant(1, 2, 1, 1)]).Then("Div", [channelsLast.Numbers([], 4)]).Conv(2, 4, 3).Then("GlobalAveragePool").Then("Squeeze", [channelsLast.Integers(2, 3)]);
        channelsLast.Then("MatMul", [channelsLast.Constant(4, 3)]).Then("Add", [channelsLast.Constant(3)]).Then("Clip", [channelsLast.Numbers([], 0)]).Dense(3, 1).Then("Sigmoid");
        yield return channelsLast.Bytes();
    }

    private static void Change(ModelProto model, Random random)
    {
        GraphProto graph = model.Graph;
        NodeProto? node = graph.Node.Count == 0 ? null : graph.Node[random.Next(graph.Node.Count)];
        TensorProto tensor = graph.Initializer[random.Next(graph.Initializer.Count)];
        AttributeProto? attribute = node?.Attribute.Count > 0 ? node.Attribute[random.Next(node.Attribute.Count)] : null;
        string name = Name(graph, random);
        long number = Numbers[random.Next(Numbers.Length)];
        switch (random.Next(16))
        {
            case 0 when node is not null: node.OpType = Operators[random.Next(Operators.Length)]; break;
            case 1 when node?.Input.Count > 0: node.Input[random.Next(node.Input.Count)] = name; break;
            case 2 when node is not null: node.Input.Add(name); break;
            case 3 when node?.Input.Count > 0: node.Input.RemoveAt(random.Next(node.Input.Count)); break;
            case 4 when node?.Output.Count > 0: node.Output[0] = name; break;
            case 5 when node is not null: graph.Node.Remove(node); break;
            case 6 when attribute is not null: attribute.I = number; break;
            case 7 when attribute?.Ints.Count > 0: attribute.Ints[random.Next(attribute.Ints.Count)] = number; break;
            case 8 when attribute is not null: attribute.Type = random.Next(12); break;
            case 9 when node is not null: node.Attribute.Add(Ints(random.Next(2) == 0 ? "axes" : "pads", number, number)); break;
            case 10 when tensor.Dims.Count > 0: tensor.Dims[random.Next(tensor.Dims.Count)] = number; break;
            case 11: tensor.Dims.Add(number); break;
            case 12: tensor.DataType = random.Next(25); break;
            case 13 when tensor.Int64Data.Count > 0: tensor.Int64Data[random.Next(tensor.Int64Data.Count)] = number; break;
            case 14: graph.Input[0].Type.TensorType.Shape.Dim[random.Next(graph.Input[0].Type.TensorType.Shape.Dim.Count)].DimValue = number; break;
            default: graph.Output[0].Name = name; break;
        }
    }

    private static string Name(GraphProto graph, Random random)
    {
        string[] names = [string.Empty, "x", .. graph.Initializer.Select(tensor => tensor.Name), .. graph.Node.SelectMany(node => node.Output)];
        return names[random.Next(names.Length)];
    }
}
