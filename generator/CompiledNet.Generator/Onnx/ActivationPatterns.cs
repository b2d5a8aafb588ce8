using System;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Onnx;

/// <summary>Activations that files write as several nodes: GELU with the error function, SiLU as a product with a sigmoid; the factors in any order.</summary>
internal static class ActivationPatterns
{
    public const string Erf = "Erf";

    // Constants of a file have the precision of a float, or less.
    private const double Tolerance = 1e-3;

    private static readonly double SquareRootOf2 = Math.Sqrt(2);

    /// <summary>The activation that a product of two expressions, times a factor, is; null if it is none.</summary>
    public static (ActivationKind Activation, Expression Inner)? Find(ProductExpression product, double factor)
    {
        (double left, Expression first) = Peel(product.Left);
        (double right, Expression second) = Peel(product.Right);
        double scale = factor * left * right;
        return Find(first, second, scale) ?? Find(second, first, scale);
    }

    // scale v f(v), where f is a sigmoid or 1 plus an error function.
    private static (ActivationKind Activation, Expression Inner)? Find(Expression value, Expression function, double scale)
    {
        if (function is FunctionExpression { Function: nameof(ActivationKind.Sigmoid) } sigmoid)
        {
            // silu(c v) = c v sigmoid(c v)
            (double c, Expression inner) = Peel(sigmoid.Inner);
            return ReferenceEquals(inner, value) && Same(scale, c) ? (ActivationKind.SiLU, sigmoid.Inner) : null;
        }

        if (function is AffineExpression { Scale.Number: { } factor, Shift.Number: { } shift, Inner: FunctionExpression { Function: Erf } erf } && Same(factor, shift))
        {
            // gelu(g v) = g v / 2 (1 + erf(g v / sqrt(2)))
            (double c, Expression inner) = Peel(erf.Inner);
            double g = Same(c * SquareRootOf2, 1) ? 1 : c * SquareRootOf2;
            return ReferenceEquals(inner, value) && Same(scale * factor, g / 2)
                ? (ActivationKind.GELU, Same(g, 1) ? inner : new AffineExpression(function.Node, inner, new BroadcastConstant(g), new BroadcastConstant(0)))
                : null;
        }

        return null;
    }

    private static (double Factor, Expression Inner) Peel(Expression expression)
    {
        double factor = 1;
        while (expression is AffineExpression { Scale.Number: { } scale, Shift.Number: 0 } affine)
        {
            factor *= scale;
            expression = affine.Inner;
        }

        return (factor, expression);
    }

    private static bool Same(double one, double other) => Math.Abs(one - other) <= Tolerance * Math.Abs(other) && one != 0;
}
