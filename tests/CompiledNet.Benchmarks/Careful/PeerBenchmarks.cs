using BenchmarkDotNet.Attributes;

namespace CompiledNet.Benchmarks;

/// <summary>A method for each peer, so that BenchmarkDotNet gives their ratios. A peer that cannot be loaded is reported as NA.</summary>
public abstract class PeerBenchmarks
{
    private Action<int> _run = static _ => { };
    private List<IDisposable> _owners = [];

    /// <summary>The network.</summary>
    [ParamsSource(nameof(NetworkNames))]
    public string Network { get; set; } = "";

    public static IEnumerable<string> NetworkNames => AllWorkloads.Networks.Select(workload => workload.Name);

    [Benchmark(Baseline = true)]
    public void Compiled() => _run(1);

    [Benchmark]
    public void PlainLoops() => _run(1);

    [Benchmark]
    public void TorchModules() => _run(1);

    [Benchmark]
    public void TorchTensors() => _run(1);

    [GlobalSetup(Target = nameof(Compiled))]
    public void SetUpCompiled() => SetUp(AllPeers.Compiled);

    [GlobalSetup(Target = nameof(PlainLoops))]
    public void SetUpPlainLoops() => SetUp(AllPeers.Plain);

    [GlobalSetup(Target = nameof(TorchModules))]
    public void SetUpTorchModules() => SetUp(AllPeers.TorchModules);

    [GlobalSetup(Target = nameof(TorchTensors))]
    public void SetUpTorchTensors() => SetUp(AllPeers.TorchTensors);

    [GlobalCleanup]
    public void CleanUp()
    {
        _owners.Reverse();
        _owners.ForEach(owner => owner.Dispose());
        _owners = [];
    }

    internal abstract (Action<int> Run, IDisposable Owner) Prepare(IModel model, Workload workload);

    private protected void Measured() => _run(1);

    private protected void SetUp(IPeer peer)
    {
        Workload workload = AllWorkloads.Networks.First(workload => workload.Name == Network);
        IModel model = peer.Create(workload);
        (_run, IDisposable owner) = Prepare(model, workload);
        _owners = [model, owner];
    }
}
