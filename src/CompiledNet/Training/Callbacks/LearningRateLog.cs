using System.Globalization;

namespace CompiledNet;

/// <summary>A learning rate that was used.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Step">The step, from 1, counted over all epochs: of an epoch, its last.</param>
/// <param name="LearningRate">The learning rate of that step.</param>
public readonly record struct LearningRateEntry(int Epoch, long Step, double LearningRate);

/// <summary>
/// Records the learning rate of every epoch's last step, or of every step: to see that a schedule does what was meant, and to plot it.
/// </summary>
/// <remarks>
/// The entries are kept in <see cref="Entries"/>, 24 bytes each; or, given a writer, written as lines <c>epoch,step,learningRate</c> (invariant,
/// below a header) and not kept. A new run clears the list. A resumed run records only what it does itself.
/// </remarks>
public sealed class LearningRateLog : TrainingCallback
{
    private readonly List<LearningRateEntry> _entries = [];
    private readonly TextWriter? _writer;

    /// <summary>Keeps the entries in <see cref="Entries"/>.</summary>
    public LearningRateLog()
    {
    }

    /// <summary>Writes the entries to a writer. It is flushed when training ends, and not closed.</summary>
    /// <param name="writer">The writer.</param>
    public LearningRateLog(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _writer = writer;
    }

    /// <summary>Whether to record every step, not only the last of each epoch. Default: no.</summary>
    public bool EveryStep { get; init; }

    /// <summary>What was recorded in this run, in order; empty where it is written to a writer.</summary>
    public IReadOnlyList<LearningRateEntry> Entries => _entries;

    /// <inheritdoc/>
    public override bool WatchesBatches => EveryStep;

    /// <inheritdoc/>
    public override void OnTrainingStarted(TrainingRun run)
    {
        _entries.Clear();
        _writer?.Write("epoch,step,learningRate\n");
    }

    /// <inheritdoc/>
    public override void OnBatchEnded(TrainingRun run) => Record(run);

    /// <inheritdoc/>
    public override void OnEpochEnded(TrainingRun run, EpochReport report)
    {
        if (!EveryStep)
        {
            Record(run);
        }
    }

    /// <inheritdoc/>
    public override void OnTrainingEnded(TrainingRun run, TrainingResult result) => _writer?.Flush();

    private void Record(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (_writer is null)
        {
            _entries.Add(new LearningRateEntry(run.Epoch, run.Steps, run.LearningRate));
            return;
        }

        // An int, a long and a double with two commas and the end of the line: 11 + 20 + 24 + 3. Not an interpolated string, because that
        // allocates as long as its generic code is not yet optimised.
        Span<char> line = stackalloc char[64];
        run.Epoch.TryFormat(line, out int length, default, CultureInfo.InvariantCulture);
        line[length++] = ',';
        run.Steps.TryFormat(line[length..], out int written, default, CultureInfo.InvariantCulture);
        length += written;
        line[length++] = ',';
        run.LearningRate.TryFormat(line[length..], out written, "R", CultureInfo.InvariantCulture);
        length += written;
        line[length++] = '\n';
        _writer.Write(line[..length]);
    }
}
