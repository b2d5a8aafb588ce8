using System.Security.Cryptography;

namespace CompiledNet;

/// <summary>Rows of numbers of one size, however they are stored. Any number of threads may read one at once.</summary>
/// <param name="rowSize">The numbers in a row.</param>
internal abstract class RowSource(int rowSize)
{
    /// <summary>The numbers in a row.</summary>
    protected int RowSize { get; } = rowSize;

    /// <summary>All rows as floats, one after the other; made on first use where they are stored otherwise, and then kept.</summary>
    public abstract ReadOnlyMemory<float> GetFloats();

    /// <summary>All rows as floats, if they lie in memory as such.</summary>
    /// <param name="floats">The floats.</param>
    public abstract bool TryGetFloats(out ReadOnlyMemory<float> floats);

    /// <summary>Copies a run of rows.</summary>
    /// <param name="firstRow">The first, from 0.</param>
    /// <param name="destination">Where to; its length says how many.</param>
    public abstract void Read(int firstRow, Span<float> destination);

    /// <summary>Adds a run of rows to a hash, as they are stored.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="firstRow">The first, from 0.</param>
    /// <param name="count">How many.</param>
    public abstract void AppendTo(IncrementalHash hash, int firstRow, int count);

    /// <summary>Copies some columns of some rows, and asks the processor to fetch those that will be wanted next.</summary>
    /// <param name="rows">Which rows.</param>
    /// <param name="next">Which rows will be wanted next; no more than <paramref name="rows"/>.</param>
    /// <param name="firstColumn">The first column.</param>
    /// <param name="endColumn">The column behind the last.</param>
    /// <param name="destination">
    /// Where to: rows of the same size, of which only these columns are written, so that other threads may write the others.
    /// </param>
    public abstract void Gather(ReadOnlySpan<int> rows, ReadOnlySpan<int> next, int firstColumn, int endColumn, Span<float> destination);

    /// <summary>Copies of some rows, stored in the same way.</summary>
    /// <param name="firstRow">The row that the others are counted from.</param>
    /// <param name="rows">Which, from there; in this order, and as often as they occur.</param>
    public abstract RowSource Select(int firstRow, ReadOnlySpan<int> rows);

    /// <summary>A copy of a run of rows with a run of another source's behind it: stored in the same way if both are, else as floats.</summary>
    /// <param name="firstRow">The first row.</param>
    /// <param name="count">How many.</param>
    /// <param name="other">The other source, of the same row size.</param>
    /// <param name="otherFirstRow">The first row of the other.</param>
    /// <param name="otherCount">How many of the other.</param>
    public virtual RowSource Append(int firstRow, int count, RowSource other, int otherFirstRow, int otherCount)
    {
        float[] all = GC.AllocateUninitializedArray<float>((count + otherCount) * RowSize);
        Read(firstRow, all.AsSpan(0, count * RowSize));
        other.Read(otherFirstRow, all.AsSpan(count * RowSize));
        return new FloatRows(all, RowSize);
    }

    /// <summary>Copies rows of one size.</summary>
    protected static void Copy<T>(ReadOnlySpan<T> all, int rowSize, int firstRow, ReadOnlySpan<int> rows, Span<T> destination)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            all.Slice((firstRow + rows[i]) * rowSize, rowSize).CopyTo(destination[(i * rowSize)..]);
        }
    }
}
