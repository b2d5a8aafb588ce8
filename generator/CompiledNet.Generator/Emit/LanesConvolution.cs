using System;
using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Layers;

namespace CompiledNet.Generator.Emit;

/// <summary>
/// A convolution of a group of 16 examples that lie in the lanes of the vectors:
/// <c>z[y][x][o] = bias[o] + sum over ky, kx, c of x[y + ky][x + kx][c] weights[ky][kx][c][o]</c>; and, with the kernel turned round and no bias, the way of
/// the deltas back through it. A tile of running sums, some neighbouring outputs by some filters, stays in registers while the loops run over the
/// kernel. Where a part of the kernel lies outside of the image, its products are left out.
/// </summary>
internal sealed class LanesConvolution : Kernel
{
    private const int Group = TilePlan.Group;

    public required string Name { get; init; }

    public required string Formula { get; init; }

    public required (string X, string Weights, string Z) Names { get; init; }

    public required Axis Vertical { get; init; }

    public required Axis Horizontal { get; init; }

    /// <summary>The channels of the image that comes in.</summary>
    public required int Channels { get; init; }

    /// <summary>The channels of the image that goes out.</summary>
    public required int Filters { get; init; }

    public required bool HasBias { get; init; }

    /// <summary>Whether negative sums become zero on their way to memory.</summary>
    public bool IsRectified { get; init; }

    /// <summary>Whether batch normalisation can be folded in.</summary>
    public bool Folds { get; init; }

    private int InputRow => Horizontal.Inputs * Channels * Group;

    private int OutputRow => Horizontal.Outputs * Filters * Group;

    private int WeightsRow => Horizontal.Taps * Channels * Filters;

    public override void EmitDispatch(SourceWriter writer)
    {
        KernelRows.EmitDispatch(writer, $"<c>{Formula}</c> for a group of {SourceWriter.Text($"{Group}")} examples, in lanes", Name, Names, Folds, Dispatch);
    }

    public override void EmitTiles(SourceWriter writer, VectorWidth width)
    {
        (int pixels, int filters) = ConvolutionPlan.ForwardTile(width, Horizontal, Filters);
        IReadOnlyList<TileRow> tiles = Horizontal.Tiles(pixels);
        writer.Line($"// {Formula}");
        writer.Line($"// x: {Names.X} [{Vertical.Inputs}][{Horizontal.Inputs}][{Channels}][{Group}]; weights: {Names.Weights} [{Vertical.Taps}][{Horizontal.Taps}][{Channels}][{Filters}]{(HasBias ? $", behind them the bias [{Filters}]" : string.Empty)}; z: {Names.Z} [{Vertical.Outputs}][{Horizontal.Outputs}][{Filters}][{Group}]");
        writer.Line(TileCode.Optimized);
        using (writer.Block($"internal static void {Name}(ref float x, ref float weights, ref float z{(Folds ? KernelRows.ScaleParameters : string.Empty)})"))
        {
            writer.Line($"ref float bias = ref {TileCode.At("weights", HasBias ? Vertical.Taps * WeightsRow : 0)};");
            using (width.Lanes == Group ? null : writer.Block($"for (int lane = 0; lane < {Group}; lane += {width.Lanes})"))
            {
                EmitAllRows(writer, width, tiles.Count);
            }
        }

        for (int n = 0; n < tiles.Count; n++)
        {
            EmitTileRow(writer, width, tiles[n], n, filters);
        }
    }

    private void EmitAllRows(SourceWriter writer, VectorWidth width, int methods)
    {
        using (writer.Block($"for (int y = 0; y < {Vertical.Outputs}; y++)"))
        {
            (string from, string row, string taps) = KernelRows.Emit(writer, Vertical);
            string lane = width.Lanes == Group ? string.Empty : " + lane";
            writer.Line($"ref float xRow = ref Unsafe.Add(ref x, ({row} * {InputRow}){lane});");
            writer.Line(from == "0" ? "ref float w = ref weights;" : $"ref float w = ref Unsafe.Add(ref weights, {from} * {WeightsRow});");
            writer.Line($"ref float zRow = ref Unsafe.Add(ref z, (y * {OutputRow}){lane});");
            for (int n = 0; n < methods; n++)
            {
                writer.Line($"{Name}Columns{n}(ref xRow, ref w, ref bias, ref zRow, {taps}{(Folds ? KernelRows.ScaleArguments : string.Empty)});");
            }
        }
    }

    /// <summary>The method for the tiles of one form in a row of outputs.</summary>
    private void EmitTileRow(SourceWriter writer, VectorWidth width, TileRow tiles, int number, int tileFilters)
    {
        writer.Line();
        writer.Line(TileCode.Optimized);
        using (writer.Block($"private static void {Name}Columns{number}({KernelRows.Parameters}{(Folds ? KernelRows.ScaleParameters : string.Empty)})"))
        using (KernelRows.EmitTilePlaces(writer, Horizontal, tiles, Channels * Group, Filters * Group))
        {
            EmitFilters(writer, width, tiles, tileFilters);
        }
    }

    private void EmitFilters(SourceWriter writer, VectorWidth width, TileRow tiles, int tileFilters)
    {
        int groups = Filters / tileFilters;
        int rest = Filters % tileFilters;
        if (groups > 1)
        {
            using (writer.Block($"for (int filter = 0; filter < {groups * tileFilters}; filter += {tileFilters})"))
            {
                EmitTile(writer, width, tiles, tileFilters, "filter");
            }
        }
        else
        {
            using (rest > 0 ? writer.Block($"// filters 0 to {tileFilters - 1}") : null)
            {
                EmitTile(writer, width, tiles, tileFilters, "0");
            }
        }

        if (rest > 0)
        {
            writer.Line();
            using (writer.Block($"// filters {groups * tileFilters} to {Filters - 1}"))
            {
                EmitTile(writer, width, tiles, rest, SourceWriter.Text($"{groups * tileFilters}"));
            }
        }
    }

    private void EmitTile(SourceWriter writer, VectorWidth width, TileRow tiles, int filters, string filter)
    {
        for (int f = 0; f < filters; f++)
        {
            string bias = HasBias ? $"{width.Intrinsics}.Create({At("bias", filter, f)})" : "Vector.Zero";
            writer.Line($"Vector {Sum(0, f)} = {bias};");
            for (int p = 1; p < tiles.Height; p++)
            {
                writer.Line($"Vector {Sum(p, f)} = {(HasBias ? Sum(0, f) : bias)};");
            }
        }

        writer.Line("ref float xk = ref xTile;");
        writer.Line($"ref float wk = ref {(filter == "0" ? "weights" : $"Unsafe.Add(ref weights, {filter})")};");
        using (writer.Block("for (int k = taps; k > 0; k--)"))
        {
            foreach (TapRun run in tiles.Form.Runs)
            {
                EmitRun(writer, width, run, filters, tiles.Form.Runs.Count > 1);
            }

            TileCode.Advance(writer, "xk", InputRow);
            TileCode.Advance(writer, "wk", WeightsRow * Vertical.Dilation);
        }

        writer.Line();
        KernelRows.EmitEpilogue(
            writer,
            width,
            Folds,
            IsRectified,
            [.. from p in Enumerable.Range(0, tiles.Height) from f in Enumerable.Range(0, filters) select (Sum(p, f), f)],
            (reference, f) => $"{width.Intrinsics}.Create({At(reference, filter, f)})");
        string place = filter == "0" ? "zTile" : SourceWriter.Text($"Unsafe.Add(ref zTile, {filter} * {Group})");
        writer.Line($"ref float zn = ref {place};");
        for (int p = 0; p < tiles.Height; p++)
        {
            for (int f = 0; f < filters; f++)
            {
                writer.Line($"{TileCode.Vector("zn", ((p * Horizontal.Dilation * Filters) + f) * Group)} = {Sum(p, f)};");
            }
        }
    }

    /// <summary>Neighbouring taps, all channels of each; a loop runs over both where they lie one behind the other.</summary>
    private void EmitRun(SourceWriter writer, VectorWidth width, TapRun run, int filters, bool isOneOfMany)
    {
        using IDisposable? scope = isOneOfMany ? writer.Block(run.Length == 1 ? (FormattableString)$"// column {run.Tap} of the kernel" : $"// columns {run.Tap} to {run.Tap + ((run.Length - 1) * Horizontal.Dilation)} of the kernel") : null;
        writer.Line($"ref float xj = ref {TileCode.At("xk", (run.Column + (run.First * Horizontal.Stride)) * Channels * Group)};");
        writer.Line($"ref float wj = ref {TileCode.At("wk", run.Tap * Channels * Filters)};");
        bool together = Horizontal.Dilation == 1 || run.Length == 1;
        if (together)
        {
            EmitTerms(writer, width, run, filters, run.Length * Channels);
            return;
        }

        using (writer.Block($"for (int tap = {run.Length}; tap > 0; tap--)"))
        {
            EmitTerms(writer, width, run, filters, Channels);
            TileCode.Advance(writer, "wj", (Horizontal.Dilation - 1) * Channels * Filters);
        }
    }

    private void EmitTerms(SourceWriter writer, VectorWidth width, TapRun run, int filters, int terms)
    {
        // A short body is repeated, to hide the counter.
        int unroll = Math.Max(1, Math.Min(terms, ConvolutionPlan.StatementsInLoopBody / (run.Count * filters)));
        while (terms % unroll != 0)
        {
            unroll--;
        }

        using (terms == unroll ? null : writer.Block($"for (int j = {terms}; j > 0; j -= {unroll})"))
        {
            for (int term = 0; term < unroll; term++)
            {
                string suffix = unroll == 1 ? string.Empty : SourceWriter.Text($"{(char)('a' + term)}");
                // The shorter side of the products stays in registers, the other comes one by one.
                string[] inputs = [.. Enumerable.Range(0, run.Count).Select(p => SourceWriter.Text($"x{p}{suffix}"))];
                string[] weights = [.. Enumerable.Range(0, filters).Select(f => SourceWriter.Text($"w{f}{suffix}"))];
                TileCode.MultiplyAll(
                    writer,
                    width,
                    [.. inputs.Select((name, p) => (name, TileCode.Vector("xj", ((p * Horizontal.Stride * Channels) + term) * Group)))],
                    [.. weights.Select((name, f) => (name, TileCode.Broadcast(width, "wj", (term * Filters) + f)))],
                    (p, f) => Sum(run.First + p, f));
            }

            TileCode.Advance(writer, "xj", unroll * Group);
            TileCode.Advance(writer, "wj", unroll * Filters);
        }
    }

    private static string At(string reference, string index, int offset) =>
        index == "0" ? TileCode.At(reference, offset) : SourceWriter.Text($"Unsafe.Add(ref {reference}, {index}{(offset == 0 ? string.Empty : SourceWriter.Text($" + {offset}"))})");

    private static string Sum(int pixel, int filter) => SourceWriter.Text($"s{pixel}_{filter}");
}
