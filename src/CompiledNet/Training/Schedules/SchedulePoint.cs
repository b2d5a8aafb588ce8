namespace CompiledNet;

/// <summary>Where training is when a learning rate is asked for.</summary>
/// <param name="Step">The steps taken so far, from 0, over all epochs.</param>
/// <param name="Epoch">The number of the epoch, from 1.</param>
/// <param name="Epochs">The epochs there will be in all.</param>
/// <param name="Batch">The number of the batch in the epoch, from 0.</param>
/// <param name="BatchesPerEpoch">The batches, and so the steps, of an epoch.</param>
/// <param name="History">The reports of the epochs that are finished, in order.</param>
public readonly record struct SchedulePoint(
    long Step, int Epoch, int Epochs, int Batch, int BatchesPerEpoch, IReadOnlyList<EpochReport> History)
{
    /// <summary>The steps of all epochs.</summary>
    public long TotalSteps => (long)Epochs * BatchesPerEpoch;

    /// <summary>The epochs done so far, with the part of the present one.</summary>
    public double EpochsDone => Epoch - 1 + (Batch / (double)BatchesPerEpoch);
}
