using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CompiledNet.Numerics;
using CompiledNet.Tests.Training;

namespace CompiledNet.Tests.Numerics;

[Trait("Category", "Numerics")]
public class GradientMathTests
{
    private static readonly float[] Special =
    [
        0, -0f, 1, -1, float.Epsilon, -float.Epsilon, float.MaxValue, -float.MaxValue, float.PositiveInfinity, float.NegativeInfinity, 0.5f, -0.5f,
    ];

    [Fact]
    public void A_penalty_adds_its_derivative()
    {
        for (int length = 0; length <= 70; length++)
        {
            float[] gradient = NumericInputs.Uniform(length, -1, 1, length);
            float[] weights = NumericInputs.Uniform(length, -2, 2, length + 1);
            for (int i = 0; i < length; i += 5)
            {
                weights[i] = i % 2 == 0 ? 0f : -0f;
            }

            float[] expected = [.. gradient.Select((g, i) => MathF.FusedMultiplyAdd(2 * 0.01f, weights[i], g + (0.3f * MathF.Sign(weights[i]))))];
            GradientMath.AddPenalty(gradient, weights, 0.3f, 0.01f);
            Assert.Equal(NumericInputs.Bits(expected), NumericInputs.Bits(gradient));
        }

        Assert.Throws<ArgumentException>(() => GradientMath.AddPenalty(new float[3], new float[2], 1, 1));
    }

    [Fact]
    public void A_clamp_keeps_the_range_and_NaN()
    {
        for (int length = 0; length <= 70; length++)
        {
            float[] gradient = [.. NumericInputs.Uniform(length, -1, 1, length), .. Special];
            float[] expected = [.. gradient.Select(g => Math.Clamp(g, -0.5f, 0.5f))];
            GradientMath.Clamp(gradient, 0.5f);
            Assert.Equal(NumericInputs.Bits(expected), NumericInputs.Bits(gradient));

            float[] all = [.. Enumerable.Repeat(float.NaN, length)];
            GradientMath.Clamp(all, 1);
            Assert.All(all, value => Assert.True(float.IsNaN(value)));
        }
    }

    [Fact]
    public void Every_element_is_multiplied()
    {
        for (int length = 0; length <= 70; length++)
        {
            float[] gradient = [.. NumericInputs.Uniform(length, -1, 1, length), .. Special];
            float[] expected = [.. gradient.Select(g => g * 0.3f)];
            GradientMath.Multiply(gradient, 0.3f);
            Assert.Equal(NumericInputs.Bits(expected), NumericInputs.Bits(gradient));
        }
    }

    [Fact]
    public void A_sum_of_squares_is_taken_in_the_order_that_is_said()
    {
        foreach (int length in Enumerable.Range(0, 70).Concat([1000, 4095, 4096]))
        {
            float[] values = NumericInputs.Uniform(length, -3, 3, length);
            double[] sums = new double[16];
            for (int i = 0; i < length; i++)
            {
                sums[i % 16] += (double)values[i] * values[i];
            }

            for (int half = 8; half > 0; half /= 2)
            {
                for (int i = 0; i < half; i++)
                {
                    sums[i] += sums[i + half];
                }
            }

            double sum = GradientMath.SumOfSquares(values);
            Assert.Equal(BitConverter.DoubleToInt64Bits(sums[0]), BitConverter.DoubleToInt64Bits(sum));
            Assert.Equal(values.Sum(value => (double)value * value), sum, 1e-9);
        }
    }

    [Fact]
    public void A_sum_of_squares_neither_overflows_nor_loses_tiny_ones()
    {
        const double Largest = float.MaxValue;
        Assert.Equal(1, GradientMath.SumOfSquares([.. Enumerable.Repeat(float.MaxValue, 4096)]) / (4096 * Largest * Largest), 1e-13);
        Assert.Equal(35 * (double)float.Epsilon * float.Epsilon, GradientMath.SumOfSquares([.. Enumerable.Repeat(-float.Epsilon, 35)]));
        Assert.True(double.IsNaN(GradientMath.SumOfSquares([1, float.NaN])));
        Assert.Equal(double.PositiveInfinity, GradientMath.SumOfSquares([1, float.NegativeInfinity]));
        Assert.Throws<ArgumentException>(() => GradientMath.SumOfSquares(new float[4097]));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        float[] gradient = NumericInputs.Uniform(1003, -1, 1, 1);
        Assert.Equal(0, Allocations.Least(() =>
        {
            GradientMath.AddPenalty(gradient, gradient, 0.1f, 0.1f);
            GradientMath.Clamp(gradient, 0.9f);
            GradientMath.Multiply(gradient, 0.9f);
            GradientMath.SumOfSquares(gradient);
        }));
    }

    [Fact]
    public void The_bits_are_as_recorded()
    {
        float[] gradient = NumericInputs.Uniform(1003, -1, 1, 1);
        GradientMath.AddPenalty(gradient, NumericInputs.Uniform(1003, -1, 1, 2), 0.1f, 0.03f);
        GradientMath.Clamp(gradient, 0.9f);
        GradientMath.Multiply(gradient, 0.7f);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(gradient.AsSpan()));
        hash.AppendData(BitConverter.GetBytes(GradientMath.SumOfSquares(gradient)));
        Assert.Equal("42b9d37a7d3dc6aa7a13c50cbdbf78c9", Convert.ToHexStringLower(hash.GetHashAndReset())[..32]);
    }
}
