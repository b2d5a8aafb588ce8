namespace CompiledNet.Tests.Callbacks;

/// <summary>
/// A training run without training: epochs with given figures, after each of which every parameter is the epoch's number. Calls callbacks as a
/// trainer does.
/// </summary>
internal sealed class FakeRun(TrainingOptions options, int parameterCount = 3) : TrainingRun
{
    private readonly float[] _parameters = new float[parameterCount];
    private readonly List<EpochReport> _history = [];
    private int _epoch;
    private int _batch;
    private long _step;

    public string? StopReason { get; private set; }

    public List<(string Path, float Parameter)> Saved { get; } = [];

    public Exception? SaveError { get; set; }

    public override NetworkTopology Topology { get; } = new(
        "FakeNet",
        new TensorShape(1),
        CompiledNet.Loss.SquaredError,
        new LayerTopology(1, "Dense", new TensorShape(1), new TensorShape(parameterCount), Activation.Identity, new ParameterTensor("1.weight", new TensorShape(1, parameterCount), 0)));

    public override Span<float> Parameters => _parameters;

    public override Span<float> RunningStatistics => default;

    public override TrainingOptions Options { get; } = options;

    public override long ExampleCount => 95;

    public override int BatchesPerEpoch => 3;

    public override int Epoch => _epoch;

    public override int Batch => _batch;

    public override long Steps => _step;

    public override double LearningRate => 1.0 / Math.Max(1, _step);

    public override double Loss => _batch == 0 ? double.NaN : 0.5;

    public override IReadOnlyList<EpochReport> History => _history;

    public override TimeSpan Elapsed => TimeSpan.FromSeconds(_step);

    public override bool IsResumed { get; }

    /// <summary>A run whose reports have validation figures, with the given options of a test.</summary>
    public static FakeRun WithValidation(int epochs, params TrainingCallback[] callbacks) =>
        new(new TrainingOptions { Epochs = epochs, BatchSize = 32, Validation = new Dataset(new float[1], new float[3], 1, 3), Callbacks = callbacks });

    public override void RequestStop(string reason) => StopReason ??= reason;

    public override void SaveModel(string path, ModelInfo? info = null)
    {
        if (SaveError is not null)
        {
            throw SaveError;
        }

        Saved.Add((path, _parameters[0]));
    }

    public void Start() => Each(callback => callback.OnTrainingStarted(this));

    /// <summary>Epochs with these validation losses (and accuracies of 1 less the loss), until one asks to stop.</summary>
    public void Epochs(params double?[] losses)
    {
        foreach (double? loss in losses)
        {
            if (StopReason is not null)
            {
                return;
            }

            StartEpoch(batches: 3);
            EpochReport report = new(_epoch, loss ?? 7, loss, 1 - loss, Elapsed) { LearningRate = LearningRate, Steps = _step };
            _history.Add(report);
            Each(callback => callback.OnEpochEnded(this, report));
        }
    }

    /// <summary>The first batches of an epoch.</summary>
    public void StartEpoch(int batches)
    {
        _epoch++;
        _parameters.AsSpan().Fill(_epoch);
        for (_batch = 1; ; _batch++)
        {
            _step++;
            Each(callback =>
            {
                if (callback.WatchesBatches)
                {
                    callback.OnBatchEnded(this);
                }
            });

            if (_batch == batches)
            {
                return;
            }
        }
    }

    public TrainingResult End(bool cancelled = false)
    {
        TrainingResult result = new(Topology, _history, cancelled, Elapsed, StopReason);
        Each(callback => callback.OnTrainingEnded(this, result));
        return result;
    }

    /// <summary>A whole run.</summary>
    public TrainingResult Run(params double?[] losses)
    {
        Start();
        Epochs(losses);
        return End();
    }

    /// <summary>Goes on from another run, as from a checkpoint taken after its last epoch.</summary>
    public void ResumeFrom(FakeRun other)
    {
        (_epoch, _step) = (other._epoch, other._step);
        other._parameters.CopyTo(_parameters, 0);
        _history.AddRange(other._history);
        foreach ((TrainingCallback from, TrainingCallback to) in other.Options.Callbacks.Zip(Options.Callbacks))
        {
            to.RestoreState(from.SaveState());
        }

        Start();
    }

    private void Each(Action<TrainingCallback> action)
    {
        foreach (TrainingCallback callback in Options.Callbacks)
        {
            action(callback);
        }
    }
}
