using System;
using System.Collections.Generic;
using System.Linq;

namespace CompiledNet.Generator.Emit;

/// <summary>
/// The gradient of a dense layer's parameters: <c>dWeights[i][o] = sum over the batch of x[i] delta[o]</c> and
/// <c>dBias[o] = sum over the batch of delta[o]</c>. The lanes run over the outputs; a tile of running sums stays in registers while the loop
/// runs over the examples. Later blocks of a batch go on from the sums of the earlier ones; the last one hands the gradient over, or takes the
/// step of plain gradient descent with it at once.
/// </summary>
internal sealed class GradientKernel : Kernel
{
    private const int FloatsInLine = 16;

    public required string Name { get; init; }

    public required string Formula { get; init; }

    /// <summary>Names of the buffers in the dispatcher: the layer's input and its delta.</summary>
    public required (string X, string Delta) Names { get; init; }

    public required int Inputs { get; init; }

    public required int Outputs { get; init; }

    public required int XStride { get; init; }

    public required int DeltaStride { get; init; }

    public required bool Straight { get; init; }

    private const string Signature = "(ref float x, ref float delta, ref float gradient, ref float parameters, int rows, bool first, float rate";

    private const string Arguments = "(ref x, ref delta, ref gradient, ref parameters, rows, first, rate);";

    public override void EmitDispatch(SourceWriter writer)
    {
        (string x, string delta) = Names;
        writer.Line();
        writer.Line("/// <summary>");
        writer.Line($"/// <c>{Formula}</c>, summed over <c>rows</c> examples; added to <c>gradient</c> unless it is the first block of a batch.");
        writer.Line("/// Where <c>rate</c> is not 0, it is the last block, and the parameters take a step of <c>rate</c> times the gradient instead. A member of a team");
        writer.Line("/// computes its share.");
        writer.Line("/// </summary>");
        writer.Line(TileCode.Inlined);
        using (writer.Block($"internal static void {Name}(ReadOnlySpan<float> {x}, ReadOnlySpan<float> {delta}, Span<float> gradient, Span<float> parameters, int rows, bool first, float rate, TeamMember member)"))
        {
            Dispatch(writer, $"{Name}(ref MemoryMarshal.GetReference({x}), ref MemoryMarshal.GetReference({delta}), ref MemoryMarshal.GetReference(gradient), ref MemoryMarshal.GetReference(parameters), rows, first, rate, member);");
        }

        writer.Line();
        writer.Line("/// <summary>The inputs whose weights' gradient a member computes.</summary>");
        writer.Line(TileCode.Inlined);
        using (writer.Block($"internal static (int Start, int End) {Name}Inputs(TeamMember member)"))
        {
            if (Straight)
            {
                writer.Line($"return (0, {Inputs});");
                return;
            }

            string rows = string.Join(" : ", VectorWidth.All.Select(width => (width.Bits == 128 ? string.Empty : width.Intrinsics + ".IsHardwareAccelerated ? ") + SourceWriter.Text($"{TileRows(width)}")));
            writer.Line($"return member.Share({Inputs}, {rows});");
        }
    }

    /// <summary>How many inputs a tile takes.</summary>
    public int TileRows(VectorWidth width) => TilePlan.GradientRows(width, TilePlan.GradientColumns(width.Columns(Outputs)), Inputs);

    public override IEnumerable<int> PartialLanes(VectorWidth width) => Outputs % width.Lanes == 0 ? [] : [Outputs % width.Lanes];

    public override void EmitTiles(SourceWriter writer, VectorWidth width)
    {
        int columns = width.Columns(Outputs);
        int tileColumns = TilePlan.GradientColumns(columns);
        int tileRows = TilePlan.GradientRows(width, tileColumns, Inputs);
        writer.Line($"// {Formula}");
        writer.Line($"// x: {Names.X} [rows], {XStride} apart; delta: {Names.Delta} [rows], {DeltaStride} apart; gradient [{Inputs}][{Outputs}], behind it the bias's [{Outputs}]");
        if (Straight)
        {
            EmitStraight(writer, width, tileRows, tileColumns);
        }
        else
        {
            EmitLooped(writer, width, tileRows, tileColumns);
        }

        EmitBias(writer, width, columns);
    }

    private void EmitLooped(SourceWriter writer, VectorWidth width, int tileRows, int tileColumns)
    {
        int rest = Inputs % tileRows;
        writer.Line(TileCode.Optimized);
        using (writer.Block($"internal static void {Name}{Signature}, TeamMember member)"))
        {
            writer.Line($"(int input, int end) = member.Share({Inputs}, {tileRows});");
            EmitBiasCall(writer, "end > 0 && input == 0");
            writer.Line($"x = ref Unsafe.Add(ref x, input);");
            writer.Line($"gradient = ref Unsafe.Add(ref gradient, input * {Outputs});");
            writer.Line($"parameters = ref Unsafe.Add(ref parameters, input * {Outputs});");
            using (writer.Block($"for (; input <= end - {tileRows}; input += {tileRows})"))
            {
                EmitCalls(tileRows);
                TileCode.Advance(writer, "x", tileRows);
                TileCode.Advance(writer, "gradient", tileRows * Outputs);
                TileCode.Advance(writer, "parameters", tileRows * Outputs);
            }

            if (rest > 0)
            {
                writer.Line();
                using (writer.Block("if (input < end)"))
                {
                    EmitCalls(rest);
                }
            }
        }

        EmitTileMethods(tileRows);
        if (Inputs % tileRows > 0)
        {
            EmitTileMethods(Inputs % tileRows);
        }

        void EmitCalls(int rows) => writer.Line($"{Name}Inputs{rows}{Arguments}");

        void EmitTileMethods(int rows)
        {
            writer.Line();
            writer.Line(TileCode.Optimized);
            using (writer.Block($"private static void {Name}Inputs{rows}{Signature})"))
            {
                int columns = width.Columns(Outputs);
                int whole = Outputs / width.Lanes;
                int groups = whole / tileColumns;
                int done = 0;
                if (groups > 1)
                {
                    int group = tileColumns * width.Lanes;
                    using (writer.Block($"for (int output = 0; output < {groups * group}; output += {group})"))
                    {
                        EmitTile(writer, width, rows, tileColumns, 0, 0, 0);
                        TileCode.Advance(writer, "delta", group);
                        TileCode.Advance(writer, "gradient", group);
                        TileCode.Advance(writer, "parameters", group);
                    }

                    done = groups * tileColumns;
                }

                for (int column = done; column < columns; column += tileColumns)
                {
                    int count = Math.Min(tileColumns, columns - column);
                    using (columns > tileColumns ? writer.Block($"// outputs {column * width.Lanes} to {Math.Min(Outputs, (column + count) * width.Lanes) - 1}") : null)
                    {
                        EmitTile(writer, width, rows, count, 0, column, (column - done) * width.Lanes);
                    }
                }
            }
        }
    }

    /// <summary>Every tile at its own place, as many to a method as the JIT optimises; each still loops over the examples.</summary>
    private void EmitStraight(SourceWriter writer, VectorWidth width, int tileRows, int tileColumns)
    {
        int columns = width.Columns(Outputs);
        List<(int Input, int Rows, int Column, int Columns)> tiles = [];
        for (int input = 0; input < Inputs; input += tileRows)
        {
            for (int column = 0; column < columns; column += tileColumns)
            {
                tiles.Add((input, Math.Min(tileRows, Inputs - input), column, Math.Min(tileColumns, columns - column)));
            }
        }

        int inMethod = Math.Max(1, TilePlan.GradientStatementsInMethod / (tileRows * tileColumns));
        int methods = (tiles.Count + inMethod - 1) / inMethod;
        writer.Line(TileCode.Optimized);
        using (writer.Block($"internal static void {Name}{Signature}, TeamMember member)"))
        {
            writer.Line($"(int part, int end) = member.Share({methods});");
            EmitBiasCall(writer, "end > 0 && part == 0");
            for (int method = 0; method < methods; method++)
            {
                using (writer.Block($"if (part <= {method} && {method} < end)"))
                {
                    writer.Line($"{Name}Part{method}{Arguments}");
                }

                writer.Line();
            }
        }

        for (int method = 0; method < methods; method++)
        {
            writer.Line();
            writer.Line(TileCode.Optimized);
            using (writer.Block($"private static void {Name}Part{method}{Signature})"))
            {
                for (int n = method * inMethod; n < Math.Min(tiles.Count, (method + 1) * inMethod); n++)
                {
                    (int input, int rows, int column, int count) = tiles[n];
                    using (writer.Block($"// inputs {input} to {input + rows - 1}, outputs {column * width.Lanes} to {Math.Min(Outputs, (column + count) * width.Lanes) - 1}"))
                    {
                        EmitTile(writer, width, rows, count, input, column, column * width.Lanes);
                    }
                }
            }
        }
    }

    /// <summary>One tile: the sums of <paramref name="rows"/> inputs by <paramref name="columns"/> vectors of outputs over the batch.</summary>
    private void EmitTile(SourceWriter writer, VectorWidth width, int rows, int columns, int input, int column, int offset)
    {
        ForEach((row, c, sum) => writer.Line($"Vector {sum} = Vector.Zero;"));
        using (writer.Block("if (!first)"))
        {
            ForEach((row, c, sum) => writer.Line($"{sum} = {TileCode.Load(width, "gradient", Place(row, c), Lanes(c))};"));
        }

        writer.Line();
        writer.Line($"ref float xn = ref {TileCode.At("x", input)};");
        writer.Line($"ref float dn = ref {TileCode.At("delta", offset)};");
        using (writer.Block("for (int n = rows; n > 0; n--)"))
        {
            for (int c = 0; c < columns; c++)
            {
                writer.Line($"Vector d{c} = {TileCode.Vector("dn", c * width.Lanes)};");
            }

            if (TilePlan.Prefetches(rows, columns, width.Columns(Outputs), XStride))
            {
                // The next tile's inputs of this example.
                for (int ahead = rows; ahead < 2 * rows; ahead += FloatsInLine)
                {
                    writer.Line($"CacheHint.Read(ref {TileCode.At("xn", ahead)});");
                }
            }

            for (int row = 0; row < rows; row++)
            {
                string broadcast = TileCode.Broadcast(width, "xn", row);
                if (columns > 1)
                {
                    writer.Line($"Vector x{row} = {broadcast};");
                    broadcast = SourceWriter.Text($"x{row}");
                }

                for (int c = 0; c < columns; c++)
                {
                    writer.Line(TileCode.MultiplyAdd(width, broadcast, SourceWriter.Text($"d{c}"), Sum(row, c)));
                }
            }

            TileCode.Advance(writer, "xn", XStride);
            TileCode.Advance(writer, "dn", DeltaStride);
        }

        writer.Line();
        EmitResult(writer, width, store => ForEach((row, c, sum) => store(Place(row, c), sum, Lanes(c))));

        void ForEach(Action<int, int, string> action)
        {
            for (int row = 0; row < rows; row++)
            {
                for (int c = 0; c < columns; c++)
                {
                    action(row, c, Sum(row, c));
                }
            }
        }

        int Place(int row, int c) => ((input + row) * Outputs) + offset + (c * width.Lanes);

        int Lanes(int c) => Math.Min(width.Lanes, Outputs - ((column + c) * width.Lanes));

        static string Sum(int row, int c) => SourceWriter.Text($"g{row}_{c}");
    }

    /// <summary>Hands the sums over, or takes the step with them: what <paramref name="each"/> does with each of them.</summary>
    private static void EmitResult(SourceWriter writer, VectorWidth width, Action<Action<int, string, int>> each)
    {
        using (writer.Block("if (rate == 0)"))
        {
            each((place, sum, lanes) => writer.Line(TileCode.Store(width, "gradient", place, sum, lanes)));
        }

        using (writer.Block("else"))
        {
            // Behind the end of a row the next one follows, and behind the last some slack: a whole vector can be read.
            writer.Line($"Vector rates = {width.Intrinsics}.Create(rate);");
            each((place, sum, lanes) => writer.Line(TileCode.Store(
                width, "parameters", place, $"{width.Intrinsics}.FusedMultiplyAdd(rates, {sum}, {TileCode.Vector("parameters", place)})", lanes)));
        }
    }

    private void EmitBiasCall(SourceWriter writer, string condition)
    {
        int bias = Inputs * Outputs;
        using (writer.Block($"if ({condition})"))
        {
            writer.Line($"Bias{Name}(ref delta, ref Unsafe.Add(ref gradient, {bias}), ref Unsafe.Add(ref parameters, {bias}), rows, first, rate);");
        }

        writer.Line();
    }

    private void EmitBias(SourceWriter writer, VectorWidth width, int columns)
    {
        writer.Line();
        writer.Line(TileCode.Optimized);
        using (writer.Block($"private static void Bias{Name}(ref float delta, ref float gradient, ref float parameters, int rows, bool first, float rate)"))
        {
            int whole = Straight ? 0 : Outputs / width.Lanes;
            if (whole > 1)
            {
                using (writer.Block($"for (int output = 0; output < {whole * width.Lanes}; output += {width.Lanes})"))
                {
                    EmitBiasVector(writer, width, 0, width.Lanes);
                    TileCode.Advance(writer, "delta", width.Lanes);
                    TileCode.Advance(writer, "gradient", width.Lanes);
                    TileCode.Advance(writer, "parameters", width.Lanes);
                }
            }
            else
            {
                whole = 0;
            }

            for (int column = whole; column < columns; column++)
            {
                using (columns > 1 ? writer.Block($"// outputs {column * width.Lanes} to {Math.Min(Outputs, (column + 1) * width.Lanes) - 1}") : null)
                {
                    EmitBiasVector(writer, width, (column - whole) * width.Lanes, Math.Min(width.Lanes, Outputs - (column * width.Lanes)));
                }
            }
        }
    }

    private void EmitBiasVector(SourceWriter writer, VectorWidth width, int offset, int lanes)
    {
        writer.Line($"Vector sum = first ? Vector.Zero : {TileCode.Load(width, "gradient", offset, lanes)};");
        writer.Line($"ref float dn = ref {TileCode.At("delta", offset)};");
        using (writer.Block("for (int n = rows; n > 0; n--)"))
        {
            writer.Line($"sum += {TileCode.Vector("dn", 0)};");
            TileCode.Advance(writer, "dn", DeltaStride);
        }

        writer.Line();
        EmitResult(writer, width, store => store(offset, "sum", lanes));
    }
}
