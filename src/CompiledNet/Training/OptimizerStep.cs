namespace CompiledNet;

/// <summary>What an optimizer is told of a step besides the gradient.</summary>
/// <param name="Number">The step's number since training started, from 1.</param>
/// <param name="LearningRate">The learning rate of this step: the optimizer's own, or what a schedule makes of it.</param>
public readonly record struct OptimizerStep(long Number, double LearningRate);
