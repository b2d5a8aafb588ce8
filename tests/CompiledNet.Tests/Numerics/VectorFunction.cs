using CompiledNet.Numerics;

namespace CompiledNet.Tests.Numerics;

internal delegate void SpanFunction(ReadOnlySpan<float> x, Span<float> destination);

/// <summary>A vector function with its float64 counterpart.</summary>
/// <param name="Apply">The vector function.</param>
/// <param name="Exact">The float64 function.</param>
/// <param name="Floor">Results up to this size may be flushed to 0, as the function's documentation says.</param>
internal sealed record VectorFunction(SpanFunction Apply, Func<double, double> Exact, double Floor)
{
    private const double SmallestNormal = 1.17549435e-38;

    public static IReadOnlyDictionary<string, VectorFunction> All { get; } = new Dictionary<string, VectorFunction>
    {
        ["exp"] = new(VectorMath.Exp, Math.Exp, SmallestNormal),
        ["log"] = new(VectorMath.Log, Math.Log, 0),
        ["tanh"] = new(VectorMath.Tanh, DoubleMath.Tanh, SmallestNormal),
        ["sigmoid"] = new(VectorMath.Sigmoid, DoubleMath.Sigmoid, SmallestNormal),
        ["erf"] = new(VectorMath.Erf, DoubleMath.Erf, SmallestNormal),
        ["softplus"] = new(VectorMath.Softplus, DoubleMath.Softplus, SmallestNormal),
        ["gelu"] = new(VectorMath.Gelu, DoubleMath.Gelu, 4e-37),
        ["silu"] = new(VectorMath.Silu, DoubleMath.Silu, 3e-37),
        ["elu"] = new(VectorMath.Elu, DoubleMath.Elu, SmallestNormal),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public float At(float x)
    {
        Span<float> value = [x];
        Apply(value, value);
        return value[0];
    }
}
