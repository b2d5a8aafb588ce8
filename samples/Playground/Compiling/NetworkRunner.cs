namespace CompiledNet.Playground.Compiling;

/// <summary>The same for every generated class.</summary>
internal sealed class NetworkRunner<TNetwork>(int seed) : INetworkRunner
    where TNetwork : class, ICompiledNetwork<TNetwork>
{
    private readonly TNetwork _network = TNetwork.Create(seed);
    private Trainer<TNetwork>? _trainer;

    public NetworkTopology Topology => TNetwork.Topology;

    public Span<float> Parameters => _network.Parameters;

    public void Use(Optimizer optimizer) => _trainer = new Trainer<TNetwork>(_network, new TrainingOptions { Optimizer = optimizer });

    public float Step(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, double learningRate) =>
        (_trainer ?? throw new InvalidOperationException("There is no optimizer yet.")).TrainStep(inputs, targets, learningRate);

    public void PredictBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => _network.PredictBatch(inputs, outputs);

    public void Trace(ReadOnlySpan<float> input, Span<float> activations) => _network.Trace(input, activations);

    public float ComputeLoss(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> outputs) =>
        _network.ComputeLoss(inputs, targets, outputs);

    public float Backpropagate(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradient) =>
        _network.Backpropagate(inputs, targets, gradient);
}
