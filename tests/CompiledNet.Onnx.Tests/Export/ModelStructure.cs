using CompiledNet.Onnx.Schema;

namespace CompiledNet.Onnx.Tests.Export;

/// <summary>What must be so in every exported file, whatever runs it.</summary>
internal static class ModelStructure
{
    private const int Float = 1;

    public static ModelProto Check(byte[] bytes, NetworkTopology topology, OnnxExportOptions options)
    {
        ModelProto model = ModelProto.Parser.ParseFrom(bytes);
        Assert.Equal(7, model.IrVersion);
        OperatorSetIdProto operators = Assert.Single(model.OpsetImport);
        Assert.Equal((string.Empty, 13), (operators.Domain, operators.Version));
        GraphProto graph = model.Graph;
        Assert.Equal(topology.Name, graph.Name);

        // Each value is given once, before it is taken, and all that is given is taken, but for the output.
        HashSet<string> given = new(StringComparer.Ordinal) { Assert.Single(graph.Input).Name };
        foreach (TensorProto tensor in graph.Initializer)
        {
            Assert.True(given.Add(tensor.Name), $"{tensor.Name} is given twice.");
            Assert.Equal(Float, tensor.DataType);
            Assert.Equal(sizeof(float) * tensor.Dims.Aggregate(1L, (product, extent) => product * extent), tensor.RawData.Length);
        }

        HashSet<string> taken = new(StringComparer.Ordinal);
        HashSet<string> nodes = new(StringComparer.Ordinal);
        foreach (NodeProto node in graph.Node)
        {
            Assert.True(nodes.Add(node.Name), $"Two nodes are called {node.Name}.");
            Assert.All(node.Input, input => Assert.Contains(input, given));
            taken.UnionWith(node.Input);
            Assert.True(given.Add(Assert.Single(node.Output)), $"{node.Output[0]} is given twice.");
        }

        ValueInfoProto output = Assert.Single(graph.Output);
        Assert.Equal(options.OutputName, output.Name);
        Assert.Equal(options.InputName, graph.Input[0].Name);
        Assert.Equal([output.Name], given.Except(taken));

        // Every value's shape is declared, the batch first.
        Assert.Equal(graph.Node.SkipLast(1).Select(node => node.Output[0]), graph.ValueInfo.Select(value => value.Name));
        Assert.All(graph.ValueInfo.Concat(graph.Input).Concat(graph.Output), value => CheckShape(value, options.BatchSize));
        Assert.Equal(topology.OutputSize, Assert.Single(output.Type.TensorType.Shape.Dim.Skip(1)).DimValue);
        Assert.Equal(InputExtents(topology, options), graph.Input[0].Type.TensorType.Shape.Dim.Skip(1).Select(extent => (int)extent.DimValue));
        return model;
    }

    private static void CheckShape(ValueInfoProto value, int? batch)
    {
        Assert.Equal(Float, value.Type.TensorType.ElemType);
        TensorShapeProto shape = value.Type.TensorType.Shape;
        Assert.Equal((batch is null, batch ?? 0), (shape.Dim[0].DimParam == "batch", (int)shape.Dim[0].DimValue));
        Assert.All(shape.Dim.Skip(1), extent => Assert.True(extent.DimValue > 0 && !extent.HasDimParam));
    }

    private static int[] InputExtents(NetworkTopology topology, OnnxExportOptions options)
    {
        int[] extents = topology.Input.ToArray();
        return extents.Length == 3 && options.InputLayout == OnnxImageLayout.ChannelsFirst ? [extents[2], extents[0], extents[1]] : extents;
    }
}
