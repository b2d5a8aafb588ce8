using System.ComponentModel;

namespace CompiledNet.Numerics;

/// <summary>First values for weights. Generated constructors call it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Initializer
{
    /// <summary>
    /// Uniform between <c>-sqrt(6 / (fanIn + fanOut))</c> and its opposite: keeps the variance of activations and gradients level through
    /// layers whose activation is near the identity or saturates (Glorot and Bengio 2010, equation 16).
    /// </summary>
    /// <param name="weights">Receives the weights.</param>
    /// <param name="fanIn">The number of inputs of a neuron.</param>
    /// <param name="fanOut">The number of neurons an input goes to.</param>
    /// <param name="random">Where the numbers come from.</param>
    public static void GlorotUniform(Span<float> weights, int fanIn, int fanOut, SeededRandom random) =>
        Uniform(weights, Math.Sqrt(6.0 / ((double)fanIn + fanOut)), random);

    /// <summary>
    /// Uniform between <c>-sqrt(6 / fanIn)</c> and its opposite: the same for activations that are zero on half of their domain, such as ReLU
    /// (He et al. 2015, equation 10, as a uniform distribution of that variance).
    /// </summary>
    /// <param name="weights">Receives the weights.</param>
    /// <param name="fanIn">The number of inputs of a neuron.</param>
    /// <param name="random">Where the numbers come from.</param>
    public static void HeUniform(Span<float> weights, int fanIn, SeededRandom random) =>
        Uniform(weights, Math.Sqrt(6.0 / fanIn), random);

    /// <summary>
    /// Normal with mean 0 and standard deviation <c>sqrt(2 / (fanIn + fanOut))</c>: the variance of <see cref="GlorotUniform"/> (Glorot and Bengio
    /// 2010, equation 12).
    /// </summary>
    /// <param name="weights">Receives the weights.</param>
    /// <param name="fanIn">The number of inputs of a neuron.</param>
    /// <param name="fanOut">The number of neurons an input goes to.</param>
    /// <param name="random">Where the numbers come from.</param>
    public static void GlorotNormal(Span<float> weights, int fanIn, int fanOut, SeededRandom random) =>
        Normal(weights, Math.Sqrt(2.0 / ((double)fanIn + fanOut)), random);

    /// <summary>Normal with mean 0 and standard deviation <c>sqrt(2 / fanIn)</c> (He et al. 2015, equation 10).</summary>
    /// <param name="weights">Receives the weights.</param>
    /// <param name="fanIn">The number of inputs of a neuron.</param>
    /// <param name="random">Where the numbers come from.</param>
    public static void HeNormal(Span<float> weights, int fanIn, SeededRandom random) => Normal(weights, Math.Sqrt(2.0 / fanIn), random);

    /// <summary>
    /// Normal with mean 0 and standard deviation 1, for weights and biases alike (Nielsen 2015, "Neural networks and deep learning", chapter 1).
    /// </summary>
    /// <param name="parameters">Receives the weights or the biases.</param>
    /// <param name="random">Where the numbers come from.</param>
    public static void PlainRandom(Span<float> parameters, SeededRandom random) => Normal(parameters, 1, random);

    private static void Normal(Span<float> weights, double deviation, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        foreach (ref float weight in weights)
        {
            weight = (float)(deviation * random.NextNormal());
        }
    }

    private static void Uniform(Span<float> weights, double limit, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        float high = (float)limit;
        foreach (ref float weight in weights)
        {
            weight = random.NextSingle(-high, high);
        }
    }
}
