using CompiledNet.Numerics;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Numerics;

/// <summary>What is left out: bit by bit what the documentation says, and as good as chance. Every number here is seeded, so no bound is ever near.</summary>
[Trait("Category", "Numerics")]
public class DropoutTests
{
    private const int Bits = 1 << 16;

    // Of a correlation over Bits values: five standard deviations.
    private const double MostCorrelation = 5.0 / 256;

    /// <summary>The documented function, written again for one value: whether it is left out.</summary>
    public static bool IsLeftOut(ulong key, int layer, int row, int size, int column, float rate)
    {
        uint counter = unchecked((uint)key + ((uint)layer * 0x9e3779b9) + ((uint)row * (uint)size) + (uint)column);
        return Hash(Hash(counter) ^ (uint)(key >> 32)) < rate * 4294967296.0;

        static uint Hash(uint x)
        {
            x = unchecked((x ^ (x >> 16)) * 0x7feb352d);
            x = unchecked((x ^ (x >> 15)) * 0x846ca68b);
            return x ^ (x >> 16);
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1e-40f)]
    [InlineData(0.1f)]
    [InlineData(0.5f)]
    [InlineData(0.875f)]
    [InlineData(0.99999994f)]
    public void Values_are_zero_or_divided_by_the_share_that_stays(float rate)
    {
        SeededRandom random = new(3);
        for (int size = 1; size <= 40; size++)
        {
            int stride = (size + 15) / 16 * 16;
            const int Rows = 7;
            int sourceStride = size % 3 == 0 ? size : stride;
            float[] source = Networks.TestData.Uniform(Rows * sourceStride, random, -3, 3);
            float[] result = Filled(Rows * stride);
            float[] mask = Filled(Rows * stride);
            ulong key = StepKeys.Dropout(size, 7);
            Dropout.Forward(source, sourceStride, result, mask, Rows, size, stride, key, 5, firstRow: 11, rate);
            for (int row = 0; row < Rows; row++)
            {
                for (int i = 0; i < stride; i++)
                {
                    float factor = i >= size || IsLeftOut(key, 5, 11 + row, size, i, rate) ? 0 : 1 / (1 - rate);
                    Assert.Equal(Networks.TestData.Bits([factor]), Networks.TestData.Bits([mask[(row * stride) + i]]));
                    float expected = i < size ? factor * source[(row * sourceStride) + i] : 0;
                    Assert.Equal(Networks.TestData.Bits([expected]), Networks.TestData.Bits([result[(row * stride) + i]]));
                }
            }
        }
    }

    [Fact]
    public void The_gradient_goes_where_the_values_went()
    {
        SeededRandom random = new(4);
        for (int size = 1; size <= 40; size++)
        {
            int stride = (size + 15) / 16 * 16;
            const int Rows = 5;
            int sourceStride = size % 2 == 0 ? size : stride;
            float[] delta = Networks.TestData.Uniform(Rows * stride, random, -3, 3);
            float[] mask = Networks.TestData.Uniform(Rows * stride, random, 0, 2);
            float[] to = Filled(Rows * sourceStride);
            Dropout.Backward(delta, mask, to, sourceStride, Rows, size, stride);
            for (int row = 0; row < Rows; row++)
            {
                for (int i = 0; i < size; i++)
                {
                    Assert.Equal(delta[(row * stride) + i] * mask[(row * stride) + i], to[(row * sourceStride) + i]);
                }
            }
        }
    }

    [Fact]
    public void A_key_of_0_leaves_everything_as_it_is()
    {
        float[] source = [1, -0f, float.MaxValue, 1e-40f, -5, 6, 7, 8, 9, 10, -11];
        float[] result = Filled(16);
        float[] mask = Filled(16);
        Dropout.Forward(source, 11, result, mask, 1, 11, 16, 0, 1, 0, 0.9f);
        Assert.Equal(Networks.TestData.Bits(source), Networks.TestData.Bits(result.AsSpan(0, 11)));
        Assert.Equal([.. Enumerable.Repeat(1f, 11), .. new float[5]], mask);
    }

    [Fact]
    public void Rows_can_be_taken_by_anybody_in_any_parts()
    {
        float[] whole = Mask(9, 2, 100, 20, 0.3f);
        float[] parts = new float[whole.Length];
        int[] cuts = [0, 1, 8, 37, 100];
        foreach (int part in new[] { 2, 0, 3, 1 })
        {
            int rows = cuts[part + 1] - cuts[part];
            Mask(9, 2, rows, 20, 0.3f, cuts[part]).CopyTo(parts, cuts[part] * 20);
        }

        Assert.Equal(whole, parts);
    }

    [Theory]
    [InlineData(0.01f)]
    [InlineData(0.2f)]
    [InlineData(0.5f)]
    [InlineData(0.9f)]
    public void The_share_left_out_is_the_rate(float rate)
    {
        foreach (int seed in new[] { 0, 1, -1, 12345 })
        {
            long leftOut = 0;
            for (int step = 1; step <= 16; step++)
            {
                leftOut += Mask(StepKeys.Dropout(seed, step), 1, 256, 256, rate).Count(factor => factor == 0);
            }

            double count = 16.0 * Bits;
            Assert.InRange(leftOut / count, rate - (5 * Math.Sqrt(rate * (1 - rate) / count)), rate + (5 * Math.Sqrt(rate * (1 - rate) / count)));
        }
    }

    [Fact]
    public void Rows_columns_layers_steps_and_seeds_know_nothing_of_each_other()
    {
        double[] bits = Signs(seed: 7, step: 100, layer: 3);
        foreach (int distance in new[] { 1, 2, 3, 4, 7, 8, 16, 255, 256, 257, 512, 1024 })
        {
            Assert.InRange(Correlation(bits.AsSpan(0, Bits - distance), bits.AsSpan(distance)), -MostCorrelation, MostCorrelation);
        }

        List<double[]> others = [];
        for (int n = 1; n <= 12; n++)
        {
            others.Add(Signs(7, 100 + n, 3));
            others.Add(Signs(7 + n, 100, 3));
            others.Add(Signs(7, 100, 3 + n));
        }

        others.Add(bits);
        for (int a = 0; a < others.Count; a++)
        {
            for (int b = 0; b < a; b++)
            {
                Assert.InRange(Correlation(others[a], others[b]), -MostCorrelation, MostCorrelation);
            }
        }
    }

    [Fact]
    public void Eight_in_a_row_are_any_byte_as_often_as_another()
    {
        // Chi-square with 255 degrees of freedom: mean 255, standard deviation 22.6.
        for (int step = 1; step <= 8; step++)
        {
            float[] mask = Mask(StepKeys.Dropout(0, step), 1, 4096, 128, 0.5f);
            Assert.InRange(ChiSquare(mask, 1), 255 - (5 * 22.6), 255 + (5 * 22.6));
            Assert.InRange(ChiSquare(mask, 128), 255 - (5 * 22.6), 255 + (5 * 22.6));
        }
    }

    [Fact]
    public void Keys_are_never_0_and_each_step_and_seed_has_its_own()
    {
        HashSet<ulong> keys = [];
        for (int seed = -20; seed < 20; seed++)
        {
            for (long step = 1; step <= 500; step++)
            {
                ulong key = StepKeys.Dropout(seed, step);
                Assert.NotEqual(0UL, key);
                Assert.True(keys.Add(key));
            }
        }
    }

    [Fact]
    public void Groups_in_lanes_lose_the_values_that_rows_lose()
    {
        SeededRandom random = new(5);
        foreach (int size in new[] { 1, 5, 16, 33, 200 })
        {
            foreach (ulong key in new[] { 0UL, StepKeys.Dropout(size, 3) })
            {
                float[] rows = Networks.TestData.Uniform(16 * size, random, -3, 3);
                float[] rowResult = new float[rows.Length];
                float[] rowMask = new float[rows.Length];
                Dropout.Forward(rows, size, rowResult, rowMask, 16, size, size, key, 4, firstRow: 32, 0.4f);
                using PageEnd source = new(16 * size);
                using PageEnd result = new(16 * size);
                using PageEnd mask = new(16 * size);
                Lanes.FromRows(rows, size, 16, size, source.Span);
                Dropout.ForwardLanes(source.Span, result.Span, mask.Span, size, key, 4, firstRow: 32, 0.4f);
                for (int f = 0; f < size; f++)
                {
                    for (int n = 0; n < 16; n++)
                    {
                        Assert.Equal(Networks.TestData.Bits([rowMask[(n * size) + f]]), Networks.TestData.Bits([mask.Span[(f * 16) + n]]));
                        Assert.Equal(Networks.TestData.Bits([rowResult[(n * size) + f]]), Networks.TestData.Bits([result.Span[(f * 16) + n]]));
                    }
                }
            }
        }
    }

    [Fact]
    public void The_gradient_of_lanes_is_the_delta_times_the_mask()
    {
        SeededRandom random = new(6);
        for (int length = 0; length <= 50; length++)
        {
            using PageEnd delta = PageEnd.Of(Networks.TestData.Uniform(length, random, -3, 3));
            using PageEnd mask = PageEnd.Of(Networks.TestData.Uniform(length, random, 0, 2));
            using PageEnd to = new(length);
            Dropout.BackwardLanes(delta.Span, mask.Span, to.Span);
            for (int i = 0; i < length; i++)
            {
                Assert.Equal(delta.Span[i] * mask.Span[i], to.Span[i]);
            }
        }
    }

    [Fact]
    public void Memory_that_is_too_short_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Dropout.ForwardLanes(new float[31], new float[32], new float[32], 2, 1, 1, 0, 0.5f));
        Assert.Throws<ArgumentException>(() => Dropout.ForwardLanes(new float[32], new float[31], new float[32], 2, 1, 1, 0, 0.5f));
        Assert.Throws<ArgumentException>(() => Dropout.ForwardLanes(new float[32], new float[32], new float[31], 2, 1, 1, 0, 0.5f));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dropout.ForwardLanes(new float[32], new float[32], new float[32], 0, 1, 1, 0, 0.5f));
        Assert.Throws<ArgumentException>(() => Dropout.BackwardLanes(new float[32], new float[31], new float[32]));
        Assert.Throws<ArgumentException>(() => Dropout.BackwardLanes(new float[32], new float[32], new float[31]));
        Assert.Throws<ArgumentException>(() => Dropout.Forward(new float[9], 5, new float[32], new float[32], 2, 5, 16, 1, 1, 0, 0.5f));
        Assert.Throws<ArgumentException>(() => Dropout.Forward(new float[10], 5, new float[31], new float[32], 2, 5, 16, 1, 1, 0, 0.5f));
        Assert.Throws<ArgumentException>(() => Dropout.Forward(new float[10], 5, new float[32], new float[31], 2, 5, 16, 1, 1, 0, 0.5f));
        Assert.Throws<ArgumentException>(() => Dropout.Backward(new float[31], new float[32], new float[10], 5, 2, 5, 16));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dropout.Forward(new float[10], 4, new float[32], new float[32], 2, 5, 16, 1, 1, 0, 0.5f));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dropout.Backward(new float[32], new float[32], new float[10], 5, 2, 5, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dropout.Backward(new float[32], new float[32], new float[10], 5, -1, 5, 16));
    }

    private static float[] Filled(int length)
    {
        float[] values = new float[length];
        Array.Fill(values, 77);
        return values;
    }

    private static float[] Mask(ulong key, int layer, int rows, int size, float rate, int firstRow = 0)
    {
        float[] mask = new float[rows * size];
        Dropout.Forward(new float[rows * size], size, new float[rows * size], mask, rows, size, size, key, layer, firstRow, rate);
        return mask;
    }

    private static double[] Signs(int seed, long step, int layer) =>
        Array.ConvertAll(Mask(StepKeys.Dropout(seed, step), layer, 256, 256, 0.5f), factor => factor == 0 ? -1.0 : 1);

    private static double Correlation(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        double sum = 0;
        for (int i = 0; i < first.Length; i++)
        {
            sum += first[i] * second[i];
        }

        return sum / first.Length;
    }

    private static double ChiSquare(float[] mask, int distance)
    {
        int[] counts = new int[256];
        int bytes = 0;
        for (int start = 0; start + (7 * distance) < mask.Length; start += distance == 1 ? 8 : start % distance == distance - 1 ? (7 * distance) + 1 : 1)
        {
            int value = 0;
            for (int bit = 0; bit < 8; bit++)
            {
                value |= (mask[start + (bit * distance)] == 0 ? 0 : 1) << bit;
            }

            counts[value]++;
            bytes++;
        }

        double expected = bytes / 256.0;
        return counts.Sum(count => (count - expected) * (count - expected) / expected);
    }
}
