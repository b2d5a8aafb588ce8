namespace CompiledNet.Tests.Training;

/// <summary>Notes each step's learning rate and gradient, and hands it on to another optimizer, if any.</summary>
internal sealed class ProbingOptimizer(Optimizer? then = null, double learningRate = 0.25) : Optimizer(then?.LearningRate ?? learningRate)
{
    public List<OptimizerStep> Steps { get; } = [];

    public List<float[]> Gradients { get; } = [];

    public override int GetStateLength(int parameterCount) => then?.GetStateLength(parameterCount) ?? 0;

    public override void Step(Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, OptimizerStep current)
    {
        Steps.Add(current);
        Gradients.Add(gradient.ToArray());
        then?.Step(parameters, gradient, state, current);
    }

    // A description that no run differs in, so that a run with checkpoints can be compared.
    public override string ToString() => "probe of " + then;
}
