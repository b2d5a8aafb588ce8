using CompiledNet.Numerics;

namespace CompiledNet;

/// <summary>
/// The learning rate is multiplied by a factor after every epoch, as by <c>torch.optim.lr_scheduler.ExponentialLR</c>: in epoch <c>e</c>, counted
/// from 1, it is <c>base gamma^(e - 1)</c>.
/// </summary>
/// <param name="gamma">The factor, above 0 and at most 1.</param>
/// <exception cref="ArgumentOutOfRangeException">The factor is not.</exception>
public sealed class ExponentialSchedule(double gamma) : LearningRateSchedule
{
    /// <summary>The factor.</summary>
    public double Gamma { get; } = Setting.Factor(gamma, nameof(gamma));

    /// <summary>The settings, in one invariant line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{nameof(ExponentialSchedule)}(gamma {Gamma:R})");

    /// <inheritdoc/>
    public override double GetLearningRate(double baseLearningRate, SchedulePoint point) =>
        baseLearningRate * DeterministicMath.Power(Gamma, point.Epoch - 1);
}
