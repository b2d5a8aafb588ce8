namespace CompiledNet;

/// <summary>
/// What the runtime library knows of a generated network: its topology, its parameters as one flat span, and its forward and backward pass.
/// The generator implements it; there is no need to implement it by hand.
/// </summary>
/// <typeparam name="TSelf">The network's own class.</typeparam>
public interface ICompiledNetwork<TSelf>
    where TSelf : class, ICompiledNetwork<TSelf>
{
    /// <summary>The layers, their shapes and the parameter tensors.</summary>
    static abstract NetworkTopology Topology { get; }

    /// <summary>A new network, its parameters initialised from the seed.</summary>
    /// <param name="seed">The seed; the same seed gives the same parameters on every machine.</param>
    static abstract TSelf Create(int seed);

    /// <summary>All parameters: per layer the weights, then the bias, without padding.</summary>
    Span<float> Parameters { get; }

    /// <summary>
    /// What layers keep of the batches they were trained on, and no optimizer touches: per layer the running means, then the running variances of batch
    /// normalization (<see cref="NetworkTopology.Statistics"/>). Empty where no layer keeps any.
    /// </summary>
    Span<float> RunningStatistics => default;

    /// <summary>The outputs for one example. Any number of threads may call it at once; it allocates nothing.</summary>
    /// <param name="input">The example, <c>[InputSize]</c>.</param>
    /// <param name="output">Receives the outputs, <c>[OutputSize]</c>.</param>
    /// <exception cref="ArgumentException">A span has the wrong length.</exception>
    void Predict(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>
    /// What every layer makes of one example, as a prediction does: for looking into a network. Any number of threads may call it at once.
    /// </summary>
    /// <param name="input">The example, <c>[InputSize]</c>.</param>
    /// <param name="activations">Receives the outputs of all layers in order, <c>[<see cref="NetworkTopology.ActivationCount"/>]</c>.</param>
    /// <exception cref="ArgumentException">A span has the wrong length.</exception>
    /// <exception cref="NotSupportedException">The network was written by hand, and does not show its layers.</exception>
    void Trace(ReadOnlySpan<float> input, Span<float> activations) =>
        throw new NotSupportedException($"{TSelf.Topology.Name} is not a generated network, and has no {nameof(Trace)}.");

    /// <summary>The outputs for a batch of examples, row after row. Any number of threads may call it at once; the spans must not overlap.</summary>
    /// <param name="inputs">The examples, <c>[batch][InputSize]</c>; an empty batch is allowed.</param>
    /// <param name="outputs">Receives the outputs, <c>[batch][OutputSize]</c>.</param>
    /// <exception cref="ArgumentException">A span's length is not that of a whole number of rows, or the two differ in rows.</exception>
    void PredictBatch(ReadOnlySpan<float> inputs, Span<float> outputs);

    /// <summary>The outputs for a batch and the mean loss over its examples, without a backward pass.</summary>
    /// <param name="inputs">The examples, <c>[batch][InputSize]</c>, at least one.</param>
    /// <param name="targets">What they should give, <c>[batch][OutputSize]</c>.</param>
    /// <param name="outputs">Receives the outputs, <c>[batch][OutputSize]</c>.</param>
    /// <returns>The mean loss.</returns>
    /// <exception cref="ArgumentException">A span has the wrong length, or the batch is empty.</exception>
    float ComputeLoss(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> outputs);

    /// <summary>The mean loss over a batch and its gradient with respect to every parameter.</summary>
    /// <remarks>On its way back, a derivative below 2^-120 (7.5e-37) becomes zero, because subnormal numbers are slow.</remarks>
    /// <param name="inputs">The examples, <c>[batch][InputSize]</c>, at least one.</param>
    /// <param name="targets">What they should give, <c>[batch][OutputSize]</c>.</param>
    /// <param name="gradient">Overwritten with the gradient, laid out as <see cref="Parameters"/>.</param>
    /// <returns>The mean loss.</returns>
    /// <exception cref="ArgumentException">A span has the wrong length, or the batch is empty.</exception>
    float Backpropagate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradient);

    /// <summary>The mean loss over a batch and its gradient with respect to every parameter and every input.</summary>
    /// <param name="inputs">The examples, <c>[batch][InputSize]</c>, at least one.</param>
    /// <param name="targets">What they should give, <c>[batch][OutputSize]</c>.</param>
    /// <param name="gradient">Overwritten with the gradient, laid out as <see cref="Parameters"/>.</param>
    /// <param name="inputGradient">Overwritten with the gradient of the mean loss with respect to the inputs, <c>[batch][InputSize]</c>.</param>
    /// <returns>The mean loss.</returns>
    /// <exception cref="ArgumentException">A span has the wrong length, or the batch is empty.</exception>
    float Backpropagate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradient, Span<float> inputGradient);
}
