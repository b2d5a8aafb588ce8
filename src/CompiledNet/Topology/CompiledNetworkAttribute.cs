namespace CompiledNet;

/// <summary>
/// Makes a partial class a neural network: the source generator adds its parameters, its forward pass, its backpropagation and <c>Train</c>.
/// </summary>
/// <remarks>
/// <para>
/// Give the sizes of the layers, inputs first, for a network of dense layers; or give none and list the layers as attributes below this one,
/// <see cref="InputAttribute"/> first.
/// </para>
/// <code>
/// [CompiledNetwork(784, 16, 16, 10)]
/// public sealed partial class DigitNet;
///
/// [CompiledNetwork(Loss = Loss.CrossEntropy)]
/// [Input(784)]
/// [Dense(128, Activation.ReLU)]
/// [Dense(10, Activation.Softmax)]
/// public sealed partial class FashionNet;
/// </code>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CompiledNetworkAttribute : Attribute
{
    /// <summary>A network given layer by layer, by the layer attributes on the same class.</summary>
    public CompiledNetworkAttribute() => Sizes = [];

    /// <summary>A network of dense layers.</summary>
    /// <param name="sizes">The number of inputs, then the number of neurons of each layer: at least two numbers, each at least 1.</param>
    public CompiledNetworkAttribute(params int[] sizes) => Sizes = sizes;

    /// <summary>The sizes of the layers, inputs first; empty for a network given layer by layer.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>The activation of the hidden layers of a network given by its sizes. Default: <see cref="Activation.Sigmoid"/>.</summary>
    public Activation Hidden { get; set; } = Activation.Sigmoid;

    /// <summary>The activation of the last layer of a network given by its sizes. Default: <see cref="Activation.Sigmoid"/>.</summary>
    public Activation Output { get; set; } = Activation.Sigmoid;

    /// <summary>What training makes small. Default: <see cref="Loss.SquaredError"/>.</summary>
    public Loss Loss { get; set; } = Loss.SquaredError;

    /// <summary>What the weights are before training. Default: <see cref="WeightInitializer.Auto"/>, by each layer's activation.</summary>
    public WeightInitializer Initializer { get; set; } = WeightInitializer.Auto;

    /// <summary>How far the code is unrolled. Default: <see cref="Unroll.Auto"/>.</summary>
    public Unroll Unroll { get; set; } = Unroll.Auto;
}
