namespace CompiledNet;

/// <summary>
/// What training makes small: the mean over the examples of a cost per example, with <c>a</c> the network's outputs and <c>y</c> the targets.
/// </summary>
public enum Loss
{
    /// <summary>Per example the sum over the outputs of <c>(a - y)^2</c>: the cost of the learning text.</summary>
    SquaredError,

    /// <summary>Per example the mean over the outputs of <c>(a - y)^2</c>.</summary>
    MeanSquaredError,

    /// <summary>
    /// Per example <c>-sum(y ln a)</c>, for a <see cref="Activation.Softmax"/> output; computed from the logits, so that it is finite
    /// however sure the network is. The targets are one-hot or any non-negative weights.
    /// </summary>
    CrossEntropy,

    /// <summary>
    /// Per example the mean over the outputs of <c>-(y ln a + (1 - y) ln(1 - a))</c>, for a <see cref="Activation.Sigmoid"/> output;
    /// computed from the logits. Targets lie between 0 and 1.
    /// </summary>
    BinaryCrossEntropy,
}
