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
                writer.Line($"Vector most = {Vector("xn", "0")};");
                EmitCells(writer, (cell, value) =>
                {
                    if (cell != "0")
                    {
                        writer.Line($"Vector {value} = {Vector("xn", cell)};");
                        writer.Line($"most = {width.Intrinsics}.ConditionalSelect({width.Intrinsics}.GreaterThan({value}, most) | ~{width.Intrinsics}.Equals({value}, {value}), {value}, most);");
                    }
                });
                writer.Line(TileCode.Store(width, "zn", 0, "most", lanes));
            });
        }
    }
}
