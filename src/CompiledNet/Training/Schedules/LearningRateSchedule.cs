namespace CompiledNet;

/// <summary>
/// How the learning rate changes during training. A schedule holds settings alone and never changes: what it says depends on where training is,
/// not on what it was asked before, so that one schedule can serve any number of networks and training can be resumed anywhere.
/// </summary>
/// <remarks>To write one: derive, and give the learning rate in <see cref="GetLearningRate"/>; the same arguments must always give the same.</remarks>
public abstract class LearningRateSchedule
{
    /// <summary>Whether the learning rate can change from step to step; if not, it is asked for once an epoch. By default it cannot.</summary>
    public virtual bool ChangesWithinEpoch => false;

    /// <summary>The learning rate at a point of training.</summary>
    /// <param name="baseLearningRate">The optimizer's learning rate.</param>
    /// <param name="point">Where training is.</param>
    /// <returns>The learning rate, finite and at least 0; at 0 the parameters stay as they are.</returns>
    public abstract double GetLearningRate(double baseLearningRate, SchedulePoint point);

    /// <summary>
    /// The settings, in one invariant line. A checkpoint keeps it, and a run is resumed only with a schedule that gives the same: so a schedule of one's
    /// own with settings should override it.
    /// </summary>
    public override string ToString() => GetType().FullName!;
}
