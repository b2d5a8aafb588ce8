namespace CompiledNet;

/// <summary>The gradient of one layer at one moment.</summary>
/// <param name="Step">The steps taken before, counted over all epochs.</param>
/// <param name="Layer">The layer's number, from 1.</param>
/// <param name="WeightNorm">The Euclidean norm of the gradient with respect to its weights: all its parameters but the bias.</param>
/// <param name="BiasNorm">That with respect to its bias; 0 where it has none.</param>
/// <param name="MeanMagnitude">The mean over all its parameters of the gradient's absolute value.</param>
public readonly record struct GradientEntry(long Step, int Layer, double WeightNorm, double BiasNorm, double MeanMagnitude);

/// <summary>
/// Records how large the gradient of each layer is as training goes on: which weights matter. It is taken on fixed examples of its own, before the first
/// step and then every so many steps, so that its values can be compared over time, and training goes as fast between them as without it.
/// </summary>
/// <remarks>
/// The parameters come out the same as without it. Layers without parameters have no entries. A new run clears the entries; of more than 2,000 moments, every
/// second is dropped and the distance doubled, so that memory stays bounded. A resumed run records only what it does itself. For a network that normalizes
/// batches, the running statistics are put back after each measurement.
/// </remarks>
public sealed class GradientLog : TrainingCallback
{
    private const int MostMoments = 2000;

    private readonly Func<float[], float> _backpropagate;
    private readonly Func<TrainingRun, bool> _isOf;
    private readonly NetworkTopology _topology;
    private readonly float[] _gradient;
    private readonly List<GradientEntry> _entries = [];
    private readonly int _firstEvery;
    private long _every;
    private long _lastStep;
    private int _moments;

    private GradientLog(NetworkTopology topology, Func<float[], float> backpropagate, int every, Func<TrainingRun, bool> isOf)
    {
        _isOf = isOf;
        _topology = topology;
        _backpropagate = backpropagate;
        _gradient = new float[topology.ParameterCount];
        _firstEvery = every;
        _every = every;
    }

    /// <summary>What was recorded in this run: by step, then by layer.</summary>
    public IReadOnlyList<GradientEntry> Entries => _entries;

    /// <summary>The layers that have parameters, in order.</summary>
    public IReadOnlyList<LayerTopology> Layers => [.. _topology.Layers.Where(layer => layer.ParameterCount > 0)];

    /// <inheritdoc/>
    public override bool WatchesBatches => true;

    internal NetworkTopology Topology => _topology;

    /// <summary>A log to put among the <see cref="TrainingOptions.Callbacks"/>.</summary>
    /// <param name="network">The network that will be trained.</param>
    /// <param name="probe">The examples the gradient is taken on, at least one; a few hundred are enough, and each costs time.</param>
    /// <param name="every">How many steps lie between two measurements, at least 1. Default: 100.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <exception cref="ArgumentException">The examples' sizes are not the network's, or <paramref name="every"/> is below 1.</exception>
    public static GradientLog Watch<TNetwork>(TNetwork network, Dataset probe, int every = 100)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(probe);
        Fitting.Check(TNetwork.Topology, probe, nameof(probe));
        if (every < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(every), FormattableString.Invariant($"The gradient is to be taken every {every} steps; expected at least 1."));
        }

        float[] statistics = new float[TNetwork.Topology.StatisticCount];
        return new GradientLog(TNetwork.Topology, Backpropagate, every, run => Fitting.IsOf(run, network));

        float Backpropagate(float[] gradient)
        {
            network.RunningStatistics.CopyTo(statistics);
            float loss = network.Backpropagate(probe.Inputs.Span, probe.Targets.Span, gradient);
            statistics.CopyTo(network.RunningStatistics);
            return loss;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The run is of another network than the one that is watched.</exception>
    public override void OnTrainingStarted(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (!_isOf(run))
        {
            throw Fitting.OtherNetwork(nameof(GradientLog), nameof(Watch), _topology, run);
        }

        _entries.Clear();
        _moments = 0;
        _every = _firstEvery;
        Record(run.Steps);
    }

    /// <inheritdoc/>
    public override void OnBatchEnded(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Steps % _every == 0)
        {
            Record(run.Steps);
        }
    }

    /// <inheritdoc/>
    public override void OnTrainingEnded(TrainingRun run, TrainingResult result)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Steps != _lastStep)
        {
            Record(run.Steps, last: true);
        }
    }

    private void Record(long step, bool last = false)
    {
        if (_moments == MostMoments)
        {
            _every *= 2;
            _entries.RemoveAll(entry => entry.Step % _every != 0);
            _moments = _entries.Select(entry => entry.Step).Distinct().Count();
            if (step % _every != 0 && !last)
            {
                return;
            }
        }

        _lastStep = step;
        _moments++;
        _backpropagate(_gradient);
        foreach (LayerTopology layer in _topology.Layers)
        {
            if (layer.ParameterCount > 0)
            {
                _entries.Add(Measure(step, layer));
            }
        }
    }

    private GradientEntry Measure(long step, LayerTopology layer)
    {
        double weights = 0;
        double bias = 0;
        double magnitudes = 0;
        foreach (ParameterTensor tensor in layer.Tensors)
        {
            double squares = 0;
            foreach (float value in _gradient.AsSpan(tensor.Offset, tensor.Length))
            {
                squares += (double)value * value;
                magnitudes += Math.Abs(value);
            }

            if (tensor.Name.EndsWith(".bias", StringComparison.Ordinal))
            {
                bias += squares;
            }
            else
            {
                weights += squares;
            }
        }

        return new GradientEntry(step, layer.Number, Math.Sqrt(weights), Math.Sqrt(bias), magnitudes / layer.ParameterCount);
    }
}
