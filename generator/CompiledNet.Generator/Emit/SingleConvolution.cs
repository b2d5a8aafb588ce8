using System;
using System.Collections.Generic;
using System.Linq;

namespace CompiledNet.Generator.Emit;

/// <summary>
/// A convolution of one example, channels last, with neighbouring filters in the lanes:
/// <c>z[y][x][o] = bias[o] + sum over ky, kx, c of x[y + ky][x + kx][c] weights[ky][kx][c][o]</c>. Each sum has the order it has in a group of examples.
/// </summary>
internal sealed class SingleConvolution : Kernel
{
    public required string Name { get; init; }

    public required string Formula { get; init; }

    public required (string X, string Weights, string Z) Names { get; init; }

    public required Axis Vertical { get; init; }

    public required Axis Horizontal { get; init; }

    public required int Channels { get; init; }

    public required int Filters { get; init; }

    public bool IsRectified { get; init; }

    /// <summary>Whether batch normalisation can be folded in.</summary>
    public bool Folds { get; init; }

    /// <summary>What a method is given besides, then.</summary>
    public string ScaleParameters => Folds ? KernelRows.ScaleParameters : string.Empty;

    private int InputRow => Horizontal.Inputs * Channels;

    private int OutputRow => Horizontal.Outputs * Filters;

    private int WeightsRow => Horizontal.Taps * Channels * Filters;

    public override void EmitDispatch(SourceWriter writer)
    {
        KernelRows.EmitDispatch(writer, $"<c>{Formula}</c> for one example", Name, Names, Folds, Dispatch);
    }

    public override IEnumerable<int> PartialLanes(VectorWidth width) => Filters % width.Lanes == 0 ? [] : [Filters % width.Lanes];

    public override void EmitTiles(SourceWriter writer, VectorWidth width)
    {
        int columns = width.Columns(Filters);
        (int pixels, int tileColumns) = ConvolutionPlan.SingleTile(width, Horizontal.Outputs, columns);
        IReadOnlyList<TileRow> tiles = Horizontal.Tiles(pixels);
        bool inPixels = SingleImageConvolution.Fits(this, width);
        int rows = inPixels ? 1 : ConvolutionPlan.SingleRows(width, Vertical, pixels * tileColumns);
        writer.Line($"// {Formula}");
        writer.Line($"// x: {Names.X} [{Vertical.Inputs}][{Horizontal.Inputs}][{Channels}]; weights: {Names.Weights} [{Vertical.Taps}][{Horizontal.Taps}][{Channels}][{Filters}], behind them the bias [{Filters}]; z: {Names.Z} [{Vertical.Outputs}][{Horizontal.Outputs}][{Filters}]");
        writer.Line(TileCode.Optimized);
        using (writer.Block($"internal static void {Name}(ref float x, ref float weights, ref float z{ScaleParameters})"))
        {
            writer.Line($"ref float bias = ref {TileCode.At("weights", Vertical.Taps * WeightsRow)};");
            using (writer.Block(rows == 1 ? (FormattableString)$"for (int y = 0; y < {Vertical.Outputs}; y++)" : $"for (int top = 0; top < {Vertical.Outputs}; top += {rows})"))
            {
                if (rows > 1)
                {
                    writer.Line(Vertical.Outputs % rows == 0 ? "int y = top;" : SourceWriter.Text($"int y = Math.Min(top, {Vertical.Outputs - rows});"));
                }

                (string from, string row, string taps) = KernelRows.Emit(writer, Vertical);
                writer.Line($"ref float xRow = ref Unsafe.Add(ref x, {row} * {InputRow});");
                writer.Line(from == "0" ? "ref float w = ref weights;" : $"ref float w = ref Unsafe.Add(ref weights, {from} * {WeightsRow});");
                writer.Line($"ref float zRow = ref Unsafe.Add(ref z, y * {OutputRow});");
                if (inPixels)
                {
                    writer.Line($"{Name}Pixels(ref xRow, ref w, ref bias, ref zRow, {taps}{(Folds ? KernelRows.ScaleArguments : string.Empty)});");
                }

                for (int n = 0; n < tiles.Count && !inPixels; n++)
                {
                    writer.Line($"{Name}Columns{n}(ref xRow, ref w, ref bias, ref zRow, {taps}{(Folds ? KernelRows.ScaleArguments : string.Empty)});");
                }
            }
        }

        if (inPixels)
        {
            new SingleImageConvolution(this, width).Emit(writer);
            return;
        }

        for (int n = 0; n < tiles.Count; n++)
        {
            EmitTileRow(writer, width, tiles[n], n, tileColumns, rows);
        }
    }

    private void EmitTileRow(SourceWriter writer, VectorWidth width, TileRow tiles, int number, int tileColumns, int rows)
    {
        writer.Line();
        writer.Line(TileCode.Optimized);
        using (writer.Block($"private static void {Name}Columns{number}({KernelRows.Parameters}{ScaleParameters})"))
        using (KernelRows.EmitTilePlaces(writer, Horizontal, tiles, Channels, Filters))
        {
            int columns = width.Columns(Filters);
            int whole = Filters / width.Lanes;
            int groups = whole / tileColumns;
            int done = 0;
            if (groups > 1)
            {
                using (writer.Block($"for (int filter = 0; filter < {groups * tileColumns * width.Lanes}; filter += {tileColumns * width.Lanes})"))
                {
                    EmitTile(writer, width, tiles, rows, 0, tileColumns, "filter");
                }

                done = groups * tileColumns;
            }

            for (int column = done; column < columns; column += tileColumns)
            {
                int count = Math.Min(tileColumns, columns - column);
                using (columns > tileColumns ? writer.Block($"// filters {column * width.Lanes} to {Math.Min(Filters, (column + count) * width.Lanes) - 1}") : null)
                {
                    EmitTile(writer, width, tiles, rows, column, count, SourceWriter.Text($"{column * width.Lanes}"));
                }
            }
        }
    }

    private void EmitTile(SourceWriter writer, VectorWidth width, TileRow tiles, int rows, int column, int columns, string filter)
    {
        bool atStart = filter == "0";
        if (!atStart)
        {
            writer.Line($"ref float b = ref Unsafe.Add(ref bias, {filter});");
        }

        for (int c = 0; c < columns; c++)
        {
            writer.Line($"Vector {Sum(0, 0, c)} = {TileCode.Vector(atStart ? "bias" : "b", c * width.Lanes)};");
            for (int n = 1; n < rows * tiles.Height; n++)
            {
                writer.Line($"Vector {Sum(n / tiles.Height, n % tiles.Height, c)} = {Sum(0, 0, c)};");
            }
        }

        writer.Line("ref float xk = ref xTile;");
        writer.Line($"ref float wk = ref {(atStart ? "weights" : $"Unsafe.Add(ref weights, {filter})")};");
        using (writer.Block("for (int k = taps; k > 0; k--)"))
        {
            foreach (TapRun run in tiles.Form.Runs)
            {
                using (tiles.Form.Runs.Count > 1 ? writer.Block($"// columns {run.Tap} to {run.Tap + run.Length - 1} of the kernel") : null)
                {
                    EmitRun(writer, width, run, rows, columns);
                }
            }

            TileCode.Advance(writer, "xk", InputRow);
            TileCode.Advance(writer, "wk", WeightsRow);
        }

        writer.Line();
        List<(string Sum, int Column)> sums = [];
        ForEach((r, p, c) => sums.Add((Sum(r, p, c), c)));

        // Behind the last scale there is room for a whole vector.
        KernelRows.EmitEpilogue(writer, width, Folds, IsRectified, sums, (reference, c) =>
            TileCode.Vector(atStart ? reference : $"Unsafe.Add(ref {reference}, {filter})", c * width.Lanes));

        if (!atStart)
        {
            writer.Line($"ref float zn = ref Unsafe.Add(ref zTile, {filter});");
        }

        ForEach((r, p, c) => writer.Line(TileCode.Store(
            width, atStart ? "zTile" : "zn", (r * OutputRow) + (p * Filters) + (c * width.Lanes), Sum(r, p, c), Math.Min(width.Lanes, Filters - ((column + c) * width.Lanes)))));

        void ForEach(Action<int, int, int> action)
        {
            for (int n = 0; n < rows * tiles.Height; n++)
            {
                for (int c = 0; c < columns; c++)
                {
                    action(n / tiles.Height, n % tiles.Height, c);
                }
            }
        }
    }

    private void EmitRun(SourceWriter writer, VectorWidth width, TapRun run, int rows, int columns)
    {
        int terms = run.Length * Channels;
        int unroll = Math.Max(1, Math.Min(terms, ConvolutionPlan.StatementsInLoopBody / (rows * run.Count * columns)));
        while (terms % unroll != 0)
        {
            unroll--;
        }

        writer.Line($"ref float xj = ref {TileCode.At("xk", (run.Column + (run.First * Horizontal.Stride)) * Channels)};");
        writer.Line($"ref float wj = ref {TileCode.At("wk", run.Tap * Channels * Filters)};");
        using (terms == unroll ? null : writer.Block($"for (int j = {terms}; j > 0; j -= {unroll})"))
        {
            for (int term = 0; term < unroll; term++)
            {
                string suffix = unroll == 1 ? string.Empty : SourceWriter.Text($"{(char)('a' + term)}");
                for (int c = 0; c < columns; c++)
                {
                    writer.Line($"Vector w{c}{suffix} = {TileCode.Vector("wj", (term * Filters) + (c * width.Lanes))};");
                }

                for (int n = 0; n < rows * run.Count; n++)
                {
                    (int r, int p) = (n / run.Count, n % run.Count);
                    string broadcast = TileCode.Broadcast(width, "xj", (r * Vertical.Stride * InputRow) + (p * Horizontal.Stride * Channels) + term);
                    if (columns > 1)
                    {
                        string name = SourceWriter.Text($"x{r}_{p}{suffix}");
                        writer.Line($"Vector {name} = {broadcast};");
                        broadcast = name;
                    }

                    for (int c = 0; c < columns; c++)
                    {
                        writer.Line(TileCode.MultiplyAdd(width, broadcast, SourceWriter.Text($"w{c}{suffix}"), Sum(r, run.First + p, c)));
                    }
                }
            }

            TileCode.Advance(writer, "xj", unroll);
            TileCode.Advance(writer, "wj", unroll * Filters);
        }
    }

    private static string Sum(int row, int pixel, int column) => SourceWriter.Text($"s{row}_{pixel}_{column}");
}
