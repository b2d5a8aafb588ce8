using CompiledNet.Numerics.Activations;

namespace CompiledNet.Tests.Numerics;

[Trait("Category", "Numerics")]
public class SoftmaxTests
{
    private const int RowCount = 5;

    public static TheoryData<int> Sizes => [1, 2, 3, 10, 15, 16, 17, 31, 33, 100];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Forward_agrees_with_float64_and_ignores_the_padding(int size)
    {
        int stride = NumericInputs.Stride(size) + 16;
        float[] dense = NumericInputs.Uniform(RowCount * size, -20f, 20f, size);
        float[] z = NumericInputs.Padded(dense, RowCount, size, stride);
        float[] a = new float[z.Length];
        Array.Fill(a, float.NaN);
        SoftmaxActivation.Forward(z, a, RowCount, size, stride);
        for (int r = 0; r < RowCount; r++)
        {
            double[] exact = Softmax(dense.AsSpan(r * size, size));
            AssertRow(exact, a.AsSpan(r * stride, stride), 6e-7);
        }

        SoftmaxActivation.Forward(z, z, RowCount, size, stride);
        Assert.Equal(NumericInputs.Bits(a), NumericInputs.Bits(z));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Backward_agrees_with_float64_and_ignores_the_padding(int size)
    {
        int stride = NumericInputs.Stride(size) + 16;
        float[] g = NumericInputs.Uniform(RowCount * size, -2f, 2f, size);
        float[] a = NumericInputs.Uniform(RowCount * size, 0f, 1f, size + 1);
        float[] delta = NumericInputs.Padded(g, RowCount, size, stride);
        SoftmaxActivation.Backward(delta, NumericInputs.Padded(a, RowCount, size, stride), RowCount, size, stride);
        for (int r = 0; r < RowCount; r++)
        {
            double dot = 0;
            double magnitude = 0;
            for (int j = 0; j < size; j++)
            {
                dot += (double)g[(r * size) + j] * a[(r * size) + j];
                magnitude += Math.Abs((double)g[(r * size) + j] * a[(r * size) + j]);
            }

            for (int j = 0; j < stride; j++)
            {
                double exact = j < size ? a[(r * size) + j] * (g[(r * size) + j] - dot) : 0;
                Assert.Equal(exact, delta[(r * stride) + j], j < size ? 1e-6 * (2 + magnitude) : 0);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_row_has_the_same_bits_among_any_number_of_rows(int size)
    {
        const int Most = 37;
        int stride = NumericInputs.Stride(size);
        float[] z = NumericInputs.Padded(NumericInputs.Uniform(Most * size, -9f, 9f, size), Most, size, stride);
        float[] g = NumericInputs.Padded(NumericInputs.Uniform(Most * size, -2f, 2f, size + 1), Most, size, stride);
        float[] a = new float[z.Length];
        float[] delta = [.. g];
        for (int r = 0; r < Most; r++)
        {
            SoftmaxActivation.Forward(z.AsSpan(r * stride, stride), a.AsSpan(r * stride, stride), 1, size, stride);
            SoftmaxActivation.Backward(delta.AsSpan(r * stride, stride), a.AsSpan(r * stride, stride), 1, size, stride);
        }

        for (int rows = 1; rows <= Most; rows++)
        {
            float[] inPlace = z[..(rows * stride)];
            SoftmaxActivation.Forward(inPlace, inPlace, rows, size, stride);
            Assert.Equal(NumericInputs.Bits(a.AsSpan(0, rows * stride)), NumericInputs.Bits(inPlace));
            float[] change = g[..(rows * stride)];
            SoftmaxActivation.Backward(change, a, rows, size, stride);
            Assert.Equal(NumericInputs.Bits(delta.AsSpan(0, rows * stride)), NumericInputs.Bits(change));
        }
    }

    [Fact]
    public void Saturated_logits_give_exact_probabilities()
    {
        float[] z = new float[16];
        float[] a = new float[16];
        z[0] = 1e4f;
        z[1] = -1e4f;
        z[2] = 1e4f;
        SoftmaxActivation.Forward(z, a, 1, 3, 16);
        Assert.Equal([0.5f, 0f, 0.5f], a[..3]);

        z[0] = float.NegativeInfinity;
        SoftmaxActivation.Forward(z, a, 1, 3, 16);
        Assert.Equal([0f, 0f, 1f], a[..3]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(18)]
    public void NaN_spoils_its_own_row_only_and_never_the_padding(int position)
    {
        const int Size = 19;
        float[] z = new float[3 * 32];
        z[32 + position] = float.NaN;
        SoftmaxActivation.Forward(z, z, 3, Size, 32);
        for (int i = 0; i < z.Length; i++)
        {
            Assert.Equal(i is >= 32 and < 32 + Size, float.IsNaN(z[i]));
        }
    }

    [Theory]
    [InlineData(-1, 3, 16)]
    [InlineData(1, 0, 16)]
    [InlineData(1, 17, 16)]
    [InlineData(1, 3, 15)]
    [InlineData(3, 3, 16)]
    public void Shapes_that_do_not_fit_are_refused(int rows, int size, int stride)
    {
        float[] values = new float[32];
        Assert.Throws<ArgumentException>(() => SoftmaxActivation.Forward(values, values, rows, size, stride));
        Assert.Throws<ArgumentException>(() => SoftmaxActivation.Backward(values, values, rows, size, stride));
    }

    private static double[] Softmax(ReadOnlySpan<float> z)
    {
        double max = double.NegativeInfinity;
        foreach (float value in z)
        {
            max = Math.Max(max, value);
        }

        double[] a = new double[z.Length];
        double sum = 0;
        for (int j = 0; j < a.Length; j++)
        {
            a[j] = Math.Exp(z[j] - max);
            sum += a[j];
        }

        for (int j = 0; j < a.Length; j++)
        {
            a[j] /= sum;
        }

        return a;
    }

    private static void AssertRow(double[] exact, ReadOnlySpan<float> actual, double relative)
    {
        for (int j = 0; j < actual.Length; j++)
        {
            double expected = j < exact.Length ? exact[j] : 0;

            // A logit's distance from the maximum is rounded to a float, which the exponential enlarges.
            Assert.Equal(expected, actual[j], expected * (relative + 3e-6));
        }
    }
}
