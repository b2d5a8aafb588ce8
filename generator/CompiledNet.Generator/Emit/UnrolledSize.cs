using System.Linq;
using CompiledNet.Generator.Layers;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Emit;

/// <summary>How much code straight-line emission makes.</summary>
internal static class UnrolledSize
{
    /// <summary>JIT time of one 512-bit multiply-add statement with its loads, measured on .NET 10: 18 microseconds.</summary>
    private const double JitMicrosecondsPerStatement = 18;

    /// <summary>Time the C# compiler takes for such a statement and its counterparts at 256 and 128 bits, measured: 5.5 milliseconds.</summary>
    private const double BuildMillisecondsPerStatement = 5.5;

    /// <summary>Multiply-add statements at 512 bits, over all layers that are unrolled.</summary>
    public static long Statements(NetworkModel model) => model.Layers.Sum(layer => LayerCatalog.Get(layer.Kind).UnrolledStatements(layer));

    public static double JitMilliseconds(long statements) => statements * JitMicrosecondsPerStatement / 1000;

    public static double BuildSeconds(long statements) => statements * BuildMillisecondsPerStatement / 1000;

    /// <summary>How many vectors of 16 numbers hold so many.</summary>
    public static long Vectors(int length) => (length + 15) / 16;
}
