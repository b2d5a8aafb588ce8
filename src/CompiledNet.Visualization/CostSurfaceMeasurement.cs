using System.Diagnostics;
using CompiledNet.Numerics;

namespace CompiledNet;

/// <summary>Measures a <see cref="CostSurface"/> on a network of its own.</summary>
/// <typeparam name="TNetwork">The network's class.</typeparam>
internal sealed class CostSurfaceMeasurement<TNetwork>
    where TNetwork : class, ICompiledNetwork<TNetwork>
{
    private const double Margin = 0.18;
    private const int StartPoints = 10;
    private const int FewestBatches = 4;
    private const double LongestStep = 0.25;
    private const double StartRise = 0.6;

    // What rounding adds to a loss that has come to rest.
    private const double Rounding = 1e-5;

    private static readonly double[] Rates = [100, 30, 10, 3, 1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001];


    private readonly TNetwork _scratch;
    private readonly float[] _origin;
    private readonly float[] _statistics;
    private readonly Dataset _data;
    private readonly CostSurfaceOptions _options;

    public CostSurfaceMeasurement(TNetwork network, Dataset data, CostSurfaceOptions options)
    {
        _scratch = TNetwork.Create(options.Seed);
        _origin = network.Parameters.ToArray();
        _statistics = network.RunningStatistics.ToArray();
        _data = Subset(data, options.Examples, options.Seed);
        _options = options;
    }

    /// <summary>Measures it.</summary>
    public CostSurface Run()
    {
        PathPoint start = _options.Path?.Points[0] ?? Start();
        (IReadOnlyList<PathPoint> full, IReadOnlyList<PathPoint> mini, double rate) = Paths(start);
        PrincipalPlane plane = new(_origin, full, mini);
        CostPoint[] fullPath = [.. full.Select(point => Show(point, plane))];
        CostPoint[] miniPath = [.. mini.Select(point => Show(point, plane))];
        CostPoint[] all = [.. fullPath, .. miniPath];
        double[] x = Grid([.. all.Select(point => point.X)]);
        double[] y = Grid([.. all.Select(point => point.Y)]);
        if (y[^1] - y[0] < 1e-3 * (x[^1] - x[0]))
        {
            // Paths on a line: as far to its sides as along it.
            double half = (x[^1] - x[0]) / 2;
            y = Grid([-half, half]);
        }

        _statistics.CopyTo(_scratch.RunningStatistics);
        double[,] losses = new double[y.Length, x.Length];
        for (int row = 0; row < y.Length; row++)
        {
            for (int column = 0; column < x.Length; column++)
            {
                plane.Set(_scratch.Parameters, x[column], y[row]);
                losses[row, column] = _scratch.Evaluate(_data).Loss;
            }
        }

        _origin.CopyTo(_scratch.Parameters);
        return new CostSurface(x, y, losses)
        {
            FullBatch = fullPath,
            MiniBatch = miniPath,
            VarianceShare = plane.Share,
            TrainedLoss = _scratch.Evaluate(_data).Loss,
            Examples = _data.Count,
            IsRecorded = _options.Path is not null,
            LearningRate = rate,
            Plane = (_origin, plane.First, plane.Second),
        };
    }

    // One out of each of as many parts of equal length, so that data sorted by class is still there in all its classes; any one of the part, so that data
    // whose classes take turns is, too: of ten that do, every tenth example would be of the same.
    private static Dataset Subset(Dataset data, int examples, int seed)
    {
        if (data.Count <= examples)
        {
            return data;
        }

        SeededRandom random = new(seed);
        int[] indices = new int[examples];
        for (int i = 0; i < examples; i++)
        {
            int start = (int)((long)i * data.Count / examples);
            int end = (int)((i + 1L) * data.Count / examples);
            indices[i] = start + random.NextInt32(end - start);
        }

        return data.Select(indices);
    }

    private PathPoint Take(long step) => new(step, _scratch.Parameters.ToArray(), _scratch.RunningStatistics.ToArray());

    // From the trained weights towards fresh ones, until the logarithm of the loss has risen most of the way.
    private PathPoint Start()
    {
        float[] fresh = _scratch.Parameters.ToArray();
        double[] losses = [.. Enumerable.Range(0, StartPoints + 1).Select(LossAt)];
        double goal = Math.Pow(losses[0], 1 - StartRise) * Math.Pow(losses[^1], StartRise);
        int first = Array.FindIndex(losses, 1, loss => loss >= goal);
        LossAt(first < 0 || !(losses[^1] > losses[0]) ? StartPoints : first);
        return Take(0);

        double LossAt(int tenth)
        {
            double share = (double)tenth / StartPoints;
            for (int i = 0; i < fresh.Length; i++)
            {
                _scratch.Parameters[i] = (float)(_origin[i] + (share * (fresh[i] - _origin[i])));
            }

            _statistics.CopyTo(_scratch.RunningStatistics);
            return _scratch.Evaluate(_data).Loss;
        }
    }

    private (IReadOnlyList<PathPoint> Full, IReadOnlyList<PathPoint> Mini, double Rate) Paths(PathPoint start)
    {
        int batchSize = Math.Min(_options.BatchSize, Math.Max(1, _data.Count / FewestBatches));
        if (_options.LearningRate is { } given)
        {
            return (Descend(start, _data.Count, given, mustFall: false)!, _options.Path?.Points ?? Descend(start, batchSize, given, mustFall: false)!, given);
        }

        foreach (double rate in Rates)
        {
            bool last = rate == Rates[^1];
            if (Descend(start, _data.Count, rate, mustFall: !last) is { } full && (_options.Path?.Points ?? Descend(start, batchSize, rate, mustFall: !last)) is { } mini)
            {
                return (full, mini, rate);
            }
        }

        throw new UnreachableException();
    }

    /// <summary>A descent's path; null where it must fall, and does not: at every step of a full-batch descent, from start to end of another.</summary>
    private IReadOnlyList<PathPoint>? Descend(PathPoint start, int batchSize, double rate, bool mustFall)
    {
        start.Parameters.CopyTo(_scratch.Parameters);
        start.Statistics.CopyTo(_scratch.RunningStatistics);
        Trainer<TNetwork> trainer = new(_scratch, new TrainingOptions { Optimizer = new Sgd(rate), Seed = _options.Seed });
        DescentPath path = new(TNetwork.Topology, Take, every: 1);
        path.Start(0);
        bool whole = batchSize == _data.Count;
        double before = double.PositiveInfinity;
        double longest = mustFall ? LongestStep * Distance(start.Parameters, _origin) : 0;
        float[] last = mustFall ? [.. start.Parameters] : [];
        double first = mustFall && !whole ? _scratch.Evaluate(_data).Loss : 0;
        int steps = 0;
        try
        {
            for (int epoch = 0; steps < _options.Steps; epoch++)
            {
                Dataset order = whole ? _data : _data.Shuffled(unchecked(_options.Seed + epoch));
                for (int from = 0; from + batchSize <= order.Count && steps < _options.Steps; from += batchSize)
                {
                    Dataset batch = order.Slice(from, batchSize);
                    float loss = trainer.TrainStep(batch.Inputs.Span, batch.Targets.Span);
                    if (mustFall)
                    {
                        double step = Distance(_scratch.Parameters, last);
                        if ((whole && loss > before * (1 + Rounding)) || (longest > 0 && !(step <= longest)))
                        {
                            return null;
                        }

                        _scratch.Parameters.CopyTo(last);
                    }

                    before = loss;
                    path.Step(++steps);
                }
            }
        }
        catch (TrainingException) when (mustFall)
        {
            return null;
        }

        path.End(steps);
        return mustFall && !whole && !(_scratch.Evaluate(_data).Loss < first) ? null : path.Points;
    }

    private static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            double difference = (double)a[i] - b[i];
            sum += difference * difference;
        }

        return Math.Sqrt(sum);
    }

    private CostPoint Show(PathPoint point, PrincipalPlane plane)
    {
        point.Parameters.CopyTo(_scratch.Parameters);
        point.Statistics.CopyTo(_scratch.RunningStatistics);
        (double x, double y) = plane.Project(point.Parameters);
        return new CostPoint(point.Step, x, y, _scratch.Evaluate(_data).Loss);
    }

    // All of the path and the origin, which is one of the points.
    private double[] Grid(double[] coordinates)
    {
        double low = Math.Min(0, coordinates.Min());
        double high = Math.Max(0, coordinates.Max());
        double reach = high > low ? high - low : 1e-6;
        int count = _options.Resolution;
        double step = reach * (1 + (2 * Margin)) / (count - 2);
        double before = Math.Ceiling(((reach * Margin) - low) / step);
        return [.. Enumerable.Range(0, count).Select(i => (i - before) * step)];
    }
}
