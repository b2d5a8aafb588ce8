using CompiledNet.Drawing;

namespace CompiledNet;

/// <content>The images of neurons' weights.</content>
public static partial class Plots
{
    private const int MostNeurons = 64;

    /// <summary>
    /// The incoming weights of each neuron of the first layer that has weights, as an image: blue where an input speaks for it, red where against. Of a
    /// convolution, its filters. All on one scale. Up to 64 neurons; of larger layers, the first 64.
    /// </summary>
    /// <remarks>
    /// The image has the shape of the layer's input; a flat input whose length is a square, as 784, is taken for a square image; any other is a row.
    /// The channels of an image of several are shown one below the other.
    /// </remarks>
    /// <param name="network">The network.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <exception cref="ArgumentException">No layer has weights, or one of the weights is NaN or infinite.</exception>
    public static Figure NeuronWeights<TNetwork>(TNetwork network)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        NetworkTopology topology = TNetwork.Topology;
        LayerTopology layer = topology.Layers.FirstOrDefault(layer => WeightsOf(layer) is not null)
            ?? throw new ArgumentException($"No layer of {topology.Name} has weights; expected at least one.", nameof(network));
        ParameterTensor tensor = WeightsOf(layer)!;
        float[] weights = Finite(network.Parameters.Slice(tensor.Offset, tensor.Length).ToArray(), tensor, nameof(network));

        int neurons = tensor.Shape[tensor.Shape.Count - 1];
        int shown = Math.Min(neurons, MostNeurons);
        bool filters = tensor.Shape.Count == 4;
        // What a Flatten before the layer has made of an image is still that image.
        TensorShape image = filters ? new TensorShape(tensor.Shape[0], tensor.Shape[1], tensor.Shape[2])
            : topology.Input.Length == layer.Input.Length ? topology.Input : layer.Input;
        (int rows, int columns, int channels) = ImageShape(image);
        double largest = weights.Max(Math.Abs);
        string one = filters ? "filter" : "neuron";
        string title = FormattableString.Invariant($"Weights of the {one}{(neurons == 1 ? "" : "s")} of layer {layer.Number}");
        string each = shown < neurons ? FormattableString.Invariant($"each of the first {shown:N0} of {Count(neurons, one)}") : neurons == 1 ? "the only " + one : $"each of the {Count(neurons, one)}";
        string range = weights.Min() < weights.Max() ? $"The weights go from {Ticks.Short(weights.Min())} to {Ticks.Short(weights.Max())}" : $"The value is {Ticks.Short(weights[0])}";
        string incoming = image.Length == 1 ? "The only incoming weight" : $"The {image} incoming weights";
        string description =
            $"{incoming} of {each} of layer {layer.Number} as an image: blue for positive, red for negative weights, pale for those near zero. {range}; the full colour is at {Ticks.Short(largest)}.";
        WeightImages images = new(title, one, shown, rows * channels, columns, largest, (neuron, row, column) =>
        {
            // [row][column][channel][neuron]
            int channel = row / rows;
            return weights[((((row % rows * columns) + column) * channels) + channel) * neurons + neuron];
        });
        return new Figure(title, description, WeightImages.Width, images.Height, images.Draw);
    }

    /// <summary>The rows, columns and channels that a shape has as an image.</summary>
    internal static (int Rows, int Columns, int Channels) ImageShape(TensorShape shape)
    {
        int side = (int)Math.Round(Math.Sqrt(shape.Length));
        return shape.Count switch
        {
            3 => (shape[0], shape[1], shape[2]),
            2 => (shape[0], shape[1], 1),
            _ => side > 2 && side * side == shape.Length ? (side, side, 1) : (1, shape.Length, 1),
        };
    }
}
