namespace CompiledNet;

/// <summary>
/// What a network's weights are before training. <c>fanIn</c> is the number of inputs of a neuron, <c>fanOut</c> the number of neurons an input
/// goes to. Biases start at 0, but for <see cref="PlainRandom"/>.
/// </summary>
public enum WeightInitializer
{
    /// <summary>
    /// By each layer's activation: <see cref="HeUniform"/> for ReLU, LeakyReLU, ELU, GELU, SiLU and Softplus, <see cref="GlorotUniform"/> for the
    /// others.
    /// </summary>
    Auto,

    /// <summary>Uniform between <c>-sqrt(6 / (fanIn + fanOut))</c> and its opposite (Glorot and Bengio 2010, equation 16).</summary>
    GlorotUniform,

    /// <summary>Normal with mean 0 and standard deviation <c>sqrt(2 / (fanIn + fanOut))</c> (Glorot and Bengio 2010, equation 12), not cut off.</summary>
    GlorotNormal,

    /// <summary>Uniform between <c>-sqrt(6 / fanIn)</c> and its opposite: of the variance of <see cref="HeNormal"/>.</summary>
    HeUniform,

    /// <summary>Normal with mean 0 and standard deviation <c>sqrt(2 / fanIn)</c> (He et al. 2015, equation 10), not cut off.</summary>
    HeNormal,

    /// <summary>
    /// Weights and biases alike normal with mean 0 and standard deviation 1: the plain start of the textbook (Nielsen 2015, "Neural networks and
    /// deep learning", chapter 1). In layers with many inputs it saturates sigmoids; it is there to see what the others are good for.
    /// </summary>
    PlainRandom,
}
