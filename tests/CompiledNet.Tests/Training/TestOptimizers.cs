namespace CompiledNet.Tests.Training;

/// <summary>Shows a test each step, counts the steps in its state, and leaves the parameters to another optimizer, if any.</summary>
internal sealed class CheckingOptimizer(Action<OptimizerStep, float[], float[]> check, Func<Optimizer?>? then = null) : Optimizer(0.25)
{
    public override int GetStateLength(int parameterCount) => 1;

    public override void Step(Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, OptimizerStep current)
    {
        check(current, gradient.ToArray(), state.ToArray());
        state[0]++;
        Optimizer? optimizer = then?.Invoke();
        optimizer?.Step(parameters, gradient, [], current with { LearningRate = optimizer.LearningRate });
    }
}

/// <summary>Notes after each step of another optimizer how much this thread has allocated so far.</summary>
internal sealed class AllocationMeter(Optimizer optimizer, List<long> allocated) : Optimizer(optimizer.LearningRate)
{
    public override int GetStateLength(int parameterCount) => optimizer.GetStateLength(parameterCount);

    public override void Step(Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, OptimizerStep current)
    {
        optimizer.Step(parameters, gradient, state, current);
        allocated.Add(GC.GetAllocatedBytesForCurrentThread());
    }
}

/// <summary>Progress on the training thread.</summary>
internal sealed class Reports(Action<EpochReport> then) : IProgress<EpochReport>
{
    public List<EpochReport> All { get; } = [];

    public void Report(EpochReport value)
    {
        All.Add(value);
        then(value);
    }
}
