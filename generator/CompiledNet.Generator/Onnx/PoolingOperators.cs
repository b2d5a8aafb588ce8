using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Onnx;

/// <summary>The operators that make one number of each window, or of the whole image.</summary>
internal sealed class PoolingOperators(Chain chain)
{
    private const int FirstOpsetWithAxesInput = 18;

    public Value? Read(Inputs node) => node.Operator switch
    {
        "MaxPool" => Pool(node, "MaxPool2D"),
        "AveragePool" => Pool(node, "AvgPool2D"),
        "GlobalMaxPool" => GlobalMaximum(node),
        "GlobalAveragePool" => GlobalAverage(node, Image(node), keepDimensions: true),
        "ReduceMean" => ReduceMean(node),
        _ => null,
    };

    private DataValue Image(Inputs node)
    {
        DataValue data = node.Data(0, "input");
        chain.TakeImage(data, node.Reader);
        return data;
    }

    private DataValue Pool(Inputs node, string kind)
    {
        NodeReader reader = node.Reader;
        DataValue data = Image(node);
        int directions = data.View.Rank - 1;
        int[] size = reader.Ints("kernel_shape", directions) ?? throw reader.Error("it has no kernel_shape");
        if (kind == "MaxPool2D" && node.Node.Output.Skip(1).Any(name => name.Length > 0))
        {
            throw reader.Error("it gives the places of the largest numbers, too; expected one output");
        }

        NodeWindow window = NodeWindow.Read(reader, size, [.. chain.Current.Extents.Skip(2 - directions).Take(directions)], data.Border);
        if (kind == "AvgPool2D" && window.PadsItself && reader.Int("count_include_pad", 0) == 0)
        {
            throw reader.Error("it leaves the padding out of its means (count_include_pad is 0); expected 1, or no padding");
        }

        return Add(node, data, new ImportedLayer(kind, node.Node) { Sizes = window.Size, Moves = window.Moves }, data.View.Rank);
    }

    private DataValue GlobalMaximum(Inputs node)
    {
        DataValue data = Image(node);
        EquatableArray<int> image = chain.Current.Extents;
        return Add(node, data, new ImportedLayer("MaxPool2D", node.Node) { Sizes = [image[0], image[1]] }, data.View.Rank);
    }

    private DataValue GlobalAverage(Inputs node, DataValue data, bool keepDimensions) =>
        Add(node, data, new ImportedLayer("GlobalAvgPool2D", node.Node), keepDimensions ? data.View.Rank : 1);

    private DataValue ReduceMean(Inputs node)
    {
        DataValue data = node.Data(0, "input");
        NodeReader reader = node.Reader;
        int rank = data.View.Rank + 1;
        int[] axes = (node.Opset < FirstOpsetWithAxesInput ? reader.Ints("axes") : null)?.Select(axis => node.Axis(axis, rank)).ToArray()
            ?? node.Axes(1, rank)
            ?? throw reader.Error("it has no axes, and takes the mean over the batch, too");
        int[] pixels = [.. axes.Distinct().OrderBy(axis => axis)];
        bool keeps = reader.Int("keepdims", 1) != 0;

        // Over height and width, wherever the channels stand; seen as channels first, it is what a pooling layer does.
        bool channelsFirst = pixels.SequenceEqual(Enumerable.Range(2, System.Math.Max(0, rank - 2)));
        bool channelsLast = pixels.SequenceEqual(Enumerable.Range(1, System.Math.Max(0, rank - 2)));
        if (rank is not (3 or 4) || !(channelsFirst || channelsLast))
        {
            throw reader.Error(SourceWriter.Text($"it takes the mean of {data.View.Shape} over the axes {string.Join(", ", pixels)}; expected those of height and width"));
        }

        DataValue image = channelsFirst ? data : data with { View = data.View.Transposed(rank == 4 ? [2, 0, 1] : [1, 0]) };
        chain.TakeImage(image, reader);
        DataValue result = GlobalAverage(node, image, keeps);
        return channelsFirst || !keeps ? result : result with { View = result.View.Transposed(rank == 4 ? [1, 2, 0] : [1, 0]) };
    }

    // What is still to be done to every number can be done to the means, or the largest, as well, where it keeps their order.
    private DataValue Add(Inputs node, DataValue data, ImportedLayer layer, int rank)
    {
        int channels = chain.Current.Extents[chain.Current.Extents.Count - 1];
        ScaleAndShift? left = chain.Settle(data, node.Node);
        bool passes = left is null || (left.Length <= channels && (layer.Kind == "MaxPool2D" ? left.ScalesUpwards : !layer.IsPadded));
        if (!passes)
        {
            throw node.Reader.Error("its input is scaled or shifted, behind the last activation, in a way that cannot wait until after this layer");
        }

        chain.Add(layer);
        return chain.Result(rank, left, node.Node);
    }
}
