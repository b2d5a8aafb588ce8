using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

        ref float from = ref MemoryMarshal.GetReference(source);
        ref float to = ref MemoryMarshal.GetReference(destination);
        int wholeRows = rows - (rows % Block);
        int wholeColumns = columns - (columns % Block);
        for (int r = 0; r < wholeRows; r += Block)
        {
            for (int c = 0; c < wholeColumns; c += Block)
            {
                TransposeBlock(
                    ref Unsafe.Add(ref from, ((nint)r * columns) + c),
                    columns,
                    ref Unsafe.Add(ref to, ((nint)c * destinationStride) + r),
                    destinationStride);
            }

            CopyElements(ref from, columns, ref to, destinationStride, r, r + Block, wholeColumns, columns);
        }

        CopyElements(ref from, columns, ref to, destinationStride, wholeRows, rows, 0, columns);
    }

    private static void CopyElements(
        ref float source, int sourceStride, ref float destination, int destinationStride, int firstRow, int endRow, int firstColumn, int endColumn)
    {
        for (int r = firstRow; r < endRow; r++)
        {
            for (int c = firstColumn; c < endColumn; c++)
            {
                Unsafe.Add(ref destination, ((nint)c * destinationStride) + r) = Unsafe.Add(ref source, ((nint)r * sourceStride) + c);
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
        Vector128<float> acLow = InterleaveLow(a, c);
        Vector128<float> acHigh = InterleaveHigh(a, c);
        Vector128<float> bdLow = InterleaveLow(b, d);
        Vector128<float> bdHigh = InterleaveHigh(b, d);

        Row(ref destination, 0) = InterleaveLow(acLow, bdLow);
        Row(ref destination, destinationStride) = InterleaveHigh(acLow, bdLow);
        Row(ref destination, 2 * destinationStride) = InterleaveLow(acHigh, bdHigh);
        Row(ref destination, 3 * destinationStride) = InterleaveHigh(acHigh, bdHigh);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Vector128<float> Row(ref float start, nint offset) =>
        ref Unsafe.As<float, Vector128<float>>(ref Unsafe.Add(ref start, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveLow(Vector128<float> left, Vector128<float> right)
    {
        if (Sse.IsSupported)
        {
            return Sse.UnpackLow(left, right);
        }

        return AdvSimd.Arm64.IsSupported
            ? AdvSimd.Arm64.ZipLow(left, right)
            : Vector128.Create(left.GetElement(0), right.GetElement(0), left.GetElement(1), right.GetElement(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveHigh(Vector128<float> left, Vector128<float> right)
    {
        if (Sse.IsSupported)
        {
            return Sse.UnpackHigh(left, right);
        }

        return AdvSimd.Arm64.IsSupported
            ? AdvSimd.Arm64.ZipHigh(left, right)
            : Vector128.Create(left.GetElement(2), right.GetElement(2), left.GetElement(3), right.GetElement(3));
    }
}
