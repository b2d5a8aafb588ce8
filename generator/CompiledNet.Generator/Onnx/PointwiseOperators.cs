using System;
using System.Linq;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Onnx;

/// <summary>The operators that work number by number: activations, and arithmetic with constants.</summary>
internal sealed class PointwiseOperators(int opset)
{
    private const double LeakyReLUSlope = 0.01;
    private const double Tolerance = 1e-6;
    private const int FirstOpsetWithOneAxisSoftmax = 13;

    public Value? Read(Inputs node)
    {
        switch (node.Operator)
        {
            case "Relu":
                return Function(node, ActivationKind.ReLU);
            case "Sigmoid" or "Tanh" or "Softplus":
                return Function(node, node.Operator);
            case "Erf":
                return Function(node, ActivationPatterns.Erf);
            case "LeakyRelu":
                return Same(node.Reader.Float("alpha", 0.01), LeakyReLUSlope) ? Function(node, ActivationKind.LeakyReLU) : throw Number(node, "alpha", 0.01, "0.01, the slope of Activation.LeakyReLU");
            case "Elu":
                return Same(node.Reader.Float("alpha", 1), 1) ? Function(node, ActivationKind.ELU) : throw Number(node, "alpha", 1, "1, as in Activation.ELU");
            case "Gelu":
                return node.Reader.Text("approximate", "none") is var approximate && approximate == "none"
                    ? Function(node, ActivationKind.GELU)
                    : throw node.Reader.Error($"it is the approximation {OnnxErrors.Quote(approximate)}; expected 'none', the exact GELU of Activation.GELU");
            case "Swish":
                return Same(node.Reader.Float("alpha", 1), 1) ? Function(node, ActivationKind.SiLU) : throw Number(node, "alpha", 1, "1, as in Activation.SiLU");
            case "Softmax":
                return Softmax(node);
            case "Clip":
                return Clip(node);
            case "Neg":
                return Affine(node, node.Data(0, "input"), new BroadcastConstant(-1), new BroadcastConstant(0));
            case "Add" or "Sub" or "Mul" or "Div":
                return Arithmetic(node);
            default:
                return null;
        }
    }

    private static DataValue Function(Inputs node, ActivationKind activation) => Function(node, activation.ToString());

    private static DataValue Function(Inputs node, string function)
    {
        DataValue data = node.Data(0, "input");
        return data with { Expression = new FunctionExpression(node.Node, data.Expression, function) };
    }

    private static DataValue Affine(Inputs node, DataValue data, BroadcastConstant scale, BroadcastConstant shift) =>
        data with { Expression = new AffineExpression(node.Node, data.Expression, scale, shift) };

    private static bool Same(double one, double other) => Math.Abs(one - other) <= Tolerance;

    private static OnnxException Number(Inputs node, string name, double missing, string expected) =>
        node.Reader.Error(SourceWriter.Text($"its {name} is {(float)node.Reader.Float(name, missing)}; expected {expected}"));

    private DataValue Softmax(Inputs node)
    {
        DataValue data = node.Data(0, "input");
        int axis = node.Axis(node.Reader.Int("axis", opset < FirstOpsetWithOneAxisSoftmax ? 1 : -1), data.View.Rank + 1);
        return data.View.Rank == 1 && axis == 1
            ? Function(node, ActivationKind.Softmax)
            : throw node.Reader.Error(SourceWriter.Text($"it is taken over axis {axis} of {data.View.Shape}; expected [N, features] and the last axis"));
    }

    private DataValue Clip(Inputs node)
    {
        double low = Bound(node, "min", 1, double.NegativeInfinity);
        double high = Bound(node, "max", 2, double.PositiveInfinity);
        bool open = high >= float.MaxValue;
        return low <= -float.MaxValue && open ? node.Data(0, "input")
            : low == 0 && open ? Function(node, ActivationKind.ReLU)
            : throw node.Reader.Error(SourceWriter.Text($"it cuts off at {(float)low} and {(float)high}; no activation of this library does (from 0 without an upper limit, it would be ReLU)"));
    }

    // Up to operator set 10 the limits are attributes.
    private double Bound(Inputs node, string name, int input, double missing) =>
        opset < 11 ? node.Reader.Float(name, missing)
        : node.Constant(input, name) is not { } tensor ? missing
        : tensor.Count == 1 ? tensor.Numbers![0]
        : throw node.Reader.Error($"its {name} is not one number");

    private static DataValue? Arithmetic(Inputs node)
    {
        if (node.Count != 2 || node[0] is null || node[1] is null)
        {
            throw node.Reader.Error(SourceWriter.Text($"it has {node.Count} operands; expected 2"));
        }

        return (node[0], node[1]) switch
        {
            (DataValue first, DataValue second) => Product(node, first, second),
            (DataValue data, ConstantValue) => WithConstant(node, data, node.Required(1, "second operand"), dataFirst: true),
            (ConstantValue, DataValue data) => WithConstant(node, data, node.Required(0, "first operand"), dataFirst: false),
            _ => throw node.Reader.Error("it works out a shape of the batch; expected shapes that are known but for their batch"),
        };
    }

    private static DataValue Product(Inputs node, DataValue first, DataValue second)
    {
        if (node.Operator != "Mul" || first.Version != second.Version)
        {
            throw OnnxErrors.Graph($"node {OnnxErrors.Describe(node.Node)} joins two branches of the network; expected one layer after the other, without branches");
        }

        return first.View.Rank == second.View.Rank && first.View.Dimensions.Zip(second.View.Dimensions, (a, b) => a.SequenceEqual(b)).All(same => same)
            ? first with { Expression = new ProductExpression(node.Node, first.Expression, second.Expression) }
            : throw node.Reader.Error("it multiplies two values of different shapes");
    }

    private static DataValue WithConstant(Inputs node, DataValue data, Tensor constant, bool dataFirst)
    {
        CheckBroadcast(node, data.View, constant);
        if (!dataFirst && node.Operator == "Div")
        {
            throw node.Reader.Error("it divides by a value computed from the input; no layer of this library does");
        }

        BroadcastConstant With(Func<double, double> change) => new(constant, data.View, change);
        BroadcastConstant one = new(1);
        BroadcastConstant zero = new(0);
        return node.Operator switch
        {
            "Add" => Affine(node, data, one, With(number => number)),
            "Sub" when dataFirst => Affine(node, data, one, With(number => -number)),
            "Sub" => Affine(node, data, new BroadcastConstant(-1), With(number => number)),
            "Mul" => Affine(node, data, With(number => number), zero),
            _ => Affine(node, data, With(number => 1 / number), zero),
        };
    }

    private static void CheckBroadcast(Inputs node, View view, Tensor constant)
    {
        int rank = constant.Dimensions.Length;
        bool fits = rank <= view.Rank + 1 && constant.Count > 0;
        for (int n = 1; fits && n <= rank; n++)
        {
            int extent = constant.Dimensions[rank - n];
            fits = extent == 1 || (n <= view.Rank && extent == view.Extent(view.Rank - n));
        }

        if (!fits)
        {
            throw node.Reader.Error($"its constant of shape {constant.Shape} does not fit {view.Shape}");
        }
    }
}
