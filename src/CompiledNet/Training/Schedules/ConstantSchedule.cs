namespace CompiledNet;

/// <summary>The optimizer's learning rate from beginning to end.</summary>
public sealed class ConstantSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override double GetLearningRate(double baseLearningRate, SchedulePoint point) => baseLearningRate;
}
