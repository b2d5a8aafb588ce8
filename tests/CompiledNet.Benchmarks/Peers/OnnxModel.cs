using System.Runtime.InteropServices;
using Google.Protobuf;

namespace CompiledNet.Benchmarks;

/// <summary>
/// A workload's forward pass as an ONNX model: a node for each layer and one for its activation, the weights as constants, the batch size fixed.
/// The numbers of the fields are those of onnx.proto; the operators those of operator set 13.
/// </summary>
internal static class OnnxModel
{
    public const string Input = "x";
    public const string Output = "y";

    private const int Float = 1;
    private const int Integers = 7;
    private const int IrVersion = 8;
    private const int OperatorSet = 13;

    /// <summary>The bytes of the ModelProto.</summary>
    public static byte[] Build(Workload workload, int batch) => Message(model =>
    {
        Number(model, 1, IrVersion);
        Bytes(model, 7, Graph(workload, batch));
        Bytes(model, 8, Message(operators => Number(operators, 2, OperatorSet)));
    });

    private static byte[] Graph(Workload workload, int batch) => Message(graph =>
    {
        NetworkTopology topology = workload.Topology;
        string current = Input;
        foreach (LayerTopology layer in topology.Layers)
        {
            string n = layer.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            bool last = layer.Number == topology.Layers.Count;
            string? function = layer.Activation switch
            {
                Activation.Identity => null,
                Activation.ReLU => "Relu",
                Activation.Sigmoid or Activation.Tanh or Activation.Softmax => layer.Activation.ToString(),
                _ => throw new NotSupportedException($"This model builder has no {layer.Activation}."),
            };
            string sum = function is null && last ? Output : "z" + n;
            string result = last ? Output : function is null ? sum : "a" + n;
            Bytes(graph, 1, Operator(layer, current, sum, "w" + n, "b" + n));
            if (function is not null)
            {
                Bytes(graph, 1, Node(function, [sum], result));
            }

            current = result;
        }

        Text(graph, 2, "network");
        foreach (LayerTopology layer in topology.Layers.Where(layer => layer.Tensors.Count > 0))
        {
            string n = layer.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            (float[] weights, long[] shape) = Weights(workload, layer);
            ParameterTensor bias = layer.Tensors[1];
            Bytes(graph, 5, Tensor("w" + n, shape, weights));
            Bytes(graph, 5, Tensor("b" + n, [bias.Length], workload.Parameters.AsSpan(bias.Offset, bias.Length)));
        }

        TensorShape input = topology.Input;
        Bytes(graph, 11, input.Count == 3 ? Value(Input, batch, input[2], input[0], input[1]) : Value(Input, batch, topology.InputSize));
        Bytes(graph, 12, Value(Output, batch, topology.OutputSize));
    });

    private static byte[] Operator(LayerTopology layer, string input, string output, string weights, string bias)
    {
        LayerGeometry geometry = LayerGeometry.Of(layer);
        return layer.Kind switch
        {
            "Dense" => Node("Gemm", [input, weights, bias], output),
            "Conv2D" => Node("Conv", [input, weights, bias], output),
            "MaxPool2D" => Node("MaxPool", [input], output, ("kernel_shape", [geometry.Height, geometry.Width]), ("strides", [geometry.Height, geometry.Width])),
            "Flatten" => Node("Flatten", [input], output),
            _ => throw new NotSupportedException($"This model builder has no {layer.Kind}."),
        };
    }

    // Conv wants [out][in][ky][kx], Gemm [in][out]; both with the channels of an image before its rows.
    private static (float[] Values, long[] Shape) Weights(Workload workload, LayerTopology layer)
    {
        ParameterTensor tensor = layer.Tensors[0];
        ReadOnlySpan<float> values = workload.Parameters.AsSpan(tensor.Offset, tensor.Length);
        int[] shape = LayerGeometry.WeightShape(workload.Topology, layer);
        return layer.Kind == "Conv2D"
            ? (Permutation.Apply(values, shape, Permutation.WeightsToPeer), [.. Permutation.WeightsToPeer.Select(axis => shape[axis])])
            : (Permutation.Apply(values, shape, Permutation.FlattenedRows), [layer.Input.Length, layer.Output.Length]);
    }

    private static byte[] Node(string operation, string[] inputs, string output, params (string Name, long[] Values)[] attributes) => Message(node =>
    {
        foreach (string input in inputs)
        {
            Text(node, 1, input);
        }

        Text(node, 2, output);
        Text(node, 4, operation);
        foreach ((string name, long[] values) in attributes)
        {
            Bytes(node, 5, Attribute(name, values));
        }
    });

    private static byte[] Attribute(string name, long[] values) => Message(attribute =>
    {
        Text(attribute, 1, name);
        foreach (long value in values)
        {
            Number(attribute, 8, value);
        }

        Number(attribute, 20, Integers);
    });

    private static byte[] Tensor(string name, long[] shape, ReadOnlySpan<float> values)
    {
        byte[] raw = MemoryMarshal.AsBytes(values).ToArray();
        return Message(tensor =>
        {
            foreach (long extent in shape)
            {
                Number(tensor, 1, extent);
            }

            Number(tensor, 2, Float);
            Text(tensor, 8, name);
            Bytes(tensor, 9, raw);
        });
    }

    private static byte[] Value(string name, params long[] shape)
    {
        byte[] extents = Message(message =>
        {
            foreach (long extent in shape)
            {
                Bytes(message, 1, Message(dimension => Number(dimension, 1, extent)));
            }
        });
        byte[] tensorType = Message(message =>
        {
            Number(message, 1, Float);
            Bytes(message, 2, extents);
        });
        return Message(message =>
        {
            Text(message, 1, name);
            Bytes(message, 2, Message(type => Bytes(type, 1, tensorType)));
        });
    }

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using MemoryStream memory = new();
        using (CodedOutputStream stream = new(memory, leaveOpen: true))
        {
            write(stream);
        }

        return memory.ToArray();
    }

    private static void Number(CodedOutputStream stream, int field, long value)
    {
        stream.WriteTag(field, WireFormat.WireType.Varint);
        stream.WriteInt64(value);
    }

    private static void Text(CodedOutputStream stream, int field, string value)
    {
        stream.WriteTag(field, WireFormat.WireType.LengthDelimited);
        stream.WriteString(value);
    }

    private static void Bytes(CodedOutputStream stream, int field, byte[] value)
    {
        stream.WriteTag(field, WireFormat.WireType.LengthDelimited);
        stream.WriteBytes(ByteString.CopyFrom(value));
    }
}
