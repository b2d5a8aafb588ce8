using CompiledNet.Numerics;

namespace CompiledNet;

/// <summary>
/// <see cref="Adam"/> with decoupled weight decay: parameters are drawn to 0 beside the step, not through the gradient (Loshchilov and Hutter
/// 2019, "Decoupled weight decay regularization", algorithm 2). As <c>torch.optim.AdamW</c>.
/// </summary>
/// <remarks>
/// With parameters <c>p</c>, gradient <c>g</c>, learning rate <c>lr</c>, weight decay <c>d</c>, the step's number <c>t</c> from 1, and means
/// <c>m</c> and <c>v</c>, 0 before the first step:
/// <code>
/// p = p - lr d p
/// m = beta1 m + (1 - beta1) g
/// v = beta2 v + (1 - beta2) g^2
/// p = p - lr (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
/// </code>
/// Where a mean comes closer to 0 than the smallest normal float, about 1.2e-38, it becomes 0; a gradient closer to 0 than 1.4e-17 has the
/// square 0. Where a gradient's square is too large for a float, <c>v</c> is infinite from then on and the parameter does but decay.
/// </remarks>
/// <param name="learningRate">The learning rate, finite and above 0. Default: 0.001.</param>
/// <exception cref="ArgumentOutOfRangeException">The learning rate is not finite or not above 0.</exception>
public sealed class AdamW(double learningRate = 0.001) : Optimizer(learningRate)
{
    /// <summary>The share of the mean gradient that is kept, at least 0 and below 1. Default: 0.9.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not.</exception>
    public double Beta1
    {
        get;
        init => field = Setting.Share(value);
    }
    = 0.9;

    /// <summary>The share of the mean square that is kept, at least 0 and below 1. Default: 0.999.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not.</exception>
    public double Beta2
    {
        get;
        init => field = Setting.Share(value);
    }
    = 0.999;

    /// <summary>What keeps the divisor from 0, a finite float of at least 1e-16. Default: 1e-8.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not.</exception>
    public double Epsilon
    {
        get;
        init => field = Setting.Epsilon(value);
    }
    = 1e-8;

    /// <summary>What share of each parameter is taken off it, times the learning rate; finite and at least 0. Default: 0.01.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double WeightDecay
    {
        get;
        init => field = Setting.NonNegativeFloat(value);
    }
    = 0.01;

    /// <summary>The length of the state: the mean gradient and the mean square of each parameter.</summary>
    /// <param name="parameterCount">The number of parameters.</param>
    public override int GetStateLength(int parameterCount) => checked(2 * parameterCount);

    /// <inheritdoc/>
    public override void Step(Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, OptimizerStep current)
    {
        Check(parameters, gradient, state, current);
        StepShare(parameters, gradient, state, current, 0, parameters.Length);
    }

    /// <summary>The settings, in one invariant line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{nameof(AdamW)}(learningRate {LearningRate:R}, beta1 {Beta1:R}, beta2 {Beta2:R}, epsilon {Epsilon:R}, weightDecay {WeightDecay:R})");

    internal override bool CanShare => true;

    internal override void StepShare(
        Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, OptimizerStep current, int start, int end)
        => ElementwiseUpdate.Run(
            new AdamRule(current, (Beta1, Beta2), Epsilon, gradientDecay: 0, WeightDecay, amsGrad: false), parameters, gradient, state, start, end);
}
