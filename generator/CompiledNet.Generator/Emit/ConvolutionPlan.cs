using System;

namespace CompiledNet.Generator.Emit;

/// <summary>The sizes of the register tiles of convolutions, from what the processor can do in a cycle.</summary>
internal static class ConvolutionPlan
{
    /// <summary>A loop's body holds at least this many multiply-adds where that is possible.</summary>
    public const int StatementsInLoopBody = 12;

    /// <summary>The floats of a row's deltas that a gradient tile reads again and again: as many as leave room in 48 KB of first-level cache.</summary>
    private const int FloatsInCache = 6 * 1024;

    // A loop's counter, its branch and the bumping of references, in cycles.
    private const double LoopCycles = 1;

    /// <summary>Neighbouring outputs by filters of a tile with the examples in lanes.</summary>
    public static (int Pixels, int Filters) ForwardTile(VectorWidth width, Axis axis, int filters)
    {
        int outputs = (axis.Outputs + axis.Dilation - 1) / axis.Dilation;
        return Best(width, Math.Min(outputs, 8), Math.Min(filters, 12), (pixels, count) =>
            Tiles(outputs, pixels) * Split(filters, count, f => Cycles(pixels, f)));
    }

    /// <summary>Inputs of a kernel's row by filters of a gradient tile with the examples in lanes.</summary>
    public static (int Inputs, int Filters) GradientTile(VectorWidth width, int inputs, int filters) =>
        Best(width, Math.Min(inputs, 12), Math.Min(filters, 12), (rows, count) =>
            Split(inputs, rows, r => Split(filters, count, f => Cycles(r, f))));

    /// <summary>How many rows of deltas a gradient tile goes through before the next tile takes them: what stays in the first-level cache.</summary>
    public static int GradientRows(int outputRows, int outputColumns, int tileFilters) =>
        Math.Max(1, Math.Min(outputRows, FloatsInCache / (outputColumns * tileFilters * TilePlan.Group)));

    /// <summary>Neighbouring outputs by vectors of filters of a tile for one example, with the filters in lanes.</summary>
    public static (int Pixels, int Columns) SingleTile(VectorWidth width, int outputs, int columns)
    {
        int sums = width.Registers == 32 ? 24 : 12;
        (int Pixels, int Columns) best = (1, 1);
        double least = double.MaxValue;
        for (int count = 1; count <= Math.Min(columns, 4); count++)
        {
            for (int pixels = 1; pixels <= Math.Min(outputs, sums / count); pixels++)
            {
                double cycles = Tiles(outputs, pixels) * Split(columns, count, c => Cycles(pixels, c));
                if (cycles <= least)
                {
                    (best, least) = ((pixels, count), cycles);
                }
            }
        }

        return best;
    }

    /// <summary>Rows of outputs of such a tile: two, where one has too few sums to hide the latency of a multiply-add and no row reaches over the border.</summary>
    public static int SingleRows(VectorWidth width, Axis axis, int sums) =>
        axis.IsWhole && axis.Outputs >= 2 && 2 * sums <= (width.Registers == 32 ? 24 : 12) ? 2 : 1;

    private static (int First, int Second) Best(VectorWidth width, int mostFirst, int mostSecond, Func<int, int, double> cycles)
    {
        (int First, int Second) best = (1, 1);
        double least = double.MaxValue;
        for (int first = 1; first <= mostFirst; first++)
        {
            for (int second = 1; second <= mostSecond; second++)
            {
                // The sums, one side of the products, and one value of the other.
                if ((first * second) + Math.Min(first, second) + 1 <= width.Registers && cycles(first, second) is var time && time < least)
                {
                    (best, least) = ((first, second), time);
                }
            }
        }

        return best;
    }

    private static double Split(int length, int part, Func<int, double> cycles) =>
        (length / part * cycles(part)) + (length % part == 0 ? 0 : cycles(length % part));

    private static int Tiles(int length, int size) => (length + size - 1) / size;

    /// <summary>
    /// The cycles of a step of a tile: two multiply-adds or two loads can start in each, and a sum can be added to every fourth.
    /// </summary>
    private static double Cycles(int first, int second) =>
        Math.Max(4, Math.Max(first * second, first + second) / 2.0) + LoopCycles;
}
