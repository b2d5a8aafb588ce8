using Microsoft.Extensions.Logging;

namespace CompiledNet;

/// <summary>Logs a training run: its start, every epoch, its end, and every batch where the logger wants so much.</summary>
/// <remarks>
/// <para>The events, whose ids, names and fields stay as they are:</para>
/// <list type="table">
/// <listheader><term>id, name, level</term><description>fields</description></listheader>
/// <item><term>1 TrainingStarted, Information</term><description>
/// Network, ParameterCount, ExampleCount, Epochs, BatchSize, BatchesPerEpoch, LearningRate, IsResumed.
/// </description></item>
/// <item><term>2 EpochEnded, Information</term><description>
/// Epoch, Epochs, TrainLoss, ValidationLoss, ValidationAccuracy (both null without validation data), LearningRate, Steps, ElapsedSeconds.
/// </description></item>
/// <item><term>3 TrainingEnded, Information</term><description>
/// Epochs (those finished), FinalLoss, Cancelled, ElapsedSeconds. Always the last event, unless training fails with an exception.
/// </description></item>
/// <item><term>4 TrainingStopped, Information</term><description>
/// Epoch, Reason. Just before TrainingEnded, where a callback has ended training.
/// </description></item>
/// <item><term>5 BatchEnded, Trace</term><description>
/// Epoch, Batch, BatchesPerEpoch, Loss (the mean of the epoch so far), LearningRate, Steps. Batches are watched only if the logger is enabled for
/// Trace when training starts.
/// </description></item>
/// </list>
/// <para>
/// Only what has happened in this run is logged: of a resumed one, not the epochs before the checkpoint. Put it last among the callbacks, and the
/// events come behind what other callbacks have done.
/// </para>
/// </remarks>
public sealed partial class TrainingLogger : TrainingCallback
{
    private readonly ILogger _logger;

    /// <summary>Logs to a logger.</summary>
    /// <param name="logger">The logger.</param>
    public TrainingLogger(ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(logger);
        _logger = logger;
    }

    /// <summary>Whether the logger is enabled for <see cref="LogLevel.Trace"/>.</summary>
    public override bool WatchesBatches => _logger.IsEnabled(LogLevel.Trace);

    /// <inheritdoc/>
    public override void OnTrainingStarted(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        TrainingOptions options = run.Options;
        TrainingStarted(
            run.Topology.Name, run.Topology.ParameterCount, run.ExampleCount, options.Epochs, options.BatchSize, run.BatchesPerEpoch, run.LearningRate, run.IsResumed);
    }

    /// <inheritdoc/>
    public override void OnBatchEnded(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        BatchEnded(run.Epoch, run.Batch, run.BatchesPerEpoch, run.Loss, run.LearningRate, run.Steps);
    }

    /// <inheritdoc/>
    public override void OnEpochEnded(TrainingRun run, EpochReport report)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(report);
        EpochEnded(
            report.Epoch, run.Options.Epochs, report.TrainLoss, report.ValidationLoss, IsClassification(report) ? report.ValidationAccuracy : null, report.LearningRate, report.Steps, report.Elapsed.TotalSeconds);
    }

    /// <inheritdoc/>
    public override void OnTrainingEnded(TrainingRun run, TrainingResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.StopReason is { } reason)
        {
            TrainingStopped(result.History.Count == 0 ? 0 : result.History[^1].Epoch, reason);
        }

        TrainingEnded(result.History.Count, result.FinalLoss, result.Cancelled, result.Elapsed.TotalSeconds);
    }

    // The accuracy of a regression says nothing; where it is not known what the data is, it is there.
    private static bool IsClassification(EpochReport report) => report.Validation is not { IsClassification: false };

    [LoggerMessage(1, LogLevel.Information, "Training of {Network} ({ParameterCount} parameters) started: {ExampleCount} examples, {Epochs} epochs of {BatchesPerEpoch} batches of {BatchSize}, learning rate {LearningRate}, resumed: {IsResumed}", EventName = "TrainingStarted")]
    private partial void TrainingStarted(
        string network, int parameterCount, long exampleCount, int epochs, int batchSize, int batchesPerEpoch, double learningRate, bool isResumed);

    [LoggerMessage(2, LogLevel.Information, "Epoch {Epoch} of {Epochs}: training loss {TrainLoss}, validation loss {ValidationLoss}, validation accuracy {ValidationAccuracy}, learning rate {LearningRate}, {Steps} steps, {ElapsedSeconds} s", EventName = "EpochEnded")]
    private partial void EpochEnded(
        int epoch, int epochs, double trainLoss, double? validationLoss, double? validationAccuracy, double learningRate, long steps, double elapsedSeconds);

    [LoggerMessage(3, LogLevel.Information, "Training ended after {Epochs} epochs and {ElapsedSeconds} s: final loss {FinalLoss}, cancelled: {Cancelled}", EventName = "TrainingEnded")]
    private partial void TrainingEnded(int epochs, double finalLoss, bool cancelled, double elapsedSeconds);

    [LoggerMessage(4, LogLevel.Information, "Training stopped after epoch {Epoch}: {Reason}", EventName = "TrainingStopped")]
    private partial void TrainingStopped(int epoch, string reason);

    [LoggerMessage(5, LogLevel.Trace, "Epoch {Epoch}, batch {Batch} of {BatchesPerEpoch}: loss {Loss}, learning rate {LearningRate}, {Steps} steps", EventName = "BatchEnded")]
    private partial void BatchEnded(int epoch, int batch, int batchesPerEpoch, double loss, double learningRate, long steps);
}
