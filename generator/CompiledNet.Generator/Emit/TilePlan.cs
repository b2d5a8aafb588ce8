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

    /// <summary>The examples of a group that goes through the layers of images together, in the lanes of the vectors: those of a 512-bit vector, at every width.</summary>
    public const int Group = 16;

    /// <summary>A method of straight-line code stays below this: the JIT stops optimising at about 1,500 multiply-adds.</summary>
    public const int StatementsInMethod = 800;

    /// <summary>
    /// Straight-line gradient code has a load, an add and a store a weight, and where a row is no whole number of vectors, a helper for each load
    /// and store, which the JIT inlines until a method has 512 variables and calls from then on. With 28, a method holds one tile.
    /// Measured at 512 bits, batch 32: at 300, backpropagation of 400-10 took 12.0 microseconds and of 100-30-10 7.5; with a tile a method 9.6 and 6.1.
    /// </summary>
    public const int GradientStatementsInMethod = 28;

    /// <summary>A loop's body holds at least this many multiply-adds where that is possible, to hide the counter.</summary>
    private const int StatementsInLoopBody = 8;

    /// <summary>From this length on a sum is long: its runs are taken one after the other by tiles that use all registers for rows.</summary>
    public const int LongSum = 64;

    /// <summary>
    /// From this many weights on (128 KB), the layer that reads the network's inputs is worth sharing between threads by its inputs, so that
    /// each thread keeps its part of the weights in its own cache.
    /// </summary>
    private const int WeightsToShare = 32 * 1024;

    /// <summary>Up to this length a sum has too few terms to be worth splitting.</summary>
    private const int ShortSum = 16;

    /// <summary>
    /// A tile whose whole contraction takes at most this many multiply-adds is written out without a loop. Beyond, a loop with a constant trip
    /// count is as fast (the loop's counter is hidden behind the multiply-adds) and quicker to compile; narrow vectors need more statements for
    /// the same sums, and get loops sooner.
    /// </summary>
    public static int FullyUnrolledStatements(VectorWidth width) => width.Registers == 32 ? 64 : 32;

    /// <summary>
    /// In how many runs of neighbouring terms a weighted sum of <paramref name="length"/> terms is taken. A multiply-add takes 4 cycles and two
    /// can start in each, so that 8 sums have to run at once; where a layer has few outputs, one example alone does not offer as many, and the
    /// runs go side by side. The number depends on the layer's sizes alone, never on the vector width, the batch or the threads: so the bits of
    /// the result are the same everywhere.
    /// </summary>
    /// <param name="length">Terms of each sum.</param>
    /// <param name="outputs">How many sums.</param>
    /// <param name="readsInput">Whether the layer reads the network's own inputs.</param>
    public static int Runs(int length, int outputs, bool readsInput)
    {
        int vectors = (outputs + RowPadding - 1) / RowPadding;
        return length < ShortSum ? 1
            : vectors == 1 ? 4
            : vectors <= 3 || (readsInput && (long)length * outputs >= WeightsToShare) ? 2
            : 1;
    }

    /// <summary>
    /// How many examples a tile takes at once where every sum is in one register, largest first. 16 rows of 1 vector or 8 of 2 reach the
    /// machine's peak with 32 registers, 12 of 1 or 6 of 2 with 16. The rest of a batch goes in smaller tiles, seldom used arithmetic
    /// one by one, for the sake of less code.
    /// </summary>
    public static IReadOnlyList<int> TileRows(VectorWidth width, int columns, int length, bool isRare)
    {
        int most = (width.Registers == 32 ? 8 : 6) * (columns == 1 && !isRare ? 2 : 1);
        return isRare ? [most, 1] : [most, .. columns == 1 ? new[] { most / 2 } : [], .. length >= LongSum ? new[] { 4 } : [], 2, 1];
    }

    /// <summary>How many examples a tile takes at once where it has all runs of a short sum side by side.</summary>
    public static IReadOnlyList<int> SideBySideRows(VectorWidth width, int runs) =>
        [(width.Registers, runs) switch { (32, 2) => 4, (32, _) => 6, _ => 3 }, 2, 1];

    /// <summary>How many examples a tile takes at once where it takes one run of a long sum, largest first.</summary>
    public static IReadOnlyList<int> RunRows(VectorWidth width, int columns) =>
        (width.Registers, columns) switch { (32, 1) => [16, 8], (32, _) => [8], (_, 1) => [12, 6], _ => [6] };

    /// <summary>The tiles for the rest of a batch behind those, with all runs of a long sum side by side.</summary>
    public static IReadOnlyList<int> RestRows(VectorWidth width, int runs) => width.Registers == 32 || runs == 2 ? [4, 2, 1] : [2, 1];

    /// <summary>How many vectors of outputs a tile takes at once: as many as fill the registers with running sums.</summary>
    public static int TileColumns(VectorWidth width, int rows, int sideBySide, int columns)
    {
        int sums = width.Registers == 32 ? (rows == 8 && columns == 3 ? 24 : 16) : 12;
        int most = rows == 1 ? 8 : width.Registers == 32 ? 4 : 2;
        return Math.Max(1, Math.Min(Math.Min(most, columns), sums / (rows * sideBySide)));
    }

    /// <summary>How many terms of each run a loop body takes.</summary>
    public static int LoopStep(int rows, int columns, int sideBySide) => Math.Max(1, StatementsInLoopBody / (rows * columns * sideBySide));

    /// <summary>
    /// Whether a gradient tile asks for the inputs of the next tile while it runs. The rows of a wide layer's inputs lie further apart than the
    /// processor's own prefetching looks (2 KB): with hints, 784 x 16 weights over 32 examples take 4.9 instead of 5.9 microseconds.
    /// Where a tile goes over the same inputs for many outputs, they are in the cache anyway.
    /// </summary>
    public static bool Prefetches(int tileRows, int tileColumns, int columns, int stride) => stride >= 512 && columns <= tileColumns && tileRows >= 8;

    /// <summary>
    /// Whether the tile for one example asks for weights ahead: where they do not fit the first-level cache. Measured at 256 x 120 weights: 1.40 instead of
    /// 1.77 microseconds.
    /// </summary>
    public static bool PrefetchesWeights(int length, int outputs) => (long)length * outputs >= 12 * 1024;

    /// <summary>How many terms ahead: about 2 KB; 1 to 8 KB were all as good.</summary>
    public static int TermsAhead(int weightsStride) => Math.Max(1, 480 / weightsStride);

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

    /// <summary>
    /// The same for networks whose examples go in groups of 16, each all the way: a block has as many groups as a team can share out, and fewer only
    /// where 64 MB of workspace would not hold them.
    /// </summary>
    public static int GroupedBlockRows(int floatsPerExample)
    {
        const int WorkspaceFloats = 16 * 1024 * 1024;
        int rows = 128;
        while (rows > Group && (long)rows * floatsPerExample > WorkspaceFloats)
        {
            rows /= 2;
        }

        return rows;
    }

    /// <summary>A length rounded up to whole padded rows.</summary>
    public static int Padded(int length) => (length + RowPadding - 1) / RowPadding * RowPadding;
}
