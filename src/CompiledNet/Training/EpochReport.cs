namespace CompiledNet;

/// <summary>What one epoch, one pass over the data, has brought.</summary>
/// <param name="Epoch">Its number, from 1.</param>
/// <param name="TrainLoss">
/// The mean over the training examples of their loss, each taken when its batch went by: the parameters changed from batch to batch.
/// </param>
/// <param name="ValidationLoss">The mean loss over the validation data after the epoch; null without validation data.</param>
/// <param name="ValidationAccuracy">The share of the validation data classified rightly, from 0 to 1; null without validation data.</param>
/// <param name="Elapsed">The time since training started.</param>
public sealed record EpochReport(int Epoch, double TrainLoss, double? ValidationLoss, double? ValidationAccuracy, TimeSpan Elapsed)
{
    /// <summary>The learning rate of the epoch's last step.</summary>
    public double LearningRate { get; init; }

    /// <summary>The steps taken since training began, up to the end of this epoch.</summary>
    public long Steps { get; init; }

    /// <summary>
    /// All that was measured on the validation data after the epoch; null without validation data, and in a history that was read from a file,
    /// which holds the loss and the accuracy only.
    /// </summary>
    public Evaluation? Validation { get; init; }
}
