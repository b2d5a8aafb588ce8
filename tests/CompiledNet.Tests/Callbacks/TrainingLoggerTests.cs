using System.Globalization;
using Microsoft.Extensions.Logging;

namespace CompiledNet.Tests.Callbacks;

public class TrainingLoggerTests
{
    [Fact]
    public void A_run_is_a_start_its_epochs_and_an_end()
    {
        RecordingLogger logger = new(LogLevel.Information);
        FakeRun run = FakeRun.WithValidation(2, new TrainingLogger(logger));
        run.Run(0.25, null);

        Assert.Equal(
            [(1, "TrainingStarted"), (2, "EpochEnded"), (2, "EpochEnded"), (3, "TrainingEnded")],
            logger.Events.Select(e => (e.Id.Id, e.Id.Name!)));
        Assert.All(logger.Events, e => Assert.Equal(LogLevel.Information, e.Level));
        AssertFields(
            logger.Events[0],
            ("Network", "FakeNet"), ("ParameterCount", 3), ("ExampleCount", 95L), ("Epochs", 2), ("BatchesPerEpoch", 3), ("BatchSize", 32), ("LearningRate", 1.0), ("IsResumed", false));
        AssertFields(
            logger.Events[1],
            ("Epoch", 1), ("Epochs", 2), ("TrainLoss", 0.25), ("ValidationLoss", 0.25), ("ValidationAccuracy", 0.75), ("LearningRate", 1.0 / 3), ("Steps", 3L), ("ElapsedSeconds", 3.0));
        AssertFields(
            logger.Events[2],
            ("Epoch", 2), ("Epochs", 2), ("TrainLoss", 7.0), ("ValidationLoss", null), ("ValidationAccuracy", null), ("LearningRate", 1.0 / 6), ("Steps", 6L), ("ElapsedSeconds", 6.0));
        AssertFields(logger.Events[3], ("Epochs", 2), ("ElapsedSeconds", 6.0), ("FinalLoss", 7.0), ("Cancelled", false));
    }

    [Fact]
    public void Stopping_is_an_event_of_its_own_before_the_end()
    {
        RecordingLogger logger = new(LogLevel.Information);
        FakeRun run = FakeRun.WithValidation(9, new TrainingLogger(logger));
        run.Start();
        run.Epochs(1);
        run.RequestStop("enough");
        run.End();
        Assert.Equal([1, 2, 4, 3], logger.Events.Select(e => e.Id.Id));
        Assert.Equal("TrainingStopped", logger.Events[2].Id.Name);
        AssertFields(logger.Events[2], ("Epoch", 1), ("Reason", "enough"));
    }

    [Fact]
    public void Cancellation_is_a_field_of_the_end_also_before_the_first_epoch_has_ended()
    {
        RecordingLogger logger = new(LogLevel.Information);
        FakeRun run = FakeRun.WithValidation(9, new TrainingLogger(logger));
        run.Start();
        run.End(cancelled: true);
        AssertFields(logger.Events[^1], ("Epochs", 0), ("ElapsedSeconds", 0.0), ("FinalLoss", double.NaN), ("Cancelled", true));
    }

    [Theory]
    [InlineData(LogLevel.Trace, true, 9)]
    [InlineData(LogLevel.Debug, false, 3)]
    [InlineData(LogLevel.Warning, false, 0)]
    public void Batches_are_logged_only_at_Trace(LogLevel level, bool watches, int events)
    {
        RecordingLogger logger = new(level);
        TrainingLogger callback = new(logger);
        Assert.Equal(watches, callback.WatchesBatches);
        FakeRun run = FakeRun.WithValidation(1, callback);
        run.Start();
        run.StartEpoch(batches: 3);
        run.Epochs(1.0);
        run.End();
        Assert.Equal(events, logger.Events.Count);
        if (watches)
        {
            Assert.Equal((5, "BatchEnded", LogLevel.Trace), (logger.Events[2].Id.Id, logger.Events[2].Id.Name, logger.Events[2].Level));
            AssertFields(logger.Events[2], ("Epoch", 1), ("Batch", 2), ("BatchesPerEpoch", 3), ("Loss", 0.5), ("LearningRate", 0.5), ("Steps", 2L));
        }
    }

    [Fact]
    public void Messages_are_invariant()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            RecordingLogger logger = new(LogLevel.Information);
            FakeRun.WithValidation(1, new TrainingLogger(logger)).Run(0.25);
            Assert.Equal(
                "Epoch 1 of 1: training loss 0.25, validation loss 0.25, validation accuracy 0.75, learning rate 0.3333333333333333, 3 steps, 3 s",
                logger.Events[1].Message);
            Assert.Equal(
                "Training of FakeNet (3 parameters) started: 95 examples, 1 epochs of 3 batches of 32, learning rate 1, resumed: False", logger.Events[0].Message);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void There_has_to_be_a_logger() => Assert.Throws<ArgumentNullException>(() => new TrainingLogger(null!));

    private static void AssertFields(LogEvent actual, params (string Name, object? Value)[] expected) =>
        Assert.Equal(
            expected.OrderBy(field => field.Name, StringComparer.Ordinal),
            actual.Fields.Where(field => field.Key != "{OriginalFormat}").Select(field => (field.Key, field.Value)).OrderBy(field => field.Key, StringComparer.Ordinal));

    private sealed record LogEvent(LogLevel Level, EventId Id, string Message, IReadOnlyList<KeyValuePair<string, object?>> Fields);

    private sealed class RecordingLogger(LogLevel least) : ILogger
    {
        public List<LogEvent> Events { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Events.Add(new LogEvent(logLevel, eventId, formatter(state, exception), [.. (IReadOnlyList<KeyValuePair<string, object?>>)state!]));
    }
}
