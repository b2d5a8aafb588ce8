using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics.Normalization;

/// <summary>
/// The mean and the sum of squared differences of each channel over a group: the differences are taken from the channel's first value, then from
/// the mean that this gives, so that a mean far from 0 costs no digits. Sums are taken over 32 pixels, over these sums, and over the lanes.
/// </summary>
internal static class LaneMoments
{
    /// <summary>The pixels of the inner sums.</summary>
    public const int Run = 32;

    private const int Lanes = Rows.Lanes;

    /// <summary>Measures all channels, four at a time while there are four.</summary>
    public static void Measure<TRow>(ref float values, nint pixels, int channels, int count, Span<float> moments)
        where TRow : struct, ISimd<TRow>
    {
        int c = 0;
        for (; c <= channels - 4; c += 4)
        {
            Measure<Pair<Pair<TRow>>>(ref Unsafe.Add(ref values, c * Lanes), pixels, channels, c, count, moments);
        }

        for (; c < channels; c++)
        {
            Measure<TRow>(ref Unsafe.Add(ref values, c * Lanes), pixels, channels, c, count, moments);
        }
    }

    private static void Measure<TBlock>(ref float values, nint pixels, int channels, int c, int count, Span<float> moments)
        where TBlock : struct, ISimd<TBlock>
    {
        Span<float> sums = stackalloc float[8];
        Span<float> near = stackalloc float[4];
        Scratch scratch = default;
        int together = TBlock.Count / Lanes;
        double values1 = (double)pixels * count;
        for (int i = 0; i < together; i++)
        {
            near[i] = Unsafe.Add(ref values, i * Lanes);
        }

        ref float first = ref scratch.Fill(near[..together], count);
        AddDifferences<TBlock>(ref values, pixels, channels * Lanes, ref first);
        CompiledNet.Numerics.Lanes.Sum(scratch.Sums, together, sums);
        for (int i = 0; i < together; i++)
        {
            near[i] = (float)(near[i] + (sums[i] / values1));
        }

        first = ref scratch.Fill(near[..together], count);
        AddSquares<TBlock>(ref values, pixels, channels * Lanes, ref first);
        CompiledNet.Numerics.Lanes.Sum(scratch.Sums, 4 + together, sums);
        for (int i = 0; i < together; i++)
        {
            // What rounding has left between the mean and the sums taken from it: sum (d - e)^2 = sum d^2 - e (2 sum d - n e).
            float mean = (float)(near[i] + (sums[i] / values1));
            double error = (double)mean - near[i];
            double squares = sums[4 + i] - (error * ((2.0 * sums[i]) - (values1 * error)));
            moments[c + i] = mean;
            moments[channels + c + i] = (float)(squares < 0 ? 0 : squares);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddDifferences<TBlock>(ref float values, nint pixels, nint stride, ref float scratch)
        where TBlock : struct, ISimd<TBlock>
    {
        TBlock center = TBlock.Load(ref scratch, Scratch.Centers);
        TBlock mask = TBlock.Load(ref scratch, Scratch.Masks);
        TBlock total = TBlock.Zero;
        for (nint p = 0; p < pixels; p += Run)
        {
            TBlock sum = TBlock.Zero;
            for (nint end = Math.Min(Run, pixels - p); end > 0; end--)
            {
                sum += (TBlock.Load(ref values, 0) - center) & mask;
                values = ref Unsafe.Add(ref values, stride);
            }

            total += sum;
        }

        TBlock.Store(total, ref scratch, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddSquares<TBlock>(ref float values, nint pixels, nint stride, ref float scratch)
        where TBlock : struct, ISimd<TBlock>
    {
        TBlock center = TBlock.Load(ref scratch, Scratch.Centers);
        TBlock mask = TBlock.Load(ref scratch, Scratch.Masks);
        TBlock.Store(TBlock.Zero, ref scratch, 0);
        TBlock.Store(TBlock.Zero, ref scratch, Scratch.Block);
        for (nint p = 0; p < pixels; p += Run)
        {
            TBlock sum = TBlock.Zero;
            TBlock squares = TBlock.Zero;
            for (nint end = Math.Min(Run, pixels - p); end > 0; end--)
            {
                TBlock difference = (TBlock.Load(ref values, 0) - center) & mask;
                sum += difference;
                squares = TBlock.FusedMultiplyAdd(difference, difference, squares);
                values = ref Unsafe.Add(ref values, stride);
            }

            TBlock.Store(TBlock.Load(ref scratch, 0) + sum, ref scratch, 0);
            TBlock.Store(TBlock.Load(ref scratch, Scratch.Block) + squares, ref scratch, Scratch.Block);
        }
    }

    /// <summary>Memory on the stack for four channels: two sums for each lane, what is subtracted, which lanes count.</summary>
    [InlineArray(4 * Block)]
    internal struct Scratch
    {
        /// <summary>The lanes of four channels.</summary>
        public const int Block = 4 * Lanes;

        /// <summary>Where stands what is subtracted.</summary>
        public const int Centers = 2 * Block;

        /// <summary>Where the masks stand: all bits set in the lanes that count.</summary>
        public const int Masks = 3 * Block;

        private float _first;

        /// <summary>The sums: the first of four channels, then the second of four.</summary>
        [System.Diagnostics.CodeAnalysis.UnscopedRef]
        public ReadOnlySpan<float> Sums => MemoryMarshal.CreateReadOnlySpan(ref _first, 2 * Block);

        /// <summary>Puts each channel's number in its lanes, and the mask beside it.</summary>
        [System.Diagnostics.CodeAnalysis.UnscopedRef]
        public ref float Fill(ReadOnlySpan<float> centers, int count)
        {
            float set = BitConverter.Int32BitsToSingle(-1);
            for (int i = 0; i < centers.Length; i++)
            {
                for (int lane = 0; lane < Lanes; lane++)
                {
                    Unsafe.Add(ref _first, Centers + (i * Lanes) + lane) = centers[i];
                    Unsafe.Add(ref _first, Masks + (i * Lanes) + lane) = lane < count ? set : 0;
                }
            }

            return ref _first;
        }
    }
}
