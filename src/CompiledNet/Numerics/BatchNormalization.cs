using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CompiledNet.Numerics.Normalization;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics;

/// <summary>
/// Batch normalization (Ioffe and Szegedy, "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift", 2015,
/// algorithms 1 and 2 and the derivatives of section 3), with the conventions of PyTorch's <c>BatchNorm1d</c> and <c>BatchNorm2d</c>: the variance
/// that normalises is biased, the running one unbiased. For generated code.
/// </summary>
/// <remarks>
/// A group of images is in lanes, <c>[pixels * channels][16]</c> with the channel running fastest; flat features are in rows,
/// <c>[rows][stride]</c>, and each feature is a channel of one pixel. The moments of groups are measured apart and joined in order, sums over lanes are
/// taken by halves (<see cref="Lanes.Sum(ReadOnlySpan{float}, int, Span{float})"/>), all in an order set by the sizes alone.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class BatchNormalization
{
    /// <summary>The mean of each channel in a group, and the sum of the squared differences from it.</summary>
    /// <param name="values">The group, <c>[pixels * channels][16]</c>.</param>
    /// <param name="pixels">The pixels of an image, at least 1.</param>
    /// <param name="channels">The channels, at least 1.</param>
    /// <param name="count">How many examples, 1 to 16; the lanes of the others are not looked at.</param>
    /// <param name="moments">Receives <c>[channels]</c> means, then <c>[channels]</c> sums of squared differences.</param>
    /// <exception cref="ArgumentException">The shape is not as described, or a span is too short for it.</exception>
    public static void MeasureLanes(ReadOnlySpan<float> values, int pixels, int channels, int count, Span<float> moments)
    {
        CheckImages(pixels, channels, count);
        Throw.IfShorter(nameof(values), values.Length, (long)pixels * channels * Lanes.Count);
        Throw.IfShorter(nameof(moments), moments.Length, 2L * channels);
        ref float x = ref MemoryMarshal.GetReference(values);
        if (Vector512.IsHardwareAccelerated)
        {
            LaneMoments.Measure<Simd512>(ref x, pixels, channels, count, moments);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            LaneMoments.Measure<Pair<Simd256>>(ref x, pixels, channels, count, moments);
        }
        else
        {
            LaneMoments.Measure<Pair<Pair<Simd128>>>(ref x, pixels, channels, count, moments);
        }
    }

    /// <summary>The mean of each feature in a group of rows, and the sum of the squared differences from it.</summary>
    /// <param name="values">The rows, <c>[rows][stride]</c>.</param>
    /// <param name="stride">The distance from row to row.</param>
    /// <param name="rows">How many rows, 1 to 16.</param>
    /// <param name="channels">The features, at least 1.</param>
    /// <param name="moments">Receives <c>[channels]</c> means, then <c>[channels]</c> sums of squared differences.</param>
    /// <exception cref="ArgumentException">The shape is not as described, or a span is too short for it.</exception>
    public static void MeasureRows(ReadOnlySpan<float> values, int stride, int rows, int channels, Span<float> moments)
    {
        CheckImages(1, channels, rows);
        CheckRows(nameof(values), values.Length, rows, channels, stride);
        Throw.IfShorter(nameof(moments), moments.Length, 2L * channels);
        RowLoop.Run(new RowMoments(values, stride, rows, channels, moments), channels);
    }

    /// <summary>
    /// The mean and the biased variance of a batch from the moments of its groups, joined in order (Chan, Golub, LeVeque, "Updating formulae and a
    /// pairwise algorithm for computing sample variances", 1979, formulas 1.5a and b), in double.
    /// </summary>
    /// <param name="moments">What was measured of each group, <c>[groups][stride]</c>.</param>
    /// <param name="stride">The distance from group to group, at least twice the channels.</param>
    /// <param name="groups">How many groups: each of 16 examples, the last of what is left.</param>
    /// <param name="examples">The examples of the batch.</param>
    /// <param name="pixels">The pixels of an image; 1 for flat features.</param>
    /// <param name="channels">The channels.</param>
    /// <param name="mean">Receives the means, <c>[channels]</c>.</param>
    /// <param name="variance">Receives the biased variances, <c>[channels]</c>.</param>
    /// <exception cref="ArgumentException">The shape is not as described, or a span is too short for it.</exception>
    public static void Combine(
        ReadOnlySpan<float> moments, int stride, int groups, int examples, int pixels, int channels, Span<float> mean, Span<float> variance)
    {
        if (examples < 1 || groups != ((examples - 1) / Lanes.Count) + 1 || pixels < 1 || channels < 1 || stride < 2L * channels)
        {
            Throw.BadMoments(groups, examples, pixels, channels, stride);
        }

        Throw.IfShorter(nameof(moments), moments.Length, ((groups - 1L) * stride) + (2L * channels));
        Throw.IfShorter(nameof(mean), mean.Length, channels);
        Throw.IfShorter(nameof(variance), variance.Length, channels);
        JoinedMoments.Combine(moments, stride, groups, examples, pixels, channels, mean, variance);
    }

    /// <summary>
    /// What normalising multiplies by and adds: <c>scale = weights / sqrt(variance + epsilon)</c>, <c>shift = fma(-mean, scale, bias)</c>.
    /// </summary>
    /// <param name="weights">The factors (gamma), <c>[channels]</c>.</param>
    /// <param name="bias">The shifts (beta), <c>[channels]</c>.</param>
    /// <param name="mean">The means, <c>[channels]</c>.</param>
    /// <param name="variance">The variances, <c>[channels]</c>.</param>
    /// <param name="epsilon">What keeps the square root from 0.</param>
    /// <param name="scale">Receives the factors; its length is the number of channels.</param>
    /// <param name="shift">Receives what is added, <c>[channels]</c>.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Scale(
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> bias,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> variance,
        float epsilon,
        Span<float> scale,
        Span<float> shift)
    {
        int channels = scale.Length;
        Throw.IfShorter(nameof(weights), weights.Length, channels);
        Throw.IfShorter(nameof(bias), bias.Length, channels);
        Throw.IfShorter(nameof(mean), mean.Length, channels);
        Throw.IfShorter(nameof(variance), variance.Length, channels);
        Throw.IfShorter(nameof(shift), shift.Length, channels);
        RowLoop.Run(new ScaleRule(weights, bias, mean, variance, epsilon, scale, shift), channels);
    }

    /// <summary>Normalises a group: <c>result = fma(x, scale[c], shift[c])</c>.</summary>
    /// <param name="values">The group, <c>[pixels * channels][16]</c>.</param>
    /// <param name="pixels">The pixels of an image, at least 1.</param>
    /// <param name="channels">The channels, at least 1.</param>
    /// <param name="scale">The factors of <see cref="Scale"/>, <c>[channels]</c>.</param>
    /// <param name="shift">What is added, <c>[channels]</c>.</param>
    /// <param name="result">Receives the group; the same memory as the values or apart from it.</param>
    /// <exception cref="ArgumentException">The shape is not as described, or a span is too short for it.</exception>
    public static void NormalizeLanes(
        ReadOnlySpan<float> values, int pixels, int channels, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, Span<float> result)
    {
        CheckImages(pixels, channels, 1);
        Throw.IfShorter(nameof(values), values.Length, (long)pixels * channels * Lanes.Count);
        Throw.IfShorter(nameof(scale), scale.Length, channels);
        Throw.IfShorter(nameof(shift), shift.Length, channels);
        Throw.IfShorter(nameof(result), result.Length, (long)pixels * channels * Lanes.Count);
        ref float x = ref MemoryMarshal.GetReference(values);
        ref float y = ref MemoryMarshal.GetReference(result);
        if (Vector512.IsHardwareAccelerated)
        {
            NormalizingPass.Lanes<Simd512>(ref x, pixels, channels, scale, shift, ref y);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            NormalizingPass.Lanes<Pair<Simd256>>(ref x, pixels, channels, scale, shift, ref y);
        }
        else
        {
            NormalizingPass.Lanes<Pair<Pair<Simd128>>>(ref x, pixels, channels, scale, shift, ref y);
        }
    }

    /// <summary>Normalises rows, with the same bits as <see cref="NormalizeLanes"/>. What stands behind a row's features stays as it is.</summary>
    /// <param name="values">The rows, <c>[rows][valueStride]</c>.</param>
    /// <param name="valueStride">The distance from row to row there.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="channels">The features, at least 1.</param>
    /// <param name="scale">The factors of <see cref="Scale"/>, <c>[channels]</c>.</param>
    /// <param name="shift">What is added, <c>[channels]</c>.</param>
    /// <param name="result">Receives the rows, <c>[rows][stride]</c>; the same memory and stride as the values, or apart.</param>
    /// <param name="stride">The distance from row to row there.</param>
    /// <exception cref="ArgumentException">The shape is not as described, or a span is too short for it.</exception>
    public static void NormalizeRows(
        ReadOnlySpan<float> values,
        int valueStride,
        int rows,
        int channels,
        ReadOnlySpan<float> scale,
        ReadOnlySpan<float> shift,
        Span<float> result,
        int stride)
    {
        CheckRows(nameof(values), values.Length, rows, channels, valueStride);
        CheckRows(nameof(result), result.Length, rows, channels, stride);
        Throw.IfShorter(nameof(scale), scale.Length, channels);
        Throw.IfShorter(nameof(shift), shift.Length, channels);
        RowLoop.Run(new NormalizingPass(values, valueStride, rows, scale, shift, result, stride), channels);
    }

    /// <summary>Normalises one example, channels last, with the same bits as <see cref="NormalizeLanes"/>.</summary>
    /// <param name="values">The image, <c>[pixels][channels]</c>.</param>
    /// <param name="pixels">Its pixels, at least 1.</param>
    /// <param name="channels">Its channels, at least 1.</param>
    /// <param name="scale">The factors of <see cref="Scale"/>, <c>[channels]</c>.</param>
    /// <param name="shift">What is added, <c>[channels]</c>.</param>
    /// <param name="result">Receives the image; the same memory as the values or apart from it.</param>
    /// <exception cref="ArgumentException">The shape is not as described, or a span is too short for it.</exception>
    public static void NormalizeOne(
        ReadOnlySpan<float> values, int pixels, int channels, ReadOnlySpan<float> scale, ReadOnlySpan<float> shift, Span<float> result) =>
        NormalizeRows(values, channels, pixels, channels, scale, shift, result, channels);

    /// <summary>
    /// The gradient of a group with respect to the weights and the bias: for each channel the sum of <c>delta * xhat</c>, with
    /// <c>xhat = (x - mean) / sqrt(variance + epsilon)</c>, and the sum of <c>delta</c>.
    /// </summary>
    /// <param name="delta">The gradient with respect to the result, <c>[pixels * channels][16]</c>; 0 in the lanes of missing examples.</param>
    /// <param name="values">What was normalised, laid out alike; anything where the delta is 0.</param>
    /// <param name="pixels">The pixels of an image, at least 1.</param>
    /// <param name="channels">The channels, at least 1.</param>
    /// <param name="mean">The batch's means, <c>[channels]</c>.</param>
    /// <param name="variance">The batch's biased variances, <c>[channels]</c>.</param>
    /// <param name="epsilon">What keeps the square root from 0.</param>
    /// <param name="sums">Receives <c>[channels]</c> gradients of the weights, then <c>[channels]</c> of the bias.</param>
    /// <exception cref="ArgumentException">The shape is not as described, or a span is too short for it.</exception>
    public static void GradientLanes(
        ReadOnlySpan<float> delta,
        ReadOnlySpan<float> values,
        int pixels,
        int channels,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> variance,
        float epsilon,
        Span<float> sums)
    {
        CheckImages(pixels, channels, 1);
        Throw.IfShorter(nameof(delta), delta.Length, (long)pixels * channels * Lanes.Count);
        Throw.IfShorter(nameof(values), values.Length, (long)pixels * channels * Lanes.Count);
        Throw.IfShorter(nameof(mean), mean.Length, channels);
        Throw.IfShorter(nameof(variance), variance.Length, channels);
        Throw.IfShorter(nameof(sums), sums.Length, 2L * channels);
        ref float d = ref MemoryMarshal.GetReference(delta);
        ref float x = ref MemoryMarshal.GetReference(values);
        if (Vector512.IsHardwareAccelerated)
        {
            LaneGradients.Sum<Simd512>(ref d, ref x, pixels, channels, mean, variance, epsilon, sums);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            LaneGradients.Sum<Pair<Simd256>>(ref d, ref x, pixels, channels, mean, variance, epsilon, sums);
        }
        else
        {
            LaneGradients.Sum<Pair<Pair<Simd128>>>(ref d, ref x, pixels, channels, mean, variance, epsilon, sums);
        }
    }

    /// <summary>As <see cref="GradientLanes"/>, of rows.</summary>
    /// <param name="delta">The gradient with respect to the result, <c>[rows][stride]</c>.</param>
    /// <param name="stride">The distance from row to row there.</param>
    /// <param name="values">What was normalised, <c>[rows][valueStride]</c>.</param>
    /// <param name="valueStride">The distance from row to row there.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="channels">The features, at least 1.</param>
    /// <param name="mean">The batch's means, <c>[channels]</c>.</param>
    /// <param name="variance">The batch's biased variances, <c>[channels]</c>.</param>
    /// <param name="epsilon">What keeps the square root from 0.</param>
    /// <param name="sums">Receives <c>[channels]</c> gradients of the weights, then <c>[channels]</c> of the bias.</param>
    /// <exception cref="ArgumentException">The shape is not as described, or a span is too short for it.</exception>
    public static void GradientRows(
        ReadOnlySpan<float> delta,
        int stride,
        ReadOnlySpan<float> values,
        int valueStride,
        int rows,
        int channels,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> variance,
        float epsilon,
        Span<float> sums)
    {
        CheckRows(nameof(delta), delta.Length, rows, channels, stride);
        CheckRows(nameof(values), values.Length, rows, channels, valueStride);
        Throw.IfShorter(nameof(mean), mean.Length, channels);
        Throw.IfShorter(nameof(variance), variance.Length, channels);
        Throw.IfShorter(nameof(sums), sums.Length, 2L * channels);
        RowLoop.Run(new RowGradients(delta, stride, values, valueStride, rows, channels, mean, variance, epsilon, sums), channels);
    }

    /// <summary>
    /// The gradient with respect to what was normalised, of a group:
    /// <c>weights / sqrt(variance + epsilon) * (delta - (sum of delta + xhat * sum of delta * xhat) / m)</c> with the sums of the whole batch and
    /// <c>m = examples * pixels</c>; 0 in the lanes of missing examples.
    /// </summary>
    /// <param name="delta">The gradient with respect to the result, <c>[pixels * channels][16]</c>.</param>
    /// <param name="values">What was normalised, laid out alike.</param>
    /// <param name="pixels">The pixels of an image, at least 1.</param>
    /// <param name="channels">The channels, at least 1.</param>
    /// <param name="count">The examples of the group, 1 to 16.</param>
    /// <param name="weights">The factors (gamma), <c>[channels]</c>.</param>
    /// <param name="mean">The batch's means, <c>[channels]</c>.</param>
    /// <param name="variance">The batch's biased variances, <c>[channels]</c>.</param>
    /// <param name="epsilon">What keeps the square root from 0.</param>
    /// <param name="sums">The sums of <see cref="GradientLanes"/> over all groups.</param>
    /// <param name="examples">The examples of the batch, at least 1.</param>
    /// <param name="sourceDelta">Receives the gradient, laid out as the delta; the same memory or apart from it.</param>
    /// <exception cref="ArgumentException">The shape is not as described, or a span is too short for it.</exception>
    public static void BackwardLanes(
        ReadOnlySpan<float> delta,
        ReadOnlySpan<float> values,
        int pixels,
        int channels,
        int count,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> variance,
        float epsilon,
        ReadOnlySpan<float> sums,
        int examples,
        Span<float> sourceDelta)
    {
        CheckImages(pixels, channels, count);
        Throw.IfShorter(nameof(delta), delta.Length, (long)pixels * channels * Lanes.Count);
        Throw.IfShorter(nameof(values), values.Length, (long)pixels * channels * Lanes.Count);
        Throw.IfShorter(nameof(sourceDelta), sourceDelta.Length, (long)pixels * channels * Lanes.Count);
        ChannelSlopes.Source source = CheckSlopes(channels, weights, mean, variance, epsilon, sums, (double)examples * pixels);
        ref float d = ref MemoryMarshal.GetReference(delta);
        ref float x = ref MemoryMarshal.GetReference(values);
        ref float to = ref MemoryMarshal.GetReference(sourceDelta);
        if (Vector512.IsHardwareAccelerated)
        {
            BackwardPass.Lanes<Simd512>(ref d, ref x, pixels, channels, count, source, ref to);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            BackwardPass.Lanes<Pair<Simd256>>(ref d, ref x, pixels, channels, count, source, ref to);
        }
        else
        {
            BackwardPass.Lanes<Pair<Pair<Simd128>>>(ref d, ref x, pixels, channels, count, source, ref to);
        }
    }

    /// <summary>As <see cref="BackwardLanes"/>, of rows, with the same bits. What stands behind a row's features stays as it is.</summary>
    /// <param name="delta">The gradient with respect to the result, <c>[rows][deltaStride]</c>.</param>
    /// <param name="deltaStride">The distance from row to row there.</param>
    /// <param name="values">What was normalised, <c>[rows][valueStride]</c>.</param>
    /// <param name="valueStride">The distance from row to row there.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="channels">The features, at least 1.</param>
    /// <param name="weights">The factors (gamma), <c>[channels]</c>.</param>
    /// <param name="mean">The batch's means, <c>[channels]</c>.</param>
    /// <param name="variance">The batch's biased variances, <c>[channels]</c>.</param>
    /// <param name="epsilon">What keeps the square root from 0.</param>
    /// <param name="sums">The sums of <see cref="GradientRows"/> over all groups.</param>
    /// <param name="examples">The examples of the batch, at least 1.</param>
    /// <param name="sourceDelta">Receives the gradient, <c>[rows][sourceStride]</c>; the same memory and stride as the delta, or apart.</param>
    /// <param name="sourceStride">The distance from row to row there.</param>
    /// <exception cref="ArgumentException">The shape is not as described, or a span is too short for it.</exception>
    public static void BackwardRows(
        ReadOnlySpan<float> delta,
        int deltaStride,
        ReadOnlySpan<float> values,
        int valueStride,
        int rows,
        int channels,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> variance,
        float epsilon,
        ReadOnlySpan<float> sums,
        int examples,
        Span<float> sourceDelta,
        int sourceStride)
    {
        CheckRows(nameof(delta), delta.Length, rows, channels, deltaStride);
        CheckRows(nameof(values), values.Length, rows, channels, valueStride);
        CheckRows(nameof(sourceDelta), sourceDelta.Length, rows, channels, sourceStride);
        ChannelSlopes.Source source = CheckSlopes(channels, weights, mean, variance, epsilon, sums, examples);
        BackwardPass.Rows(delta, deltaStride, values, valueStride, rows, channels, source, sourceDelta, sourceStride);
    }

    /// <summary>
    /// Moves the running statistics towards a batch's: <c>running = (1 - momentum) running + momentum batch</c>, the variance being the unbiased one. A
    /// batch of a single value has none, and leaves the running variance as it is.
    /// </summary>
    /// <param name="mean">The batch's means.</param>
    /// <param name="variance">The batch's biased variances.</param>
    /// <param name="values">The values of a channel in the batch, examples times pixels, at least 1.</param>
    /// <param name="momentum">The share of the batch.</param>
    /// <param name="runningMean">The running means; its length is the number of channels.</param>
    /// <param name="runningVariance">The running variances, <c>[channels]</c>.</param>
    /// <exception cref="ArgumentException">There are no values, or a span is too short.</exception>
    public static void UpdateRunning(
        ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, int values, float momentum, Span<float> runningMean, Span<float> runningVariance)
    {
        if (values < 1)
        {
            Throw.Below(nameof(values), 1, values);
        }

        Throw.IfShorter(nameof(mean), mean.Length, runningMean.Length);
        Throw.IfShorter(nameof(variance), variance.Length, runningMean.Length);
        Throw.IfShorter(nameof(runningVariance), runningVariance.Length, runningMean.Length);
        JoinedMoments.UpdateRunning(mean, variance, values, momentum, runningMean, runningVariance);
    }

    private static void CheckImages(int pixels, int channels, int count)
    {
        if (pixels < 1 || channels < 1 || count < 1 || count > Lanes.Count)
        {
            Throw.BadImages(pixels, channels, count);
        }
    }

    private static void CheckRows(string name, int length, int rows, int channels, int stride)
    {
        if (rows < 0 || channels < 1 || stride < channels)
        {
            Throw.BadRows(name, rows, channels, stride);
        }

        if (rows > 0)
        {
            Throw.IfShorter(name, length, ((rows - 1L) * stride) + channels);
        }
    }

    private static ChannelSlopes.Source CheckSlopes(
        int channels,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> variance,
        float epsilon,
        ReadOnlySpan<float> sums,
        double values)
    {
        if (!(values >= 1))
        {
            Throw.Below("examples", 1, (long)values);
        }

        Throw.IfShorter(nameof(weights), weights.Length, channels);
        Throw.IfShorter(nameof(mean), mean.Length, channels);
        Throw.IfShorter(nameof(variance), variance.Length, channels);
        Throw.IfShorter(nameof(sums), sums.Length, 2L * channels);
        return new ChannelSlopes.Source(weights, mean, variance, epsilon, sums, channels, values);
    }
}
