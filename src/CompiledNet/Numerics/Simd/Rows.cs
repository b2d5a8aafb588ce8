using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CompiledNet.Numerics.Simd;

/// <summary>
/// Rows of a matrix whose rows start a multiple of 16 floats apart. The lanes between a row's size and the stride may hold anything.
/// Sums over a row are taken as 16 partial sums (element j goes to sum j mod 16, in order of j) and then by halves, 16, 8, 4, 2, 1:
/// an order set by the size alone, and so the same at every vector width. A type parameter TRow is a vector of 16 lanes.
/// </summary>
internal static class Rows
{
    /// <summary>The partial sums of a row, and the unit of the stride.</summary>
    public const int Lanes = 16;

    /// <summary>The most rows that are worked on together where a row would have to wait for its own sum or maximum.</summary>
    public const int Group = 16;

    // 16 lanes that belong to a row and 16 that do not; a window of 16 over them is the mask of the end of a row.
    private static ReadOnlySpan<int> Masks =>
    [
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>Checks the shape that several spans have in common.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckShape(int rows, int size, int stride)
    {
        if (rows < 0 || size < 1 || stride < size || stride % Lanes != 0)
        {
            Throw.BadShape(rows, size, stride);
        }
    }

    /// <summary>Checks that a span is long enough.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckLength(string name, int length, int rows, int width) => Throw.IfShorter(name, length, (long)rows * width);

    /// <summary>The mask of the last 16 elements of a row: all bits set in the lanes that belong to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TRow LastMask<TRow>(int size)
        where TRow : struct, ISimd<TRow>
        => TRow.Load(ref Unsafe.As<int, float>(ref MemoryMarshal.GetReference(Masks)), (Lanes - 1) & -size);

    /// <summary>Sets what stands behind the last block of a row to zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ClearBehind<TRow>(ref float row, nint last, nint stride)
        where TRow : struct, ISimd<TRow>
    {
        for (nint j = last + Lanes; j < stride; j += Lanes)
        {
            TRow.Store(TRow.Zero, ref row, j);
        }
    }

    /// <summary>The sum of a row from <see cref="ISimd{TSelf}.SumByHalves"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector128<float> four)
    {
        Vector128<float> two = four + Interleave.HighHalves(four, four);
        return two.GetElement(0) + two.GetElement(1);
    }

    /// <summary>The sums of four rows, each in the same order as <see cref="Sum"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sums(ref Vector128<float> lanes)
    {
        Vector128<float> a = lanes;
        Vector128<float> b = Unsafe.Add(ref lanes, 1);
        Vector128<float> c = Unsafe.Add(ref lanes, 2);
        Vector128<float> d = Unsafe.Add(ref lanes, 3);
        Vector128<float> ab = Interleave.Low(a, b) + Interleave.High(a, b);
        Vector128<float> cd = Interleave.Low(c, d) + Interleave.High(c, d);
        return Interleave.LowHalves(ab, cd) + Interleave.HighHalves(ab, cd);
    }

    /// <summary>The largest elements of four rows, from <see cref="ISimd{TSelf}.MaxByHalves"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Maxima(ref Vector128<float> lanes)
    {
        Vector128<float> a = lanes;
        Vector128<float> b = Unsafe.Add(ref lanes, 1);
        Vector128<float> c = Unsafe.Add(ref lanes, 2);
        Vector128<float> d = Unsafe.Add(ref lanes, 3);
        Vector128<float> ab = Vector128.MaxNative(Interleave.Low(a, b), Interleave.High(a, b));
        Vector128<float> cd = Vector128.MaxNative(Interleave.Low(c, d), Interleave.High(c, d));
        return Vector128.MaxNative(Interleave.LowHalves(ab, cd), Interleave.HighHalves(ab, cd));
    }

    /// <summary>Memory on the stack: four lanes for each row of a group, and a result for each.</summary>
    [InlineArray(Group + (Group / 4) + 4)]
    internal struct Scratch
    {
        private Vector128<float> _first;

        /// <summary>
        /// The first four lanes, at the start of a cache line: what is written across two lines can be read again only once it has reached the
        /// cache.
        /// </summary>
        [UnscopedRef]
        public ref Vector128<float> Start
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get
            {
                nint address = Unsafe.ByteOffset(ref Unsafe.NullRef<Vector128<float>>(), ref _first);
                return ref Unsafe.AddByteOffset(ref _first, -address & ((Lanes * sizeof(float)) - 1));
            }
        }
    }
}
