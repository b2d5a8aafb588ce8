namespace CompiledNet;

/// <summary>
/// Records where a training run goes: the parameters every so many steps, for <see cref="CostSurfaceOptions.Path"/>. Put it among the
/// <see cref="TrainingOptions.Callbacks"/>; training comes out the same.
/// </summary>
/// <remarks>
/// At most 150 points are kept, and fewer of networks with more than 220,000 parameters (128 MB in all, but 12 points at least): when there is no more
/// room, every second is dropped and the distance doubled. The first third stays as it is, because the first steps are the widest, and only points of
/// steps that follow each other show how such a path zigzags. A new run starts a new path.
/// </remarks>
public sealed class DescentPath : TrainingCallback
{
    private const int MostPoints = 150;
    private const int FewestPoints = 12;
    private const int MostFloats = 1 << 25;
    private const int ShareKept = 3;

    private readonly List<PathPoint> _points = [];
    private readonly Func<long, PathPoint> _take;
    private readonly Func<TrainingRun, bool>? _isOf;
    private readonly int _firstEvery;
    private readonly int _room;
    private long _every;

    internal DescentPath(NetworkTopology topology, Func<long, PathPoint> take, int every, Func<TrainingRun, bool>? isOf = null)
    {
        Topology = topology;
        _isOf = isOf;
        _take = take;
        _firstEvery = every;
        _every = every;
        _room = RoomFor(topology.ParameterCount);
    }

    /// <summary>The number of points recorded in this run.</summary>
    public int Count => _points.Count;

    /// <inheritdoc/>
    public override bool WatchesBatches => true;

    internal NetworkTopology Topology { get; }

    internal IReadOnlyList<PathPoint> Points => _points;

    /// <summary>Records the path of a network's next training run.</summary>
    /// <param name="network">The network.</param>
    /// <param name="every">How many steps lie between two points at first, at least 1. Default: 1.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="every"/> is below 1.</exception>
    public static DescentPath Record<TNetwork>(TNetwork network, int every = 1)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        if (every < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(every), FormattableString.Invariant($"A point is to be kept every {every} steps; expected at least 1."));
        }

        return new DescentPath(TNetwork.Topology, step => new PathPoint(step, network.Parameters.ToArray(), network.RunningStatistics.ToArray()), every, run => Fitting.IsOf(run, network));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The run is of another network than the path.</exception>
    public override void OnTrainingStarted(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (_isOf?.Invoke(run) == false)
        {
            throw Fitting.OtherNetwork(nameof(DescentPath), nameof(Record), Topology, run);
        }

        Start(run.Steps);
    }

    /// <inheritdoc/>
    public override void OnBatchEnded(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Step(run.Steps);
    }

    /// <inheritdoc/>
    public override void OnTrainingEnded(TrainingRun run, TrainingResult result)
    {
        ArgumentNullException.ThrowIfNull(run);
        End(run.Steps);
    }

    internal static int RoomFor(int parameters) => Math.Clamp(MostFloats / parameters, FewestPoints, MostPoints);

    internal void Start(long step)
    {
        _points.Clear();
        _every = _firstEvery;
        _points.Add(_take(step));
    }

    internal void Step(long step)
    {
        if (step % _every != 0)
        {
            return;
        }

        if (_points.Count == _room)
        {
            _every *= 2;
            long kept = _points[(_room / ShareKept) - 1].Step;
            _points.RemoveAll(point => point.Step > kept && point.Step % _every != 0);
            if (step % _every != 0)
            {
                return;
            }
        }

        _points.Add(_take(step));
    }

    internal void End(long step)
    {
        if (_points.Count > 0 && _points[^1].Step != step)
        {
            _points.Add(_take(step));
        }
    }
}

/// <summary>What a network was at one step.</summary>
internal sealed record PathPoint(long Step, float[] Parameters, float[] Statistics);
