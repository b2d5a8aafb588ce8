namespace CompiledNet;

/// <summary>
/// The learning rate is multiplied by a factor whenever the loss has stopped falling: the validation loss if there is validation data, else the
/// training loss. As <c>torch.optim.lr_scheduler.ReduceLROnPlateau</c> with <c>mode='min'</c> and <c>threshold_mode='rel'</c>.
/// </summary>
/// <remarks>
/// An epoch is good if its loss is below <c>best (1 - Threshold)</c>, with the loss of the last good epoch before as <c>best</c>; the first is.
/// After more than <see cref="Patience"/> epochs in a row that are not, the learning rate is reduced, and the next <see cref="Cooldown"/>
/// epochs do not count as bad. A reduction of at most 1e-8 is left out. All of it is worked out from the finished epochs each time.
/// </remarks>
public sealed class ReduceOnPlateauSchedule : LearningRateSchedule
{
    // PyTorch's eps.
    private const double LeastReduction = 1e-8;

    /// <summary>What the learning rate is multiplied by, above 0 and below 1. Default: 0.1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not.</exception>
    public double Factor
    {
        get;
        init => field = value is > 0 and < 1
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(Factor), FormattableString.Invariant($"{nameof(Factor)} is {value}; expected above 0 and below 1."));
    }
    = 0.1;

    /// <summary>How many epochs in a row may be bad before the learning rate is reduced; at least 0. Default: 10.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int Patience
    {
        get;
        init => field = Setting.NonNegative(value);
    }
    = 10;

    /// <summary>What share of the best loss a good epoch is below it, at least 0 and below 1. Default: 1e-4.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not.</exception>
    public double Threshold
    {
        get;
        init => field = Setting.Share(value);
    }
    = 1e-4;

    /// <summary>How many epochs after a reduction do not count as bad; at least 0. Default: 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int Cooldown
    {
        get;
        init => field = Setting.NonNegative(value);
    }

    /// <summary>The learning rate below which it is not reduced; finite and at least 0. Default: 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double MinimumLearningRate
    {
        get;
        init => field = Setting.NonNegativeFloat(value);
    }

    /// <summary>The settings, in one invariant line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"{nameof(ReduceOnPlateauSchedule)}(factor {Factor:R}, patience {Patience}, threshold {Threshold:R}, cooldown {Cooldown}, minimumLearningRate {MinimumLearningRate:R})");

    /// <inheritdoc/>
    public override double GetLearningRate(double baseLearningRate, SchedulePoint point)
    {
        double rate = baseLearningRate;
        double best = double.PositiveInfinity;
        int bad = 0;
        int cooling = 0;
        for (int n = 0; n < point.History.Count; n++)
        {
            double loss = point.History[n].ValidationLoss ?? point.History[n].TrainLoss;
            bool good = loss < best * (1 - Threshold);
            best = good ? loss : best;
            bad = good ? 0 : bad + 1;
            if (cooling > 0)
            {
                cooling--;
                bad = 0;
            }

            if (bad > Patience)
            {
                double reduced = Math.Max(rate * Factor, MinimumLearningRate);
                rate = rate - reduced > LeastReduction ? reduced : rate;
                cooling = Cooldown;
                bad = 0;
            }
        }

        return rate;
    }
}
