using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics;

/// <summary>
/// Inverted dropout (Srivastava et al., "Dropout", JMLR 15, 2014, section 4 and 10): in training, each value becomes zero with a probability, and
/// the others are divided by the probability of staying, so that the expected sum stays what it is and predicting needs no change. Generated code
/// calls it.
/// </summary>
/// <remarks>
/// Which values are left out is a function of a key, the layer and the value's place in the batch alone: a counter put through a hash, twice
/// the mixer with constants 0x7feb352d and 0x846ca68b (Wellons, "Prospecting for hash functions", 2018). So it does not matter which thread asks, nor
/// in what order, and a run that is resumed leaves out the same.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Dropout
{
    /// <summary>Leaves values out of rows.</summary>
    /// <param name="source">The rows, <c>[rows][sourceStride]</c>.</param>
    /// <param name="sourceStride">The length of a row of the source in memory.</param>
    /// <param name="result">Receives the rows with values left out, <c>[rows][stride]</c>; zero behind each row.</param>
    /// <param name="mask">Receives what each value was multiplied by, laid out as the result; zero behind each row.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="size">The values of a row.</param>
    /// <param name="stride">The length of a row of the result in memory.</param>
    /// <param name="key">The step's key; 0 leaves nothing out.</param>
    /// <param name="layer">The layer's number.</param>
    /// <param name="firstRow">The place of the first row in the whole batch.</param>
    /// <param name="rate">The probability of being left out, at least 0 and below 1.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Forward(
        ReadOnlySpan<float> source,
        int sourceStride,
        Span<float> result,
        Span<float> mask,
        int rows,
        int size,
        int stride,
        ulong key,
        int layer,
        int firstRow,
        float rate)
    {
        Check(source.Length, sourceStride, result.Length, mask.Length, rows, size, stride);
        ref float x = ref MemoryMarshal.GetReference(source);
        ref float a = ref MemoryMarshal.GetReference(result);
        ref float m = ref MemoryMarshal.GetReference(mask);
        uint threshold = key == 0 ? 0 : (uint)((double)rate * 4294967296.0);
        float kept = key == 0 ? 1 : 1 / (1 - rate);
        uint low = (uint)key + ((uint)layer * 0x9e3779b9u);
        uint high = (uint)(key >> 32);
        Vector256<uint> lanes = Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7);
        Vector256<uint> thresholds = Vector256.Create(threshold);
        Vector256<uint> highs = Vector256.Create(high);
        Vector256<float> scale = Vector256.Create(kept);
        for (int row = 0; row < rows; row++)
        {
            uint counter = low + ((uint)(firstRow + row) * (uint)size);
            nint i = 0;
            for (; i <= size - 8; i += 8)
            {
                Vector256<uint> hash = Mix(Mix(Vector256.Create(counter + (uint)i) + lanes) ^ highs);
                Vector256<float> factor = Vector256.AndNot(scale, Vector256.LessThan(hash, thresholds).AsSingle());
                Unsafe.As<float, Vector256<float>>(ref Unsafe.Add(ref m, i)) = factor;
                Unsafe.As<float, Vector256<float>>(ref Unsafe.Add(ref a, i)) = factor * Unsafe.As<float, Vector256<float>>(ref Unsafe.Add(ref x, i));
            }

            for (; i < size; i++)
            {
                float factor = Mix(Mix(counter + (uint)i) ^ high) < threshold ? 0 : kept;
                Unsafe.Add(ref m, i) = factor;
                Unsafe.Add(ref a, i) = factor * Unsafe.Add(ref x, i);
            }

            for (; i < stride; i++)
            {
                Unsafe.Add(ref m, i) = 0;
                Unsafe.Add(ref a, i) = 0;
            }

            x = ref Unsafe.Add(ref x, sourceStride);
            a = ref Unsafe.Add(ref a, stride);
            m = ref Unsafe.Add(ref m, stride);
        }
    }

    /// <summary>The backward pass: what was left out gets no gradient.</summary>
    /// <param name="delta">The gradient with respect to the result, <c>[rows][stride]</c>.</param>
    /// <param name="mask">What <see cref="Forward"/> multiplied by.</param>
    /// <param name="sourceDelta">Receives the gradient with respect to the source, <c>[rows][sourceStride]</c>.</param>
    /// <param name="sourceStride">The length of a row of the source in memory.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="size">The values of a row.</param>
    /// <param name="stride">The length of a row of the result in memory.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Backward(ReadOnlySpan<float> delta, ReadOnlySpan<float> mask, Span<float> sourceDelta, int sourceStride, int rows, int size, int stride)
    {
        Check(sourceDelta.Length, sourceStride, delta.Length, mask.Length, rows, size, stride);
        int length = Math.Min(sourceStride, stride);
        for (int row = 0; row < rows; row++)
        {
            ref float d = ref MemoryMarshal.GetReference(delta[(row * stride)..]);
            ref float m = ref MemoryMarshal.GetReference(mask[(row * stride)..]);
            ref float s = ref MemoryMarshal.GetReference(sourceDelta[(row * sourceStride)..]);
            nint i = 0;
            for (; i <= length - 8; i += 8)
            {
                Unsafe.As<float, Vector256<float>>(ref Unsafe.Add(ref s, i)) =
                    Unsafe.As<float, Vector256<float>>(ref Unsafe.Add(ref d, i)) * Unsafe.As<float, Vector256<float>>(ref Unsafe.Add(ref m, i));
            }

            for (; i < length; i++)
            {
                Unsafe.Add(ref s, i) = Unsafe.Add(ref d, i) * Unsafe.Add(ref m, i);
            }
        }
    }

    /// <summary>
    /// Leaves values out of a group in lanes, the same ones of each example as <see cref="Forward"/> does in rows.
    /// </summary>
    /// <param name="source">The group, <c>[features][16]</c>.</param>
    /// <param name="result">Receives the group with values left out; the same memory as the source or apart from it.</param>
    /// <param name="mask">Receives what each value was multiplied by.</param>
    /// <param name="features">The values of an example.</param>
    /// <param name="key">The step's key; 0 leaves nothing out.</param>
    /// <param name="layer">The layer's number.</param>
    /// <param name="firstRow">The place of the group's first example in the whole batch.</param>
    /// <param name="rate">The probability of being left out, at least 0 and below 1.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void ForwardLanes(
        ReadOnlySpan<float> source, Span<float> result, Span<float> mask, int features, ulong key, int layer, int firstRow, float rate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        Throw.IfShorter(nameof(source), source.Length, (long)features * Lanes.Count);
        Throw.IfShorter(nameof(result), result.Length, (long)features * Lanes.Count);
        Throw.IfShorter(nameof(mask), mask.Length, (long)features * Lanes.Count);
        ref float x = ref MemoryMarshal.GetReference(source);
        ref float a = ref MemoryMarshal.GetReference(result);
        ref float m = ref MemoryMarshal.GetReference(mask);
        Vector256<uint> thresholds = Vector256.Create(key == 0 ? 0 : (uint)((double)rate * 4294967296.0));
        Vector256<float> scale = Vector256.Create(key == 0 ? 1 : 1 / (1 - rate));
        Vector256<uint> highs = Vector256.Create((uint)(key >> 32));
        Vector256<uint> size = Vector256.Create((uint)features);
        Vector256<uint> start = Vector256.Create((uint)key + ((uint)layer * 0x9e3779b9u) + ((uint)firstRow * (uint)features));
        Vector256<uint> low = start + (Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7) * size);
        Vector256<uint> high = start + (Vector256.Create(8u, 9, 10, 11, 12, 13, 14, 15) * size);
        for (int f = 0; f < features; f++)
        {
            Step(ref x, ref a, ref m, 0, low, highs, thresholds, scale);
            Step(ref x, ref a, ref m, 8, high, highs, thresholds, scale);
            low += Vector256<uint>.One;
            high += Vector256<uint>.One;
            x = ref Unsafe.Add(ref x, Lanes.Count);
            a = ref Unsafe.Add(ref a, Lanes.Count);
            m = ref Unsafe.Add(ref m, Lanes.Count);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Step(
            ref float x, ref float a, ref float m, nint i, Vector256<uint> counters, Vector256<uint> highs, Vector256<uint> thresholds, Vector256<float> scale)
        {
            Vector256<uint> hash = Mix(Mix(counters) ^ highs);
            Vector256<float> factor = Vector256.AndNot(scale, Vector256.LessThan(hash, thresholds).AsSingle());
            Unsafe.As<float, Vector256<float>>(ref Unsafe.Add(ref m, i)) = factor;
            Unsafe.As<float, Vector256<float>>(ref Unsafe.Add(ref a, i)) = factor * Unsafe.As<float, Vector256<float>>(ref Unsafe.Add(ref x, i));
        }
    }

    /// <summary>The backward pass of <see cref="ForwardLanes"/>, or of any values that lie one after the other: <c>delta * mask</c>.</summary>
    /// <param name="delta">The gradient with respect to the result; its length is the number of values.</param>
    /// <param name="mask">What <see cref="ForwardLanes"/> multiplied by.</param>
    /// <param name="sourceDelta">Receives the gradient with respect to the source; the same memory as the delta or apart from it.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void BackwardLanes(ReadOnlySpan<float> delta, ReadOnlySpan<float> mask, Span<float> sourceDelta)
    {
        int length = delta.Length;
        Throw.IfShorter(nameof(mask), mask.Length, length);
        Throw.IfShorter(nameof(sourceDelta), sourceDelta.Length, length);
        ref float d = ref MemoryMarshal.GetReference(delta);
        ref float m = ref MemoryMarshal.GetReference(mask);
        ref float s = ref MemoryMarshal.GetReference(sourceDelta);
        nint i = 0;
        for (; i <= length - 8; i += 8)
        {
            Unsafe.As<float, Vector256<float>>(ref Unsafe.Add(ref s, i)) =
                Unsafe.As<float, Vector256<float>>(ref Unsafe.Add(ref d, i)) * Unsafe.As<float, Vector256<float>>(ref Unsafe.Add(ref m, i));
        }

        for (; i < length; i++)
        {
            Unsafe.Add(ref s, i) = Unsafe.Add(ref d, i) * Unsafe.Add(ref m, i);
        }
    }

    private static Vector256<uint> Mix(Vector256<uint> x)
    {
        x ^= x >>> 16;
        x *= Vector256.Create(0x7feb352du);
        x ^= x >>> 15;
        x *= Vector256.Create(0x846ca68bu);
        return x ^ (x >>> 16);
    }

    private static uint Mix(uint x)
    {
        x ^= x >> 16;
        x *= 0x7feb352d;
        x ^= x >> 15;
        x *= 0x846ca68b;
        return x ^ (x >> 16);
    }

    private static void Check(int source, int sourceStride, int result, int mask, int rows, int size, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sourceStride, size);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, size);
        Throw.IfShorter(nameof(source), source, (long)rows * sourceStride);
        Throw.IfShorter(nameof(result), result, (long)rows * stride);
        Throw.IfShorter(nameof(mask), mask, (long)rows * stride);
    }
}
