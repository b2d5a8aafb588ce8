using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Emit;

namespace CompiledNet.Generator.Onnx;

/// <summary>The operators that only look at the numbers otherwise, and those that work out shapes for them.</summary>
internal sealed class ShapeOperators(Chain chain, int opset, long? batch)
{
    private const int MostShapeNumbers = 64;
    private const int FirstOpsetWithAllowZero = 14;
    private const int FirstOpsetWithPadInputs = 11;

    public Value? Read(Inputs node) => node.Operator switch
    {
        "Shape" => Shape(node),
        "Gather" when node[0] is not DataValue => Gather(node),
        "Concat" when Enumerable.Range(0, node.Count).All(n => node[n] is not DataValue) => Concat(node),
        "Slice" when node[0] is not DataValue => Slice(node),
        "Flatten" => Flatten(node),
        "Reshape" => node[0] is DataValue data ? Reshape(node, data) : null,
        "Squeeze" => Squeeze(node),
        "Unsqueeze" => Unsqueeze(node),
        "Transpose" => Transpose(node),
        "Pad" => Pad(node),
        _ => null,
    };

    private static ShapeValue Shape(Inputs node)
    {
        View view = node.Data(0, "input").View;
        List<long?> numbers = [null, .. Enumerable.Range(0, view.Rank).Select(n => (long?)view.Extent(n))];
        int start = Clamp(node.Reader.Int("start", 0), numbers.Count);
        int end = Clamp(node.Reader.Int("end", numbers.Count), numbers.Count);
        return new ShapeValue([.. numbers.Skip(start).Take(end - start)], IsScalar: false);
    }

    private static int Clamp(long position, int count) => (int)System.Math.Max(0, System.Math.Min(count, position < 0 ? position + count : position));

    private static ShapeValue Gather(Inputs node)
    {
        ShapeValue shape = Integers(node, 0, "input");
        ShapeValue indices = Integers(node, 1, "index");
        return new ShapeValue(
            [.. indices.Numbers.Select(index => shape.Numbers[node.Axis(index ?? throw node.Reader.Error("its index depends on the batch"), shape.Numbers.Count)])],
            indices.IsScalar);
    }

    private static ShapeValue Slice(Inputs node)
    {
        ShapeValue shape = Integers(node, 0, "input");
        long start = Bound(node, 1, "starts", 0);
        long end = Bound(node, 2, "ends", long.MaxValue);
        if (Bound(node, 4, "steps", 1) != 1 || Bound(node, 3, "axes", 0) != 0)
        {
            throw node.Reader.Error("it takes other parts of a shape than a run of its numbers");
        }

        int first = Clamp(start, shape.Numbers.Count);
        return new ShapeValue([.. shape.Numbers.Skip(first).Take(Clamp(end, shape.Numbers.Count) - first)], IsScalar: false);
    }

    private static long Bound(Inputs node, int input, string name, long missing)
    {
        if (node.Integers(input, name) is { } given)
        {
            return given.Numbers.Count == 1 && given.Numbers[0] is { } number ? number : throw node.Reader.Error($"its {name} are not one number");
        }

        return node.Opset < 10 && node.Reader.Ints(name) is { } numbers ? (numbers.Length == 1 ? numbers[0] : throw node.Reader.Error($"its {name} are not one number")) : missing;
    }

    private static ShapeValue Integers(Inputs node, int index, string role) => node.Integers(index, role) ?? throw node.Reader.Error($"it has no {role}");

    private static ShapeValue Concat(Inputs node)
    {
        long?[] numbers = [.. Enumerable.Range(0, node.Count).SelectMany(n => Integers(node, n, "part").Numbers)];
        return numbers.Length <= MostShapeNumbers ? new ShapeValue(numbers, IsScalar: false) : throw node.Reader.Error("it puts together more numbers than a shape has");
    }

    private static DataValue Flatten(Inputs node)
    {
        DataValue data = node.Data(0, "input");
        int axis = node.Axis(node.Reader.Int("axis", 1), data.View.Rank + 1);
        return axis == 1
            ? data with { View = data.View.Flat() }
            : throw node.Reader.Error(SourceWriter.Text($"its axis is {axis}; expected 1, which leaves the batch"));
    }

    private static Value Transpose(Inputs node)
    {
        DataValue data = node.Data(0, "input");
        int rank = data.View.Rank + 1;
        int[] order = node.Reader.Ints("perm", rank) ?? [.. Enumerable.Range(0, rank).Reverse()];
        if (!order.OrderBy(n => n).SequenceEqual(Enumerable.Range(0, rank)))
        {
            throw node.Reader.Error("its perm is no permutation of the dimensions");
        }

        return order[0] == 0
            ? data with { View = data.View.Transposed([.. order.Skip(1).Select(n => n - 1)]) }
            : throw node.Reader.Error("it moves the batch; expected it to stay the first dimension");
    }

    private static DataValue Pad(Inputs node)
    {
        NodeReader reader = node.Reader;
        DataValue data = node.Data(0, "input");
        int rank = data.View.Rank + 1;
        bool isNumber = node.Opset < FirstOpsetWithPadInputs || node.Constant(2, "value") is null or { Count: 1 };
        double value = node.Opset < FirstOpsetWithPadInputs ? reader.Float("value", 0) : isNumber ? node.Constant(2, "value")?.Numbers![0] ?? 0 : 1;
        if (reader.Text("mode", "constant") != "constant" || value != 0 || node[3] is not null)
        {
            throw reader.Error("it pads with something else than zeros, or only along some axes; expected mode constant and value 0");
        }

        long?[] pads = node.Opset < FirstOpsetWithPadInputs
            ? [.. reader.Ints("pads", 2 * rank)?.Select(pad => (long?)pad) ?? []]
            : [.. Integers(node, 1, "pads").Numbers];
        if (pads.Length != 2 * rank || pads.Any(pad => pad is null or < 0 or > int.MaxValue))
        {
            throw reader.Error(SourceWriter.Text($"its pads are not {2 * rank} numbers of at least 0"));
        }

        // The batch and the channels keep their size.
        return pads.All(pad => pad == 0) ? data
            : pads[0] == 0 && pads[rank] == 0 && pads[1] == 0 && pads[rank + 1] == 0
                ? data with { Border = new Border([.. pads.Skip(1).Take(rank - 1).Select(pad => (int)pad!)], [.. pads.Skip(rank + 1).Select(pad => (int)pad!)]) }
                : throw reader.Error("it adds channels or examples; expected only rows and columns of zeros");
    }

    private static Value? Squeeze(Inputs node)
    {
        if (node[0] is not DataValue data)
        {
            return node[0] is ShapeValue { Numbers.Count: 1 } shape ? shape with { IsScalar = true } : null;
        }

        int[] axes = node.Axes(1, data.View.Rank + 1)
            ?? [.. Enumerable.Range(1, data.View.Rank).Where(n => data.View.Extent(n - 1) == 1)];
        return axes.All(axis => axis > 0 && data.View.Extent(axis - 1) == 1)
            ? data with { View = new View([.. data.View.Dimensions.Where((_, n) => !axes.Contains(n + 1))]) }
            : throw node.Reader.Error($"it takes a dimension away from {data.View.Shape} that is not 1, or the batch");
    }

    private static Value? Unsqueeze(Inputs node)
    {
        if (node[0] is not DataValue data)
        {
            return node[0] is ShapeValue { IsScalar: true } shape ? shape with { IsScalar = false } : null;
        }

        int added = (node.Reader.Ints("axes")?.Length ?? node.Integers(1, "list of axes")?.Numbers.Count) ?? throw node.Reader.Error("it has no axes");
        int rank = data.View.Rank + 1 + added;
        int[] axes = rank <= 8 ? node.Axes(1, rank)! : throw node.Reader.Error("it makes more dimensions than expected");
        if (axes.Contains(0) || axes.Distinct().Count() != axes.Length)
        {
            throw node.Reader.Error("it moves the batch from the first dimension, or names a dimension twice");
        }

        List<Axis[]> dimensions = [.. data.View.Dimensions];
        foreach (int axis in axes.OrderBy(axis => axis))
        {
            dimensions.Insert(axis - 1, []);
        }

        return data with { View = new View(dimensions) };
    }

    private DataValue Reshape(Inputs node, DataValue data)
    {
        IReadOnlyList<long?> target = Integers(node, 1, "shape").Numbers;
        bool zeroIsZero = opset >= FirstOpsetWithAllowZero && node.Reader.Int("allowzero", 0) != 0;
        string shown = SourceWriter.Text($"[{string.Join(", ", target.Select(number => number is { } value ? SourceWriter.Text($"{value}") : "N"))}]");
        OnnxException Bad(string why) => node.Reader.Error($"it makes {data.View.Shape} a shape {shown}; {why}");
        if (target.Count < 2 || target.Count > 8)
        {
            throw Bad("expected the batch and at least one dimension");
        }

        // The first must be the batch: by name, as it was, its number, or what is left over.
        bool first = target[0] is null || target[0] == batch || target[0] is 1 or -1 || (target[0] == 0 && !zeroIsZero);
        List<long> extents = [];
        int open = -1;
        for (int n = 1; n < target.Count; n++)
        {
            long? extent = target[n] == 0 && !zeroIsZero ? (n <= data.View.Rank ? data.View.Extent(n - 1) : null) : target[n];
            if (extent == -1 && open < 0 && target[0] != -1)
            {
                open = n - 1;
                extent = 1;
            }

            extents.Add(extent is >= 1 and <= int.MaxValue ? extent.Value : throw Bad("expected the batch first, then numbers, or one -1"));
        }

        decimal product = extents.Aggregate(1m, (all, extent) => all * extent);
        int length = data.View.Length;
        if (open >= 0 && product <= length && length % (long)product == 0)
        {
            extents[open] = length / (long)product;
            product = length;
        }

        if (!first || product != length)
        {
            throw Bad("expected the batch to stay the first dimension, and every example its numbers");
        }

        int[] result = [.. extents.Select(extent => (int)extent)];
        if (data.View.Reshaped(result) is { } view)
        {
            return data with { View = view };
        }

        return chain.IsUntouchedInput(data) && data.View.Axes.Select(axis => axis.Label).SequenceEqual(data.View.Axes.Select(axis => axis.Label).OrderBy(label => label))
            ? chain.Start(result)
            : throw Bad("no layer takes dimensions apart, except those of the network's input");
    }
}
