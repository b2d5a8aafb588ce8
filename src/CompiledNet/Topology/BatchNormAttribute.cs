namespace CompiledNet;

/// <summary>
/// Batch normalisation: brings each channel of an image (each number of a flat vector) to mean 0 and variance 1 over the batch, then scales and
/// shifts it by what is learned. The shape stays.
/// </summary>
/// <remarks>
/// <para>
/// <c>z = weights[c] (input - mean[c]) / sqrt(variance[c] + epsilon) + bias[c]</c>, then <c>output = activation(z)</c>; <c>c</c> is the channel of an
/// image <c>[height, width, channels]</c>, the index in a flat vector. The weights (gamma) and the bias (beta) are parameters, one a channel; they
/// start at 1 and 0.
/// </para>
/// <para>
/// While training, mean and variance are those of the batch: over all its examples and, in an image, all pixels; the variance is divided by their
/// number. Each step also moves the running statistics, <c>running = (1 - momentum) running + momentum batch</c>, with the unbiased variance
/// (divided by the number less one). <c>Predict</c> and <c>Evaluate</c> use the running statistics instead, so that an example's
/// outputs do not depend on others. They start at mean 0 and variance 1. They are saved with the network, but are not
/// parameters: no optimizer touches them. All as in PyTorch.
/// </para>
/// <para>
/// In front of it, a layer's own bias has no effect; an activation belongs here rather than on the layer before. With a flat vector, a batch
/// needs at least two examples to say anything.
/// </para>
/// <para>
/// Source: Ioffe, Szegedy, "Batch normalization: accelerating deep network training by reducing internal covariate shift", ICML (2015).
/// </para>
/// <code>
/// [Conv2D(16, 3, Padding = 1)]
/// [BatchNorm(Activation.ReLU)]
/// </code>
/// </remarks>
/// <param name="activation">
/// The activation; <see cref="Activation.Softmax"/> only over a flat vector, as the last layer. Default: <see cref="Activation.Identity"/>.
/// </param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class BatchNormAttribute(Activation activation = Activation.Identity) : LayerAttribute
{
    /// <summary>The activation.</summary>
    public Activation Activation { get; } = activation;

    /// <summary>
    /// How much of each batch goes into the running statistics, from 0 (they stay as they are) to 1 (they are those of the last batch). PyTorch's
    /// meaning; others call <c>1 - momentum</c> by this name. Default: 0.1.
    /// </summary>
    public double Momentum { get; set; } = 0.1;

    /// <summary>What is added to the variance, so that a channel that is the same everywhere divides by no zero; above 0. Default: 1e-5.</summary>
    public double Epsilon { get; set; } = 1e-5;
}
