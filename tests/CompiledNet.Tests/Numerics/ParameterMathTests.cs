using CompiledNet.Numerics;

namespace CompiledNet.Tests.Numerics;

[Trait("Category", "Numerics")]
public class ParameterMathTests
{
    [Fact]
    public void MultiplyAdd_is_a_fused_multiply_add_at_every_length()
    {
        for (int length = 0; length <= 150; length++)
        {
            float[] x = NumericInputs.Uniform(length, -1f, 1f, length);
            float[] destination = NumericInputs.Uniform(length, -1f, 1f, length + 1);
            float[] expected = new float[length];
            for (int i = 0; i < length; i++)
            {
                expected[i] = MathF.FusedMultiplyAdd(-0.1f, x[i], destination[i]);
            }

            ParameterMath.MultiplyAdd(destination, x, -0.1f);
            Assert.Equal(NumericInputs.Bits(expected), NumericInputs.Bits(destination));
        }

        Assert.Throws<ArgumentException>(() => ParameterMath.MultiplyAdd(new float[3], new float[4], 1f));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void The_first_element_that_is_not_finite_is_found_wherever_it_is(float value)
    {
        const int Length = 150;
        for (int position = 0; position < Length; position++)
        {
            float[] values = NumericInputs.Uniform(Length, -1.5e38f, 1.5e38f, position);
            Assert.Equal(-1, ParameterMath.IndexOfNonFinite(values));
            values[position] = value;
            values[Length - 1] = float.NaN;
            Assert.Equal(position, ParameterMath.IndexOfNonFinite(values));
        }
    }

    [Fact]
    public void An_empty_span_is_finite() => Assert.Equal(-1, ParameterMath.IndexOfNonFinite([]));
}
