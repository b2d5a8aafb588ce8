namespace CompiledNet.Storage;

/// <summary>
/// How a parameter tensor lies in memory and how it lies in a file, which has PyTorch's order: weights are <c>[in][out]</c> here and
/// <c>[out][in]</c> there. In general the last two extents come first there, swapped, and all others behind them: a convolution's
/// <c>[ky][kx][in][out]</c> is <c>[out][in][ky][kx]</c>. A bias is the same in both.
/// </summary>
internal static class TensorLayout
{
    /// <summary>The shape a tensor has in a file.</summary>
    public static int[] FileShape(ParameterTensor tensor)
    {
        TensorShape shape = tensor.Shape;
        
        // Neither [^1] nor [.. shape]: the compiler would count by Length, the number of elements.
        return shape.Count < 2 ? shape.ToArray() : [shape[shape.Count - 1], shape[shape.Count - 2], .. shape.Take(shape.Count - 2)];
    }

    /// <summary>Whether the elements are in the same order in memory and in a file.</summary>
    public static bool IsSame(ParameterTensor tensor) => tensor.Shape.Count < 2;

    /// <summary>Copies a tensor from memory to its order in a file.</summary>
    /// <param name="tensor">Its shape.</param>
    /// <param name="values">The tensor as it lies in memory.</param>
    /// <param name="file">Receives it as it lies in a file; apart from the values.</param>
    public static void ToFile(ParameterTensor tensor, ReadOnlySpan<float> values, Span<float> file) => Copy(tensor, values, file, toFile: true);

    /// <summary>Copies a tensor from its order in a file to memory.</summary>
    /// <param name="tensor">Its shape.</param>
    /// <param name="file">The tensor as it lies in a file.</param>
    /// <param name="values">Receives it as it lies in memory; apart from the file's.</param>
    public static void FromFile(ParameterTensor tensor, ReadOnlySpan<float> file, Span<float> values) => Copy(tensor, file, values, toFile: false);

    private static void Copy(ParameterTensor tensor, ReadOnlySpan<float> source, Span<float> destination, bool toFile)
    {
        if (IsSame(tensor))
        {
            source.CopyTo(destination);
            return;
        }

        // In memory [places][inputs][outputs], in the file [outputs][inputs][places]; a dense layer has one place.
        int outputs = tensor.Shape[tensor.Shape.Count - 1];
        int inputs = tensor.Shape[tensor.Shape.Count - 2];
        int places = tensor.Length / (outputs * inputs);
        for (int o = 0; o < outputs; o++)
        {
            for (int i = 0; i < inputs; i++)
            {
                for (int p = 0; p < places; p++)
                {
                    int memory = (((p * inputs) + i) * outputs) + o;
                    int file = (((o * inputs) + i) * places) + p;
                    if (toFile)
                    {
                        destination[file] = source[memory];
                    }
                    else
                    {
                        destination[memory] = source[file];
                    }
                }
            }
        }
    }
}
