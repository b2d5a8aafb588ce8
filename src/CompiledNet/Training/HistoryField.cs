namespace CompiledNet;

/// <summary>The names of an epoch's fields in files. They stay as they are.</summary>
internal static class HistoryField
{
    public const string Epoch = "epoch";
    public const string TrainLoss = "trainLoss";
    public const string ValidationLoss = "validationLoss";
    public const string ValidationAccuracy = "validationAccuracy";
    public const string LearningRate = "learningRate";
    public const string Steps = "steps";
    public const string ElapsedSeconds = "elapsedSeconds";

    public static readonly string[] All = [Epoch, TrainLoss, ValidationLoss, ValidationAccuracy, LearningRate, Steps, ElapsedSeconds];

    /// <summary>Seconds as a decimal fraction, so that every tick comes back.</summary>
    public static decimal Seconds(TimeSpan time) => (decimal)time.Ticks / TimeSpan.TicksPerSecond;
}
