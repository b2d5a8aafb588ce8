using System.Runtime.CompilerServices;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics.Normalization;

/// <summary>
/// The gradients of weights and bias of each channel over a group. The sums are taken as in <see cref="LaneMoments"/>, the division by the
/// deviation once, at their end.
/// </summary>
internal static class LaneGradients
{
    private const int Lanes = Rows.Lanes;

    /// <summary>Sums over all channels, four at a time while there are four.</summary>
    public static void Sum<TRow>(
        ref float delta,
        ref float values,
        nint pixels,
        int channels,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> variance,
        float epsilon,
        Span<float> sums)
        where TRow : struct, ISimd<TRow>
    {
        LaneMoments.Scratch scratch = default;
        Span<float> results = stackalloc float[8];
        int together;
        for (int c = 0; c < channels; c += together)
        {
            together = channels - c >= 4 ? 4 : 1;
            ref float first = ref scratch.Fill(mean.Slice(c, together), Lanes);
            ref float d = ref Unsafe.Add(ref delta, c * Lanes);
            ref float x = ref Unsafe.Add(ref values, c * Lanes);
            if (together == 4)
            {
                Sum<Pair<Pair<TRow>>>(ref d, ref x, pixels, channels * Lanes, ref first);
            }
            else
            {
                Sum<TRow>(ref d, ref x, pixels, channels * Lanes, ref first);
            }

            CompiledNet.Numerics.Lanes.Sum(scratch.Sums, 4 + together, results);
            for (int i = 0; i < together; i++)
            {
                sums[c + i] = results[i] / MathF.Sqrt(variance[c + i] + epsilon);
                sums[channels + c + i] = results[4 + i];
            }
        }
    }

    // Where the delta is 0 the value may be anything: of a missing example, it may not even be finite.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Sum<TBlock>(ref float delta, ref float values, nint pixels, nint stride, ref float scratch)
        where TBlock : struct, ISimd<TBlock>
    {
        TBlock mean = TBlock.Load(ref scratch, LaneMoments.Scratch.Centers);
        TBlock.Store(TBlock.Zero, ref scratch, 0);
        TBlock.Store(TBlock.Zero, ref scratch, LaneMoments.Scratch.Block);
        for (nint p = 0; p < pixels; p += LaneMoments.Run)
        {
            TBlock products = TBlock.Zero;
            TBlock deltas = TBlock.Zero;
            for (nint end = Math.Min(LaneMoments.Run, pixels - p); end > 0; end--)
            {
                TBlock d = TBlock.Load(ref delta, 0);
                TBlock difference = TBlock.Load(ref values, 0) - mean;
                deltas += d;
                products = TBlock.FusedMultiplyAdd(d, TBlock.WhereLess(TBlock.Zero, TBlock.Abs(d), difference, TBlock.Zero), products);
                delta = ref Unsafe.Add(ref delta, stride);
                values = ref Unsafe.Add(ref values, stride);
            }

            TBlock.Store(TBlock.Load(ref scratch, 0) + products, ref scratch, 0);
            TBlock.Store(TBlock.Load(ref scratch, LaneMoments.Scratch.Block) + deltas, ref scratch, LaneMoments.Scratch.Block);
        }
    }
}
