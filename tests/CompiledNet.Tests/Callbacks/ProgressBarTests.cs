using System.Globalization;
using System.Text;
using CompiledNet.Tests.Training;
using Spectre.Console;
using Spectre.Console.Testing;

namespace CompiledNet.Tests.Callbacks;

public sealed class ProgressBarTests : IDisposable
{
    private readonly TestConsole _console = new();
    private readonly ManualClock _clock = new();

    public void Dispose() => _console.Dispose();

    [Fact]
    public void Where_there_is_no_terminal_each_epoch_is_one_plain_line()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            _console.Width(20);
            using ProgressBar bar = new(_console) { Clock = _clock };
            Assert.False(bar.WatchesBatches);
            FakeRun run = FakeRun.WithValidation(2, new Ticking(_clock), bar);
            run.Run(0.25, 1e-5);
            Assert.Equal(
                "epoch 1/2: loss 0.2500, validation loss 0.2500, validation accuracy 75.00 %, 32 examples/s, 3.00 s\n"
                + "epoch 2/2: loss 1E-05, validation loss 1E-05, validation accuracy 100.00 %, 32 examples/s, 6.00 s\n",
                _console.Output);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void A_plain_line_says_why_training_ended_early()
    {
        using ProgressBar bar = new(_console) { Clock = _clock };
        FakeRun stopped = FakeRun.WithValidation(9, bar, new EarlyStopping { Patience = 1 });
        stopped.Run(1, 2);
        Assert.EndsWith("\nstopped after epoch 2: ValidationLoss was no better than its best, 1 after epoch 1 for 1 epoch\n", _console.Output, StringComparison.Ordinal);
        FakeRun cancelled = FakeRun.WithValidation(9, bar);
        cancelled.Start();
        cancelled.Epochs(1);
        cancelled.End(cancelled: true);
        Assert.EndsWith("\ncancelled after 1 epochs\n", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_terminal_one_line_shows_all_there_is_room_for()
    {
        MakeTerminal(width: 120);
        using ProgressBar bar = new(_console) { Clock = _clock };
        Assert.True(bar.WatchesBatches);
        FakeRun run = FakeRun.WithValidation(2, new Ticking(_clock), bar);
        run.Start();
        Assert.Equal("epoch 1/2 " + Bar(0) + "   0 %  batch 0/3", LastLine());
        run.StartEpoch(batches: 2);
        Assert.Equal("epoch 1/2 " + Bar(13) + "  33 %  loss 0.5000  0:04 left  32 ex/s  batch 2/3", LastLine());
    }

    [Fact]
    public void The_validation_accuracy_is_shown_from_the_first_epoch_on()
    {
        MakeTerminal(width: 120);
        using ProgressBar bar = new(_console) { Clock = _clock };
        FakeRun run = FakeRun.WithValidation(2, new Ticking(_clock), bar);
        run.Start();
        run.Epochs(0.25);
        run.StartEpoch(batches: 1);
        Assert.Equal("epoch 2/2 " + Bar(26) + "  66 %  loss 0.5000  val 75.00 %  0:02 left  32 ex/s  batch 1/3", LastLine());
    }

    [Fact]
    public void The_end_is_always_drawn_and_ends_the_line()
    {
        MakeTerminal(width: 120);
        using ProgressBar bar = new(_console) { Clock = _clock };
        FakeRun.WithValidation(1, bar).Run(0.25);
        Assert.EndsWith("\n", _console.Output, StringComparison.Ordinal);
        Assert.Equal("epoch 1/1 " + Bar(40) + " 100 %  loss 0.2500  val 75.00 %  0:03  batch 3/3\n", LastLine());
        string output = _console.Output;
        bar.Dispose();
        Assert.Equal(output, _console.Output);
    }

    [Theory]
    [InlineData(true, "cancelled after 0:03")]
    [InlineData(false, "stopped after 0:03")]
    public void An_early_end_is_said(bool cancelled, string expected)
    {
        MakeTerminal(width: 120);
        using ProgressBar bar = new(_console) { Clock = _clock };
        FakeRun run = FakeRun.WithValidation(9, bar);
        run.Start();
        run.Epochs(1);
        if (!cancelled)
        {
            run.RequestStop("enough");
        }

        run.End(cancelled);
        Assert.Contains(expected, LastLine(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80, "epoch 2/2 ", "  66 %  loss 0.5000  val 75.00 %  0:02 left  32 ex/s")]
    [InlineData(40, "epoch 2/2 ", "  66 %  loss 0.5000")]
    [InlineData(25, "epoch 2/2 ", "")]
    [InlineData(8, "epoch 2", "")]
    public void What_there_is_no_room_for_is_left_out(int width, string title, string rest)
    {
        MakeTerminal(width);
        using ProgressBar bar = new(_console) { Clock = _clock };
        FakeRun run = FakeRun.WithValidation(2, new Ticking(_clock), bar);
        run.Start();
        run.Epochs(0.25);
        run.StartEpoch(batches: 1);
        Assert.StartsWith(title, LastLine(), StringComparison.Ordinal);
        Assert.EndsWith(rest, LastLine(), StringComparison.Ordinal);
        Assert.InRange(LastLine().Length, width == 25 ? 20 : width == 8 ? 7 : width - 12, width - 1);
    }

    [Fact]
    public void It_is_drawn_at_most_ten_times_a_second()
    {
        MakeTerminal(width: 120);
        using ProgressBar bar = new(_console) { Clock = _clock };
        FakeRun run = FakeRun.WithValidation(2, bar);
        run.Start();
        for (int i = 1; i <= 1000; i++)
        {
            _clock.Advance(0.001);
            bar.OnBatchEnded(run);
        }

        // The first, and ten in the second after it.
        Assert.Equal(11, _console.Output.Count(c => c == '\r'));
    }

    [Fact]
    public void Where_training_fails_Dispose_ends_the_line()
    {
        MakeTerminal(width: 120);
        ProgressBar bar = new(_console) { Clock = _clock };
        FakeRun run = FakeRun.WithValidation(2, bar);
        run.Start();
        Assert.DoesNotContain("\n", _console.Output, StringComparison.Ordinal);
        bar.Dispose();
        bar.Dispose();
        Assert.Equal(1, _console.Output.Count(c => c == '\n'));
        Assert.EndsWith("\n", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Escape_sequences_go_to_the_start_of_the_line_clear_its_rest_and_leave_the_cursor()
    {
        MakeTerminal(width: 120);
        _console.Colors(ColorSystem.Standard);
        using ProgressBar bar = new(_console) { Clock = _clock };
        FakeRun.WithValidation(1, bar).Run(0.25);
        Assert.StartsWith("\repoch 1/1 ", _console.Output, StringComparison.Ordinal);
        Assert.EndsWith("\u001b[K\n", _console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[?25", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_unicode_the_bar_is_ASCII()
    {
        MakeTerminal(width: 120);
        _console.SupportsUnicode(false);
        using ProgressBar bar = new(_console) { Clock = _clock };
        FakeRun run = FakeRun.WithValidation(2, new Ticking(_clock), bar);
        run.Start();
        run.StartEpoch(batches: 3);
        Assert.StartsWith("epoch 1/2 " + new string('#', 20) + new string('-', 20) + "  50 %", LastLine(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_regression_shows_its_validation_loss()
    {
        EvaluationSums sums = new(Loss.MeanSquaredError, 1);
        sums.Add([1, 2], [1, 3], 2, 0.5);
        using ProgressBar bar = new(_console) { Clock = _clock };
        FakeRun run = FakeRun.WithValidation(2, bar);
        run.Start();
        bar.OnEpochEnded(run, new EpochReport(1, 0.5, 0.25, 0, TimeSpan.Zero) { Validation = sums.ToEvaluation() });
        Assert.Equal("epoch 1/2: loss 0.5000, validation loss 0.2500, 0.00 s\n", _console.Output);
    }

    [Fact]
    public void A_batch_between_two_drawings_allocates_nothing()
    {
        MakeTerminal(width: 120);
        using ProgressBar bar = new(_console) { Clock = _clock };
        FakeRun run = FakeRun.WithValidation(2, bar);
        run.Start();
        Assert.Equal(0, Allocations.Least(() => bar.OnBatchEnded(run)));
    }

    private static string Bar(int done) => new string('━', done) + new string('─', 40 - done);

    private void MakeTerminal(int width)
    {
        _console.Profile.Out = new Terminal(_console.Profile.Out.Writer);
        _console.Width(width).SupportsAnsi(true).Colors(ColorSystem.NoColors).EmitAnsiSequences();
    }

    // What the last drawing left in the line.
    private string LastLine() => _console.Output.Split('\r')[^1].Replace("\u001b[K", "", StringComparison.Ordinal);

    private sealed class Terminal(TextWriter writer) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => 80;

        public int Height => 25;

        public void SetEncoding(Encoding encoding)
        {
        }
    }

    private sealed class ManualClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => _now;

        public void Advance(double seconds) => _now += (long)(seconds * TimestampFrequency);
    }

    /// <summary>Lets a second go by for each batch.</summary>
    private sealed class Ticking(ManualClock clock) : TrainingCallback
    {
        public override bool WatchesBatches => true;

        public override void OnBatchEnded(TrainingRun run) => clock.Advance(1);
    }
}
