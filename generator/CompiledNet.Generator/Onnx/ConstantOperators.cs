using System;
using System.Linq;
using CompiledNet.Generator.Emit;
using CompiledNet.Onnx.Schema;

namespace CompiledNet.Generator.Onnx;

/// <summary>The operators that pass on what they get, and what is worked out of constants alone.</summary>
internal sealed class ConstantOperators(ShapeOperators shapes)
{
    private const int FirstOpsetWithDropoutMode = 12;

    // Thousands of nodes could each work on the largest of tensors.
    private const long MostWork = 200_000_000;

    private long _work;

    public Value? Read(Inputs node)
    {
        if (node.Node.Output.Count == 0)
        {
            throw OnnxErrors.Invalid($"node {OnnxErrors.Describe(node.Node)} has no output");
        }

        return node.Operator switch
        {
            "Constant" => Constant(node),
            "Identity" => node[0] ?? throw node.Reader.Error("it has no input"),
            "Dropout" => Dropout(node),
            "Cast" => Cast(node),
            _ when node.Count > 0 && Enumerable.Range(0, node.Count).All(n => node[n] is null or ConstantValue) && node[0] is ConstantValue constant => Fold(node, constant.Tensor),
            _ => null,
        };
    }

    private static ConstantValue Constant(Inputs node)
    {
        NodeReader reader = node.Reader;
        if (reader.Tensor("value") is { } tensor)
        {
            return new ConstantValue(TensorReader.Read(tensor, node.Node));
        }

        if (reader.Has("value_float"))
        {
            return new ConstantValue(new Tensor([], [(float)reader.Float("value_float", 0)]));
        }

        if (reader.Has("value_int"))
        {
            return new ConstantValue(new Tensor([], [reader.Int("value_int", 0)]));
        }

        if (reader.Has("value_floats"))
        {
            float[] floats = [.. reader.Floats("value_floats")];
            return new ConstantValue(new Tensor([floats.Length], floats));
        }

        if (reader.Ints("value_ints") is { } ints)
        {
            return new ConstantValue(new Tensor([ints.Length], [.. ints.Select(number => (long)number)]));
        }

        throw reader.Error("its value is of a kind that is not read; expected a tensor or numbers");
    }

    private static Value Dropout(Inputs node)
    {
        bool trains = node.Opset >= FirstOpsetWithDropoutMode && node[2] is not null;
        return trains && !(node[2] is ConstantValue { Tensor.Integers: { Length: 1 } mode } && mode[0] == 0)
            ? throw node.Reader.Error("it is in training mode; export the model for inference (in PyTorch: model.eval())")
            : node[0] ?? throw node.Reader.Error("it has no input");
    }

    private static Value Cast(Inputs node)
    {
        int to = node.Reader.Int("to", 0) is >= 0 and <= 100 and var type ? (int)type : 0;
        return node[0] switch
        {
            DataValue data when TensorReader.IsFloat(to) => data,
            ConstantValue { Tensor.Numbers: not null } constant when TensorReader.IsFloat(to) => constant,
            ConstantValue { Tensor: { Integers: { } integers } tensor } when TensorReader.IsFloat(to) => new ConstantValue(new Tensor(tensor.Dimensions, [.. integers.Select(number => (float)number)])),
            ConstantValue { Tensor.Integers: not null } constant when TensorReader.IsInteger(to) => constant,
            ShapeValue shape when TensorReader.IsInteger(to) => shape,
            _ => throw node.Reader.Error($"it casts to {TensorReader.TypeName(to)}; expected floating-point numbers to stay such, and whole numbers whole"),
        };
    }

    private Value? Fold(Inputs node, Tensor tensor)
    {
        for (int n = 0; n < node.Count; n++)
        {
            _work += node[n] is ConstantValue constant ? constant.Tensor.Count : 0;
        }

        if (_work > MostWork)
        {
            throw node.Reader.Error("the constants that are worked out of others are too large together");
        }

        switch (node.Operator)
        {
            case "Transpose":
                return new ConstantValue(Transpose(node, tensor));
            case "Reshape" when node.Integers(1, "shape") is { } shape:
                return new ConstantValue(Reshape(node, tensor, [.. shape.Numbers.Select(number => number ?? 0)]));
            case "Unsqueeze" or "Squeeze" when tensor.Count == 1:
                return new ConstantValue(WithDimensions(tensor, node.Operator == "Unsqueeze" ? [1] : []));
            case "Add" or "Sub" or "Mul" or "Div" when tensor.Numbers is { } left && node.Constant(1, "second operand") is { Numbers: { } right } other:
                return Arithmetic(node, tensor, left, other, right);
            case "Sqrt" or "Neg" when tensor.Numbers is { } numbers:
                return new ConstantValue(new Tensor(tensor.Dimensions, [.. numbers.Select(number => node.Operator == "Neg" ? -number : (float)Math.Sqrt(number))]));
            case "Gather" or "Concat" or "Slice":
                return shapes.Read(node);
            default:
                return null;
        }
    }

    private static Tensor WithDimensions(Tensor tensor, int[] dimensions) =>
        tensor.Numbers is { } numbers ? new Tensor(dimensions, numbers) : new Tensor(dimensions, tensor.Integers!);

    private static Tensor Transpose(Inputs node, Tensor tensor)
    {
        int[] order = node.Reader.Ints("perm", tensor.Dimensions.Length) ?? [.. Enumerable.Range(0, tensor.Dimensions.Length).Reverse()];
        if (tensor.Dimensions.Length != 2 || tensor.Numbers is not { } numbers || !order.OrderBy(n => n).SequenceEqual([0, 1]))
        {
            throw node.Reader.Error($"it transposes a constant of shape {tensor.Shape}; expected a matrix");
        }

        if (order[0] == 0)
        {
            return tensor;
        }

        int rows = tensor.Dimensions[0];
        int columns = tensor.Dimensions[1];
        float[] result = new float[numbers.Length];
        for (int n = 0; n < numbers.Length; n++)
        {
            result[(n % columns * rows) + (n / columns)] = numbers[n];
        }

        return new Tensor([columns, rows], result);
    }

    private static Tensor Reshape(Inputs node, Tensor tensor, long[] shape)
    {
        long known = 1;
        foreach (long extent in shape.Where(extent => extent != -1))
        {
            known = extent is > 0 and <= int.MaxValue && known <= int.MaxValue ? known * extent : throw node.Reader.Error($"it makes a constant of shape {tensor.Shape} another that is none");
        }

        int open = shape.Count(extent => extent == -1);
        if (open > 1 || shape.Length > 8 || tensor.Count % known != 0 || (open == 0 && known != tensor.Count))
        {
            throw node.Reader.Error(SourceWriter.Text($"it makes a constant of shape {tensor.Shape} one of [{string.Join(", ", shape)}], which has another number of elements"));
        }

        return WithDimensions(tensor, [.. shape.Select(extent => (int)(extent == -1 ? tensor.Count / known : extent))]);
    }

    private static ConstantValue? Arithmetic(Inputs node, Tensor first, float[] left, Tensor second, float[] right)
    {
        if (left.Length != 1 && right.Length != 1 && !first.Dimensions.SequenceEqual(second.Dimensions))
        {
            return null;
        }

        Tensor larger = left.Length >= right.Length ? first : second;
        float[] result = new float[larger.Count];
        for (int n = 0; n < result.Length; n++)
        {
            double a = left[n % left.Length];
            double b = right[n % right.Length];
            result[n] = (float)(node.Operator switch { "Add" => a + b, "Sub" => a - b, "Mul" => a * b, _ => a / b });
        }

        return new ConstantValue(new Tensor(larger.Dimensions, result));
    }
}
