using System.Collections.Generic;

namespace CompiledNet.Generator.Emit;

/// <summary>A piece of arithmetic emitted once for every vector width, and a dispatcher in front that picks the width of the machine.</summary>
internal abstract class Kernel
{
    /// <summary>The methods over spans that the passes call.</summary>
    public abstract void EmitDispatch(SourceWriter writer);

    /// <summary>The methods of one width.</summary>
    public abstract void EmitTiles(SourceWriter writer, VectorWidth width);

    /// <summary>The lane counts below a whole vector that the tiles load or store.</summary>
    public virtual IEnumerable<int> PartialLanes(VectorWidth width) => [];

    /// <summary>A call at the width the machine has. The conditions are constants to the JIT: one call remains.</summary>
    protected static void Dispatch(SourceWriter writer, string call)
    {
        writer.Line("if (Vector512.IsHardwareAccelerated)");
        writer.Line("{");
        writer.Line($"    Tiles512.{call}");
        writer.Line("}");
        writer.Line("else if (Vector256.IsHardwareAccelerated)");
        writer.Line("{");
        writer.Line($"    Tiles256.{call}");
        writer.Line("}");
        writer.Line("else");
        writer.Line("{");
        writer.Line($"    Tiles128.{call}");
        writer.Line("}");
    }
}
