namespace CompiledNet.Playground.Compiling;

/// <summary>A network whose class is known only at run time. Not for several threads at once.</summary>
internal interface INetworkRunner
{
    NetworkTopology Topology { get; }

    /// <summary>All parameters, as they are now.</summary>
    Span<float> Parameters { get; }

    /// <summary>Starts training anew with an optimizer, which has nothing to remember yet.</summary>
    void Use(Optimizer optimizer);

    /// <summary>One step; gives the loss before it.</summary>
    /// <exception cref="TrainingException">The loss is not finite.</exception>
    float Step(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, double learningRate);

    void PredictBatch(ReadOnlySpan<float> inputs, Span<float> outputs);

    void Trace(ReadOnlySpan<float> input, Span<float> activations);

    float ComputeLoss(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> outputs);

    float Backpropagate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradient);
}
