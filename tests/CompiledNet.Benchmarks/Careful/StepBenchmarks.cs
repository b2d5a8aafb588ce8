using BenchmarkDotNet.Attributes;

namespace CompiledNet.Benchmarks;

/// <summary>One training step: forward, loss, backward, SGD.</summary>
public class StepBenchmarks : PeerBenchmarks
{
    private const double LearningRate = 1e-6;

    public static IEnumerable<int> BatchSizes => AllWorkloads.BatchSizes;

    public static IEnumerable<double> Momenta => AllWorkloads.Momenta;

    /// <summary>The examples in the batch.</summary>
    [ParamsSource(nameof(BatchSizes))]
    public int Batch { get; set; }

    /// <summary>SGD's momentum.</summary>
    [ParamsSource(nameof(Momenta))]
    public double Momentum { get; set; }

    internal override (Action<int> Run, IDisposable Owner) Prepare(IModel model, Workload workload)
    {
        ITraining training = model.Train(Examples.Random(workload.Topology, Batch), LearningRate, Momentum);
        return (training.Run, training);
    }
}

/// <summary>One full-batch step of the fit of the 2x2 matrix exponential.</summary>
public class FitBenchmarks : PeerBenchmarks
{
    private const double LearningRate = 1e-6;

    public static new IEnumerable<string> NetworkNames => [AllWorkloads.SmallTanh.Name];

    internal override (Action<int> Run, IDisposable Owner) Prepare(IModel model, Workload workload)
    {
        ITraining training = model.Train(Examples.MatrixExponentials(workload.Topology, AllWorkloads.ManyExamples), LearningRate, momentum: 0);
        return (training.Run, training);
    }
}
