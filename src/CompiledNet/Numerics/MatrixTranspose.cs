using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics;

/// <summary>Transposes a matrix: the weights for the backward pass. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MatrixTranspose
{
    private const int Block = 4;

    /// <summary>
    /// <c>destination[c * destinationStride + r] = source[r * columns + c]</c>. What stands behind a destination row's <c>rows</c> elements
    /// stays as it is.
    /// </summary>
    /// <param name="source">The matrix, <c>[rows][columns]</c>.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="destination">Receives the transpose, <c>[columns][destinationStride]</c>; apart from the source.</param>
    /// <param name="destinationStride">The distance from row to row there, at least <paramref name="rows"/>.</param>
    /// <exception cref="ArgumentException">The shape is not as described, or a span is too short for it.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(ReadOnlySpan<float> source, int rows, int columns, Span<float> destination, int destinationStride)
    {
        if (rows < 0 || columns < 0 || destinationStride < rows)
        {
            Throw.BadTranspose(rows, columns, destinationStride);
        }

        Rows.CheckLength(nameof(source), source.Length, rows, columns);
        if (columns > 0)
        {
            Throw.IfShorter(nameof(destination), destination.Length, ((columns - 1L) * destinationStride) + rows);
        }

        Transpose(ref MemoryMarshal.GetReference(source), rows, columns, ref MemoryMarshal.GetReference(destination), destinationStride);
    }

    // Blocks of four columns and as many rows as a vector has lanes. The last block of each direction goes up to the end: it overlaps the one
    // before where the size is no multiple.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Transpose(ref float source, nint rows, nint columns, ref float destination, nint destinationStride)
    {
        if (columns < Block || rows < Block)
        {
            for (nint r = 0; r < rows; r++)
            {
                for (nint c = 0; c < columns; c++)
                {
                    Unsafe.Add(ref destination, (c * destinationStride) + r) = Unsafe.Add(ref source, (r * columns) + c);
                }
            }

            return;
        }

        bool wide = Avx.IsSupported && rows >= 2 * Block;
        nint height = wide ? 2 * Block : Block;
        for (nint next = 0; next < rows; next += height)
        {
            nint r = Math.Min(next, rows - height);
            ref float from = ref Unsafe.Add(ref source, r * columns);
            ref float to = ref Unsafe.Add(ref destination, r);
            for (nint nextColumn = 0; nextColumn < columns; nextColumn += Block)
            {
                nint c = Math.Min(nextColumn, columns - Block);
                if (wide)
                {
                    TransposeWideBlock(ref Unsafe.Add(ref from, c), columns, ref Unsafe.Add(ref to, c * destinationStride), destinationStride);
                }
                else
                {
                    TransposeBlock(ref Unsafe.Add(ref from, c), columns, ref Unsafe.Add(ref to, c * destinationStride), destinationStride);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeBlock(ref float source, nint sourceStride, ref float destination, nint destinationStride)
    {
        Vector128<float> a = Row(ref source, 0);
        Vector128<float> b = Row(ref source, sourceStride);
        Vector128<float> c = Row(ref source, 2 * sourceStride);
        Vector128<float> d = Row(ref source, 3 * sourceStride);

        // a0 c0 a1 c1, and so on: interleaving twice brings each column together.
        Vector128<float> acLow = Interleave.Low(a, c);
        Vector128<float> acHigh = Interleave.High(a, c);
        Vector128<float> bdLow = Interleave.Low(b, d);
        Vector128<float> bdHigh = Interleave.High(b, d);

        Row(ref destination, 0) = Interleave.Low(acLow, bdLow);
        Row(ref destination, destinationStride) = Interleave.High(acLow, bdLow);
        Row(ref destination, 2 * destinationStride) = Interleave.Low(acHigh, bdHigh);
        Row(ref destination, 3 * destinationStride) = Interleave.High(acHigh, bdHigh);
    }

    // The same with four rows in the lower halves and the next four in the upper ones.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeWideBlock(ref float source, nint sourceStride, ref float destination, nint destinationStride)
    {
        Vector256<float> a = Rows4Apart(ref source, sourceStride);
        Vector256<float> b = Rows4Apart(ref Unsafe.Add(ref source, sourceStride), sourceStride);
        Vector256<float> c = Rows4Apart(ref Unsafe.Add(ref source, 2 * sourceStride), sourceStride);
        Vector256<float> d = Rows4Apart(ref Unsafe.Add(ref source, 3 * sourceStride), sourceStride);

        Vector256<float> acLow = Avx.UnpackLow(a, c);
        Vector256<float> acHigh = Avx.UnpackHigh(a, c);
        Vector256<float> bdLow = Avx.UnpackLow(b, d);
        Vector256<float> bdHigh = Avx.UnpackHigh(b, d);

        Store(Avx.UnpackLow(acLow, bdLow), ref destination);
        Store(Avx.UnpackHigh(acLow, bdLow), ref Unsafe.Add(ref destination, destinationStride));
        Store(Avx.UnpackLow(acHigh, bdHigh), ref Unsafe.Add(ref destination, 2 * destinationStride));
        Store(Avx.UnpackHigh(acHigh, bdHigh), ref Unsafe.Add(ref destination, 3 * destinationStride));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector256<float> Rows4Apart(ref float first, nint stride) => Vector256.Create(Row(ref first, 0), Row(ref first, 4 * stride));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Store(Vector256<float> value, ref float to) => Unsafe.As<float, Vector256<float>>(ref to) = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Vector128<float> Row(ref float start, nint offset) =>
        ref Unsafe.As<float, Vector128<float>>(ref Unsafe.Add(ref start, offset));
}
