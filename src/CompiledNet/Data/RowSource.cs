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

    /// <summary>Copies some columns of some rows, and asks the processor to fetch those that will be wanted next.</summary>
    /// <param name="rows">Which rows.</param>
    /// <param name="next">Which rows will be wanted next; no more than <paramref name="rows"/>.</param>
    /// <param name="firstColumn">The first column.</param>
    /// <param name="endColumn">The column behind the last.</param>
    /// <param name="destination">
    /// Where to: rows of the same size, of which only these columns are written, so that other threads may write the others.
    /// </param>
    public abstract void Gather(ReadOnlySpan<int> rows, ReadOnlySpan<int> next, int firstColumn, int endColumn, Span<float> destination);
}
