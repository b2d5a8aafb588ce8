using CompiledNet.Onnx.Schema;
using Google.Protobuf;

namespace CompiledNet.Generator.Tests;

/// <summary>An ONNX model put together node by node, right or wrong.</summary>
internal sealed class OnnxModel
{
    private int _names;

    public OnnxModel(params long[] inputShape)
    {
        Model.OpsetImport.Add(new OperatorSetIdProto { Domain = string.Empty, Version = 13 });
        Model.Graph.Input.Add(Input("x", [-1, .. inputShape]));
    }

    public ModelProto Model { get; } = new() { IrVersion = 7, Graph = new GraphProto { Name = "g" } };

    public GraphProto Graph => Model.Graph;

    /// <summary>The name of what the last node gives.</summary>
    public string Last { get; private set; } = "x";

    public int Opset
    {
        set => Model.OpsetImport[0].Version = value;
    }

    /// <summary>An input or output of floats; -1 for an open dimension.</summary>
    public static ValueInfoProto Input(string name, params long[] shape)
    {
        TensorShapeProto extents = new();
        foreach (long extent in shape)
        {
            extents.Dim.Add(extent < 0 ? new TensorShapeProto.Types.Dimension { DimParam = "batch" } : new TensorShapeProto.Types.Dimension { DimValue = extent });
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1, Shape = extents } } };
    }

    public static AttributeProto Int(string name, long value) => new() { Name = name, Type = 2, I = value };

    public static AttributeProto Float(string name, float value) => new() { Name = name, Type = 1, F = value };

    public static AttributeProto Text(string name, string value) => new() { Name = name, Type = 3, S = ByteString.CopyFromUtf8(value) };

    public static AttributeProto Ints(string name, params long[] values) => new() { Name = name, Type = 7, Ints = { values } };

    /// <summary>Adds a constant of numbers that differ, and gives its name.</summary>
    public string Constant(params long[] shape)
    {
        long count = shape.Aggregate(1L, (product, extent) => product * extent);
        return Numbers(shape, [.. Enumerable.Range(0, (int)count).Select(n => (float)Math.Sin(1 + (n * 1.7)) / 2)]);
    }

    public string Numbers(long[] shape, params float[] numbers)
    {
        string name = $"c{_names++}";
        Graph.Initializer.Add(new TensorProto { Name = name, DataType = 1, Dims = { shape }, FloatData = { numbers } });
        return name;
    }

    public string Integers(params long[] numbers)
    {
        string name = $"c{_names++}";
        Graph.Initializer.Add(new TensorProto { Name = name, DataType = 7, Dims = { numbers.Length }, Int64Data = { numbers } });
        return name;
    }

    public string Scalar(long number)
    {
        string name = Integers(number);
        Graph.Initializer[^1].Dims.Clear();
        return name;
    }

    /// <summary>Adds a node that reads what the last one gave, then constants.</summary>
    public OnnxModel Then(string type, string[] constants, params AttributeProto[] attributes) => Node(type, [Last, .. constants], attributes);

    public OnnxModel Then(string type, params AttributeProto[] attributes) => Node(type, [Last], attributes);

    public OnnxModel Node(string type, string[] inputs, params AttributeProto[] attributes)
    {
        Last = $"y{_names++}";
        Graph.Node.Add(new NodeProto { OpType = type, Name = "the" + type, Input = { inputs }, Output = { Last }, Attribute = { attributes } });
        return this;
    }

    public OnnxModel Dense(int inputs, int outputs) => Then("Gemm", [Constant(inputs, outputs), Constant(outputs)]);

    public OnnxModel Conv(int channels, int filters, int kernel, params AttributeProto[] attributes) =>
        Then("Conv", [Constant(filters, channels, kernel, kernel), Constant(filters)], attributes);

    public byte[] Bytes()
    {
        if (Graph.Output.Count == 0)
        {
            Graph.Output.Add(new ValueInfoProto { Name = Last, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = 1 } } });
        }

        return Model.ToByteArray();
    }
}
