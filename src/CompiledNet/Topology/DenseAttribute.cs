namespace CompiledNet;

/// <summary>
/// A fully connected layer: <c>z[o] = bias[o] + sum over i of input[i] weights[i, o]</c>, then <c>output[o] = activation(z[o])</c>.
/// </summary>
/// <param name="units">The number of neurons, at least 1.</param>
/// <param name="activation">The activation. Default: <see cref="Activation.Sigmoid"/>, as in the list form.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class DenseAttribute(int units, Activation activation = Activation.Sigmoid) : LayerAttribute
{
    /// <summary>The number of neurons.</summary>
    public int Units { get; } = units;

    /// <summary>The activation.</summary>
    public Activation Activation { get; } = activation;
}
