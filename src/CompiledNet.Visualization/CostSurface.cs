namespace CompiledNet;

/// <summary>A point of a descent, seen in the plane of a <see cref="CostSurface"/>.</summary>
/// <param name="Step">The steps taken before.</param>
/// <param name="X">Its first coordinate: of the projection to the plane.</param>
/// <param name="Y">Its second coordinate.</param>
/// <param name="Loss">The loss at the point itself, which lies above or below the plane: not that of its projection.</param>
public readonly record struct CostPoint(long Step, double X, double Y, double Loss);

/// <summary>
/// A slice of the cost surface: the loss on a plane through the trained weights, with the paths that a full-batch and a mini-batch descent take from the
/// same start.
/// </summary>
/// <remarks>
/// <para>
/// A network of 13,002 parameters has a surface over 13,002 dimensions; the plane shows two of them. The first is the one that holds most of both paths: the
/// first principal component of their points relative to the trained weights, as in Li, Xu, Taylor, Studer and Goldstein 2018, "Visualizing the Loss
/// Landscape of Neural Nets", section 7. The second, at right angles to it, is the one in which the mini-batch path zigzags most: the first principal
/// component of how far each of its points lies off the straight line between its neighbours. <see cref="VarianceShare"/> says how much of the paths lies
/// in the plane; the rest of a path cannot be seen.
/// </para>
/// <para>
/// At every point of the grid the network itself computes the loss, with the parameters set to the origin plus x times the first and y times the second
/// direction, both of length 1: the coordinates are distances in the space of the weights. Running statistics of batch normalization are those of the
/// trained network. The trained weights are at (0, 0), which is a point of the grid.
/// </para>
/// </remarks>
public sealed class CostSurface
{
    private readonly double[,] _losses;

    internal CostSurface(double[] x, double[] y, double[,] losses) => (X, Y, _losses) = (x, y, losses);

    /// <summary>The topology of the network whose cost it is.</summary>
    public required NetworkTopology Topology { get; init; }

    /// <summary>The grid's first coordinates, rising.</summary>
    public IReadOnlyList<double> X { get; }

    /// <summary>The grid's second coordinates, rising.</summary>
    public IReadOnlyList<double> Y { get; }

    /// <summary>The path of the descent that takes all examples for each step.</summary>
    public required IReadOnlyList<CostPoint> FullBatch { get; init; }

    /// <summary>The path of the descent that takes a few examples for each step, or of the recorded run.</summary>
    public required IReadOnlyList<CostPoint> MiniBatch { get; init; }

    /// <summary>The share, from 0 to 1, of the paths' squared distances from the trained weights that lies in the plane.</summary>
    public required double VarianceShare { get; init; }

    /// <summary>The loss at the trained weights, on the examples taken.</summary>
    public required double TrainedLoss { get; init; }

    /// <summary>The number of examples the loss is taken of.</summary>
    public required int Examples { get; init; }

    /// <summary>Whether the mini-batch path is the recorded one of the run that gave the network.</summary>
    public required bool IsRecorded { get; init; }

    /// <summary>The learning rate of the descents that were run for the surface.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The trained weights and the two directions.</summary>
    internal (float[] Origin, float[] First, float[] Second) Plane { get; init; } = ([], [], []);

    /// <summary>The loss at a point of the grid; it may be infinite or NaN far away.</summary>
    /// <param name="column">The index in <see cref="X"/>.</param>
    /// <param name="row">The index in <see cref="Y"/>.</param>
    public double this[int column, int row] => _losses[row, column];

    /// <summary>Measures it. The network does not change.</summary>
    /// <remarks>
    /// Time: (resolution squared + two times 150) evaluations of the examples, and the two descents, of which some more are begun where the
    /// learning rate is to be found. Memory: up to three hundred copies of the parameters, fewer of large networks.
    /// </remarks>
    /// <param name="network">The trained network.</param>
    /// <param name="data">The data: best what it was trained on.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <exception cref="ArgumentException">
    /// An option is out of range, the data's sizes are not the network's, the network has fewer than two parameters or one that is not finite, or the
    /// recorded path is empty or of another network.
    /// </exception>
    /// <exception cref="TrainingException">A descent ran away to NaN or infinity, mostly because the learning rate is too large.</exception>
    public static CostSurface Measure<TNetwork>(TNetwork network, Dataset data, CostSurfaceOptions? options = null)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new CostSurfaceOptions();
        options.Check();
        NetworkTopology topology = TNetwork.Topology;
        Fitting.Check(topology, data, nameof(data));
        if (topology.ParameterCount < 2)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{topology.Name} has {topology.ParameterCount} parameter{(topology.ParameterCount == 1 ? "" : "s")}; expected at least two, which span a plane."), nameof(network));
        }

        if (options.Path is { } given && (given.Count < 2 || given.Topology.Hash != topology.Hash))
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"The recorded path has {given.Count} points of a run of {given.Topology.Name}; expected at least 2, of a run of {topology.Name} or a network of the same layers."), nameof(options));
        }

        foreach (float value in network.Parameters)
        {
            if (!float.IsFinite(value))
            {
                throw new ArgumentException(FormattableString.Invariant($"A parameter of {topology.Name} is {value}; expected finite parameters."), nameof(network));
            }
        }

        return new CostSurfaceMeasurement<TNetwork>(network, data, options).Run();
    }
}
