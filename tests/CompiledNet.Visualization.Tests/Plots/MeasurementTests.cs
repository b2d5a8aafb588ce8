namespace CompiledNet.Visualization.Tests.Figures;

public sealed class MeasurementTests
{
    private static readonly Dataset Data = SmallData.Classes(16, 3, 60);

    [Fact]
    public void GradientNormsAreThoseOfBackpropagation()
    {
        SmallClassifier network = new SmallClassifier(3);
        float[] gradient = new float[SmallClassifier.Topology.ParameterCount];
        network.Backpropagate(Data.Inputs.Span, Data.Targets.Span, gradient);
        GradientLog log = GradientLog.Watch(network, Data, every: 4);
        network.Train(Data, new TrainingOptions { Epochs = 1, BatchSize = 10, Callbacks = [log] });

        GradientEntry first = log.Entries[0];
        Assert.Equal((0L, 1), (first.Step, first.Layer));
        Assert.Equal(Math.Sqrt(gradient.Take(80).Sum(g => (double)g * g)), first.WeightNorm, 9);
        Assert.Equal(Math.Sqrt(gradient.Skip(80).Take(5).Sum(g => (double)g * g)), first.BiasNorm, 9);
        Assert.Equal(gradient.Take(85).Average(g => Math.Abs((double)g)), first.MeanMagnitude, 9);
        Assert.Equal([0L, 0, 4, 4, 6, 6], log.Entries.Select(entry => entry.Step));
    }

    [Fact]
    public void WatchingChangesNoParameter()
    {
        Dataset data = SmallData.Classes(72, 2, 24);
        SmallConvolution plain = new SmallConvolution(2);
        SmallConvolution watched = new SmallConvolution(2);
        TrainingOptions options = new() { Epochs = 2, BatchSize = 6 };
        plain.Train(data, options);
        watched.Train(data, options with { Callbacks = [GradientLog.Watch(watched, data, every: 1), DescentPath.Record(watched, every: 1)] });

        Assert.True(plain.Parameters.SequenceEqual(watched.Parameters));
        Assert.True(plain.RunningStatistics.SequenceEqual(watched.RunningStatistics));
    }

    [Fact]
    public void ALogOfManyStepsIsThinnedAndHasTheLast()
    {
        SmallLine network = new(1);
        Dataset data = SmallData.Line();
        GradientLog log = GradientLog.Watch(network, data, every: 3);
        network.Train(data, new TrainingOptions { Epochs = 6001, BatchSize = 4, Optimizer = new Sgd(0.01), Callbacks = [log] });

        long[] steps = [.. log.Entries.Select(entry => entry.Step)];
        Assert.Equal(Enumerable.Range(0, 1001).Select(i => 6L * i).Append(6001), steps);
        GradientLog full = GradientLog.Watch(network, data, every: 3);
        network.Train(data, new TrainingOptions { Epochs = 5998, BatchSize = 4, Optimizer = new Sgd(0.01), Callbacks = [full] });
        Assert.Equal(5998, full.Entries[^1].Step);
    }

    [Fact]
    public void HistogramsCountEveryWeightOnce()
    {
        float[] values = [-2, -1.9f, -0.001f, 0, 0, 0.001f, 1.99f, 2, 2];
        (int[] counts, double reach) = Plots.Histogram(values);

        Assert.Equal(2, reach);
        Assert.Equal([2, 0, 0, 4, 0, 0, 3], counts);
        Assert.Equal(3, Plots.Histogram([0, 0, 0]).Counts[3]);
        Assert.Equal(1000, Plots.Histogram([.. Enumerable.Range(0, 1000).Select(i => MathF.Sin(i))]).Counts.Sum());
    }

    [Fact]
    public void TheNumbersOfALearningCurveAreSortedAndChecked()
    {
        TrainingOptions options = new() { Epochs = 1, BatchSize = 8 };
        LearningCurve curve = LearningCurve.Measure<SmallClassifier>(Data, Data, options, [60, 10, 30, 10], seeds: 2);

        Assert.Equal([10, 10, 30, 30, 60, 60], curve.Points.Select(point => point.Count));
        Assert.Equal([0, 1, 0, 1, 0, 1], curve.Points.Select(point => point.Seed));
        string tooMany = Assert.Throws<ArgumentOutOfRangeException>(() => LearningCurve.Measure<SmallClassifier>(Data, Data, options, [10, 61])).Message;
        Assert.Contains("61; expected 1 to 60", tooMany, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => LearningCurve.Measure<SmallClassifier>(Data, Data, options, [0]));
        Assert.Throws<ArgumentException>(() => LearningCurve.Measure<SmallClassifier>(Data, Data, options, []));
    }

    [Fact]
    public void TheLastPointOfALearningCurveIsTrainingOnAllData()
    {
        TrainingOptions options = new() { Epochs = 3, BatchSize = 8, Seed = 5 };
        LearningCurve curve = LearningCurve.Measure<SmallClassifier>(Data, Data, options, [20, 60], seeds: 2);
        SmallClassifier network = new SmallClassifier(6);
        network.Train(Data, options with { Seed = 6 });

        LearningCurvePoint last = curve.Points[^1];
        Assert.Equal((60, 6), (last.Count, last.Seed));
        Assert.Equal(network.Evaluate(Data).Loss, last.TestLoss);
        Assert.Equal(network.Evaluate(Data).Accuracy, last.TrainingAccuracy);
    }

    [Fact]
    public void TheCostSurfaceIsTheNetworksOwnLoss()
    {
        SmallClassifier network = new SmallClassifier(1);
        DescentPath path = DescentPath.Record(network, every: 1);
        float[] start = network.Parameters.ToArray();
        network.Train(Data, new TrainingOptions { Epochs = 5, BatchSize = 10, Callbacks = [path] });
        float[] trained = network.Parameters.ToArray();
        CostSurface surface = CostSurface.Measure(network, Data, new CostSurfaceOptions { Resolution = 9, Steps = 20, Path = path });

        Assert.True(network.Parameters.SequenceEqual(trained));
        int column = surface.X.ToList().IndexOf(0);
        int row = surface.Y.ToList().IndexOf(0);
        Assert.Equal(network.Evaluate(Data).Loss, surface[column, row]);
        Assert.Equal(surface.TrainedLoss, surface[column, row]);
        Assert.Equal((0d, 0d), (surface.MiniBatch[^1].X, surface.MiniBatch[^1].Y));
        Assert.Equal((surface.MiniBatch[0].X, surface.MiniBatch[0].Y), (surface.FullBatch[0].X, surface.FullBatch[0].Y));
        Assert.InRange(surface.VarianceShare, 0.5, 1);

        SmallClassifier corner = new SmallClassifier(1);
        for (int i = 0; i < trained.Length; i++)
        {
            corner.Parameters[i] = (float)(surface.Plane.Origin[i] + (surface.X[0] * surface.Plane.First[i]) + (surface.Y[^1] * surface.Plane.Second[i]));
        }

        Assert.Equal(corner.Evaluate(Data).Loss, surface[0, 8]);
        start.CopyTo(corner.Parameters);
        Assert.Equal(corner.Evaluate(Data).Loss, surface.FullBatch[0].Loss);
        Assert.Equal(0, surface.Plane.First.Zip(surface.Plane.Second, (a, b) => (double)a * b).Sum(), 5);
    }

    [Fact]
    public void RegressionsOfOneWeightAndBiasHaveACostSurface()
    {
        SmallLine network = new SmallLine(1);
        network.Train(SmallData.Line(), new TrainingOptions { Epochs = 100, Optimizer = new Sgd(0.05) });
        CostSurface surface = CostSurface.Measure(network, SmallData.Line(), new CostSurfaceOptions { Resolution = 5, Steps = 10, BatchSize = 1, LearningRate = 0.05 });

        Assert.Equal(1, surface.VarianceShare, 5);
    }

    [Theory]
    [InlineData(Activation.Sigmoid)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.ELU)]
    [InlineData(Activation.GELU)]
    [InlineData(Activation.SiLU)]
    [InlineData(Activation.Softplus)]
    public void DerivativesAreThoseOfTheFunctions(Activation activation)
    {
        const float Step = 0.01f;
        float[] z = [-3, -1, -0.5f, 0.5f, 1, 3];
        (_, float[] slope) = Plots.ComputeActivation(activation, z);
        (float[] above, _) = Plots.ComputeActivation(activation, [.. z.Select(value => value + Step)]);
        (float[] below, _) = Plots.ComputeActivation(activation, [.. z.Select(value => value - Step)]);

        Assert.All(Enumerable.Range(0, z.Length), i => Assert.Equal((above[i] - below[i]) / (2 * Step), slope[i], 3e-4));
    }
}
