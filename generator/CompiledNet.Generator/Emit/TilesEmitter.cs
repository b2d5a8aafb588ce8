using System.Linq;

namespace CompiledNet.Generator.Emit;

/// <summary>The arithmetic of a network: a file that picks the vector width, and a file of register tiles for each width.</summary>
internal static class TilesEmitter
{
    public static string EmitDispatch(NetworkFiles files)
    {
        SourceWriter writer = new();
        NetworkFiles.EmitHeader(writer, [$"The arithmetic of {files.Model.Type.PlainName}, at the vector width this machine has."]);
        using (writer.Block($"namespace {files.PassesNamespace}"))
        {
            NetworkFiles.EmitUsings(writer);
            NetworkFiles.EmitTypeAttributes(writer);
            using (writer.Block("internal static class Tiles"))
            {
                writer.Line("// The conditions are constants to the JIT: each method comes down to one call.");
                foreach (Kernel kernel in files.Kernels)
                {
                    kernel.EmitDispatch(writer);
                }
            }
        }

        return writer.ToString();
    }

    public static string EmitWidth(NetworkFiles files, VectorWidth width)
    {
        SourceWriter writer = new();
        NetworkFiles.EmitHeader(
            writer,
            [
                SourceWriter.Text($"The arithmetic of {files.Model.Type.PlainName} in vectors of {width.Bits} bits: {width.Lanes} outputs at a time."),
                string.Empty,
                "A tile keeps a small block of sums in registers and adds one product after another to them, so that memory is read once",
                "for many multiply-adds. The lanes of a vector are neighbouring outputs: every sum is taken in the same order at every width,",
                "with fused multiply-adds, and comes out the same to the last bit.",
            ],
            nullable: false);
        using (writer.Block($"namespace {files.PassesNamespace}"))
        {
            NetworkFiles.EmitUsings(writer, width, files.Buffers.HasLanes);
            NetworkFiles.EmitTypeAttributes(writer);
            using (writer.Block($"internal static class {width.ClassName}"))
            {
                for (int n = 0; n < files.Kernels.Count; n++)
                {
                    if (n > 0)
                    {
                        writer.Line();
                    }

                    files.Kernels[n].EmitTiles(writer, width);
                }

                foreach (int lanes in files.Kernels.SelectMany(kernel => kernel.PartialLanes(width)).Distinct().OrderBy(lanes => lanes))
                {
                    TileCode.EmitPartialAccess(writer, width, lanes);
                }
            }
        }

        return writer.ToString();
    }
}
