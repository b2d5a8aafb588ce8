namespace CompiledNet;

/// <summary>A figure of an <see cref="EpochReport"/> by which epochs are compared.</summary>
public enum Metric
{
    /// <summary><see cref="EpochReport.ValidationLoss"/>; less is better.</summary>
    ValidationLoss,

    /// <summary><see cref="EpochReport.ValidationAccuracy"/>; more is better.</summary>
    ValidationAccuracy,

    /// <summary><see cref="EpochReport.TrainLoss"/>; less is better.</summary>
    TrainLoss,
}
