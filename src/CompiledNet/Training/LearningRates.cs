namespace CompiledNet;

/// <summary>The learning rate of each step of a run: the optimizer's own, or what a schedule makes of it.</summary>
internal sealed class LearningRates(double baseRate, LearningRateSchedule? schedule, int epochs, int batchesPerEpoch, IReadOnlyList<EpochReport> history)
{
    private double _ofEpoch;
    private int _epoch;
    private long _stepsBefore;

    /// <summary>Whether the rate may change from step to step.</summary>
    public bool ChangesWithinEpoch => schedule is { ChangesWithinEpoch: true };

    /// <summary>Starts an epoch.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="stepsBefore">The steps before its first.</param>
    public void StartEpoch(int epoch, long stepsBefore)
    {
        _epoch = epoch;
        _stepsBefore = stepsBefore;
        _ofEpoch = schedule is null ? baseRate : Ask(schedule, 0);
    }

    /// <summary>The rate of a batch's step.</summary>
    /// <param name="batch">The batch in this epoch, from 0.</param>
    public double At(int batch) => schedule is { ChangesWithinEpoch: true } ? Ask(schedule, batch) : _ofEpoch;

    private double Ask(LearningRateSchedule asked, int batch)
    {
        SchedulePoint point = new(_stepsBefore + batch, _epoch, epochs, batch, batchesPerEpoch, history);
        double rate = asked.GetLearningRate(baseRate, point);
        return float.IsFinite((float)rate) && rate >= 0
            ? rate
            : throw new InvalidOperationException(
                FormattableString.Invariant($"{asked.GetType().Name} gave the learning rate {rate} for epoch {_epoch}, batch {batch + 1}; expected a finite float of at least 0."));
    }
}
