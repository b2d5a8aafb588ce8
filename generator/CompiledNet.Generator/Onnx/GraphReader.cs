using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;
using CompiledNet.Onnx.Schema;

namespace CompiledNet.Generator.Onnx;

/// <summary>Goes through a graph's nodes, in the order of their computation: each gives its output a value, and some of them the chain a layer.</summary>
internal sealed class GraphReader(GraphProto graph, int opset, Chain chain)
{
    private const int MostNodes = 10_000;

    private readonly Dictionary<string, TensorProto> _initializers = [];
    private readonly Dictionary<string, Value> _values = [];

    /// <summary>Reads the graph into the chain, up to its output.</summary>
    public void Read()
    {
        if (graph.Node.Count > MostNodes)
        {
            throw OnnxErrors.Graph(SourceWriter.Text($"it has {graph.Node.Count} nodes; expected at most {MostNodes}"));
        }

        foreach (TensorProto tensor in graph.Initializer)
        {
            _initializers[tensor.Name] = tensor;
        }

        long? batch = ReadInput();
        if (graph.Output.Count != 1)
        {
            throw OnnxErrors.Graph(SourceWriter.Text($"it has {graph.Output.Count} outputs; expected one"));
        }

        string output = graph.Output[0].Name;
        LayerOperators layers = new(chain);
        ShapeOperators shapes = new(chain, opset, batch);
        ConstantOperators constants = new(shapes);
        PointwiseOperators pointwise = new(opset);
        NodeProto? last = null;
        foreach (NodeProto node in OnnxFile.InOrder(graph, output))
        {
            last = node;
            if (!OnnxFile.IsOwn(node.Domain))
            {
                throw OnnxErrors.Node(node, $"it is of the domain {OnnxErrors.Quote(node.Domain)}; expected an operator of ONNX itself");
            }

            if (node.OpType is not ("Conv" or "AveragePool") && node.Input.Any(name => name.Length > 0 && Find(name, node) is DataValue { Border: not null }))
            {
                throw OnnxErrors.Node(node, "it reads a value with zeros around it (Pad), which only Conv and AveragePool take into their windows");
            }

            Inputs inputs = new(node, [.. node.Input.Select(name => Find(name, node))], opset);
            Value value = constants.Read(inputs) ?? shapes.Read(inputs) ?? pointwise.Read(inputs) ?? layers.Read(inputs) ?? throw Unknown(inputs);
            _values[node.Output[0]] = value;
        }

        if (last is null || !_values.TryGetValue(output, out Value? result) || result is not DataValue data)
        {
            throw OnnxErrors.Graph($"its output {OnnxErrors.Quote(output)} is not computed from its input by any layer");
        }

        End(data, last);
    }

    private static OnnxException Unknown(Inputs inputs) =>
        inputs.Reader.Error("no layer of this library covers this operator (the help page lists those that are)");

    private Value? Find(string name, NodeProto node)
    {
        if (name.Length == 0)
        {
            return null;
        }

        if (_values.TryGetValue(name, out Value? value))
        {
            return value;
        }

        if (!_initializers.TryGetValue(name, out TensorProto? tensor))
        {
            throw OnnxErrors.Invalid($"node {OnnxErrors.Describe(node)} reads {OnnxErrors.Quote(name)}, which nothing computes");
        }

        return _values[name] = new ConstantValue(TensorReader.Read(tensor));
    }

    // Files of the first versions list the weights among the inputs.
    private long? ReadInput()
    {
        ValueInfoProto[] inputs = [.. graph.Input.Where(input => !_initializers.ContainsKey(input.Name))];
        if (inputs.Length != 1)
        {
            throw OnnxErrors.Graph(SourceWriter.Text($"it has {inputs.Length} inputs ({string.Join(", ", inputs.Take(5).Select(input => OnnxErrors.Quote(input.Name)))}); expected one"));
        }

        string name = OnnxErrors.Quote(inputs[0].Name);
        if (inputs[0].Type?.TensorType is not { Shape: { } shape } type)
        {
            throw OnnxErrors.Graph($"its input {name} has no shape; expected [N, features], [N, channels, length] or [N, channels, height, width] with numbers for all but N");
        }

        if (!TensorReader.IsFloat(type.ElemType))
        {
            throw OnnxErrors.Graph($"its input {name} is of type {TensorReader.TypeName(type.ElemType)}; expected float");
        }

        if (shape.Dim.Count is < 2 or > 6)
        {
            throw OnnxErrors.Graph(SourceWriter.Text($"its input {name} has {shape.Dim.Count} dimensions; expected [N, features], [N, channels, length] or [N, channels, height, width]"));
        }

        List<int> extents = [];
        decimal length = 1;
        foreach (TensorShapeProto.Types.Dimension dimension in shape.Dim.Skip(1))
        {
            if (!dimension.HasDimValue || dimension.DimValue is < 1 or > Limits.InputSize)
            {
                string given = dimension.HasDimValue ? SourceWriter.Text($"{dimension.DimValue}") : dimension.HasDimParam ? OnnxErrors.Quote(dimension.DimParam) : "not given";
                throw OnnxErrors.Graph(SourceWriter.Text($"dimension {extents.Count + 1} of its input {name} is {given}; expected a number from 1 to {SourceWriter.Count(Limits.InputSize)}: only the first, the batch, may be open"));
            }

            extents.Add((int)dimension.DimValue);
            length *= dimension.DimValue;
        }

        if (length > Limits.InputSize)
        {
            throw OnnxErrors.Graph(SourceWriter.Text($"its input {name} has {length:N0} numbers an example; expected at most {SourceWriter.Count(Limits.InputSize)}"));
        }

        _values[inputs[0].Name] = chain.Start(extents);
        return shape.Dim[0].HasDimValue ? shape.Dim[0].DimValue : null;
    }

    private void End(DataValue data, NodeProto node)
    {
        if (chain.Layers.All(layer => layer.Weights is null))
        {
            throw OnnxErrors.Graph("it has no layer with weights (Gemm, MatMul, Conv or BatchNormalization)");
        }

        ScaleAndShift? left = chain.Settle(data, node);
        if (left is not null)
        {
            throw OnnxErrors.Node(((AffineExpression)data.Expression).Node!, "it scales or shifts the outputs, behind the last activation, where no layer comes that could do it");
        }

        bool inOrder = chain.Places(data.View).Select((place, n) => place == n).All(same => same);
        if (!chain.Current.IsFlat && !inOrder && data.View.Rank > 1)
        {
            // An image at the end is channels last, as images are here.
            chain.TakeImage(data, new NodeReader(node));
        }
        else if (!inOrder)
        {
            throw OnnxErrors.Node(node, "it makes the outputs a vector channels first, where this library's order is channels last, and no Gemm or MatMul follows that could take them in another order");
        }

        if (!chain.Current.IsFlat)
        {
            chain.Add(new ImportedLayer("Flatten", node));
        }
    }
}
