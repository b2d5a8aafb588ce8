using System;
using System.Collections.Generic;
using System.Linq;

namespace CompiledNet.Generator.Emit;

/// <summary>
/// The sizes of the register tiles: every number that comes from measurement rather than from the network stands here, with its reason.
/// </summary>
internal static class TilePlan
{
    /// <summary>Rows of activations are padded to whole 512-bit vectors at every width, so that the workspace is laid out alike.</summary>
    public const int RowPadding = 16;

    /// <summary>A method of straight-line code stays below this: the JIT stops optimising at about 1,500 multiply-adds.</summary>
    public const int StatementsInMethod = 800;

    /// <summary>
    /// Straight-line gradient code has a load, an add and a store a weight, and where a row is no whole number of vectors, a helper for each load
    /// and store, which the JIT inlines until a method has 512 variables and calls from then on. With 48, a method holds one tile of up to 28 rows.
    /// Measured at 512 bits, batch 32: at 300, backpropagation of 400-10 took 12.0 microseconds and of 100-30-10 7.5; at 48 (as at 75) 9.6 and 6.1.
    /// </summary>
    public const int GradientStatementsInMethod = 48;

    /// <summary>A loop's body holds at least this many multiply-adds where that is possible, to hide the counter.</summary>
    private const int StatementsInLoopBody = 8;

    /// <summary>From this length of sums on, the rest of a batch has a tile of 4 examples too: shorter sums do not pay for its code.</summary>
    private const int LongSum = 64;

    /// <summary>How many examples the tiles for the rest of a batch take.</summary>
    private static readonly int[] SmallTileRows = [4, 2, 1];

    /// <summary>Up to this length a sum has too few terms to be worth splitting.</summary>
    private const int ShortSum = 16;

    /// <summary>
    /// A tile whose whole contraction takes at most this many multiply-adds is written out without a loop. Beyond, a loop with a constant trip
    /// count is as fast (the loop's counter is hidden behind the multiply-adds) and quicker to compile; narrow vectors need more statements for
    /// the same sums, and get loops sooner.
    /// </summary>
    public static int FullyUnrolledStatements(VectorWidth width) => width.Registers == 32 ? 64 : 32;

    /// <summary>
    /// Over how many running sums a weighted sum of <paramref name="length"/> terms is split. A multiply-add takes 4 cycles and two can start in
    /// each, so that 8 sums have to run at once; where a layer has few outputs, one example alone does not offer as many. The split depends
    /// on the layer's sizes alone, never on the vector width or the batch: so the bits of the result are the same everywhere.
    /// </summary>
    public static int PartialSums(int length, int outputs)
    {
        int vectors = (outputs + RowPadding - 1) / RowPadding;
        return length < ShortSum ? 1 : vectors == 1 ? 4 : vectors <= 3 ? 2 : 1;
    }

    /// <summary>
    /// How many examples a tile takes at once, largest first, down to one; a batch is cut into the first, the rest follows in the others.
    /// With 32 registers 8 rows of 2 vectors, 4 rows of 2 vectors in 2 sums or 6 rows in 4 sums reach the machine's peak without spilling.
    /// </summary>
    /// <param name="width">The vector width.</param>
    /// <param name="partialSums">Over how many running sums each sum is split.</param>
    /// <param name="length">Terms of each sum.</param>
    /// <param name="isRare">Whether the arithmetic is seldom asked for: then the rest of a batch goes one by one, for the sake of less code.</param>
    public static IReadOnlyList<int> TileRows(VectorWidth width, int partialSums, int length, bool isRare)
    {
        int most = (width.Registers, partialSums) switch
        {
            (32, 1) => 8,
            (32, 2) => 4,
            (32, _) => 6,
            (_, 1) => 6,
            _ => 3,
        };
        return [most, .. SmallTileRows.Where(rows => rows < most && (rows == 1 || (!isRare && (rows == 2 || length >= LongSum))))];
    }

    /// <summary>How many vectors of outputs a tile takes at once: as many as fill the registers with running sums.</summary>
    public static int TileColumns(VectorWidth width, int rows, int partialSums, int columns)
    {
        int sums = width.Registers == 32 ? 16 : 12;
        int most = rows == 1 ? 8 : width.Registers == 32 ? 4 : 2;
        return Math.Max(1, Math.Min(Math.Min(most, columns), sums / (rows * partialSums)));
    }

    /// <summary>How many terms a loop body takes: a multiple of the number of partial sums.</summary>
    public static int LoopStep(int rows, int columns, int partialSums)
    {
        int statements = rows * columns * partialSums;
        return partialSums * Math.Max(1, StatementsInLoopBody / statements);
    }

    /// <summary>How many vectors of outputs a weight-gradient tile takes at once.</summary>
    public static int GradientColumns(int columns) => Math.Min(2, columns);

    /// <summary>
    /// How many inputs a weight-gradient tile takes at once: the largest divisor of the number of inputs the registers allow, or, where that is
    /// small, nearly equal parts with a smaller last one.
    /// </summary>
    public static int GradientRows(VectorWidth width, int tileColumns, int inputs)
    {
        int most = (width.Registers == 32 ? 28 : 12) / tileColumns;
        int divisor = Enumerable.Range(1, Math.Min(most, inputs)).Last(rows => inputs % rows == 0);
        int parts = (inputs + most - 1) / most;
        return 5 * divisor >= 3 * Math.Min(most, inputs) ? divisor : (inputs + parts - 1) / parts;
    }

    /// <summary>
    /// How many examples go through the network together before the next ones follow: as many as keep inputs, activations and deltas within
    /// half a megabyte of second-level cache.
    /// </summary>
    public static int BlockRows(int floatsPerExample)
    {
        const int CacheFloats = 128 * 1024;
        int rows = 128;
        while (rows > 16 && (long)rows * floatsPerExample > CacheFloats)
        {
            rows /= 2;
        }

        return rows;
    }

    /// <summary>A length rounded up to whole padded rows.</summary>
    public static int Padded(int length) => (length + RowPadding - 1) / RowPadding * RowPadding;
}
