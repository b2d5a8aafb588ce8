namespace CompiledNet;

/// <summary>Measures a <see cref="CostSurface"/> on a network of its own.</summary>
/// <typeparam name="TNetwork">The network's class.</typeparam>
internal sealed class CostSurfaceMeasurement<TNetwork>
    where TNetwork : class, ICompiledNetwork<TNetwork>
{
    private const double Margin = 0.18;

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
        _data = Subset(data, options.Examples);
        _options = options;
    }

    /// <summary>Measures it.</summary>
    public CostSurface Run()
    {
        PathPoint start = _options.Path?.Points[0] ?? Take(0);
        IReadOnlyList<PathPoint> full = Descend(start, _data.Count);
        IReadOnlyList<PathPoint> mini = _options.Path?.Points ?? Descend(start, Math.Min(_options.BatchSize, _data.Count));
        PrincipalPlane plane = new(_origin, [.. full.Select(point => point.Parameters), .. mini.Select(point => point.Parameters)]);
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
            Plane = (_origin, plane.First, plane.Second),
        };
    }

    // Evenly spaced, so that data sorted by class is still there in all its classes.
    private static Dataset Subset(Dataset data, int examples)
    {
        if (data.Count <= examples)
        {
            return data;
        }

        int[] indices = new int[examples];
        for (int i = 0; i < examples; i++)
        {
            indices[i] = (int)((long)i * data.Count / examples);
        }

        return data.Select(indices);
    }

    private PathPoint Take(long step) => new(step, _scratch.Parameters.ToArray(), _scratch.RunningStatistics.ToArray());

    private IReadOnlyList<PathPoint> Descend(PathPoint start, int batchSize)
    {
        start.Parameters.CopyTo(_scratch.Parameters);
        start.Statistics.CopyTo(_scratch.RunningStatistics);
        Trainer<TNetwork> trainer = new(_scratch, new TrainingOptions { Optimizer = new Sgd(_options.LearningRate), Seed = _options.Seed });
        DescentPath path = new(TNetwork.Topology, Take, every: 1);
        path.Start(0);
        int steps = 0;
        for (int epoch = 0; steps < _options.Steps; epoch++)
        {
            Dataset order = batchSize == _data.Count ? _data : _data.Shuffled(unchecked(_options.Seed + epoch));
            for (int first = 0; first + batchSize <= order.Count && steps < _options.Steps; first += batchSize)
            {
                Dataset batch = order.Slice(first, batchSize);
                trainer.TrainStep(batch.Inputs.Span, batch.Targets.Span);
                path.Step(++steps);
            }
        }

        path.End(steps);
        return path.Points;
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
