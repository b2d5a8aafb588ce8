using BenchmarkDotNet.Attributes;

namespace CompiledNet.Benchmarks;

/// <summary>Inference of one example and of 10,000.</summary>
public class PredictBenchmarks : PeerBenchmarks
{
    /// <summary>The examples.</summary>
    [Params(1, AllWorkloads.ManyExamples)]
    public int Rows { get; set; }

    [Benchmark]
    public void OnnxRuntime() => Measured();

    [GlobalSetup(Target = nameof(OnnxRuntime))]
    public void SetUpOnnxRuntime() => SetUp(AllPeers.OnnxRuntime);

    internal override (Action<int> Run, IDisposable Owner) Prepare(IModel model, Workload workload)
    {
        IPrediction prediction = model.Predict(Examples.Random(workload.Topology, Rows));
        return (prediction.Run, prediction);
    }
}
