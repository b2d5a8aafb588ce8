namespace CompiledNet.Benchmarks;

/// <summary>How large a layer's window is, from its shapes. The workloads have convolutions of stride 1 and pools that do not overlap, without padding.</summary>
/// <param name="Height">Of the kernel, or of what a pool makes one of; 1 for other layers.</param>
/// <param name="Width">The same.</param>
/// <param name="Positions">How often the layer's weights are used for one example.</param>
internal readonly record struct LayerGeometry(int Height, int Width, int Positions)
{
    /// <summary>Of a layer.</summary>
    /// <exception cref="NotSupportedException">It has strides or padding.</exception>
    public static LayerGeometry Of(LayerTopology layer)
    {
        LayerGeometry geometry = layer.Kind switch
        {
            "Conv2D" => new(layer.Tensors[0].Shape[0], layer.Tensors[0].Shape[1], layer.Output[0] * layer.Output[1]),
            "MaxPool2D" => new(layer.Input[0] / layer.Output[0], layer.Input[1] / layer.Output[1], 1),
            _ => new(1, 1, 1),
        };
        bool fits = layer.Kind switch
        {
            "Conv2D" => layer.Output[0] == layer.Input[0] - geometry.Height + 1 && layer.Output[1] == layer.Input[1] - geometry.Width + 1,
            "MaxPool2D" => layer.Input[0] % layer.Output[0] == 0 && layer.Input[1] % layer.Output[1] == 0,
            _ => true,
        };
        return fits ? geometry : throw new NotSupportedException($"Strides and padding are not known here: {layer}.");
    }

    /// <summary>
    /// The four extents of a layer's weights, <c>[ky][kx][in][out]</c>: 1 x 1 for a dense layer; behind a flattened image the image's height and
    /// width, as peers count its features in another order.
    /// </summary>
    /// <param name="topology">The network.</param>
    /// <param name="layer">A layer with weights.</param>
    public static int[] WeightShape(NetworkTopology topology, LayerTopology layer)
    {
        if (layer.Kind == "Conv2D")
        {
            return [.. layer.Tensors[0].Shape];
        }

        return layer.Number > 1 && topology.Layers[layer.Number - 2] is { Kind: "Flatten", Input: { Count: 3 } image }
            ? [.. image, layer.Output.Length]
            : [1, 1, layer.Input.Length, layer.Output.Length];
    }
}
