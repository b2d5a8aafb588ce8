using Spectre.Console;

namespace CompiledNet;

/// <summary>
/// Shows in the terminal how far training has got: one line with a bar for the whole run, the epoch, the loss so far, the validation accuracy, the
/// time left, the examples per second and the batch, as many of them as the terminal is wide.
/// </summary>
/// <remarks>
/// <para><c>using ProgressBar bar = new(); net.Train(data, new TrainingOptions { Callbacks = [bar] });</c></para>
/// <para>
/// The line is drawn at most about ten times a second, on the training thread; in between, a batch costs the reading of a clock. Where the output
/// is no terminal that understands escape sequences (a file, a pipe, a log), batches are not watched, and each epoch ends with one plain line.
/// All numbers are invariant.
/// </para>
/// <para>
/// The cursor is never hidden, so there is nothing to put right should the program end. <see cref="Dispose"/> ends the line where training has
/// failed with an exception, which callbacks are not told of; otherwise it has nothing to do. Whatever else writes to the terminal during
/// training writes into the line.
/// </para>
/// </remarks>
public sealed class ProgressBar : TrainingCallback, IDisposable
{
    private static readonly TimeSpan DrawInterval = TimeSpan.FromMilliseconds(100);

    private readonly IAnsiConsole _console;
    private readonly ProgressLine _line;
    private readonly RunProgress _progress = new();
    private bool _isTerminal;
    private bool _isLineOpen;
    private long _drawTicks;
    private long _nextDraw;

    /// <summary>Shows progress on a console.</summary>
    /// <param name="console">Where; null for the program's own.</param>
    public ProgressBar(IAnsiConsole? console = null)
    {
        _console = console ?? AnsiConsole.Console;
        _line = new ProgressLine(_console);
    }

    /// <summary>For tests: the clock.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Yes on a terminal, else no.</summary>
    public override bool WatchesBatches => IsTerminal();

    /// <inheritdoc/>
    public override void OnTrainingStarted(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        CloseLine();
        _isTerminal = IsTerminal();
        _drawTicks = (long)(DrawInterval.TotalSeconds * Clock.TimestampFrequency);
        _progress.Start(run, Clock.GetTimestamp(), Clock.TimestampFrequency);
        if (_isTerminal)
        {
            Draw(Clock.GetTimestamp());
        }
    }

    /// <inheritdoc/>
    public override void OnBatchEnded(TrainingRun run)
    {
        long now = Clock.GetTimestamp();
        if (now < _nextDraw || !_isTerminal)
        {
            return;
        }

        ArgumentNullException.ThrowIfNull(run);
        _progress.BatchEnded(run, now);
        Draw(now);
    }

    /// <inheritdoc/>
    public override void OnEpochEnded(TrainingRun run, EpochReport report)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(report);
        long now = Clock.GetTimestamp();
        _progress.EpochEnded(run, report, now);
        if (!_isTerminal)
        {
            _line.WritePlain(_progress.Plain(report));
        }
        else if (now >= _nextDraw)
        {
            Draw(now);
        }
    }

    /// <inheritdoc/>
    public override void OnTrainingEnded(TrainingRun run, TrainingResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (_isTerminal)
        {
            _progress.TrainingEnded(result);
            Draw(Clock.GetTimestamp());
            CloseLine();
        }
        else if (RunProgress.EndOf(result) is { } end)
        {
            _line.WritePlain(end);
        }
    }

    /// <summary>Ends the line, if training has not. The bar can be used again.</summary>
    public void Dispose() => CloseLine();

    private bool IsTerminal() => _console.Profile.Out.IsTerminal && _console.Profile.Capabilities.Ansi;

    private void Draw(long now)
    {
        _isLineOpen = true;
        _line.Draw(_progress);
        _nextDraw = now + _drawTicks;
    }

    private void CloseLine()
    {
        if (_isLineOpen)
        {
            _isLineOpen = false;
            _console.WriteLine();
        }
    }
}
