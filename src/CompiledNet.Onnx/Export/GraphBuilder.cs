using System.Buffers.Binary;
using CompiledNet.Onnx.Schema;
using Google.Protobuf;

namespace CompiledNet.Export;

/// <summary>
/// A graph that is one chain: every node takes what the node before gives, and constants. It keeps track of the shapes and declares them all.
/// </summary>
internal sealed class GraphBuilder
{
    private const int Float = 1; // TensorProto.DataType
    private const string BatchDimension = "batch";

    private readonly GraphProto _graph = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _scalars = new(StringComparer.Ordinal);
    private readonly int? _batchSize;
    private string _current;

    /// <summary>A graph with its input and nothing more.</summary>
    /// <param name="name">The graph's name.</param>
    /// <param name="input">The input's name.</param>
    /// <param name="extents">Its extents, without the batch.</param>
    /// <param name="batchSize">The examples in a batch; null for any number.</param>
    public GraphBuilder(string name, string input, int[] extents, int? batchSize)
    {
        _batchSize = batchSize;
        _current = input;
        Extents = extents;
        _names.Add(input);
        _graph.Name = name;
        _graph.Input.Add(Value(input, extents));
    }

    /// <summary>The extents of what the last node gives, without the batch.</summary>
    public int[] Extents { get; private set; }

    /// <summary>Adds a node that takes the last node's output, and goes on from its own.</summary>
    /// <param name="name">The node's name; its output's is made of it.</param>
    /// <param name="operation">The operator.</param>
    /// <param name="extents">The extents of its output, without the batch.</param>
    /// <param name="constants">Its inputs after the first.</param>
    /// <param name="attributes">Its attributes.</param>
    public void Add(string name, string operation, int[] extents, string[]? constants = null, params ReadOnlySpan<AttributeProto> attributes) =>
        AddOf([_current, .. constants ?? []], name, operation, extents, attributes);

    /// <summary>Adds a node that takes the last node's output, and a value from further back, and keeps the shape.</summary>
    /// <param name="name">The node's name.</param>
    /// <param name="operation">The operator.</param>
    /// <param name="other">A value of <see cref="Mark"/>.</param>
    public void AddWith(string name, string operation, string other) => AddOf([other, _current], name, operation, Extents);

    /// <summary>The name of what the last node gives, for <see cref="AddWith"/>.</summary>
    public string Mark() => _current;

    /// <summary>A constant of the model.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its extents; none for a single number.</param>
    /// <param name="values">Its numbers in the order of the shape.</param>
    /// <returns>The name.</returns>
    public string Constant(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[values.Length * sizeof(float)];
        for (int n = 0; n < values.Length; n++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(n * sizeof(float)), values[n]);
        }

        // The array is this tensor's alone, so that it need not be copied.
        TensorProto tensor = new() { DataType = Float, Name = name, RawData = UnsafeByteOperations.UnsafeWrap(bytes) };
        foreach (int extent in shape)
        {
            tensor.Dims.Add(extent);
        }

        Claim(name);
        _graph.Initializer.Add(tensor);
        return name;
    }

    /// <summary>A single number, which any number of nodes may share.</summary>
    public string Scalar(string name, float value) => _scalars.Add(name) ? Constant(name, [], [value]) : name;

    /// <summary>Whole numbers as a node's attribute.</summary>
    public static AttributeProto Integers(string name, params ReadOnlySpan<int> values)
    {
        AttributeProto attribute = new() { Name = name, Type = 7 };
        foreach (int value in values)
        {
            attribute.Ints.Add(value);
        }

        return attribute;
    }

    /// <summary>A whole number as a node's attribute.</summary>
    public static AttributeProto Integer(string name, int value) => new() { Name = name, I = value, Type = 2 };

    /// <summary>A number as a node's attribute.</summary>
    public static AttributeProto Number(string name, float value) => new() { Name = name, F = value, Type = 1 };

    /// <summary>The graph, with what the last node gives as its output.</summary>
    /// <param name="output">The output's name.</param>
    /// <exception cref="ArgumentException">The name is that of a value of the graph's own.</exception>
    public GraphProto Finish(string output)
    {
        _graph.Node[^1].Output[0] = output;
        _graph.ValueInfo.RemoveAt(_graph.ValueInfo.Count - 1);
        _names.Remove(_current);
        Claim(output);
        _graph.Output.Add(Value(output, Extents));
        return _graph;
    }

    private void AddOf(string[] inputs, string name, string operation, int[] extents, params ReadOnlySpan<AttributeProto> attributes)
    {
        _current = name + "_output";
        Claim(_current);
        NodeProto node = new() { Name = name, OpType = operation, Output = { _current } };
        node.Input.AddRange(inputs);
        foreach (AttributeProto attribute in attributes)
        {
            node.Attribute.Add(attribute);
        }

        _graph.Node.Add(node);
        _graph.ValueInfo.Add(Value(_current, extents));
        Extents = extents;
    }

    // Every name here is made of a layer's number, but for those that the user chose.
    private void Claim(string name)
    {
        if (!_names.Add(name))
        {
            throw OptionRules.Error(
                $"'{name}' is the name of the model's input or output, and of a value inside; expected {nameof(OnnxExportOptions.InputName)} and {nameof(OnnxExportOptions.OutputName)} that the model does not use itself.");
        }
    }

    private ValueInfoProto Value(string name, int[] extents)
    {
        TensorShapeProto shape = new()
        {
            Dim = { _batchSize is { } size ? new TensorShapeProto.Types.Dimension { DimValue = size } : new TensorShapeProto.Types.Dimension { DimParam = BatchDimension } },
        };
        foreach (int extent in extents)
        {
            shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = extent });
        }

        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = Float, Shape = shape } },
        };
    }
}
