using System.Globalization;

namespace CompiledNet;

/// <summary>How far a run has got, and what is to be said about it.</summary>
internal sealed class RunProgress
{
    private long _frequency;
    private long _startTime;
    private long _epochStartTime;
    private long _batchesAtStart;
    private long _batchesDone;
    private long _now;
    private int _batchesPerEpoch;
    private int _epochs;
    private int _epoch;
    private int _batch;
    private double _loss;
    private double _examplesPerSecond;
    private string? _validation;
    private string? _end;

    /// <summary>The share of all batches that are done, from 0 to 1.</summary>
    public double Share => Math.Clamp((double)_batchesDone / Math.Max(1, (long)_epochs * _batchesPerEpoch), 0, 1);

    /// <summary>What stands before the bar.</summary>
    public string Title => Invariant($"epoch {_epoch}/{_epochs} ");

    public void Start(TrainingRun run, long now, long frequency)
    {
        _frequency = frequency;
        _startTime = _epochStartTime = _now = now;
        _epochs = run.Options.Epochs;
        _batchesPerEpoch = run.BatchesPerEpoch;
        int batch = run.IsResumed && run.Batch < _batchesPerEpoch ? run.Batch : 0;
        _batchesAtStart = _batchesDone = ((long)run.History.Count * _batchesPerEpoch) + batch;
        _epoch = Math.Min(run.History.Count + 1, _epochs);
        (_batch, _loss, _examplesPerSecond, _validation, _end) = (batch, double.NaN, double.NaN, null, null);
        if (run.History.Count > 0)
        {
            _validation = Validation(run.History[^1]);
        }
    }

    public void BatchEnded(TrainingRun run, long now)
    {
        _now = now;
        (_epoch, _batch, _loss) = (run.Epoch, run.Batch, run.Loss);
        _batchesDone = ((long)(_epoch - 1) * _batchesPerEpoch) + _batch;
        SetRate(run, now);
    }

    public void EpochEnded(TrainingRun run, EpochReport report, long now)
    {
        _now = now;
        (_epoch, _batch, _loss) = (report.Epoch, _batchesPerEpoch, report.TrainLoss);
        _batchesDone = (long)_epoch * _batchesPerEpoch;
        SetRate(run, now);
        _epochStartTime = now;
        _validation = Validation(report);
    }

    public void TrainingEnded(TrainingResult result)
    {
        string end = result.Cancelled ? "cancelled after " : result.StopReason is not null ? "stopped after " : "";
        _end = end + Time(result.Elapsed);
    }

    /// <summary>What stands behind the bar, the most important first.</summary>
    public IEnumerable<string> Parts()
    {
        yield return Invariant($"{Math.Floor(Share * 100),4:F0} %");
        if (!double.IsNaN(_loss))
        {
            yield return $"  loss {Number(_loss)}";
        }

        if (_validation is not null)
        {
            yield return $"  {_validation}";
        }

        if (_end is not null)
        {
            yield return $"  {_end}";
        }
        else if (_batchesDone > _batchesAtStart)
        {
            double perBatch = (double)(_now - _startTime) / (_batchesDone - _batchesAtStart) / _frequency;
            double left = perBatch * Math.Max(0, ((long)_epochs * _batchesPerEpoch) - _batchesDone);
            yield return $"  {Time(TimeSpan.FromSeconds(Math.Min(left, TimeSpan.MaxValue.TotalSeconds / 2)))} left";
        }

        if (!double.IsNaN(_examplesPerSecond))
        {
            yield return Invariant($"  {_examplesPerSecond:N0} ex/s");
        }

        yield return Invariant($"  batch {_batch}/{_batchesPerEpoch}");
    }

    /// <summary>A line by itself for an epoch that has just ended.</summary>
    public string Plain(EpochReport report)
    {
        string validation = report.ValidationLoss is { } loss ? $", validation loss {Number(loss)}" : "";
        validation += report.ValidationAccuracy is { } accuracy && IsClassification(report) ? Invariant($", validation accuracy {accuracy * 100:F2} %") : "";
        string rate = double.IsNaN(_examplesPerSecond) ? "" : Invariant($", {_examplesPerSecond:F0} examples/s");
        return Invariant($"epoch {report.Epoch}/{_epochs}: loss {Number(report.TrainLoss)}{validation}{rate}, {report.Elapsed.TotalSeconds:F2} s");
    }

    /// <summary>How a run has ended before its last epoch; null where it has not.</summary>
    public static string? EndOf(TrainingResult result) =>
        result.Cancelled ? Invariant($"cancelled after {result.History.Count} epochs")
        : result.StopReason is { } reason ? Invariant($"stopped after epoch {result.History.Count}: {reason}")
        : null;

    private static string? Validation(EpochReport report) =>
        report.ValidationAccuracy is { } accuracy && IsClassification(report) ? Invariant($"val {accuracy * 100:F2} %")
        : report.ValidationLoss is { } loss ? $"val loss {Number(loss)}"
        : null;

    // Of a report without the whole evaluation, it is not known.
    private static bool IsClassification(EpochReport report) => report.Validation is not { IsClassification: false };

    private static string Number(double value) => Math.Abs(value) is >= 0.001 and < 10_000 ? Invariant($"{value:F4}") : Invariant($"{value:G4}");

    private static string Time(TimeSpan time) =>
        time.TotalHours >= 1 ? Invariant($"{Math.Floor(time.TotalHours):F0}:{time.Minutes:D2}:{time.Seconds:D2}") : Invariant($"{time.Minutes}:{time.Seconds:D2}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void SetRate(TrainingRun run, long now)
    {
        double seconds = (double)(now - _epochStartTime) / _frequency;
        long batchesHere = Math.Min(_batchesDone - _batchesAtStart, _batch);
        double examples = batchesHere >= _batchesPerEpoch ? run.ExampleCount : (double)batchesHere * run.Options.BatchSize;
        _examplesPerSecond = seconds > 0 ? examples / seconds : double.NaN;
    }
}
