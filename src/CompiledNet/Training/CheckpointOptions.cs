namespace CompiledNet;

/// <summary>
/// Where and how often a training run is saved, so that it can be killed at any moment and lose no more than what came after the last
/// checkpoint; and whether to go on from there.
/// </summary>
/// <remarks>
/// <para>
/// A checkpoint is one file with all a run consists of: the parameters, the optimizer's state, the epoch, batch and step, the callbacks' state and
/// the history. It is written beside the old one, flushed to the disk and then renamed; the one before is kept as <c>path.previous</c> until the
/// next. A resumed run ends with exactly the bits of one that was never interrupted, given the same data and options, and the callbacks
/// that remember something.
/// </para>
/// <para>
/// A process that is killed just between the two renames leaves <c>path.previous</c> alone: it is complete, and what <see cref="Resume"/> goes on
/// from then. A program that looks whether there is a checkpoint has to look for both.
/// </para>
/// <para>
/// One is also written when training ends, is stopped or is cancelled. A run that a callback has stopped is over: resumed, it stays stopped, for the
/// same reason.
/// </para>
/// <para>
/// One that cannot be written, because the disk is full or the folder is gone, ends training with an <see cref="IOException"/> or
/// <see cref="UnauthorizedAccessException"/> that names the file. The network keeps what it has learned, and the checkpoints that are there
/// stay as they are. A file that could never be written is found out before training starts.
/// </para>
/// </remarks>
/// <param name="path">The file. A relative path is taken from the folder that is current when training starts.</param>
/// <exception cref="ArgumentException">The path is null, empty or blank.</exception>
public sealed class CheckpointOptions(string path)
{
    /// <summary>The file, as it was given.</summary>
    public string Path { get; } = NotBlank(path);

    /// <summary>After how many epochs to save, at least 1; 0 for not by epochs. Default: 1.</summary>
    public int EveryEpochs { get; init; } = 1;

    /// <summary>After how many steps to save, at least 1; 0 for not by steps. Default: 0.</summary>
    public int EveryBatches { get; init; }

    /// <summary>After how much time to save, above zero; null for not by time. Default: null.</summary>
    public TimeSpan? EveryInterval { get; init; }

    /// <summary>
    /// Whether to go on from the file if it is there, or else from <c>path.previous</c>; if there is neither, training starts from the
    /// beginning. Default: no, and an older file is overwritten by the first checkpoint. With it, a program that is killed has only to be
    /// started again.
    /// </summary>
    /// <remarks>
    /// The network, the data and the options must be those of the run that is resumed, else <c>Train</c> says which differs. Only
    /// <see cref="TrainingOptions.Epochs"/> may be more (with a schedule that counts them, such as <see cref="CosineSchedule"/>, the run is then not
    /// the one that would have had more from the start), and what cannot change the result, such as the number of threads, may be anything. Of a
    /// stream only the sizes are compared, not its numbers; of a callback its type, not its settings; of a network its layers and loss, not the rates
    /// of its dropout; of functions nothing.
    /// </remarks>
    public bool Resume { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    internal void Check()
    {
        NotNegative(EveryEpochs, nameof(EveryEpochs));
        NotNegative(EveryBatches, nameof(EveryBatches));
        if (EveryInterval is { } interval && interval <= TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(
                nameof(EveryInterval),
                FormattableString.Invariant($"{nameof(CheckpointOptions)}.{nameof(EveryInterval)} is {interval}; expected a time above zero, or null."));
        }
    }

    private static string NotBlank(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return path;
    }

    private static void NotNegative(int value, string option)
    {
        if (value < 0)
        {
            throw new ArgumentOutOfRangeException(
                option, FormattableString.Invariant($"{nameof(CheckpointOptions)}.{option} is {value}; expected at least 0."));
        }
    }
}
