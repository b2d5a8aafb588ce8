using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CompiledNet;

/// <summary>
/// Rows stored as bytes, each of which stands for a 255th part: a quarter of the memory of floats, which is what a shuffled epoch's speed
/// depends on.
/// </summary>
/// <param name="values">The rows, one after the other.</param>
/// <param name="rowSize">The numbers in a row.</param>
internal sealed class ByteRows(ReadOnlyMemory<byte> values, int rowSize) : RowSource(rowSize)
{
    private readonly Lock _making = new();
    private volatile float[]? _floats;

    public override ReadOnlyMemory<float> GetFloats() => _floats ?? MakeFloats();

    public override bool TryGetFloats(out ReadOnlyMemory<float> floats)
    {
        float[]? made = _floats;
        floats = made;
        return made is not null;
    }

    public override void Read(int firstRow, Span<float> destination) =>
        UnitRange.FromBytes(values.Span.Slice(firstRow * RowSize, destination.Length), destination);

    public override void AppendTo(IncrementalHash hash, int firstRow, int count) =>
        hash.AppendData(values.Span.Slice(firstRow * RowSize, count * RowSize));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Gather(ReadOnlySpan<int> rows, ReadOnlySpan<int> next, int firstColumn, int endColumn, Span<float> destination)
    {
        ReadOnlySpan<byte> all = values.Span;
        int width = endColumn - firstColumn;
        for (int row = 0; row < rows.Length; row++)
        {
            UnitRange.FromBytes(
                all.Slice((rows[row] * RowSize) + firstColumn, width), destination.Slice((row * RowSize) + firstColumn, width));
        }

        if (!Prefetch.Pays(next.Length, width))
        {
            return;
        }

        // Last, so that the fetches under way at the end overlap with the network's step.
        foreach (int row in next)
        {
            Prefetch.Lines(ref MemoryMarshal.GetReference(all.Slice((row * RowSize) + firstColumn, width)), width);
        }
    }

    public override RowSource Select(int firstRow, ReadOnlySpan<int> rows)
    {
        byte[] chosen = GC.AllocateUninitializedArray<byte>(rows.Length * RowSize);
        Copy(values.Span, RowSize, firstRow, rows, chosen);
        return new ByteRows(chosen, RowSize);
    }

    public override RowSource Append(int firstRow, int count, RowSource other, int otherFirstRow, int otherCount)
    {
        if (other is not ByteRows bytes)
        {
            return base.Append(firstRow, count, other, otherFirstRow, otherCount);
        }

        byte[] all = GC.AllocateUninitializedArray<byte>((count + otherCount) * RowSize);
        BytesOf(firstRow, count).CopyTo(all);
        bytes.BytesOf(otherFirstRow, otherCount).CopyTo(all.AsSpan(count * RowSize));
        return new ByteRows(all, RowSize);
    }

    private ReadOnlySpan<byte> BytesOf(int firstRow, int count) => values.Span.Slice(firstRow * RowSize, count * RowSize);

    private float[] MakeFloats()
    {
        lock (_making)
        {
            if (_floats is not { } floats)
            {
                floats = GC.AllocateUninitializedArray<float>(values.Length);
                UnitRange.FromBytes(values.Span, floats);
                _floats = floats;
            }

            return floats;
        }
    }
}
