namespace CompiledNet;

/// <summary>A schedule that a function gives.</summary>
/// <remarks>
/// The function has to give the same whenever it is given the same, or else training can neither be repeated nor resumed. Training waits for it,
/// so it should be quick.
/// </remarks>
public sealed class FuncSchedule : LearningRateSchedule
{
    private readonly Func<double, SchedulePoint, double> _learningRate;

    /// <summary>A schedule by a function of the point of training alone.</summary>
    /// <param name="learningRate">Gives the learning rate itself, not a factor; finite and at least 0.</param>
    public FuncSchedule(Func<SchedulePoint, double> learningRate)
    {
        ArgumentNullException.ThrowIfNull(learningRate);
        _learningRate = (_, point) => learningRate(point);
    }

    /// <summary>A schedule by a function of the optimizer's learning rate and the point of training.</summary>
    /// <param name="learningRate">Is given the optimizer's learning rate and gives the one to take; finite and at least 0.</param>
    public FuncSchedule(Func<double, SchedulePoint, double> learningRate)
    {
        ArgumentNullException.ThrowIfNull(learningRate);
        _learningRate = learningRate;
    }

    /// <summary>Whether the function is asked at every step, rather than once an epoch. Default: yes.</summary>
    public bool EachStep { get; init; } = true;

    /// <inheritdoc/>
    public override bool ChangesWithinEpoch => EachStep;

    /// <inheritdoc/>
    public override double GetLearningRate(double baseLearningRate, SchedulePoint point) => _learningRate(baseLearningRate, point);
}
