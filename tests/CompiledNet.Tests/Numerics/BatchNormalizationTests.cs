using CompiledNet.Numerics;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Numerics;

/// <summary>Batch normalization against the same in plain loops and double, with garbage wherever nobody may look.</summary>
[Trait("Category", "Numerics")]
public class BatchNormalizationTests
{
    private const float Epsilon = 1e-5f;

    public static TheoryData<int, int> Shapes => new() { { 1, 1 }, { 1, 5 }, { 3, 4 }, { 2, 7 }, { 33, 6 }, { 100, 1 }, { 65, 9 }, { 784, 2 }, { 5, 70 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Moments_of_a_group_are_those_of_double(int pixels, int channels)
    {
        foreach (int count in new[] { 1, 2, 7, 15, 16 })
        {
            foreach ((float mean, float deviation) in new[] { (0f, 1f), (1000f, 0.1f), (-3e-4f, 2e-5f), (5f, 300f) })
            {
                NormalizationCase data = new(16, pixels, channels, mean, deviation);
                using PageEnd lanes = PageEnd.Of(data.Lanes(0, count, garbage: true));
                using PageEnd moments = new(2 * channels);
                BatchNormalization.MeasureLanes(lanes.Span, pixels, channels, count, moments.Span);
                CheckMoments(data, count, moments.Span);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(37)]
    public void Moments_of_rows_are_those_of_double(int channels)
    {
        foreach (int rows in new[] { 1, 2, 7, 16 })
        {
            foreach ((float mean, float deviation) in new[] { (0f, 1f), (1000f, 0.1f), (-3e-4f, 2e-5f), (5f, 300f) })
            {
                NormalizationCase data = new(16, 1, channels, mean, deviation);
                int stride = channels + (rows % 3);
                using PageEnd values = PageEnd.Of(data.Rows(0, rows, stride));
                using PageEnd moments = new(2 * channels);
                BatchNormalization.MeasureRows(values.Span, stride, rows, channels, moments.Span);
                CheckMoments(data, rows, moments.Span);
            }
        }
    }

    [Fact]
    public void A_channel_that_is_the_same_everywhere_has_no_variance()
    {
        foreach (float value in new[] { 0f, 0.1f, -1234.567f, 1e30f })
        {
            float[] lanes = new float[50 * 5 * 16];
            Array.Fill(lanes, value);
            float[] moments = new float[10];
            BatchNormalization.MeasureLanes(lanes, 50, 5, 13, moments);
            Assert.Equal([.. Enumerable.Repeat(value, 5), .. new float[5]], moments);
            BatchNormalization.MeasureRows(lanes, 5, 13, 5, moments);
            Assert.Equal([.. Enumerable.Repeat(value, 5), .. new float[5]], moments);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(16, 5)]
    [InlineData(17, 1)]
    [InlineData(45, 70)]
    [InlineData(160, 130)]
    public void Groups_are_joined_to_the_moments_of_the_batch(int examples, int channels)
    {
        foreach ((float mean, float deviation) in new[] { (0f, 1f), (1000f, 0.1f), (5f, 300f) })
        {
            const int Pixels = 6;
            NormalizationCase data = new(examples, Pixels, channels, mean, deviation);
            int groups = (examples + 15) / 16;
            int stride = (2 * channels) + 3;
            float[] moments = new float[groups * stride];
            for (int group = 0; group < groups; group++)
            {
                int count = Math.Min(16, examples - (16 * group));
                BatchNormalization.MeasureLanes(
                    data.Lanes(16 * group, count, garbage: true), Pixels, channels, count, moments.AsSpan(group * stride, 2 * channels));
            }

            float[] means = new float[channels];
            float[] variances = new float[channels];
            BatchNormalization.Combine(moments.AsSpan(0, moments.Length - 3), stride, groups, examples, Pixels, channels, means, variances);
            for (int c = 0; c < channels; c++)
            {
                (double expectedMean, double squares) = data.Moments(c, examples);
                Near(expectedMean, means[c], Math.Abs(expectedMean) + Math.Sqrt(squares));

                // The groups' means are floats: their rounding shows in the differences between groups.
                double variance = squares / (examples * Pixels);
                Near(variance, variances[c], variance + (0.07 * Math.Abs(expectedMean) * Math.Sqrt(variance)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Lanes_rows_and_single_examples_are_normalised_to_the_same_bits(int pixels, int channels)
    {
        NormalizationCase data = new(16, pixels, channels, 2, 3);
        (float[] weights, float[] bias, float[] mean, float[] variance) = Parameters(channels);
        using PageEnd scale = new(channels);
        using PageEnd shift = new(channels);
        BatchNormalization.Scale(weights, bias, mean, variance, Epsilon, scale.Span, shift.Span);
        using PageEnd lanes = PageEnd.Of(data.Lanes(0, 16, garbage: false));
        using PageEnd result = new(lanes.Span.Length);
        BatchNormalization.NormalizeLanes(lanes.Span, pixels, channels, scale.Span, shift.Span, result.Span);
        int size = pixels * channels;
        using PageEnd rows = PageEnd.Of(data.Rows(0, 16, size));
        for (int n = 0; n < 16; n++)
        {
            using PageEnd one = PageEnd.Of(rows.Span.Slice(n * size, size));
            using PageEnd normalised = new(size);
            BatchNormalization.NormalizeOne(one.Span, pixels, channels, scale.Span, shift.Span, normalised.Span);
            for (int f = 0; f < size; f++)
            {
                int c = f % channels;
                float factor = weights[c] / MathF.Sqrt(variance[c] + Epsilon);
                float expected = MathF.FusedMultiplyAdd(one.Span[f], factor, MathF.FusedMultiplyAdd(-mean[c], factor, bias[c]));
                Assert.Equal(NumericInputs.Bits([expected]), NumericInputs.Bits([normalised.Span[f]]));
                Assert.Equal(NumericInputs.Bits([expected]), NumericInputs.Bits([result.Span[(f * 16) + n]]));
            }

            BatchNormalization.NormalizeOne(one.Span, pixels, channels, scale.Span, shift.Span, one.Span);
            Assert.Equal(NumericInputs.Bits(normalised.Span), NumericInputs.Bits(one.Span));
        }

        BatchNormalization.NormalizeLanes(lanes.Span, pixels, channels, scale.Span, shift.Span, lanes.Span);
        Assert.Equal(NumericInputs.Bits(result.Span), NumericInputs.Bits(lanes.Span));
    }

    [Fact]
    public void Rows_are_normalised_and_their_padding_left_alone()
    {
        for (int channels = 1; channels <= 40; channels++)
        {
            (float[] weights, float[] bias, _, _) = Parameters(channels);
            float[] values = new NormalizationCase(5, 1, channels, 2, 3).Rows(0, 5, channels + 2);
            float[] result = new float[5 * (channels + 4)];
            Array.Fill(result, 9f);
            BatchNormalization.NormalizeRows(values, channels + 2, 5, channels, weights, bias, result, channels + 4);
            for (int i = 0; i < result.Length; i++)
            {
                (int row, int c) = Math.DivRem(i, channels + 4);
                Assert.Equal(c < channels ? MathF.FusedMultiplyAdd(values[(row * (channels + 2)) + c], weights[c], bias[c]) : 9f, result[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gradients_of_lanes_and_rows_are_those_of_double(int pixels, int channels)
    {
        NormalizationCase data = new(16, pixels, channels, 2, 3);
        NormalizationCase delta = new(16, pixels, channels, 0.01f, 0.5f, seed: 5);
        (float[] weights, _, float[] mean, float[] variance) = Parameters(channels);
        foreach (int count in new[] { 1, 7, 16 })
        {
            using PageEnd values = PageEnd.Of(data.Lanes(0, count, garbage: true));
            using PageEnd deltas = PageEnd.Of(delta.Lanes(0, count, garbage: false));
            using PageEnd sums = new(2 * channels);
            BatchNormalization.GradientLanes(deltas.Span, values.Span, pixels, channels, mean, variance, Epsilon, sums.Span);
            CheckSums(data, delta, count, mean, variance, sums.Span);

            using PageEnd result = new(values.Span.Length);
            const int Examples = 45;
            BatchNormalization.BackwardLanes(
                deltas.Span, values.Span, pixels, channels, count, weights, mean, variance, Epsilon, sums.Span, Examples, result.Span);
            for (int f = 0; f < pixels * channels; f++)
            {
                int c = f % channels;
                double deviation = Math.Sqrt(variance[c] + (double)Epsilon);
                for (int n = 0; n < 16; n++)
                {
                    double xhat = n < count ? (data[n, f] - mean[c]) / deviation : 0;
                    double expected = n < count
                        ? weights[c] / deviation * (delta[n, f] - ((sums.Span[channels + c] + (xhat * sums.Span[c])) / (Examples * pixels)))
                        : 0;
                    Near(expected, result.Span[(f * 16) + n], Math.Abs(weights[c] / deviation) * 3);
                }
            }

            if (pixels > 1)
            {
                continue;
            }

            int stride = channels + 2;
            using PageEnd rowValues = PageEnd.Of(data.Rows(0, count, stride));
            using PageEnd rowDeltas = PageEnd.Of(delta.Rows(0, count, stride + 3));
            using PageEnd rowResult = new(((count - 1) * (stride + 1)) + channels);
            float[] rowSums = new float[2 * channels];
            BatchNormalization.GradientRows(rowDeltas.Span, stride + 3, rowValues.Span, stride, count, channels, mean, variance, Epsilon, rowSums);
            CheckSums(data, delta, count, mean, variance, rowSums);
            BatchNormalization.BackwardRows(
                rowDeltas.Span,
                stride + 3,
                rowValues.Span,
                stride,
                count,
                channels,
                weights,
                mean,
                variance,
                Epsilon,
                sums.Span,
                Examples,
                rowResult.Span,
                stride + 1);
            for (int i = 0; i < rowResult.Span.Length; i++)
            {
                (int n, int c) = Math.DivRem(i, stride + 1);
                float expected = c < channels ? result.Span[(c * 16) + n] : 0;
                Assert.Equal(NumericInputs.Bits([expected]), NumericInputs.Bits([rowResult.Span[i]]));
            }
        }
    }

    [Fact]
    public void Deltas_too_small_to_matter_become_zero()
    {
        float[] lanes = new float[16];
        BatchNormalization.BackwardLanes(
            Enumerable.Repeat(1e-38f, 16).ToArray(), lanes, 1, 1, 16, [1], [0], [1], 0, [0, 0], 16, lanes);
        Assert.Equal(new float[16], lanes);
    }

    [Fact]
    public void Running_statistics_move_by_the_momentum()
    {
        float[] mean = [1, -2];
        float[] variance = [4, 0.5f];
        float[] runningMean = [0, 10];
        float[] runningVariance = [1, 2];
        BatchNormalization.UpdateRunning(mean, variance, 5, 0.1f, runningMean, runningVariance);
        Assert.Equal([0.1f, 8.8f], runningMean);
        Assert.Equal([1.4f, 1.8625f], runningVariance);
        BatchNormalization.UpdateRunning(mean, [0, 0], 1, 0.5f, runningMean, runningVariance);
        Assert.Equal([0.55f, 3.4f], runningMean);
        Assert.Equal([1.4f, 1.8625f], runningVariance);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        float[] some = new float[20];
        float[] many = new float[1000];
        Assert.Throws<ArgumentException>(() => BatchNormalization.MeasureLanes(many, 0, 1, 1, many));
        Assert.Throws<ArgumentException>(() => BatchNormalization.MeasureLanes(many, 1, 0, 1, many));
        Assert.Throws<ArgumentException>(() => BatchNormalization.MeasureLanes(many, 1, 1, 0, many));
        Assert.Throws<ArgumentException>(() => BatchNormalization.MeasureLanes(many, 1, 1, 17, many));
        Assert.Throws<ArgumentException>(() => BatchNormalization.MeasureLanes(some, 2, 1, 1, many));
        Assert.Throws<ArgumentException>(() => BatchNormalization.MeasureLanes(many, 2, 11, 1, some));
        Assert.Throws<ArgumentException>(() => BatchNormalization.MeasureRows(many, 3, 2, 4, many));
        Assert.Throws<ArgumentException>(() => BatchNormalization.MeasureRows(some, 11, 2, 10, many));
        Assert.Throws<ArgumentException>(() => BatchNormalization.MeasureRows(many, 11, 2, 11, some));
        Assert.Throws<ArgumentException>(() => BatchNormalization.Combine(many, 10, 2, 16, 1, 5, many, many));
        Assert.Throws<ArgumentException>(() => BatchNormalization.Combine(many, 10, 1, 17, 1, 5, many, many));
        Assert.Throws<ArgumentException>(() => BatchNormalization.Combine(many, 9, 2, 17, 1, 5, many, many));
        Assert.Throws<ArgumentException>(() => BatchNormalization.Combine(some, 11, 2, 17, 1, 5, many, many));
        Assert.Throws<ArgumentException>(() => BatchNormalization.Combine(many, 60, 1, 1, 1, 30, some, many));
        Assert.Throws<ArgumentException>(() => BatchNormalization.Combine(many, 60, 1, 1, 1, 30, many, some));
        Assert.Throws<ArgumentException>(() => BatchNormalization.Scale(many, some, many, many, 0, new float[21], many));
        Assert.Throws<ArgumentException>(() => BatchNormalization.NormalizeLanes(many, 1, 2, many, many, some));
        Assert.Throws<ArgumentException>(() => BatchNormalization.NormalizeLanes(many, 1, 21, some, many, many));
        Assert.Throws<ArgumentException>(() => BatchNormalization.NormalizeRows(many, 2, 3, 2, many, many, many, 1));
        Assert.Throws<ArgumentException>(() => BatchNormalization.NormalizeRows(many, 2, -1, 2, many, many, many, 2));
        Assert.Throws<ArgumentException>(() => BatchNormalization.NormalizeOne(some, 7, 3, many, many, many));
        Assert.Throws<ArgumentException>(() => BatchNormalization.GradientLanes(many, some, 2, 1, many, many, 0, many));
        Assert.Throws<ArgumentException>(() => BatchNormalization.GradientLanes(many, many, 2, 11, many, many, 0, some));
        Assert.Throws<ArgumentException>(() => BatchNormalization.GradientRows(many, 2, some, 11, 2, 10, many, many, 0, many));
        Assert.Throws<ArgumentException>(() => BatchNormalization.BackwardLanes(many, many, 1, 2, 1, many, many, many, 0, many, 0, many));
        Assert.Throws<ArgumentException>(() => BatchNormalization.BackwardLanes(many, many, 1, 2, 1, many, many, many, 0, many, 1, some));
        Assert.Throws<ArgumentException>(() => BatchNormalization.BackwardRows(many, 2, many, 2, 1, 2, many, many, many, 0, some.AsSpan(0, 3), 1, many, 2));
        Assert.Throws<ArgumentException>(() => BatchNormalization.UpdateRunning(many, many, 0, 0.1f, many, many));
        Assert.Throws<ArgumentException>(() => BatchNormalization.UpdateRunning(many, some, 5, 0.1f, many, many));
    }

    private static void CheckMoments(NormalizationCase data, int count, ReadOnlySpan<float> moments)
    {
        for (int c = 0; c < data.Channels; c++)
        {
            (double mean, double squares) = data.Moments(c, count);
            double deviation = Math.Sqrt(squares / (count * data.Pixels));

            // The mean is a float: half a unit in its last place, and next to nothing of the deviation.
            Assert.InRange(moments[c], mean - (Math.Abs(mean) * 7e-8) - (deviation * 1e-6), mean + (Math.Abs(mean) * 7e-8) + (deviation * 1e-6));
            double offset = moments[c] - mean;
            squares += count * data.Pixels * offset * offset;
            Near(squares, moments[data.Channels + c], squares);
        }
    }

    private static void CheckSums(
        NormalizationCase data, NormalizationCase delta, int count, ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, ReadOnlySpan<float> sums)
    {
        for (int c = 0; c < data.Channels; c++)
        {
            double weight = 0;
            double bias = 0;
            double weightSize = 0;
            double biasSize = 0;
            for (int n = 0; n < count; n++)
            {
                for (int f = c; f < data.Size; f += data.Channels)
                {
                    double product = delta[n, f] * (data[n, f] - (double)mean[c]) / Math.Sqrt(variance[c] + (double)Epsilon);
                    weight += product;
                    weightSize += Math.Abs(product);
                    bias += delta[n, f];
                    biasSize += Math.Abs(delta[n, f]);
                }
            }

            Near(weight, sums[c], weightSize);
            Near(bias, sums[data.Channels + c], biasSize);
        }
    }

    private static (float[] Weights, float[] Bias, float[] Mean, float[] Variance) Parameters(int channels) =>
        (NumericInputs.Uniform(channels, -2, 2, 1),
            NumericInputs.Uniform(channels, -1, 1, 2),
            NumericInputs.Uniform(channels, 1, 3, 3),
            NumericInputs.Uniform(channels, 0.2f, 9, 4));

    private static void Near(double expected, double actual, double size) => Assert.InRange(actual, expected - (1e-6 * size), expected + (1e-6 * size));
}
