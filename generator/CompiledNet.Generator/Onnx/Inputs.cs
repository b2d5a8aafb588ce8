using System.Collections.Generic;
using CompiledNet.Onnx.Schema;

namespace CompiledNet.Generator.Onnx;

/// <summary>A node with what its inputs stand for.</summary>
internal sealed class Inputs(NodeProto node, IReadOnlyList<Value?> values, int opset)
{
    // Shapes, paddings and axes: a few for each dimension.
    private const int MostIntegers = 64;

    public NodeReader Reader { get; } = new(node);

    public NodeProto Node => node;

    public string Operator => node.OpType;

    public int Opset => opset;

    public int Count => values.Count;

    /// <summary>An input; null where it is left out.</summary>
    public Value? this[int index] => index < values.Count ? values[index] : null;

    /// <summary>An input that is computed from the network's.</summary>
    public DataValue Data(int index, string role) => this[index] switch
    {
        DataValue data => data,
        null => throw Reader.Error($"it has no {role}"),
        _ => throw Reader.Error($"its {role} is a constant; expected a value computed from the network's input"),
    };

    /// <summary>An input of fractions that the file holds; null where it is left out.</summary>
    public Tensor? Constant(int index, string role) => this[index] switch
    {
        null => null,
        ConstantValue { Tensor: { Numbers: not null } tensor } => tensor,
        ConstantValue => throw Reader.Error($"its {role} is of whole numbers; expected float"),
        _ => throw Reader.Error($"its {role} is computed from the network's input; expected a constant of the file"),
    };

    public Tensor Required(int index, string role) => Constant(index, role) ?? throw Reader.Error($"it has no {role}");

    /// <summary>A list of whole numbers, null where it depends on the batch; null where the input is left out.</summary>
    public ShapeValue? Integers(int index, string role) => this[index] switch
    {
        null => null,
        ShapeValue shape => shape,
        ConstantValue { Tensor: { Integers: { } numbers, Dimensions.Length: <= 1, Count: <= MostIntegers } tensor } => new ShapeValue([.. System.Array.ConvertAll(numbers, number => (long?)number)], tensor.Dimensions.Length == 0),
        ConstantValue => throw Reader.Error(Emit.SourceWriter.Text($"its {role} is not a list of at most {MostIntegers} whole numbers")),
        _ => throw Reader.Error($"its {role} is computed from the network's input; expected a constant"),
    };

    /// <summary>The axes an operator is given, as an attribute or, in later versions, as an input; null where they are left out.</summary>
    public int[]? Axes(int input, int rank)
    {
        int[]? axes = Reader.Ints("axes");
        if (axes is null && Integers(input, "list of axes") is { } given)
        {
            List<int> numbers = [];
            foreach (long? number in given.Numbers)
            {
                numbers.Add(number is { } axis && axis >= -rank && axis < rank ? (int)axis : throw Reader.Error("its list of axes has one in it that is none"));
            }

            axes = [.. numbers];
        }

        for (int n = 0; n < axes?.Length; n++)
        {
            axes[n] = Axis(axes[n], rank);
        }

        return axes;
    }

    /// <summary>An axis, counted from the front.</summary>
    public int Axis(long axis, int rank) =>
        axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis) : throw Reader.Error(Emit.SourceWriter.Text($"its axis is {axis}; expected one of {rank} dimensions"));
}
