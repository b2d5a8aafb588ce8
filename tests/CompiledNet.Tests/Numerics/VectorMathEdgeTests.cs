using CompiledNet.Numerics;

namespace CompiledNet.Tests.Numerics;

[Trait("Category", "Numerics")]
public class VectorMathEdgeTests
{
    private const float Inf = float.PositiveInfinity;

    public static TheoryData<string> Names => VectorFunction.Names;

    [Theory]
    [InlineData("exp", 0f, 1f)]
    [InlineData("exp", 88.8f, Inf)]
    [InlineData("exp", 1e4f, Inf)]
    [InlineData("exp", 1e30f, Inf)]
    [InlineData("exp", Inf, Inf)]
    [InlineData("exp", -87.4f, 0f)]
    [InlineData("exp", -1e4f, 0f)]
    [InlineData("exp", -1e30f, 0f)]
    [InlineData("exp", -Inf, 0f)]
    [InlineData("log", 1f, 0f)]
    [InlineData("log", 0f, -Inf)]
    [InlineData("log", Inf, Inf)]
    [InlineData("log", -1f, float.NaN)]
    [InlineData("log", -1e-40f, float.NaN)]
    [InlineData("log", -Inf, float.NaN)]
    [InlineData("tanh", 20f, 1f)]
    [InlineData("tanh", -20f, -1f)]
    [InlineData("tanh", 1e4f, 1f)]
    [InlineData("tanh", 1e30f, 1f)]
    [InlineData("tanh", -Inf, -1f)]
    [InlineData("tanh", Inf, 1f)]
    [InlineData("tanh", 0f, 0f)]
    [InlineData("sigmoid", 0f, 0.5f)]
    [InlineData("sigmoid", 100f, 1f)]
    [InlineData("sigmoid", 1e4f, 1f)]
    [InlineData("sigmoid", Inf, 1f)]
    [InlineData("sigmoid", 1e30f, 1f)]
    [InlineData("sigmoid", -87.34f, 0f)]
    [InlineData("sigmoid", -89f, 0f)]
    [InlineData("sigmoid", -1e4f, 0f)]
    [InlineData("sigmoid", -1e30f, 0f)]
    [InlineData("sigmoid", -Inf, 0f)]
    [InlineData("erf", 0f, 0f)]
    [InlineData("erf", 5f, 1f)]
    [InlineData("erf", -5f, -1f)]
    [InlineData("erf", Inf, 1f)]
    [InlineData("erf", -1e30f, -1f)]
    [InlineData("softplus", 100f, 100f)]
    [InlineData("softplus", 1e4f, 1e4f)]
    [InlineData("softplus", Inf, Inf)]
    [InlineData("softplus", -1e4f, 0f)]
    [InlineData("softplus", -Inf, 0f)]
    [InlineData("gelu", 0f, 0f)]
    [InlineData("gelu", 100f, 100f)]
    [InlineData("gelu", 1e30f, 1e30f)]
    [InlineData("gelu", Inf, Inf)]
    [InlineData("gelu", -13f, 0f)]
    [InlineData("gelu", -1e4f, 0f)]
    [InlineData("gelu", -Inf, 0f)]
    [InlineData("silu", 0f, 0f)]
    [InlineData("silu", 100f, 100f)]
    [InlineData("silu", 3e38f, 3e38f)]
    [InlineData("silu", Inf, Inf)]
    [InlineData("silu", -89f, -0f)]
    [InlineData("silu", -1e4f, -0f)]
    [InlineData("silu", -Inf, -0f)]
    [InlineData("elu", 0f, 0f)]
    [InlineData("elu", 3e38f, 3e38f)]
    [InlineData("elu", Inf, Inf)]
    [InlineData("elu", -30f, -1f)]
    [InlineData("elu", -1e4f, -1f)]
    [InlineData("elu", -Inf, -1f)]
    public void Ends_and_zero_are_exact(string name, float x, float expected) => AssertExact(name, x, expected);

    [Theory]
    [InlineData("exp", 1f)]
    [InlineData("log", -Inf)]
    [InlineData("tanh", -0f)]
    [InlineData("sigmoid", 0.5f)]
    [InlineData("erf", -0f)]
    [InlineData("gelu", -0f)]
    [InlineData("silu", -0f)]
    public void Negative_zero_is_exact(string name, float expected) => AssertExact(name, -0f, expected);

    private static void AssertExact(string name, float x, float expected)
    {
        float actual = VectorFunction.All[name].At(x);
        Assert.True(
            float.IsNaN(expected) ? float.IsNaN(actual) : BitConverter.SingleToInt32Bits(expected) == BitConverter.SingleToInt32Bits(actual),
            $"{name}({x:R}) is {actual:R}, not {expected:R}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NaN_gives_NaN_in_every_lane(string name)
    {
        for (int lane = 0; lane < 19; lane++)
        {
            float[] x = new float[19];
            Array.Fill(x, 0.5f);
            x[lane] = float.NaN;
            VectorFunction.All[name].Apply(x, x);
            for (int i = 0; i < x.Length; i++)
            {
                Assert.Equal(i == lane, float.IsNaN(x[i]));
            }
        }
    }

    [Theory]
    [InlineData("tanh")]
    [InlineData("erf")]
    public void Odd_functions_are_odd_to_the_last_bit(string name)
    {
        VectorFunction function = VectorFunction.All[name];
        var random = new SeededRandom(3);
        for (int i = 0; i < 2000; i++)
        {
            float x = random.NextSingle(-10f, 10f);
            Assert.Equal(BitConverter.SingleToInt32Bits(-function.At(x)), BitConverter.SingleToInt32Bits(function.At(-x)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_element_has_the_same_bits_in_a_span_of_any_length(string name)
    {
        SpanFunction apply = VectorFunction.All[name].Apply;
        float[] x = NumericInputs.Spread(96);
        float[] whole = new float[x.Length];
        apply(x, whole);
        for (int length = 0; length <= 67; length++)
        {
            for (int start = 0; start < 3; start++)
            {
                float[] guarded = new float[length + 2];
                Array.Fill(guarded, 77f);
                apply(x.AsSpan(start, length), guarded.AsSpan(1, length));
                Assert.Equal(NumericInputs.Bits(whole.AsSpan(start, length)), NumericInputs.Bits(guarded.AsSpan(1, length)));
                Assert.Equal(77f, guarded[0]);
                Assert.Equal(77f, guarded[^1]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Source_and_destination_may_be_the_same_memory(string name)
    {
        SpanFunction apply = VectorFunction.All[name].Apply;
        for (int length = 1; length < 50; length++)
        {
            float[] x = NumericInputs.Spread(length);
            float[] apart = new float[length];
            apply(x, apart);
            apply(x, x);
            Assert.Equal(NumericInputs.Bits(apart), NumericInputs.Bits(x));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Lengths_that_differ_and_shifted_overlaps_are_refused(string name)
    {
        SpanFunction apply = VectorFunction.All[name].Apply;
        float[] x = new float[40];
        ArgumentException lengths = Assert.Throws<ArgumentException>(() => apply(x, new float[39]));
        Assert.Contains("40", lengths.Message, StringComparison.Ordinal);
        Assert.Contains("39", lengths.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => apply(x.AsSpan(0, 30), x.AsSpan(1, 30)));
    }
}
