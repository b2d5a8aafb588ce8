using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics;

/// <summary>
/// Between rows, an example after the other, and lanes: a group of 16 examples as <c>[features][16]</c>, so that a vector holds one feature of
/// neighbouring examples. For generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Lanes
{
    /// <summary>The examples of a group.</summary>
    public const int Count = 16;

    private const int Block = 4;

    /// <summary><c>lanes[f * 16 + n] = rows[n * stride + f]</c> for the examples there are, 0 in the lanes of the others.</summary>
    /// <param name="rows">The examples, <c>[count][stride]</c>; nothing behind the last one's features is read.</param>
    /// <param name="stride">The distance from row to row, at least <paramref name="features"/>.</param>
    /// <param name="count">How many examples, 0 to 16.</param>
    /// <param name="features">The features of an example.</param>
    /// <param name="lanes">Receives the group, <c>[features][16]</c>; apart from the rows.</param>
    /// <exception cref="ArgumentException">The shape is not as described, or a span is too short for it.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FromRows(ReadOnlySpan<float> rows, int stride, int count, int features, Span<float> lanes)
    {
        Check(nameof(rows), rows.Length, stride, count, features, nameof(lanes), lanes.Length);
        FromRows(ref MemoryMarshal.GetReference(rows), stride, count, features, ref MemoryMarshal.GetReference(lanes));
    }

    /// <summary><c>rows[n * stride + f] = lanes[f * 16 + n]</c> for the examples there are; what stands behind a row's features stays as it is.</summary>
    /// <param name="lanes">The group, <c>[features][16]</c>.</param>
    /// <param name="features">The features of an example.</param>
    /// <param name="count">How many examples, 0 to 16.</param>
    /// <param name="rows">Receives the examples, <c>[count][stride]</c>; apart from the lanes.</param>
    /// <param name="stride">The distance from row to row, at least <paramref name="features"/>.</param>
    /// <exception cref="ArgumentException">The shape is not as described, or a span is too short for it.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToRows(ReadOnlySpan<float> lanes, int features, int count, Span<float> rows, int stride)
    {
        Check(nameof(rows), rows.Length, stride, count, features, nameof(lanes), lanes.Length);
        ToRows(ref MemoryMarshal.GetReference(lanes), features, count, ref MemoryMarshal.GetReference(rows), stride);
    }

    /// <summary>
    /// <c>sums[i]</c> = the sum of <c>lanes[i * 16 .. i * 16 + 15]</c> by halves, at every vector width: element n and n + 8, of these 8 n and
    /// n + 4, of these 4 n and n + 2, and the last two.
    /// </summary>
    /// <param name="lanes">The groups of 16, <c>[count][16]</c>.</param>
    /// <param name="count">How many sums.</param>
    /// <param name="sums">Receives the sums; apart from the lanes.</param>
    /// <exception cref="ArgumentException">The count is negative, or a span is too short for it.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Sum(ReadOnlySpan<float> lanes, int count, Span<float> sums)
    {
        if (count < 0)
        {
            Throw.Negative(nameof(count), count);
        }

        Throw.IfShorter(nameof(lanes), lanes.Length, (long)count * Count);
        Throw.IfShorter(nameof(sums), sums.Length, count);
        Sum(ref MemoryMarshal.GetReference(lanes), count, ref MemoryMarshal.GetReference(sums));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Check(string rowsName, int rows, int stride, int count, int features, string lanesName, int lanes)
    {
        if (count < 0 || count > Count || features < 0 || stride < features)
        {
            Throw.BadGroup(count, features, stride);
        }

        if (count > 0)
        {
            Throw.IfShorter(rowsName, rows, ((count - 1L) * stride) + features);
        }

        Throw.IfShorter(lanesName, lanes, (long)features * Count);
    }

    // Four features at a time; the last four overlap those before where the features are no multiple of 4.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void FromRows(ref float rows, nint stride, int count, nint features, ref float lanes)
    {
        if (features < Block)
        {
            FewFromRows(ref rows, stride, count, features, ref lanes);
            return;
        }

        if (count == Count && Vector512.IsHardwareAccelerated && Avx512F.IsSupported)
        {
            for (nint f = 0; f < features; f += Block)
            {
                nint start = Math.Min(f, features - Block);
                LaneBlocks.FromRows512(ref Unsafe.Add(ref rows, start), stride, ref Unsafe.Add(ref lanes, start * Count));
            }

            return;
        }

        if (count == Count && Vector256.IsHardwareAccelerated && Avx.IsSupported)
        {
            for (nint f = 0; f < features; f += Block)
            {
                nint start = Math.Min(f, features - Block);
                ref float from = ref Unsafe.Add(ref rows, start);
                ref float to = ref Unsafe.Add(ref lanes, start * Count);
                LaneBlocks.FromRows256(ref from, stride, ref to);
                LaneBlocks.FromRows256(ref Unsafe.Add(ref from, 8 * stride), stride, ref Unsafe.Add(ref to, 8));
            }

            return;
        }

        for (nint f = 0; f < features; f += Block)
        {
            nint start = Math.Min(f, features - Block);
            ref float from = ref Unsafe.Add(ref rows, start);
            ref float to = ref Unsafe.Add(ref lanes, start * Count);
            for (int n = 0; n < Count; n += Block)
            {
                LaneBlocks.FromRows128(ref Unsafe.Add(ref from, n * stride), stride, count - n, ref Unsafe.Add(ref to, n));
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FewFromRows(ref float rows, nint stride, int count, nint features, ref float lanes)
    {
        for (nint f = 0; f < features; f++)
        {
            for (int n = 0; n < Count; n++)
            {
                Unsafe.Add(ref lanes, (f * Count) + n) = n < count ? Unsafe.Add(ref rows, (n * stride) + f) : 0;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void ToRows(ref float lanes, nint features, int count, ref float rows, nint stride)
    {
        if (features < Block)
        {
            FewToRows(ref lanes, features, count, ref rows, stride);
            return;
        }

        if (count == Count && Vector512.IsHardwareAccelerated && Avx512F.IsSupported)
        {
            for (nint f = 0; f < features; f += Block)
            {
                nint start = Math.Min(f, features - Block);
                LaneBlocks.ToRows512(ref Unsafe.Add(ref lanes, start * Count), ref Unsafe.Add(ref rows, start), stride);
            }

            return;
        }

        for (nint f = 0; f < features; f += Block)
        {
            nint start = Math.Min(f, features - Block);
            ref float from = ref Unsafe.Add(ref lanes, start * Count);
            ref float to = ref Unsafe.Add(ref rows, start);
            for (int n = 0; n < count; n += Block)
            {
                LaneBlocks.ToRows128(ref Unsafe.Add(ref from, n), count - n, ref Unsafe.Add(ref to, n * stride), stride);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FewToRows(ref float lanes, nint features, int count, ref float rows, nint stride)
    {
        for (nint f = 0; f < features; f++)
        {
            for (int n = 0; n < count; n++)
            {
                Unsafe.Add(ref rows, (n * stride) + f) = Unsafe.Add(ref lanes, (f * Count) + n);
            }
        }
    }

    // Quarters of 16 straight from memory: the first two steps by halves then need no shuffle, and wider vectors would win nothing.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Sum(ref float lanes, nint count, ref float sums)
    {
        nint i = 0;
        for (; i <= count - Block; i += Block)
        {
            Vector128<float> a = Quarter(ref lanes);
            Vector128<float> b = Quarter(ref Unsafe.Add(ref lanes, Count));
            Vector128<float> c = Quarter(ref Unsafe.Add(ref lanes, 2 * Count));
            Vector128<float> d = Quarter(ref Unsafe.Add(ref lanes, 3 * Count));
            Vector128<float> ab = Interleave.LowHalves(a, b) + Interleave.HighHalves(a, b);
            Vector128<float> cd = Interleave.LowHalves(c, d) + Interleave.HighHalves(c, d);
            Four(ref sums, i) = Interleave.Even(ab, cd) + Interleave.Odd(ab, cd);
            lanes = ref Unsafe.Add(ref lanes, Block * Count);
        }

        for (; i < count; i++)
        {
            Unsafe.Add(ref sums, i) = Rows.Sum(Quarter(ref lanes));
            lanes = ref Unsafe.Add(ref lanes, Count);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector128<float> Quarter(ref float lanes) =>
            (Four(ref lanes, 0) + Four(ref lanes, 8)) + (Four(ref lanes, 4) + Four(ref lanes, 12));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Vector128<float> Four(ref float start, nint offset) =>
        ref Unsafe.As<float, Vector128<float>>(ref Unsafe.Add(ref start, offset));
}
