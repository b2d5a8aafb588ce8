using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics;

/// <summary>
/// The mean of each channel over all pixels of an image (Lin, Chen, Yan, "Network In Network", 2013, section 3.2). Each sum is taken pixel by pixel in
/// order, whatever the vectors. For generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GlobalAveragePooling
{
    private const int Group = 16;

    /// <summary>The means of a group of examples.</summary>
    /// <param name="values">The images, examples in lanes, <c>[pixels][channels][16]</c>.</param>
    /// <param name="pixels">The pixels of an image.</param>
    /// <param name="channels">Its channels.</param>
    /// <param name="count">How many of the 16 examples there are.</param>
    /// <param name="result">Receives the means, <c>[count][stride]</c>.</param>
    /// <param name="stride">The length of a row of the result in memory.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ForwardLanes(ReadOnlySpan<float> values, int pixels, int channels, int count, Span<float> result, int stride)
    {
        Check(values.Length, pixels, channels, count, result.Length, stride);
        ref float from = ref MemoryMarshal.GetReference(values);
        Span<float> means = stackalloc float[Group];
        Vector<float> share = new(1f / pixels);
        for (int channel = 0; channel < channels; channel++)
        {
            for (int lane = 0; lane < Group; lane += Vector<float>.Count)
            {
                ref float cell = ref Unsafe.Add(ref from, (channel * Group) + lane);
                Vector<float> sum = Vector<float>.Zero;
                for (int pixel = 0; pixel < pixels; pixel++)
                {
                    sum += Unsafe.As<float, Vector<float>>(ref cell);
                    cell = ref Unsafe.Add(ref cell, channels * Group);
                }

                (sum * share).CopyTo(means[lane..]);
            }

            for (int n = 0; n < count; n++)
            {
                result[(n * stride) + channel] = means[n];
            }
        }
    }

    /// <summary>The means of one example.</summary>
    /// <param name="values">The image, <c>[pixels][channels]</c>.</param>
    /// <param name="pixels">Its pixels.</param>
    /// <param name="channels">Its channels.</param>
    /// <param name="result">Receives the means, <c>[channels]</c>.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ForwardOne(ReadOnlySpan<float> values, int pixels, int channels, Span<float> result)
    {
        Throw.IfShorter(nameof(values), values.Length, (long)pixels * channels);
        Throw.IfShorter(nameof(result), result.Length, channels);
        float share = 1f / pixels;
        int channel = 0;
        for (; channel <= channels - Vector<float>.Count; channel += Vector<float>.Count)
        {
            Vector<float> sum = Vector<float>.Zero;
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                sum += new Vector<float>(values[((pixel * channels) + channel)..]);
            }

            (sum * new Vector<float>(share)).CopyTo(result[channel..]);
        }

        for (; channel < channels; channel++)
        {
            float sum = 0;
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                sum += values[(pixel * channels) + channel];
            }

            result[channel] = sum * share;
        }
    }

    /// <summary>The way back: every pixel gets its share of the mean's gradient.</summary>
    /// <param name="delta">The gradient with respect to the means, <c>[count][stride]</c>.</param>
    /// <param name="stride">The length of a row of it in memory.</param>
    /// <param name="count">How many of the 16 examples there are.</param>
    /// <param name="pixels">The pixels of an image.</param>
    /// <param name="channels">Its channels.</param>
    /// <param name="sourceDelta">Receives the gradient with respect to the images, <c>[pixels][channels][16]</c>; zero for examples that are not there.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BackwardLanes(ReadOnlySpan<float> delta, int stride, int count, int pixels, int channels, Span<float> sourceDelta)
    {
        Check(sourceDelta.Length, pixels, channels, count, delta.Length, stride);
        float share = 1f / pixels;
        Span<float> shares = stackalloc float[Group];
        shares.Clear();
        for (int channel = 0; channel < channels; channel++)
        {
            for (int n = 0; n < count; n++)
            {
                shares[n] = delta[(n * stride) + channel] * share;
            }

            for (int pixel = 0; pixel < pixels; pixel++)
            {
                shares.CopyTo(sourceDelta.Slice(((pixel * channels) + channel) * Group, Group));
            }
        }
    }

    private static void Check(int lanes, int pixels, int channels, int count, int rows, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pixels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Group);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, channels);
        Throw.IfShorter("values", lanes, (long)pixels * channels * Group);
        Throw.IfShorter("rows", rows, count == 0 ? 0 : ((count - 1L) * stride) + channels);
    }
}
