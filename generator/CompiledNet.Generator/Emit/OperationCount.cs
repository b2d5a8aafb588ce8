using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Emit;

/// <summary>
/// How many floating-point operations a layer takes for one example's forward pass. A multiplication and an addition count one each, a multiply-add two, a
/// comparison of max pooling one. A convolution counts every place of its kernel, also where it lies outside of the image, as is the custom; activations
/// are not counted.
/// </summary>
internal static class OperationCount
{
    /// <summary>What the summary says of how it counts.</summary>
    public static readonly string[] Explanation =
    [
        "FLOPs are those of one example's forward pass: a multiply-add counts two, an added bias one, a comparison of max pooling one; of a convolution, every",
        "place of the kernel for every output, also outside of the image; of batch normalisation, a multiply-add for each output. Activations are not counted.",
    ];

    /// <summary>The operations of a layer; null for a kind that nothing is known of.</summary>
    public static long? Of(LayerModel layer) => layer.Kind switch
    {
        "Dense" => ((2L * layer.Input.Length) + 1) * layer.Output.Length,
        "Conv2D" => ((2L * Window.Of(layer).Length * layer.Input.Extents[2]) + 1) * layer.Output.Length,
        "MaxPool2D" => (Window.Of(layer).Length - 1L) * layer.Output.Length,

        // The sum of the window's pixels, and its division by their number.
        "AvgPool2D" => (long)Window.Of(layer).Length * layer.Output.Length,
        "GlobalAvgPool2D" => layer.Input.Length,
        "BatchNorm" => 2L * layer.Output.Length,
        "Dropout" or "Flatten" => 0,
        _ => null,
    };
}
