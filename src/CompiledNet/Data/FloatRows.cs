using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using CompiledNet.Numerics.Simd;

namespace CompiledNet;

/// <summary>Rows stored as floats.</summary>
/// <param name="values">The rows, one after the other.</param>
/// <param name="rowSize">The numbers in a row.</param>
internal sealed class FloatRows(ReadOnlyMemory<float> values, int rowSize) : RowSource(rowSize)
{
    public override ReadOnlyMemory<float> GetFloats() => values;

    public override bool TryGetFloats(out ReadOnlyMemory<float> floats)
    {
        floats = values;
        return true;
    }

    public override void Read(int firstRow, Span<float> destination) =>
        values.Span.Slice(firstRow * RowSize, destination.Length).CopyTo(destination);

    public override void AppendTo(IncrementalHash hash, int firstRow, int count) =>
        FloatHash.Append(hash, values.Span.Slice(firstRow * RowSize, count * RowSize));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Gather(ReadOnlySpan<int> rows, ReadOnlySpan<int> next, int firstColumn, int endColumn, Span<float> destination)
    {
        ReadOnlySpan<float> all = values.Span;
        int width = endColumn - firstColumn;
        int ahead = Prefetch.Pays(next.Length, width * sizeof(float)) ? next.Length : 0;
        for (int row = 0; row < rows.Length; row++)
        {
            // In turn with the copies: an image is more cache lines than the processor fetches at a time.
            if (row < ahead)
            {
                ReadOnlySpan<byte> wanted = MemoryMarshal.AsBytes(all.Slice((next[row] * RowSize) + firstColumn, width));
                Prefetch.Lines(ref MemoryMarshal.GetReference(wanted), wanted.Length);
            }

            Copy(all.Slice((rows[row] * RowSize) + firstColumn, width), destination.Slice((row * RowSize) + firstColumn, width));
        }
    }

    public override RowSource Select(int firstRow, ReadOnlySpan<int> rows)
    {
        float[] chosen = GC.AllocateUninitializedArray<float>(rows.Length * RowSize);
        Copy(values.Span, RowSize, firstRow, rows, chosen);
        return new FloatRows(chosen, RowSize);
    }

    // Not Span.CopyTo, which leaves a long row to the C library: measured, that took longer beside the fetches under way.
    internal static void Copy(ReadOnlySpan<float> from, Span<float> to)
    {
        if (Vector512.IsHardwareAccelerated && from.Length >= Simd512.Count)
        {
            Copy<Simd512>(ref MemoryMarshal.GetReference(from), ref MemoryMarshal.GetReference(to), from.Length);
        }
        else if (Vector256.IsHardwareAccelerated && from.Length >= Simd256.Count)
        {
            Copy<Simd256>(ref MemoryMarshal.GetReference(from), ref MemoryMarshal.GetReference(to), from.Length);
        }
        else
        {
            from.CopyTo(to);
        }
    }

    // At least a vector. The last one may overlap the one before: it writes the same once more, and nothing behind the end.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Copy<TVector>(ref float from, ref float to, nint length)
        where TVector : struct, ISimd<TVector>
    {
        nint end = length - TVector.Count;
        for (nint i = 0; i < end; i += TVector.Count)
        {
            TVector.Store(TVector.Load(ref from, i), ref to, i);
        }

        TVector.Store(TVector.Load(ref from, end), ref to, end);
    }
}
