using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CompiledNet.Numerics.Normalization;

/// <summary>
/// What the backward pass needs of some channels, on the stack: the result is <c>((delta - shift) - (x - mean) * slope) * scale</c> with
/// <c>shift = sum of delta / m</c>, <c>slope = sum of delta * xhat / (m sqrt(variance + epsilon))</c>, <c>scale = weights / sqrt(variance + epsilon)</c>.
/// </summary>
[InlineArray(4 * Block)]
internal struct ChannelSlopes
{
    /// <summary>The most channels.</summary>
    public const int Block = 64;

    /// <summary>Where the slopes stand; the means stand at 0.</summary>
    public const int Slope = Block;

    /// <summary>Where the shifts stand.</summary>
    public const int Shift = 2 * Block;

    /// <summary>Where the scales stand.</summary>
    public const int Scale = 3 * Block;

    private float _first;

    /// <summary>The first of the means.</summary>
    [UnscopedRef]
    public ref float Start => ref _first;

    /// <summary>Computes them for the channels from <paramref name="start"/> on.</summary>
    public void Fill(in Source source, int start, int count)
    {
        Span<float> to = MemoryMarshal.CreateSpan(ref _first, 4 * Block);
        for (int i = 0; i < count; i++)
        {
            int c = start + i;
            float deviation = MathF.Sqrt(source.Variance[c] + source.Epsilon);
            to[i] = source.Mean[c];
            to[Slope + i] = (float)(source.Sums[c] / (source.Values * deviation));
            to[Shift + i] = (float)(source.Sums[source.Channels + c] / source.Values);
            to[Scale + i] = source.Weights[c] / deviation;
        }
    }

    /// <summary>What they come from.</summary>
    internal readonly ref struct Source(
        ReadOnlySpan<float> weights,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> variance,
        float epsilon,
        ReadOnlySpan<float> sums,
        int channels,
        double values)
    {
        public readonly ReadOnlySpan<float> Weights = weights;
        public readonly ReadOnlySpan<float> Mean = mean;
        public readonly ReadOnlySpan<float> Variance = variance;
        public readonly ReadOnlySpan<float> Sums = sums;
        public readonly float Epsilon = epsilon;
        public readonly int Channels = channels;
        public readonly double Values = values;
    }
}
