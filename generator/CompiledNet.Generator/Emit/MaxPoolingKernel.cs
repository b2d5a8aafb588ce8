using System;
using System.Collections.Generic;
using System.Linq;

namespace CompiledNet.Generator.Emit;

/// <summary>The largest value of every window, channel by channel: the first of them where several are equal, and NaN where there is one.</summary>
internal sealed class MaxPoolingKernel : PoolingKernel
{
    public required (string X, string Z) Names { get; init; }

    public override void EmitDispatch(SourceWriter writer)
    {
        (string x, string z) = Names;
        writer.Line();
        writer.Line($"/// <summary><c>{Formula}</c>.</summary>");
        writer.Line(TileCode.Inlined);
        using (writer.Block($"internal static void {Name}(ReadOnlySpan<float> {x}, Span<float> {z})"))
        {
            Dispatch(writer, $"{Name}(ref MemoryMarshal.GetReference({x}), ref MemoryMarshal.GetReference({z}));");
        }
    }

    public override void EmitTiles(SourceWriter writer, VectorWidth width)
    {
        writer.Line($"// {Formula}");
        writer.Line(TileCode.Optimized);
        using (writer.Block($"internal static void {Name}(ref float x, ref float z)"))
        {
            EmitWindows(writer, width, ["x"], ["z"], lanes =>
            {
                if (!IsUnrolled)
                {
                    writer.Line($"Vector most = {Vector("xn", "0")};");
                    writer.Line("Vector isNaN = Vector.Zero;");
                    EmitCells(writer, (cell, value) =>
                    {
                        writer.Line($"Vector {value} = {Vector("xn", cell)};");
                        writer.Line($"most = {TileCode.Max(width, value, "most")};");
                        writer.Line($"isNaN |= {TileCode.IsNaN(width, value, value)};");
                    });
                    writer.Line(TileCode.Store(width, "zn", 0, "most | isNaN", lanes));
                    return;
                }

                List<string> values = [];
                EmitCells(writer, (cell, value) =>
                {
                    writer.Line($"Vector {value} = {Vector("xn", cell)};");
                    values.Add(value);
                });
                writer.Line($"Vector most = {values[0]};");
                foreach (string value in values.Skip(1))
                {
                    writer.Line($"most = {TileCode.Max(width, value, "most")};");
                }

                IEnumerable<string> pairs = Enumerable.Range(0, (values.Count + 1) / 2).Select(n => TileCode.IsNaN(width, values[2 * n], values[Math.Min((2 * n) + 1, values.Count - 1)]));
                writer.Line($"Vector isNaN = {string.Join(" | ", pairs)};");
                writer.Line(TileCode.Store(width, "zn", 0, "most | isNaN", lanes));
            });
        }
    }
}
