namespace CompiledNet;

/// <summary>
/// Training stopped because a loss or a parameter was no longer finite. The network has the parameters it had at the start of that epoch, or
/// before the step, if it was a step by itself.
/// </summary>
public sealed class TrainingException : Exception
{
    internal TrainingException(string message, int epoch, int batch, int? example)
        : base(message)
    {
        Epoch = epoch;
        Batch = batch;
        Example = example;
    }

    /// <summary>The epoch, from 1; 0 for a step by itself.</summary>
    public int Epoch { get; }

    /// <summary>The batch within the epoch, from 1; for a step by itself, its number.</summary>
    public int Batch { get; }

    /// <summary>
    /// The example whose loss was not finite, as an index into the data set; null where it was not a loss but a parameter that was not finite
    /// after the epoch's last step, or a step by itself.
    /// </summary>
    public int? Example { get; }
}
