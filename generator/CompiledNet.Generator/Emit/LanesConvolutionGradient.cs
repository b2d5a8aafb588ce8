using System;
using System.Collections.Generic;
using System.Linq;

namespace CompiledNet.Generator.Emit;

/// <summary>
/// The gradient of a convolution's parameters over a group of 16 examples in lanes, still apart by lanes:
/// <c>sums[ky][kx][c][o] = sum over y, x of x[y + ky][x + kx][c] delta[y][x][o]</c>, and behind them the sums of the deltas for the bias. A tile of sums, some
/// neighbouring inputs by some filters, stays in registers while the loops run over the outputs. Every sum runs over the outputs row by row, whatever
/// the tiles.
/// </summary>
internal sealed class LanesConvolutionGradient : Kernel
{
    private const int Group = TilePlan.Group;

    private const string Parameters = "ref float x, ref float delta, ref float sums, int rows, bool first";

    public required string Name { get; init; }

    public required string Formula { get; init; }

    public required (string X, string Delta) Names { get; init; }

    public required Axis Vertical { get; init; }

    public required Axis Horizontal { get; init; }

    public required int Channels { get; init; }

    public required int Filters { get; init; }

    private int InputRow => Horizontal.Inputs * Channels * Group;

    private int OutputRow => Horizontal.Outputs * Filters * Group;

    private int KernelRow => Horizontal.Taps * Channels;

    public override void EmitDispatch(SourceWriter writer)
    {
        (string x, string delta) = Names;
        writer.Line();
        writer.Line($"/// <summary><c>{Formula}</c> over a group of {Group} examples, in lanes: each lane's sums.</summary>");
        writer.Line(TileCode.Inlined);
        using (writer.Block($"internal static void {Name}(ReadOnlySpan<float> {x}, ReadOnlySpan<float> {delta}, Span<float> sums)"))
        {
            Dispatch(writer, $"{Name}(ref MemoryMarshal.GetReference({x}), ref MemoryMarshal.GetReference({delta}), ref MemoryMarshal.GetReference(sums));");
        }
    }

    public override void EmitTiles(SourceWriter writer, VectorWidth width)
    {
        (int tileInputs, int tileFilters) = ConvolutionPlan.GradientTile(width, KernelRow, Filters);
        IReadOnlyList<InputTiles> tiles = Tiles(tileInputs);
        int rest = Filters % tileFilters;
        writer.Line($"// {Formula}");
        writer.Line($"// x: {Names.X} [{Vertical.Inputs}][{Horizontal.Inputs}][{Channels}][{Group}]; delta: {Names.Delta} [{Vertical.Outputs}][{Horizontal.Outputs}][{Filters}][{Group}]; sums [{Vertical.Taps}][{Horizontal.Taps}][{Channels}][{Filters}][{Group}], behind them the bias's [{Filters}][{Group}]");
        writer.Line(TileCode.Optimized);
        using (writer.Block($"internal static void {Name}(ref float x, ref float delta, ref float sums)"))
        {
            using (width.Lanes == Group ? null : writer.Block($"for (int lane = 0; lane < {Group}; lane += {width.Lanes})"))
            {
                if (width.Lanes < Group)
                {
                    writer.Line("ref float xLane = ref Unsafe.Add(ref x, lane);");
                    writer.Line("ref float deltaLane = ref Unsafe.Add(ref delta, lane);");
                    writer.Line("ref float sumsLane = ref Unsafe.Add(ref sums, lane);");
                }

                EmitRowBlocks(writer, width, tiles.Count, tileFilters);
            }
        }

        for (int n = 0; n < tiles.Count; n++)
        {
            EmitTiles(writer, width, tiles[n], n, tileFilters);
            if (rest > 0)
            {
                EmitTiles(writer, width, tiles[n], n, rest);
            }
        }

        EmitBias(writer, width, tileFilters);
        if (rest > 0)
        {
            EmitBias(writer, width, rest);
        }
    }

    /// <summary>The rows of deltas a few at a time, as many as stay in the cache while the tiles go over them one after the other.</summary>
    private void EmitRowBlocks(SourceWriter writer, VectorWidth width, int methods, int tileFilters)
    {
        int rows = ConvolutionPlan.GradientRows(Vertical.Outputs, Horizontal.Outputs, tileFilters);
        int groups = Filters / tileFilters;
        bool isWhole = rows >= Vertical.Outputs;
        using (isWhole ? null : writer.Block($"for (int top = 0; top < {Vertical.Outputs}; top += {rows})"))
        {
            string top = isWhole ? "0" : "top";
            string bottom = isWhole ? SourceWriter.Text($"{Vertical.Outputs}") : "bottom";
            if (!isWhole)
            {
                writer.Line($"int bottom = {(Vertical.Outputs % rows == 0 ? (FormattableString)$"top + {rows}" : $"Math.Min(top + {rows}, {Vertical.Outputs})")};");
            }

            using (groups > 1 ? writer.Block($"for (int filter = 0; filter < {groups * tileFilters}; filter += {tileFilters})") : null)
            {
                EmitKernelRows(writer, width, methods, tileFilters, groups > 1 ? "filter" : "0", top, bottom);
            }

            if (Filters % tileFilters is > 0 and int rest)
            {
                using (writer.Block($"// filters {groups * tileFilters} to {Filters - 1}"))
                {
                    EmitKernelRows(writer, width, methods, rest, SourceWriter.Text($"{groups * tileFilters}"), top, bottom);
                }
            }
        }
    }

    private void EmitKernelRows(SourceWriter writer, VectorWidth width, int methods, int filters, string filter, string top, string bottom)
    {
        string lane = width.Lanes == Group ? string.Empty : "Lane";
        string first = top == "0" ? "true" : "top == 0";
        using (writer.Block($"for (int k = 0; k < {Vertical.Taps}; k++)"))
        {
            string from = top;
            string rows = top == "0" ? bottom : $"{bottom} - {top}";
            if (!Vertical.IsWhole)
            {
                // The outputs whose input through this row of the kernel lies inside the image.
                int stride = Vertical.Stride;
                writer.Line(stride == 1
                    ? SourceWriter.Text($"int from = Math.Max({top}, {Vertical.Padding} - k);")
                    : SourceWriter.Text($"int from = Math.Max({top}, ({Vertical.Padding + stride - 1} - k) / {stride});"));
                writer.Line(stride == 1
                    ? SourceWriter.Text($"int to = Math.Min({bottom}, {Vertical.Inputs + Vertical.Padding} - k);")
                    : SourceWriter.Text($"int to = Math.Min({bottom}, ({Vertical.Inputs + Vertical.Padding + stride - 1} - k) / {stride});"));
                (from, rows) = ("from", "to - from");
            }

            string place = Vertical.Stride == 1 ? from : SourceWriter.Text($"({from} * {Vertical.Stride})");
            string shift = Vertical.Padding == 0 ? " + k" : SourceWriter.Text($" + k - {Vertical.Padding}");
            writer.Line($"ref float xRow = ref Unsafe.Add(ref x{lane}, ({place}{shift}) * {InputRow});");
            writer.Line($"ref float dRow = ref Unsafe.Add(ref delta{lane}, ({from} * {OutputRow}){Filter(filter)});");
            writer.Line($"ref float sRow = ref Unsafe.Add(ref sums{lane}, (k * {KernelRow * Filters * Group}){Filter(filter)});");
            for (int n = 0; n < methods; n++)
            {
                writer.Line($"{Name}Inputs{n}By{filters}(ref xRow, ref dRow, ref sRow, {rows}, {first});");
            }
        }

        writer.Line();
        writer.Line($"{Name}BiasBy{filters}(ref Unsafe.Add(ref delta{lane}, ({top} * {OutputRow}){Filter(filter)}), ref Unsafe.Add(ref sums{lane}, {Vertical.Taps * KernelRow * Filters * Group}{Filter(filter)}), ({bottom} - {top}) * {Horizontal.Outputs}, {first});");

        static string Filter(string filter) => filter == "0" ? string.Empty : SourceWriter.Text($" + ({filter} * {Group})");
    }

    /// <summary>The tiles of one form, each some inputs of a row of the kernel by <paramref name="filters"/> filters.</summary>
    private void EmitTiles(SourceWriter writer, VectorWidth width, InputTiles tiles, int number, int filters)
    {
        writer.Line();
        writer.Line(TileCode.Optimized);
        using (writer.Block($"private static void {Name}Inputs{number}By{filters}({Parameters})"))
        {
            if (tiles.First > 0)
            {
                TileCode.Advance(writer, "sums", tiles.First * Filters * Group);
            }

            using (tiles.Count == 1 ? null : writer.Block($"for (int tile = {tiles.Count}; tile > 0; tile--)"))
            {
                EmitTile(writer, width, tiles, filters);
                if (tiles.Count > 1)
                {
                    TileCode.Advance(writer, "x", tiles.Size * Group);
                    TileCode.Advance(writer, "sums", tiles.Size * Filters * Group);
                }
            }
        }
    }

    private void EmitTile(SourceWriter writer, VectorWidth width, InputTiles tiles, int filters)
    {
        ForEach((sum, place) => writer.Line($"Vector {sum} = Vector.Zero;"));
        using (writer.Block("if (!first)"))
        {
            ForEach((sum, place) => writer.Line($"{sum} = {TileCode.Vector("sums", place)};"));
        }

        writer.Line();
        writer.Line("ref float xr = ref x;");
        writer.Line("ref float dr = ref delta;");
        using (writer.Block("for (int row = rows; row > 0; row--)"))
        {
            foreach (OutputRun run in tiles.Runs)
            {
                using (tiles.Runs.Count == 1 ? null : writer.Block(run.Count == 1 ? (FormattableString)$"// output {run.First}" : $"// outputs {run.First} to {run.First + run.Count - 1}"))
                {
                    EmitOutputs(writer, width, tiles, run, filters);
                }
            }

            TileCode.Advance(writer, "xr", Vertical.Stride * InputRow);
            TileCode.Advance(writer, "dr", OutputRow);
        }

        writer.Line();
        ForEach((sum, place) => writer.Line($"{TileCode.Vector("sums", place)} = {sum};"));

        void ForEach(Action<string, int> action)
        {
            for (int i = 0; i < tiles.Size; i++)
            {
                for (int f = 0; f < filters; f++)
                {
                    action(Sum(i, f), ((i * Filters) + f) * Group);
                }
            }
        }
    }

    /// <summary>Neighbouring outputs that take the same inputs of a tile.</summary>
    private void EmitOutputs(SourceWriter writer, VectorWidth width, InputTiles tiles, OutputRun run, int filters)
    {
        int column = ((run.First * Horizontal.Stride) - Horizontal.Padding) * Channels;
        writer.Line($"ref float xn = ref {TileCode.At("xr", (column + tiles.First) * Group)};");
        writer.Line($"ref float dn = ref {TileCode.At("dr", run.First * Filters * Group)};");
        using (run.Count == 1 ? null : writer.Block($"for (int n = {run.Count}; n > 0; n--)"))
        {
            int[] inputs = [.. Enumerable.Range(0, tiles.Size).Where(i => (run.Mask & (1L << i)) != 0)];
            TileCode.MultiplyAll(
                writer,
                width,
                [.. inputs.Select(i => (SourceWriter.Text($"x{i}"), TileCode.Vector("xn", i * Group)))],
                [.. Enumerable.Range(0, filters).Select(f => (SourceWriter.Text($"d{f}"), TileCode.Vector("dn", f * Group)))],
                (i, f) => Sum(inputs[i], f));
            if (run.Count > 1)
            {
                TileCode.Advance(writer, "xn", Horizontal.Stride * Channels * Group);
                TileCode.Advance(writer, "dn", Filters * Group);
            }
        }
    }

    private void EmitBias(SourceWriter writer, VectorWidth width, int filters)
    {
        writer.Line();
        writer.Line(TileCode.Optimized);
        using (writer.Block($"private static void {Name}BiasBy{filters}(ref float delta, ref float sums, int outputs, bool first)"))
        {
            for (int f = 0; f < filters; f++)
            {
                writer.Line($"Vector s{f} = first ? Vector.Zero : {TileCode.Vector("sums", f * Group)};");
            }

            using (writer.Block("for (int n = outputs; n > 0; n--)"))
            {
                for (int f = 0; f < filters; f++)
                {
                    writer.Line($"s{f} += {TileCode.Vector("delta", f * Group)};");
                }

                TileCode.Advance(writer, "delta", Filters * Group);
            }

            writer.Line();
            for (int f = 0; f < filters; f++)
            {
                writer.Line($"{TileCode.Vector("sums", f * Group)} = s{f};");
            }
        }
    }

    /// <summary>
    /// The inputs of a row of the kernel in tiles; neighbouring tiles whose inputs lie inside the image for the same outputs stand together.
    /// </summary>
    private List<InputTiles> Tiles(int size)
    {
        List<InputTiles> tiles = [];
        for (int first = 0; first < KernelRow; first += size)
        {
            int count = Math.Min(size, KernelRow - first);
            Model.EquatableArray<OutputRun> runs = Runs(first, count);
            if (tiles.Count > 0 && tiles[tiles.Count - 1] is { } last && last.Size == count && last.Runs.Equals(runs))
            {
                tiles[tiles.Count - 1] = last with { Count = last.Count + 1 };
            }
            else
            {
                tiles.Add(new InputTiles(first, count, 1, runs));
            }
        }

        return tiles;
    }

    private List<OutputRun> Runs(int first, int count)
    {
        List<OutputRun> runs = [];
        for (int output = 0; output < Horizontal.Outputs; output++)
        {
            long mask = 0;
            for (int i = 0; i < count; i++)
            {
                mask |= Horizontal.Input(output, (first + i) / Channels) is null ? 0 : 1L << i;
            }

            if (mask == 0)
            {
                continue;
            }

            if (runs.Count > 0 && runs[runs.Count - 1] is { } last && last.Mask == mask && last.First + last.Count == output)
            {
                runs[runs.Count - 1] = last with { Count = last.Count + 1 };
            }
            else
            {
                runs.Add(new OutputRun(output, 1, mask));
            }
        }

        return runs;
    }

    private static string Sum(int input, int filter) => SourceWriter.Text($"g{input}_{filter}");

    /// <summary>Tiles of one form: the first input of the first, the inputs of each, how many there are, and which outputs take them.</summary>
    private sealed record InputTiles(int First, int Size, int Count, Model.EquatableArray<OutputRun> Runs);

    /// <summary>Neighbouring outputs and which of a tile's inputs they take, a bit each.</summary>
    private sealed record OutputRun(int First, int Count, long Mask);
}
