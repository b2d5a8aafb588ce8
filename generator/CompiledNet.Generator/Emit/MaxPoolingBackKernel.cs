namespace CompiledNet.Generator.Emit;

/// <summary>
/// The way of the deltas back through max pooling: each goes to the first cell of its window that has the largest value. Where the layer before is
/// rectified, its derivative is applied on the way: a delta goes on where the largest value, which is that cell's activation, is above zero.
/// </summary>
internal sealed class MaxPoolingBackKernel : PoolingKernel
{
    public required (string Delta, string X, string Z, string SourceDelta) Names { get; init; }

    /// <summary>Whether the derivative of the rectifier before is applied.</summary>
    public required bool AppliesRectifier { get; init; }

    public override void EmitDispatch(SourceWriter writer)
    {
        (string delta, string x, string z, string sourceDelta) = Names;
        writer.Line();
        writer.Line($"/// <summary><c>{Formula}</c>.</summary>");
        writer.Line(TileCode.Inlined);
        using (writer.Block($"internal static void {Name}(ReadOnlySpan<float> {delta}, ReadOnlySpan<float> {x}, ReadOnlySpan<float> {z}, Span<float> {sourceDelta})"))
        {
            if (Overlaps || !Covers)
            {
                writer.Line($"{sourceDelta}.Clear();");
            }

            Dispatch(writer, $"{Name}(ref MemoryMarshal.GetReference({delta}), ref MemoryMarshal.GetReference({x}), ref MemoryMarshal.GetReference({z}), ref MemoryMarshal.GetReference({sourceDelta}));");
        }
    }

    public override void EmitTiles(SourceWriter writer, VectorWidth width)
    {
        writer.Line($"// {Formula}");
        writer.Line(TileCode.Optimized);
        using (writer.Block($"internal static void {Name}(ref float delta, ref float x, ref float z, ref float dx)"))
        {
            EmitWindows(writer, width, ["x", "dx"], ["z", "delta"], lanes =>
            {
                writer.Line($"Vector most = {Vector("zn", "0")};");
                writer.Line(AppliesRectifier
                    ? $"Vector rest = {width.Intrinsics}.ConditionalSelect({width.Intrinsics}.LessThan(Vector.Zero, most), {Vector("deltan", "0")}, Vector.Zero);"
                    : $"Vector rest = {Vector("deltan", "0")};");
                writer.Line("Vector isMost;");
                EmitCells(writer, (cell, _) =>
                {
                    string given = $"{width.Intrinsics}.ConditionalSelect(isMost, rest, Vector.Zero)";
                    writer.Line($"isMost = {width.Intrinsics}.Equals({Vector("xn", cell)}, most);");
                    writer.Line($"{Vector("dxn", cell)} = {(Overlaps ? $"{Vector("dxn", cell)} + " : string.Empty)}{given};");
                    writer.Line($"rest = {width.Intrinsics}.ConditionalSelect(isMost, Vector.Zero, rest);");
                });
            });
        }
    }
}
