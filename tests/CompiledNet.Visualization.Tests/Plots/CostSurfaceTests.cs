namespace CompiledNet.Visualization.Tests.Figures;

public sealed class CostSurfaceTests
{
    private static readonly Dataset Data = SmallData.Classes(16, 3, 60);

    [Fact]
    public void ByDefaultTheFullBatchGoesDownSmoothlyAndTheMiniBatchesZigzag()
    {
        SmallClassifier network = Trained(null);
        CostSurface surface = CostSurface.Measure(network, Data, new CostSurfaceOptions { Resolution = 5, Steps = 100, BatchSize = 2 });

        Assert.False(surface.IsRecorded);
        Assert.All(surface.FullBatch.Zip(surface.FullBatch.Skip(1)), pair => Assert.True(pair.Second.Loss <= pair.First.Loss * (1 + 1e-5)));
        Assert.True(surface.MiniBatch[^1].Loss < surface.MiniBatch[0].Loss);
        Assert.True(Zigzag(surface.MiniBatch) > 5 * Zigzag(surface.FullBatch));
        Assert.Equal(surface.FullBatch[0], surface.MiniBatch[0]);
        Assert.True(surface.FullBatch[0].Loss > surface.TrainedLoss);
        Assert.Equal((0L, 100L, 101), (surface.FullBatch[0].Step, surface.FullBatch[^1].Step, surface.FullBatch.Count));
    }

    [Fact]
    public void AGivenLearningRateIsTaken()
    {
        CostSurface surface = CostSurface.Measure(Trained(null), Data, new CostSurfaceOptions { Resolution = 5, Steps = 3, LearningRate = 0.02 });

        Assert.Equal(0.02, surface.LearningRate);
        Assert.Throws<ArgumentOutOfRangeException>(() => CostSurface.Measure(Trained(null), Data, new CostSurfaceOptions { LearningRate = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => CostSurface.Measure(Trained(null), Data, new CostSurfaceOptions { LearningRate = double.NaN }));
    }

    [Fact]
    public void NormalizedNetworksAreTakenWithTheirRunningStatistics()
    {
        Dataset data = SmallData.Classes(72, 2, 24);
        SmallConvolution network = new(2);
        network.Train(data, new TrainingOptions { Epochs = 3, BatchSize = 6 });
        float[] statistics = network.RunningStatistics.ToArray();
        CostSurface surface = CostSurface.Measure(network, data, new CostSurfaceOptions { Resolution = 7, Steps = 5 });

        Assert.Equal(network.Evaluate(data).Loss, surface[surface.X.ToList().IndexOf(0), surface.Y.ToList().IndexOf(0)]);
        Assert.Equal(statistics, network.RunningStatistics.ToArray());
    }

    [Fact]
    public void LossesThatAreNoNumbersCanBeDrawn()
    {
        double[] at = [-1, 0, 1];
        double[,] losses = { { double.NaN, 2, double.PositiveInfinity }, { 1, 0, 3 }, { 4, 5, double.NaN } };
        CostPoint[] path = [new(0, -0.5, 0.5, 2), new(1, 0, 0, 1)];
        CostSurface surface = new(at, at, losses)
        {
            Topology = SmallClassifier.Topology, FullBatch = path, MiniBatch = path, VarianceShare = 1, TrainedLoss = 0, Examples = 1, IsRecorded = true, LearningRate = 1,
        };
        Figure figure = Plots.CostSurface(surface);

        Assert.DoesNotContain("NaN", figure.ToSvg(), StringComparison.Ordinal);
        Assert.DoesNotContain("\u221e", figure.ToSvg(), StringComparison.Ordinal);
        Assert.NotEmpty(figure.ToPng(1));
    }

    [Fact]
    public void APathKeepsItsFirstStepsAndItsLast()
    {
        SmallClassifier network = new(1);
        DescentPath path = DescentPath.Record(network);
        network.Train(Data, new TrainingOptions { Epochs = 101, BatchSize = 6, Callbacks = [path] });

        long[] steps = [.. path.Points.Select(point => point.Step)];
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), steps.Take(50));
        Assert.Equal(1010, steps[^1]);
        Assert.InRange(steps.Length, 75, 151);
        Assert.Equal(steps.Order().Distinct(), steps);
        Assert.Equal(network.Parameters.ToArray(), path.Points[^1].Parameters);
    }

    [Theory]
    [InlineData(13_002, 150)]
    [InlineData(1_000_000, 33)]
    [InlineData(10_000_000, 12)]
    public void PathsOfLargeNetworksHaveFewPoints(int parameters, int room) => Assert.Equal(room, DescentPath.RoomFor(parameters));

    private static SmallClassifier Trained(DescentPath? path)
    {
        SmallClassifier network = new(1);
        network.Train(Data, new TrainingOptions { Epochs = 40, BatchSize = 10, Callbacks = path is null ? [] : [path] });
        return network;
    }

    private static double Zigzag(IReadOnlyList<CostPoint> path) =>
        Enumerable.Range(1, path.Count - 2).Sum(i => Math.Abs(path[i].Y - ((path[i - 1].Y + path[i + 1].Y) / 2)));
}
