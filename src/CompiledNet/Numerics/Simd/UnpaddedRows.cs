using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CompiledNet.Numerics.Simd;

/// <summary>
/// Rows that follow each other without padding, to be read in vectors that reach over a row's end. No float behind the last row is touched: the
/// last 16 are copied to where zeros follow them.
/// </summary>
internal readonly ref struct UnpaddedRows
{
    private readonly ref float _rows;
    private readonly ref float _tail;
    private readonly nint _tailStart;

    /// <summary>Copies the tail.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="tail">Where to copy to: zeros.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public UnpaddedRows(ReadOnlySpan<float> rows, [UnscopedRef] ref Tail tail)
    {
        _rows = ref MemoryMarshal.GetReference(rows);
        _tail = ref tail[0];
        _tailStart = rows.Length - Rows.Lanes;
        if (rows.Length >= Rows.Lanes)
        {
            Unsafe.As<float, Vector512<float>>(ref _tail) = Unsafe.As<float, Vector512<float>>(ref Unsafe.Add(ref _rows, _tailStart));
        }
        else
        {
            rows.CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Subtract(ref _tail, _tailStart), rows.Length));
        }
    }

    /// <summary>Reads 16 floats: those behind a row's end are of the next row, those behind the last row's end 0.</summary>
    /// <param name="offset">Where they start, not more than 16 floats before the end of a row, or inside.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TRow Load<TRow>(nint offset)
        where TRow : struct, ISimd<TRow>
        => offset <= _tailStart ? TRow.Load(ref _rows, offset) : TRow.Load(ref _tail, offset - _tailStart);

    /// <summary>Memory on the stack.</summary>
    [InlineArray(2 * Rows.Lanes)]
    internal struct Tail
    {
        private float _first;
    }
}
