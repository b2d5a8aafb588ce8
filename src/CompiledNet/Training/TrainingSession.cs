using System.Diagnostics;
using CompiledNet.Numerics;
using CompiledNet.Numerics.Threading;
using CompiledNet.Storage;

namespace CompiledNet;

/// <summary>One run of training from its start, or from a checkpoint, to its end: epochs, callbacks, checkpoints.</summary>
/// <typeparam name="TNetwork">The network's class.</typeparam>
internal sealed class TrainingSession<TNetwork> : TrainingRun
    where TNetwork : class, ICompiledNetwork<TNetwork>
{
    private readonly TNetwork _network;
    private readonly TrainingOptions _options;
    private readonly EpochSource _source;
    private readonly CancellationToken _cancellation;
    private readonly StepTaker<TNetwork> _steps;
    private readonly LearningRates _rates;
    private readonly EpochWork<TNetwork> _work;
    private readonly BatchAugmenter? _augmenter;
    private readonly AlignedBuffer _atEpochStart;
    private readonly List<EpochReport> _history = [];
    private readonly CheckpointSchedule _checkpoints;
    private readonly string? _checkpointPath;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly int _teamSize;
    private readonly bool _watchesBatches;
    private BatchReader? _batches;
    private Dataset? _part;
    private BalancedOrder? _balance;
    private TimeSpan _elapsedBefore;
    private int _epoch = 1; // that runs or, once one has ended, comes next
    private int _startedEpoch = 1;
    private bool _isResumed;
    private string? _stopReason;

    public TrainingSession(TNetwork network, TrainingOptions options, EpochSource source, CancellationToken cancellation)
    {
        _network = network;
        _options = options;
        _source = source;
        _cancellation = cancellation;
        long batches = ((source.Count - 1) / options.BatchSize) + 1;
        if (batches > int.MaxValue)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"An epoch would have {batches} batches; expected at most {int.MaxValue}. Take a larger {nameof(TrainingOptions.BatchSize)}."),
                nameof(options));
        }

        BatchesPerEpoch = (int)batches;
        _steps = new StepTaker<TNetwork>(network, options);
        _rates = new LearningRates(options.Optimizer.LearningRate, options.Schedule, options.Epochs, BatchesPerEpoch, _history);
        int examples = (int)Math.Min(options.BatchSize, source.Count);
        _steps.MakeRoom(examples);
        _teamSize = network is ITrainableNetwork shared
            ? options.TeamSize ?? TeamSize.Choose(options.MaxDegreeOfParallelism, shared, TNetwork.Topology, examples)
            : 1;
        _work = new EpochWork<TNetwork>(network, _steps, _rates, _teamSize, cancellation);
        _augmenter = options.Augmentation is { } augmentation ? new BatchAugmenter(augmentation, options.Seed, _teamSize) : null;
        _atEpochStart = new AlignedBuffer(NetworkState.LengthOf(network));
        _checkpoints = new CheckpointSchedule(options.Checkpoint);

        // The current folder may be another when the next one is due.
        _checkpointPath = options.Checkpoint is { } checkpoint ? Path.GetFullPath(checkpoint.Path) : null;
        _watchesBatches = options.Callbacks.Any(callback => callback.WatchesBatches);
    }

    public override NetworkTopology Topology => TNetwork.Topology;

    public override Span<float> Parameters => _network.Parameters;

    public override Span<float> RunningStatistics => _network.RunningStatistics;

    public override TrainingOptions Options => _options;

    public override long ExampleCount => _source.Count;

    public override int BatchesPerEpoch { get; }

    public override int Epoch => _startedEpoch;

    public override int Batch => _work.Done;

    public override long Steps => _steps.Steps;

    public override double LearningRate => _work.LastRate;

    public override double Loss => _work.Examples == 0 ? double.NaN : _work.LossSum / _work.Examples;

    public override IReadOnlyList<EpochReport> History => _history;

    public override TimeSpan Elapsed => _elapsedBefore + _watch.Elapsed;

    public override bool IsResumed => _isResumed;

    public override void RequestStop(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        _stopReason ??= reason;
    }

    public override void SaveModel(string path, ModelInfo? info = null) => ModelFile.Save(_network, path, info);

    /// <summary>Trains to the end.</summary>
    public TrainingResult Run()
    {
        if (_checkpointPath is not null)
        {
            CheckpointFile.ThrowIfNotWritable(_checkpointPath);
        }

        bool isUnderWay = TakeUp();
        if (!isUnderWay)
        {
            StartEpoch(done: 0, examples: 0, lossSum: 0);
        }

        foreach (TrainingCallback callback in _options.Callbacks)
        {
            callback.OnTrainingStarted(this);
        }

        _checkpoints.Start();
        using ThreadTeam team = new(_teamSize);
        bool cancelled = false;
        while (_epoch <= _options.Epochs && _stopReason is null && !cancelled)
        {
            if (!isUnderWay)
            {
                NetworkState.CopyTo(_network, _atEpochStart.Span);
                StartEpoch(done: 0, examples: 0, lossSum: 0);
            }

            isUnderWay = false;
            RunBatches(team);
            if (_work.Done < BatchesPerEpoch)
            {
                FailedBatch.ThrowIfNotFinite(_network, _epoch, _work.Done, _atEpochStart);
                cancelled = _stopReason is null;
                break;
            }

            EndEpoch();
        }

        if (_checkpoints.HasUnsaved)
        {
            SaveCheckpoint();
        }

        // Hashing the data takes as long as some epochs, so only where it is asked for; the session's buffers need not live on for it.
        (TrainingOptions options, EpochSource source) = (_options, _source);
        TrainingResult result = new(Topology, [.. _history], cancelled, Elapsed, _stopReason)
        {
            IsResumed = _isResumed,
            Options = options,
            Describe = () => Describe(options, source),
        };
        foreach (TrainingCallback callback in _options.Callbacks)
        {
            callback.OnTrainingEnded(this, result);
        }

        return result;
    }

    /// <summary>Goes on from a checkpoint, if that is wanted and there is one; whether it was written within an epoch.</summary>
    private bool TakeUp()
    {
        if (_options.Checkpoint is not { Resume: true } || CheckpointFile.Read(_checkpointPath!) is not { } saved)
        {
            return false;
        }

        saved.CheckFits(_checkpointPath!, TNetwork.Topology, Description, _steps.State.Length, _options.Epochs, BatchesPerEpoch);
        byte[][] states = saved.StatesFor(_checkpointPath!, [.. _options.Callbacks.Select(NameOf)]);

        // The callbacks first: they may refuse what they get, and nothing has changed then.
        for (int i = 0; i < states.Length; i++)
        {
            _options.Callbacks[i].RestoreState(states[i]);
        }

        saved.Parameters.CopyTo(_network.Parameters);
        saved.Statistics.CopyTo(_network.RunningStatistics);
        saved.OptimizerState.CopyTo(_steps.State);
        if (saved.AtEpochStart is { } start)
        {
            start.CopyTo(_atEpochStart.Span);
        }
        else
        {
            NetworkState.CopyTo(_network, _atEpochStart.Span);
        }

        _steps.Steps = saved.Steps;
        _history.AddRange(saved.History);
        _elapsedBefore = saved.Elapsed;
        _stopReason = saved.StopReason;
        _epoch = saved.Epoch;
        _isResumed = true;
        StartEpoch(saved.Batch, saved.Examples, saved.LossSum);
        return saved.Batch > 0;
    }

    private static string NameOf(TrainingCallback callback) => callback.GetType().FullName!;

    private string Description => field ??= Describe(_options, _source);

    private static string Describe(TrainingOptions options, EpochSource source) => RunDescription.Of(
        TNetwork.Topology.Loss, options, source.Fingerprint, options.Validation is { } validation ? InMemorySource.Of(validation) : null);

    private void StartEpoch(int done, long examples, double lossSum)
    {
        // A run that is taken up after its last epoch has no other, and a schedule need not know one.
        bool isOver = _epoch > _options.Epochs;
        if (!isOver)
        {
            _rates.StartEpoch(_epoch, _steps.Steps - done);
        }

        _startedEpoch = isOver ? _history.Count : _epoch;
        _work.StartEpoch(done, examples, lossSum, isOver ? _history[^1].LearningRate : _rates.At(done));
    }

    /// <summary>The rest of the epoch's batches, until it ends or has to be left.</summary>
    private void RunBatches(ThreadTeam team)
    {
        int batchesPerPart = ((_source.PartSize - 1) / _options.BatchSize) + 1;
        for (int part = _work.Done / batchesPerPart; part < _source.Parts; part++)
        {
            if (IsLeaving)
            {
                return;
            }

            _work.StartPart(OpenPart(part), part * batchesPerPart);
            while (_work.Next < _work.Batches.BatchCount)
            {
                if (IsLeaving)
                {
                    return;
                }

                RunSome(team, part);
            }
        }
    }

    private bool IsLeaving => _stopReason is not null || _cancellation.IsCancellationRequested;

    /// <summary>Batches until somebody wants to be told, or a checkpoint is due.</summary>
    private void RunSome(ThreadTeam team, int part)
    {
        int next = _work.Next;
        long most = _watchesBatches ? 1 : _checkpoints.StepsToNext(_steps.Steps);
        _work.Limit((int)Math.Min(int.MaxValue, next + most), _checkpoints.NextTime);
        team.Run(_work);
        if (_work.BadLoss is { } loss)
        {
            TrainingException exception = FailedBatch.Describe(_network, loss, _epoch, _work.Done + 1, _work.Batches, _work.Next, (long)part * _source.PartSize);
            NetworkState.Restore(_network, _atEpochStart.Span);
            throw exception;
        }

        if (_work.Next > next)
        {
            _checkpoints.HasUnsaved = _checkpoints.IsOn;
            if (_watchesBatches)
            {
                foreach (TrainingCallback callback in _options.Callbacks)
                {
                    if (callback.WatchesBatches)
                    {
                        callback.OnBatchEnded(this);
                    }
                }
            }
        }

        // At the end of the epoch its report belongs into it.
        if (_work.Done < BatchesPerEpoch && _checkpoints.IsDue(_steps.Steps))
        {
            FailedBatch.ThrowIfNotFinite(_network, _epoch, _work.Done, _atEpochStart);
            SaveCheckpoint();
        }
    }

    private BatchReader OpenPart(int part)
    {
        Dataset data = _source.Open(part);
        if (!ReferenceEquals(data, _part))
        {
            _part = data;
            NetworkExtensions.CheckTargets(TNetwork.Topology.Loss, data, "data");
            Dataset weighted = _options.ClassWeights is not { } weights ? data
                : _source.KeepsParts ? data.WithClassWeights([.. weights])
                : data.MultiplyWeights([.. weights]);
            if (!weighted.Weights.IsEmpty && _network is not ITrainableNetwork)
            {
                throw StepTaker<TNetwork>.CannotWeigh();
            }

            // Two buffers where one member may gather the next batch while another still reads this one.
            (int buffers, int slack) = _teamSize > 1 ? (2, EpochWork<TNetwork>.SlackRows) : (1, 0);
            _batches = new BatchReader(weighted, _options.BatchSize, _options.Shuffle, buffers, slack, (float)_options.LabelSmoothing, _augmenter);
            _balance = _options.BalanceClasses ? new BalancedOrder(weighted, weighted.FirstRow) : null;

            // Each epoch goes on where the classes stopped in the one before: a run that is taken up goes the same way once more.
            for (int epoch = 1; epoch < _epoch && _balance is not null && _source.KeepsParts; epoch++)
            {
                Shuffle(_batches, epoch, part);
            }
        }

        Shuffle(_batches!, _epoch, part);
        _augmenter?.StartPart(_epoch, (long)part * _source.PartSize);
        return _batches!;
    }

    private void Shuffle(BatchReader batches, int epoch, int part) =>
        batches.StartEpoch(_options.Shuffle ? StepKeys.Order(_options.Seed, epoch, part) : null, _balance);

    private void EndEpoch()
    {
        // The step after a finite loss can still overflow, and after the epoch's last one no loss would tell.
        FailedBatch.ThrowIfNotFinite(_network, _epoch, _work.Done, _atEpochStart);
        Evaluation? validation = _options.Validation is { } held ? _network.Evaluate(held) : null;
        EpochReport report = new(_epoch, _work.LossSum / _work.Examples, validation?.Loss, validation?.Accuracy, Elapsed)
        {
            LearningRate = _work.LastRate,
            Steps = _steps.Steps,
            Validation = validation,
        };
        _history.Add(report);
        foreach (TrainingCallback callback in _options.Callbacks)
        {
            callback.OnEpochEnded(this, report);
        }

        _options.Progress?.Report(report);
        _epoch++;
        if (_checkpoints.IsDueAfterEpoch(_epoch - 1, _steps.Steps))
        {
            SaveCheckpoint();
        }
    }

    private void SaveCheckpoint()
    {
        bool isWithinEpoch = _work.Done > 0 && _work.Done < BatchesPerEpoch;
        CheckpointFile.Write(
            _checkpointPath!,
            new CheckpointState
            {
                Network = TNetwork.Topology.Name,
                Topology = TNetwork.Topology.Hash,
                Run = Description,
                Parameters = _network.Parameters.ToArray(),
                Statistics = _network.RunningStatistics.ToArray(),
                OptimizerState = _steps.State.ToArray(),
                AtEpochStart = isWithinEpoch ? _atEpochStart.Span.ToArray() : null,
                Epoch = _epoch,
                Batch = isWithinEpoch ? _work.Done : 0,
                Examples = isWithinEpoch ? _work.Examples : 0,
                LossSum = isWithinEpoch ? _work.LossSum : 0,
                Steps = _steps.Steps,
                History = [.. _history],
                Elapsed = Elapsed,
                StopReason = _stopReason,
                CallbackStates = [.. _options.Callbacks.Select(callback => (NameOf(callback), callback.SaveState())).Where(callback => callback.Item2.Length > 0)],
            });
        _checkpoints.Saved();
    }
}
