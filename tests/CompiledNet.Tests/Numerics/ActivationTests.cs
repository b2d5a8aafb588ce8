using CompiledNet.Numerics;
using CompiledNet.Numerics.Activations;

namespace CompiledNet.Tests.Numerics;

internal delegate void SpanUpdate(Span<float> delta, ReadOnlySpan<float> saved);

[Trait("Category", "Numerics")]
public class ActivationTests
{
    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["Sigmoid"] = new(SigmoidActivation.Forward, SigmoidActivation.Backward, true, DoubleMath.Sigmoid, (_, a) => a * (1 - a)),
        ["Tanh"] = new(TanhActivation.Forward, TanhActivation.Backward, true, DoubleMath.Tanh, (_, a) => 1 - (a * a)),
        ["ReLU"] = new(ReLUActivation.Forward, ReLUActivation.Backward, true, z => Math.Max(z, 0), (_, a) => a > 0 ? 1 : 0),
        ["LeakyReLU"] = new(
            LeakyReLUActivation.Forward, LeakyReLUActivation.Backward, true, z => z > 0 ? z : 0.01 * z, (_, a) => a > 0 ? 1 : 0.01),
        ["ELU"] = new(ELUActivation.Forward, ELUActivation.Backward, true, DoubleMath.Elu, (_, a) => a > 0 ? 1 : a + 1),
        ["GELU"] = new(
            GELUActivation.Forward,
            GELUActivation.Backward,
            false,
            DoubleMath.Gelu,
            (z, _) => DoubleMath.Phi(z) + (z * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI))),
        ["SiLU"] = new(SiLUActivation.Forward, SiLUActivation.Backward, false, DoubleMath.Silu, (z, _) => SiluDerivative(z)),
        ["Softplus"] = new(
            SoftplusActivation.Forward, SoftplusActivation.Backward, false, DoubleMath.Softplus, (z, _) => DoubleMath.Sigmoid(z)),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    /// <summary>2^-120, below which the backward passes give zero.</summary>
    private static readonly double TinyDelta = Math.ScaleB(1, -120);

    [Theory]
    [MemberData(nameof(Names))]
    public void Forward_is_the_function(string name)
    {
        float[] z = NumericInputs.Spread(3001);
        float[] a = new float[z.Length];
        Cases[name].Forward(z, a);
        for (int i = 0; i < z.Length; i++)
        {
            AssertClose(Cases[name].Function(z[i]), a[i], 4e-7, 4e-37, $"{name}({z[i]:R})");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Backward_multiplies_by_the_derivative(string name)
    {
        Case activation = Cases[name];
        float[] z = NumericInputs.Spread(3001);
        float[] a = new float[z.Length];
        activation.Forward(z, a);
        float[] g = NumericInputs.Uniform(z.Length, -2f, 2f, 11);
        float[] delta = [.. g];
        activation.Backward(delta, activation.SavesActivation ? a : z);
        for (int i = 0; i < z.Length; i++)
        {
            // The derivatives of GELU and SiLU cross zero, where only the absolute error can be small.
            double exact = g[i] * activation.Derivative(z[i], a[i]);
            if (Math.Abs(exact) < TinyDelta)
            {
                // Zero below the bound; at the bound, rounding decides.
                Assert.True(delta[i] == 0 || Math.Abs(exact) > 0.999 * TinyDelta, $"{name}'({z[i]:R}) gives {delta[i]:R}");
                continue;
            }

            AssertClose(exact, delta[i], 6e-7, activation.SavesActivation ? 0 : 2e-7, $"{name}'({z[i]:R})");
        }
    }

    [Fact]
    public void Deltas_too_small_to_matter_become_zero_and_NaN_stays()
    {
        float bound = (float)TinyDelta;
        float[] delta = [bound, -bound, MathF.BitDecrement(bound), -MathF.BitDecrement(bound), float.Epsilon, 0f, float.NaN, 1f];
        float[] a = new float[delta.Length];
        Array.Fill(a, 1f);
        ReLUActivation.Backward(delta, a);
        Assert.Equal([bound, -bound, 0f, 0f, 0f, 0f, float.NaN, 1f], delta);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Backward_of_the_function_is_its_slope(string name)
    {
        // The formulas above against the function itself: central differences in float64.
        Case activation = Cases[name];
        foreach (double z in new[] { -3.0, -1.28, -0.75, -0.2, 0.3, 1.1, 2.7 })
        {
            const double H = 1e-5;
            double slope = (activation.Function(z + H) - activation.Function(z - H)) / (2 * H);
            Assert.Equal(slope, activation.Derivative(z, activation.Function(z)), 1e-8);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NaN_passes_and_the_ends_are_finite(string name)
    {
        Case activation = Cases[name];
        float[] z = [float.NaN, 1e4f, -1e4f, 100f, -100f, 0f, -0f];
        float[] a = new float[z.Length];
        activation.Forward(z, a);
        float[] delta = new float[z.Length];
        Array.Fill(delta, 1f);
        activation.Backward(delta, activation.SavesActivation ? a : z);

        Assert.True(float.IsNaN(a[0]));
        Assert.All(a[1..], value => Assert.True(float.IsFinite(value)));
        Assert.All(delta[1..], value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_length_and_memory_in_place_give_the_same_bits(string name)
    {
        Case activation = Cases[name];
        float[] z = NumericInputs.Spread(80);
        float[] a = new float[z.Length];
        activation.Forward(z, a);
        float[] g = NumericInputs.Uniform(z.Length, -2f, 2f, 12);
        float[] saved = activation.SavesActivation ? a : z;
        float[] delta = [.. g];
        activation.Backward(delta, saved);
        for (int length = 0; length <= 67; length++)
        {
            float[] inPlace = z[..length];
            activation.Forward(inPlace, inPlace);
            Assert.Equal(NumericInputs.Bits(a.AsSpan(0, length)), NumericInputs.Bits(inPlace));
            float[] part = g[..length];
            activation.Backward(part, saved.AsSpan(0, length));
            Assert.Equal(NumericInputs.Bits(delta.AsSpan(0, length)), NumericInputs.Bits(part));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Lengths_that_differ_are_refused(string name)
    {
        Assert.Throws<ArgumentException>(() => Cases[name].Forward(new float[5], new float[4]));
        Assert.Throws<ArgumentException>(() => Cases[name].Backward(new float[5], new float[4]));
    }

    private static double SiluDerivative(double z)
    {
        double s = DoubleMath.Sigmoid(z);
        return s * (1 + (z * (1 - s)));
    }

    private static void AssertClose(double exact, float actual, double relative, double absolute, string what) =>
        Assert.True(
            Math.Abs(actual - exact) <= (relative * Math.Abs(exact)) + absolute + 1.2e-38, $"{what} is {actual:R}, not {exact:R}");

    private sealed record Case(
        SpanFunction Forward, SpanUpdate Backward, bool SavesActivation, Func<double, double> Function, Func<double, double, double> Derivative);
}
