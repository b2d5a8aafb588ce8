using System.Collections.Generic;

namespace CompiledNet.Generator.Emit;

/// <summary>
/// The tiles of a <see cref="MatmulKernel"/> with long sums: one run of all sums after the other, so that a run's weights stay in the
/// first-level cache for all examples; the few examples left over take all runs side by side.
/// </summary>
internal sealed class RunByRunMatmul(MatmulKernel kernel, VectorWidth width)
{
    private readonly int _columns = width.Columns(kernel.Outputs);

    private IReadOnlyList<int> Heights => TilePlan.RunRows(width, _columns);

    private int Least => Heights[Heights.Count - 1];

    public void Emit(SourceWriter writer)
    {
        EmitAllRuns(writer);
        EmitOneRun(writer);
        EmitRun(writer);
        foreach (int rows in Heights)
        {
            kernel.EmitRows(writer, width, rows, TilePlan.TileColumns(width, rows, 1, _columns), repeats: true, oneRun: true);
        }

        foreach (int rows in TilePlan.RestRows(width, kernel.Runs))
        {
            kernel.EmitRows(writer, width, rows, TilePlan.TileColumns(width, rows, kernel.Runs, _columns), repeats: false);
        }
    }

    private void EmitAllRuns(SourceWriter writer)
    {
        writer.Line($"// Each sum is taken in {kernel.Runs} runs of {kernel.RunLength} terms{(kernel.Head > 0 ? SourceWriter.Text($", the first {kernel.Head} more") : string.Empty)}, and the runs are added up in order.");
        writer.Line(TileCode.Optimized);
        using (writer.Block($"internal static void {kernel.Name}(ref float x, ref float weights, ref float z, int rows)"))
        {
            writer.Line($"int whole = (int)((uint)rows / {Least}) * {Least};");
            using (writer.Block("if (whole > 0)"))
            {
                using (writer.Block($"for (int run = 0; run < {kernel.Runs}; run++)"))
                {
                    writer.Line($"{kernel.Name}Run({Place("run")}, ref z, whole, run == 0, run > 0);");
                }

                writer.Line();
                writer.Line($"x = ref Unsafe.Add(ref x, whole * {kernel.XStride});");
                writer.Line($"z = ref Unsafe.Add(ref z, whole * {kernel.ZStride});");
                writer.Line("rows -= whole;");
            }

            writer.Line();
            kernel.EmitRestRows(writer, TilePlan.RestRows(width, kernel.Runs));
        }
    }

    /// <summary>One run by itself, for a thread that shares the sums with others: whole tiles, whose last rows may be more than were asked for.</summary>
    private void EmitOneRun(SourceWriter writer)
    {
        writer.Line();
        writer.Line(TileCode.Optimized);
        using (writer.Block($"internal static void {kernel.Name}Run(ref float x, ref float weights, ref float z, int rows, int run)"))
        {
            writer.Line($"int whole = (int)((uint)(rows + {Least - 1}) / {Least}) * {Least};");
            writer.Line($"{kernel.Name}Run({Place("run")}, ref z, whole, run == 0, false);");
        }
    }

    private string Place(string run) =>
        $"ref Unsafe.Add(ref x, {Offset(run, kernel.RunLength, kernel.Head)}), ref Unsafe.Add(ref weights, {Offset(run, kernel.RunLength * kernel.WeightsStride, kernel.Head * kernel.WeightsStride)})";

    private static string Offset(string run, int step, int start) => SourceWriter.Text($"{run} * {step}") is var product && start > 0 ? SourceWriter.Text($"({product}) + {start}") : product;

    private void EmitRun(SourceWriter writer)
    {
        writer.Line();
        writer.Line(TileCode.Optimized);
        using (writer.Block($"private static void {kernel.Name}Run(ref float x, ref float weights, ref float z, int rows, bool first, bool add)"))
        {
            foreach (int rows in Heights)
            {
                writer.Line($"int blocks{rows} = (int)((uint)rows / {rows});");
                using (writer.Block($"if (blocks{rows} > 0)"))
                {
                    writer.Line($"{kernel.Name}RunRows{rows}(ref x, ref weights, ref z, blocks{rows}, first, add);");
                    if (rows != Least)
                    {
                        writer.Line($"x = ref Unsafe.Add(ref x, blocks{rows} * {rows * kernel.XStride});");
                        writer.Line($"z = ref Unsafe.Add(ref z, blocks{rows} * {rows * kernel.ZStride});");
                        writer.Line($"rows -= blocks{rows} * {rows};");
                    }
                }

                if (rows != Least)
                {
                    writer.Line();
                }
            }
        }
    }
}
