using System.Text;

namespace CompiledNet;

/// <summary>One layer of a network.</summary>
/// <param name="Number">Its place among the layers, from 1; also the number in <c>Weights1</c> and in the names of its tensors.</param>
/// <param name="Kind">What it is, as the attribute is called: <c>Dense</c>, <c>Flatten</c>.</param>
/// <param name="Input">The shape of what comes in, for one example.</param>
/// <param name="Output">The shape of what goes out.</param>
/// <param name="Activation">Its activation; <see cref="Activation.Identity"/> for a layer without one.</param>
/// <param name="Tensors">Its parameter tensors; empty for a layer without parameters.</param>
public sealed record LayerTopology(
    int Number,
    string Kind,
    TensorShape Input,
    TensorShape Output,
    Activation Activation,
    params IReadOnlyList<ParameterTensor> Tensors)
{
    /// <summary>
    /// What the layer keeps of the batches it was trained on, with offsets in <c>RunningStatistics</c>: the running mean and variance of batch
    /// normalization; empty for every other layer.
    /// </summary>
    public IReadOnlyList<ParameterTensor> Statistics { get; init; } = [];

    /// <summary>
    /// What only this kind of layer has: <see cref="WindowSettings"/> for <c>Conv2D</c>, <c>MaxPool2D</c> and <c>AvgPool2D</c>,
    /// <see cref="BatchNormSettings"/>, <see cref="DropoutSettings"/>; null for every other kind, and where a topology was made by hand without. Not part
    /// of the topology's hash.
    /// </summary>
    public LayerSettings? Settings { get; init; }

    /// <summary>The number of parameters of this layer.</summary>
    public int ParameterCount => Tensors.Sum(tensor => tensor.Length);

    /// <summary>The layer in one invariant line, for instance <c>1 Dense 784 -> 16 Sigmoid 1.weight:784x16 1.bias:16</c>.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(Number).Append(' ').Append(Kind).Append(' ').Append(Input).Append(" -> ").Append(Output).Append(' ').Append(Activation);
        foreach (ParameterTensor tensor in Tensors.Concat(Statistics))
        {
            text.Append(' ').Append(tensor.Name).Append(':').Append(tensor.Shape);
        }

        return text.ToString();
    }
}
