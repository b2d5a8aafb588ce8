using System;
using System.Collections.Generic;
using System.Linq;

namespace CompiledNet.Generator.Emit;

/// <summary>
/// Sums of products for a batch: <c>z[row][o] = bias[o] + sum over k of x[row][k] weights[k][o]</c>, the forward pass of a dense layer, and, with
/// transposed weights and no bias, the way of the deltas back through it. The lanes run over the outputs; a tile of running sums stays in
/// registers while the loop runs over k. A sum of many terms is taken in runs of neighbouring terms, and the runs are added up in order:
/// side by side for few examples, one run after the other for many.
/// </summary>
internal sealed class MatmulKernel : Kernel
{
    /// <summary>The method's name: <c>Forward1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it computes, for the comments.</summary>
    public required string Formula { get; init; }

    /// <summary>Names of the three buffers in the dispatchers.</summary>
    public required (string X, string Weights, string Z) Names { get; init; }

    /// <summary>Terms of each sum.</summary>
    public required int Length { get; init; }

    /// <summary>Outputs of a row.</summary>
    public required int Outputs { get; init; }

    public required int XStride { get; init; }

    public required int WeightsStride { get; init; }

    public required int ZStride { get; init; }

    /// <summary>Whether a bias row follows the weights.</summary>
    public required bool HasBias { get; init; }

    /// <summary>Whether one example alone is ever asked for.</summary>
    public required bool HasSingle { get; init; }

    /// <summary>Whether it is seldom asked for, as the gradient of the inputs is.</summary>
    public bool IsRare { get; init; }

    /// <summary>Whether to write straight-line code throughout.</summary>
    public required bool Straight { get; init; }

    /// <summary>In how many runs each sum is taken.</summary>
    public required int Runs { get; init; }

    /// <summary>The terms of a run, but for the first, which has the <see cref="Head"/> besides.</summary>
    public int RunLength => Length / Runs;

    /// <summary>The first terms of the sum, which go before the first run where the length cannot be divided.</summary>
    public int Head => Length % Runs;

    /// <summary>Whether tiles of many examples take one run after the other.</summary>
    public bool RunByRun => !Straight && Runs > 1 && Length >= TilePlan.LongSum;

    /// <summary>Rows of padded length may be written to their end; others only as far as they go.</summary>
    private bool HasPaddedRows => ZStride >= TilePlan.Padded(Outputs);

    public override void EmitDispatch(SourceWriter writer)
    {
        (string x, string weights, string z) = Names;
        string references = $"ref MemoryMarshal.GetReference({x}), ref MemoryMarshal.GetReference({weights}), ref MemoryMarshal.GetReference({z})";
        if (HasSingle)
        {
            writer.Line();
            writer.Line($"/// <summary><c>{Formula}</c> for one example.</summary>");
            writer.Line(TileCode.Inlined);
            using (writer.Block($"internal static void {Name}(ReadOnlySpan<float> {x}, ReadOnlySpan<float> {weights}, Span<float> {z})"))
            {
                Dispatch(writer, $"{Name}Rows1({references});");
            }
        }

        writer.Line();
        writer.Line($"/// <summary><c>{Formula}</c> for each of <c>rows</c> examples.</summary>");
        writer.Line(TileCode.Inlined);
        using (writer.Block($"internal static void {Name}(ReadOnlySpan<float> {x}, ReadOnlySpan<float> {weights}, Span<float> {z}, int rows)"))
        {
            Dispatch(writer, $"{Name}({references}, rows);");
        }

        if (RunByRun)
        {
            writer.Line();
            writer.Line($"/// <summary>One run of the sums alone, for at least <c>rows</c> examples: {Head + RunLength} terms and the bias for run 0, {RunLength} terms for the others.</summary>");
            writer.Line(TileCode.Inlined);
            using (writer.Block($"internal static void {Name}Run(ReadOnlySpan<float> {x}, ReadOnlySpan<float> {weights}, Span<float> {z}, int rows, int run)"))
            {
                Dispatch(writer, $"{Name}Run({references}, rows, run);");
            }
        }
    }

    public override void EmitTiles(SourceWriter writer, VectorWidth width)
    {
        writer.Line($"// {Formula}");
        writer.Line($"// x: {Names.X} [rows][{Stride(XStride, Length)}]; weights: {(HasBias ? Names.Z.Replace("z", "weights") : Names.Weights)} [{Length}][{Stride(WeightsStride, Outputs)}]{(HasBias ? $", behind them the bias [{Outputs}]" : string.Empty)}; z: {Names.Z} [rows][{Stride(ZStride, Outputs)}]");
        if (RunByRun)
        {
            new RunByRunMatmul(this, width).Emit(writer);
            return;
        }

        IReadOnlyList<int> heights = Straight ? [1]
            : Runs > 1 ? TilePlan.SideBySideRows(width, Runs)
            : TilePlan.TileRows(width, width.Columns(Outputs), Length, IsRare);
        writer.Line(TileCode.Optimized);
        using (writer.Block($"internal static void {Name}(ref float x, ref float weights, ref float z, int rows)"))
        {
            EmitAllRows(writer, heights);
        }

        foreach (int rows in heights)
        {
            int columns = TilePlan.TileColumns(width, rows, Runs, width.Columns(Outputs));
            if (Straight && Length > TilePlan.StatementsInMethod)
            {
                EmitStraightParts(writer, width);
            }
            else if (Straight && (long)Length * width.Columns(Outputs) > TilePlan.StatementsInMethod)
            {
                EmitStraightColumns(writer, width, columns);
            }
            else
            {
                EmitRows(writer, width, rows, columns, repeats: rows == heights[0] && rows > 1);
            }
        }
    }

    private static string Stride(int stride, int length) => stride == length ? SourceWriter.Text($"{length}") : SourceWriter.Text($"{length}, padded to {stride}");

    /// <summary>All rows of a batch: as many as possible in the tallest tile, the rest in the others.</summary>
    private void EmitAllRows(SourceWriter writer, IReadOnlyList<int> heights)
    {
        int most = heights[0];
        if (most > 1)
        {
            writer.Line($"int blocks = (int)((uint)rows / {most});");
            using (writer.Block("if (blocks > 0)"))
            {
                writer.Line($"{Name}Rows{most}(ref x, ref weights, ref z, blocks);");
                writer.Line($"x = ref Unsafe.Add(ref x, blocks * {most * XStride});");
                writer.Line($"z = ref Unsafe.Add(ref z, blocks * {most * ZStride});");
                writer.Line($"rows -= blocks * {most};");
            }

            writer.Line();
        }

        EmitRestRows(writer, [.. heights.Where(rows => rows < most || most == 1)]);
    }

    /// <summary>The rows that are left, tile by tile.</summary>
    public void EmitRestRows(SourceWriter writer, IReadOnlyList<int> heights)
    {
        foreach (int rows in heights)
        {
            // Behind a tile of two, one example is left at most.
            bool once = rows == 1 && heights.Contains(2);
            using (writer.Block(once ? (FormattableString)$"if (rows > 0)" : $"for (; rows >= {rows}; rows -= {rows})"))
            {
                writer.Line($"{Name}Rows{rows}(ref x, ref weights, ref z);");
                if (!once)
                {
                    TileCode.Advance(writer, "x", rows * XStride);
                    TileCode.Advance(writer, "z", rows * ZStride);
                }
            }

            if (rows != heights[heights.Count - 1])
            {
                writer.Line();
            }
        }
    }

    /// <summary>The method for a fixed number of examples: all vectors of outputs, a few at a time.</summary>
    public void EmitRows(SourceWriter writer, VectorWidth width, int rows, int tileColumns, bool repeats, bool oneRun = false)
    {
        int columns = width.Columns(Outputs);
        int groups = columns / tileColumns;
        int rest = columns % tileColumns;
        writer.Line();
        writer.Line(TileCode.Optimized);
        string more = (repeats ? ", int blocks" : string.Empty) + (oneRun ? ", bool first, bool add" : string.Empty);
        using (writer.Block($"{(rows == 1 ? "internal" : "private")} static void {Name}{(oneRun ? "Run" : string.Empty)}Rows{rows}(ref float x, ref float weights, ref float z{more})"))
        using (repeats ? writer.Block("for (; blocks > 0; blocks--)") : null)
        {
            // Groups of vectors at a variable place are stored whole; a last one that is not stands by itself.
            int looped = rest == 0 && !IsWhole(width, columns - 1) ? groups - 1 : groups;
            if (looped > 1 && !Straight)
            {
                EmitGroupLoop(writer, width, rows, tileColumns, looped, oneRun);
            }
            else
            {
                EmitTiles(writer, width, rows, tileColumns, 0, columns, oneRun);
            }

            if (repeats)
            {
                writer.Line();
                TileCode.Advance(writer, "x", rows * XStride);
                TileCode.Advance(writer, "z", rows * ZStride);
            }
        }
    }

    /// <summary>Tiles at fixed places, for the vectors of outputs from one to another.</summary>
    private void EmitTiles(SourceWriter writer, VectorWidth width, int rows, int tileColumns, int from, int to, bool oneRun = false)
    {
        for (int first = from; first < to; first += tileColumns)
        {
            int count = Math.Min(tileColumns, to - first);
            using (to - from > tileColumns ? writer.Block($"// outputs {first * width.Lanes} to {Math.Min(Outputs, (first + count) * width.Lanes) - 1}") : null)
            {
                new MatmulTile(this, width, rows, count, first, whole: false, oneRun).Emit(writer, "weights", "z", first * width.Lanes);
            }
        }
    }

    private void EmitGroupLoop(SourceWriter writer, VectorWidth width, int rows, int tileColumns, int groups, bool oneRun)
    {
        int columns = width.Columns(Outputs);
        int group = tileColumns * width.Lanes;
        writer.Line("ref float w = ref weights;");
        writer.Line("ref float y = ref z;");
        using (writer.Block($"for (int output = 0; output < {groups * group}; output += {group})"))
        {
            new MatmulTile(this, width, rows, tileColumns, 0, whole: true, oneRun).Emit(writer, "w", "y", 0);
            TileCode.Advance(writer, "w", group);
            TileCode.Advance(writer, "y", group);
        }

        int done = groups * tileColumns;
        if (done < columns)
        {
            writer.Line();
            using (writer.Block($"// outputs {groups * group} to {Outputs - 1}"))
            {
                new MatmulTile(this, width, rows, columns - done, done, whole: false, oneRun).Emit(writer, "w", "y", 0);
            }
        }
    }

    /// <summary>Straight-line code longer than a method may be: as many vectors of outputs to a method as fit.</summary>
    private void EmitStraightColumns(SourceWriter writer, VectorWidth width, int tileColumns)
    {
        int columns = width.Columns(Outputs);
        int inMethod = Math.Max(1, TilePlan.StatementsInMethod / Length);
        int methods = (columns + inMethod - 1) / inMethod;
        writer.Line();
        writer.Line(TileCode.Optimized);
        using (writer.Block($"internal static void {Name}Rows1(ref float x, ref float weights, ref float z)"))
        {
            for (int method = 0; method < methods; method++)
            {
                writer.Line($"{Name}Part{method}(ref x, ref weights, ref z);");
            }
        }

        for (int method = 0; method < methods; method++)
        {
            writer.Line();
            writer.Line(TileCode.Optimized);
            using (writer.Block($"private static void {Name}Part{method}(ref float x, ref float weights, ref float z)"))
            {
                EmitTiles(writer, width, 1, tileColumns, method * inMethod, Math.Min(columns, (method + 1) * inMethod));
            }
        }
    }

    /// <summary>
    /// Straight-line code whose very sums are longer than a method may be: one vector of outputs after the other, its sums cut into methods that
    /// hand their running sums on through memory.
    /// </summary>
    private void EmitStraightParts(SourceWriter writer, VectorWidth width)
    {
        int columns = width.Columns(Outputs);
        int step = TilePlan.StatementsInMethod / Runs;
        int parts = (RunLength + step - 1) / step;
        int partial = Runs * width.Lanes;
        writer.Line();
        writer.Line(TileCode.Optimized);
        using (writer.Block($"internal static void {Name}Rows1(ref float x, ref float weights, ref float z)"))
        {
            if (parts > 1)
            {
                writer.Line($"ref float sums = ref MemoryMarshal.GetReference((Span<float>)stackalloc float[{partial}]);");
            }

            for (int column = 0; column < columns; column++)
            {
                for (int part = 0; part < parts; part++)
                {
                    writer.Line($"{Name}Column{column}Part{part}(ref x, ref weights, ref z{(parts > 1 ? ", ref sums" : string.Empty)});");
                }
            }
        }

        for (int column = 0; column < columns; column++)
        {
            for (int part = 0; part < parts; part++)
            {
                writer.Line();
                writer.Line(TileCode.Optimized);
                using (writer.Block($"private static void {Name}Column{column}Part{part}(ref float x, ref float weights, ref float z{(parts > 1 ? ", ref float sums" : string.Empty)})"))
                {
                    MatmulTile tile = new(this, width, 1, 1, column, whole: false, oneRun: false);
                    tile.EmitPart(writer, column * width.Lanes, part * step, Math.Min(RunLength, (part + 1) * step));
                }
            }
        }
    }

    /// <summary>Lanes of a vector of outputs that may be written.</summary>
    public int StoredLanes(VectorWidth width, int column) =>
        HasPaddedRows ? width.Lanes : Math.Min(width.Lanes, Outputs - (column * width.Lanes));

    private bool IsWhole(VectorWidth width, int column) => StoredLanes(width, column) == width.Lanes;

    /// <summary>The lane counts of partial stores this kernel needs at a width.</summary>
    public override IEnumerable<int> PartialLanes(VectorWidth width)
    {
        int lanes = StoredLanes(width, width.Columns(Outputs) - 1);
        return lanes == width.Lanes ? [] : [lanes];
    }
}
