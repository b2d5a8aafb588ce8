using CompiledNet.Numerics;

namespace CompiledNet;

/// <summary>
/// The learning rate is multiplied by a factor every so many epochs, as by <c>torch.optim.lr_scheduler.StepLR</c>: in epoch <c>e</c>, counted
/// from 1, it is <c>base gamma^floor((e - 1) / stepEpochs)</c>.
/// </summary>
public sealed class StepSchedule : LearningRateSchedule
{
    /// <summary>A schedule of steps.</summary>
    /// <param name="stepEpochs">The epochs from one change to the next, at least 1.</param>
    /// <param name="gamma">The factor, above 0 and at most 1. Default: 0.1.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is not.</exception>
    public StepSchedule(int stepEpochs, double gamma = 0.1)
    {
        if (stepEpochs < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(stepEpochs), FormattableString.Invariant($"{nameof(stepEpochs)} is {stepEpochs}; expected at least 1."));
        }

        StepEpochs = stepEpochs;
        Gamma = Setting.Factor(gamma, nameof(gamma));
    }

    /// <summary>The epochs from one change to the next.</summary>
    public int StepEpochs { get; }

    /// <summary>The factor.</summary>
    public double Gamma { get; }

    /// <summary>The settings, in one invariant line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{nameof(StepSchedule)}(stepEpochs {StepEpochs}, gamma {Gamma:R})");

    /// <inheritdoc/>
    public override double GetLearningRate(double baseLearningRate, SchedulePoint point) =>
        baseLearningRate * DeterministicMath.Power(Gamma, (point.Epoch - 1) / StepEpochs);
}
