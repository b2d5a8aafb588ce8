using System.Linq;
using CompiledNet.Generator.Emit;

namespace CompiledNet.Generator.Onnx;

/// <summary>A constant of the file: fractions or whole numbers, outermost dimension first.</summary>
internal sealed class Tensor
{
    public Tensor(int[] dimensions, float[] numbers)
    {
        Dimensions = dimensions;
        Numbers = numbers;
    }

    public Tensor(int[] dimensions, long[] integers)
    {
        Dimensions = dimensions;
        Integers = integers;
    }

    public int[] Dimensions { get; }

    /// <summary>The fractions; null where it holds whole numbers.</summary>
    public float[]? Numbers { get; }

    /// <summary>The whole numbers; null where it holds fractions.</summary>
    public long[]? Integers { get; }

    public int Count => Numbers?.Length ?? Integers!.Length;

    public string Shape => SourceWriter.Text($"[{string.Join(", ", Dimensions.Select(extent => SourceWriter.Text($"{extent}")))}]");
}
