using System.Runtime.InteropServices;
using Google.Protobuf;

namespace CompiledNet.Benchmarks;

/// <summary>
/// A workload's forward pass as an ONNX model: a Gemm and an activation for each layer, the weights as constants, the batch size fixed.
/// The numbers of the fields are those of onnx.proto; the operators those of operator set 13.
/// </summary>
internal static class OnnxModel
{
    public const string Input = "x";
    public const string Output = "y";

    private const int Float = 1;
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
            Bytes(graph, 1, Node("Gemm", [current, "w" + n, "b" + n], sum));
            if (function is not null)
            {
                Bytes(graph, 1, Node(function, [sum], result));
            }

            current = result;
        }

        Text(graph, 2, "network");
        foreach (LayerTopology layer in topology.Layers)
        {
            foreach (ParameterTensor tensor in layer.Tensors)
            {
                string name = (tensor.Shape.Length == layer.Output.Length && tensor != layer.Tensors[0] ? "b" : "w")
                    + layer.Number.ToString(System.Globalization.CultureInfo.InvariantCulture);
                long[] shape = tensor == layer.Tensors[0] ? [layer.Input.Length, layer.Output.Length] : [layer.Output.Length];
                Bytes(graph, 5, Tensor(name, shape, workload.Parameters.AsSpan(tensor.Offset, tensor.Length)));
            }
        }

        Bytes(graph, 11, Value(Input, batch, topology.InputSize));
        Bytes(graph, 12, Value(Output, batch, topology.OutputSize));
    });

    private static byte[] Node(string operation, string[] inputs, string output) => Message(node =>
    {
        foreach (string input in inputs)
        {
            Text(node, 1, input);
        }

        Text(node, 2, output);
        Text(node, 4, operation);
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
