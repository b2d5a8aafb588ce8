namespace CompiledNet.Generator.Emit;

/// <summary>The mean of every window, channel by channel; cells outside of the image count as zeros.</summary>
internal sealed class AveragePoolingKernel : PoolingKernel
{
    public required (string X, string Z) Names { get; init; }

    /// <summary>Whether it goes back: from the deltas of the means to those of the cells.</summary>
    public required bool IsBack { get; init; }

    private string Share => SourceWriter.Text($"{1f / (Vertical.Taps * Horizontal.Taps):R}f");

    public override void EmitDispatch(SourceWriter writer)
    {
        (string x, string z) = Names;
        (string from, string to) = IsBack ? (z, x) : (x, z);
        writer.Line();
        writer.Line($"/// <summary><c>{Formula}</c>.</summary>");
        writer.Line(TileCode.Inlined);
        using (writer.Block($"internal static void {Name}(ReadOnlySpan<float> {from}, Span<float> {to})"))
        {
            if (IsBack && (Overlaps || !Covers))
            {
                writer.Line($"{to}.Clear();");
            }

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
                if (IsBack)
                {
                    writer.Line($"Vector share = {Vector("zn", "0")} * {width.Intrinsics}.Create({Share});");
                    EmitCells(writer, (cell, _) => writer.Line($"{Vector("xn", cell)} = {(Overlaps ? $"{Vector("xn", cell)} + " : string.Empty)}share;"));
                    return;
                }

                writer.Line("Vector sum = Vector.Zero;");
                EmitCells(writer, (cell, _) => writer.Line($"sum += {Vector("xn", cell)};"));
                writer.Line(TileCode.Store(width, "zn", 0, $"sum * {width.Intrinsics}.Create({Share})", lanes));
            });
        }
    }
}
