using CompiledNet.Numerics;

namespace CompiledNet.Visualization.Tests.Report;

/// <summary>A network, its run, the data it was tested on, and the report on them.</summary>
/// <param name="Result">The run; null for a loaded network.</param>
/// <param name="Test">The test data.</param>
/// <param name="Options">The report's options.</param>
/// <param name="Html">The report.</param>
/// <param name="Parameters">The network's parameters.</param>
/// <param name="Topology">Its topology.</param>
/// <param name="Evaluation">How well it does.</param>
/// <param name="Predict">Its outputs for an example.</param>
public sealed record ReportRun(
    TrainingResult? Result,
    Dataset Test,
    TrainingReportOptions Options,
    string Html,
    float[] Parameters,
    NetworkTopology Topology,
    Evaluation Evaluation,
    Func<int, float[]> Predict);

/// <summary>Runs of small networks, each trained once for all tests.</summary>
public static class ReportRuns
{
    public const string Flat = "flat images";
    public const string Convolutional = "convolutional";
    public const string Colour = "colour images";
    public const string YesNo = "one output";
    public const string Regression = "regression";
    public const string Hundred = "a hundred classes";
    public const string Cancelled = "cancelled";
    public const string Loaded = "loaded";
    public const string Perfect = "no mistakes";
    public const string Measured = "with all that can be measured";

    private static readonly Dictionary<string, Lazy<ReportRun>> Runs = new()
    {
        [Flat] = new(() => Make<FlatImageNet>(Images(16 * 16, 60, 1), Images(16 * 16, 80, 2), Epochs(4) with { Validation = Images(16 * 16, 20, 3) }, new() { ClassNames = ["zero", "<b>one</b>", "two & more", "\"three\""] })),
        [Convolutional] = new(() => Make<ConvolutionalNet>(Images(16 * 16, 40, 1), Images(16 * 16, 40, 2), Epochs(2), new())),
        [Colour] = new(() => Make<ColourNet>(Images(16 * 16 * 3, 24, 1), Images(16 * 16 * 3, 40, 2), Epochs(2), new() { MostConfused = 5 })),
        [YesNo] = new(() => Make<YesNoNet>(Points(60, 1), Points(50, 2), Epochs(3) with { Validation = Points(50, 2) }, new() { ClassNames = ["no", "yes"], InputNames = ["height", "width & breadth"] })),
        [Regression] = new(() => Make<PriceNet>(Prices(50, 1), Prices(30, 2), Epochs(3), new() { ClassNames = ["rent", "price"], MostConfused = 4 })),
        [Hundred] = new(() => Make<HundredNet>(Rows(200, 1), Rows(300, 2), Epochs(2), new())),
        [Cancelled] = new(() => Make<YesNoNet>(Points(60, 1), Points(50, 2), Epochs(3), new(), cancelled: true)),
        [Loaded] = new(() => Make<YesNoNet>(Points(60, 1), Points(50, 2), null, new())),
        [Perfect] = new(() => Make<YesNoNet>(Points(60, 1), Points(60, 1), Epochs(400) with { Optimizer = new Adam(0.05) }, new() { Title = "Right & right" })),
        [Measured] = new(MakeMeasured),
    };

    /// <summary>The names of all runs, for theories.</summary>
    public static TheoryData<string> Names => [.. Runs.Keys];

    /// <summary>A run.</summary>
    public static ReportRun Of(string name) => Runs[name].Value;

    /// <summary>Images with a bright quarter, which is their class, and noise.</summary>
    public static Dataset Images(int size, int count, int seed)
    {
        SeededRandom random = new(seed);
        float[] pixels = new float[count * size];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = random.NextInt32(4);
            for (int p = 0; p < size; p++)
            {
                bool isBright = p * 4 / size == labels[i];
                pixels[(i * size) + p] = (isBright ? 0.3f : 0) + random.NextSingle(0, 0.7f);
            }
        }

        return Dataset.FromLabels(pixels, labels, 4, size);
    }

    /// <summary>Points of the plane: those to the upper right are of class 1.</summary>
    public static Dataset Points(int count, int seed)
    {
        SeededRandom random = new(seed);
        float[] inputs = new float[count * 2];
        float[] targets = new float[count];
        for (int i = 0; i < count; i++)
        {
            (inputs[2 * i], inputs[(2 * i) + 1]) = (random.NextSingle(-1, 1), random.NextSingle(-1, 1));
            targets[i] = inputs[2 * i] + inputs[(2 * i) + 1] > 0 ? 1 : 0;
        }

        return new Dataset(inputs, targets, 2, 1);
    }

    /// <summary>Options of a short run.</summary>
    public static TrainingOptions Epochs(int epochs) => new() { Epochs = epochs, BatchSize = 10, Optimizer = new Sgd(0.1) { Momentum = 0.5 }, Seed = 7 };

    private static Dataset Prices(int count, int seed)
    {
        SeededRandom random = new(seed);
        float[] inputs = new float[count * 3];
        float[] targets = new float[count * 2];
        for (int i = 0; i < count; i++)
        {
            for (int c = 0; c < 3; c++)
            {
                inputs[(3 * i) + c] = random.NextSingle(-1, 1);
            }

            targets[2 * i] = 2 * inputs[3 * i];
            targets[(2 * i) + 1] = inputs[(3 * i) + 1] * inputs[(3 * i) + 2];
        }

        return new Dataset(inputs, targets, 3, 2);
    }

    private static Dataset Rows(int count, int seed)
    {
        SeededRandom random = new(seed);
        float[] inputs = new float[count * 12];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = random.NextInt32(100);
            for (int c = 0; c < 12; c++)
            {
                inputs[(12 * i) + c] = random.NextSingle(-1, 1) + (labels[i] / 50f);
            }
        }

        return Dataset.FromLabels(inputs, labels, 100, 12);
    }

    private static ReportRun MakeMeasured()
    {
        Dataset training = Images(16 * 16, 60, 1);
        Dataset test = Images(16 * 16, 40, 2);
        FlatImageNet net = new(seed: 1);
        GradientLog log = GradientLog.Watch(net, training, every: 2);
        TrainingOptions options = Epochs(3) with { Callbacks = [log] };
        TrainingResult result = net.Train(training, options);
        return Report(net, result, test, new TrainingReportOptions
        {
            Gradients = log,
            LearningCurve = LearningCurve.Measure<FlatImageNet>(training, test, Epochs(2), [10, 30, 60], seeds: 2),
            CostSurface = CostSurface.Measure(net, training),
        });
    }

    private static ReportRun Make<TNetwork>(Dataset training, Dataset test, TrainingOptions? how, TrainingReportOptions options, bool cancelled = false)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        TNetwork net = TNetwork.Create(1);
        TrainingResult? result = how is null ? null : new Trainer<TNetwork>(net, how).Train(training, new CancellationToken(cancelled));
        return Report(net, result, test, options);
    }

    private static ReportRun Report<TNetwork>(TNetwork net, TrainingResult? result, Dataset test, TrainingReportOptions options)
        where TNetwork : class, ICompiledNetwork<TNetwork> => new(
            result,
            test,
            options,
            TrainingReport.Create(net, result, test, options),
            net.Parameters.ToArray(),
            TNetwork.Topology,
            net.Evaluate(test),
            example =>
            {
                float[] outputs = new float[test.TargetSize];
                net.Predict(test.Input(example), outputs);
                return outputs;
            });
}
