using CompiledNet.Numerics;

namespace CompiledNet;

/// <summary>
/// The learning rate falls along half a cosine, from step to step, over all of training (Loshchilov and Hutter 2017, "SGDR: Stochastic gradient
/// descent with warm restarts", equation 5, without restarts; <c>torch.optim.lr_scheduler.CosineAnnealingLR</c>), if wanted after it has
/// risen from near 0 (gradual warm-up: Goyal et al. 2017, "Accurate, large minibatch SGD", section 2.2).
/// </summary>
/// <remarks>
/// With the step <c>t</c> from 0, <c>T</c> steps in all and <c>W = WarmUpEpochs BatchesPerEpoch</c> of them for warming up:
/// <code>
/// base (t + 1) / W, at most base                                    while t is below W
/// final + (base - final) (1 + cos(pi (t - W) / (T - W))) / 2        from then on
/// </code>
/// </remarks>
public sealed class CosineSchedule : LearningRateSchedule
{
    /// <summary>The epochs, or parts of one, in which the learning rate rises to the optimizer's; finite and at least 0. Default: 0, none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double WarmUpEpochs
    {
        get;
        init => field = Setting.NonNegative(value);
    }

    /// <summary>The learning rate that the fall would end at one step after the last; finite and at least 0. Default: 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double FinalLearningRate
    {
        get;
        init => field = Setting.NonNegativeFloat(value);
    }

    /// <inheritdoc/>
    public override bool ChangesWithinEpoch => true;

    /// <summary>The settings, in one invariant line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{nameof(CosineSchedule)}(warmUpEpochs {WarmUpEpochs:R}, finalLearningRate {FinalLearningRate:R})");

    /// <inheritdoc/>
    public override double GetLearningRate(double baseLearningRate, SchedulePoint point)
    {
        double warmUp = WarmUpEpochs * point.BatchesPerEpoch;
        if (point.Step < warmUp)
        {
            return baseLearningRate * Math.Min(1, (point.Step + 1) / warmUp);
        }

        double share = Math.Min(1, (point.Step - warmUp) / (point.TotalSteps - warmUp));
        return FinalLearningRate + ((baseLearningRate - FinalLearningRate) * ((1 + DeterministicMath.Cosine(Math.PI * share)) / 2));
    }
}
