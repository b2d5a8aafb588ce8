using CompiledNet.Numerics;

namespace CompiledNet.Benchmarks;

/// <summary>A network to be computed by every peer, from the same initial parameters.</summary>
internal abstract class Workload
{
    protected Workload(string name, NetworkTopology topology, ReadOnlySpan<float> parameters)
    {
        Name = name;
        Topology = topology;
        Sizes = [topology.InputSize, .. topology.Layers.Select(layer => layer.Output.Length)];
        Parameters = parameters.ToArray();

        // Fresh biases are zero, and a peer that forgot them would go unnoticed.
        SeededRandom random = new(2);
        foreach (ParameterTensor bias in topology.Tensors.Where(tensor => tensor.Name.EndsWith("bias", StringComparison.Ordinal)))
        {
            foreach (ref float number in Parameters.AsSpan(bias.Offset, bias.Length))
            {
                number = random.NextSingle(-0.1f, 0.1f);
            }
        }
    }

    /// <summary>The sizes and the hidden activation, as in the tables.</summary>
    public string Name { get; }

    public NetworkTopology Topology { get; }

    /// <summary>The size of the input and of every layer.</summary>
    public int[] Sizes { get; }

    /// <summary>The initial parameters, laid out as CompiledNet's: per layer the weights <c>[in][out]</c>, then the bias.</summary>
    public float[] Parameters { get; }

    /// <summary>The multiplications and additions of the forward pass for one example, activations and pools not counted.</summary>
    public double PredictOperations => Topology.Layers.Sum(LayerOperations);

    /// <summary>
    /// The multiplications and additions of a training step for one example: forward, weight gradient, and, but for the first layer, the
    /// deltas; activations and optimizer not counted.
    /// </summary>
    public double StepOperations => (3 * PredictOperations) - LayerOperations(Topology.Layers[0]);

    /// <summary>A layer's multiplications and additions in one pass over one example: two for each time that a parameter is used.</summary>
    public static double LayerOperations(LayerTopology layer) => 2.0 * layer.ParameterCount * LayerGeometry.Of(layer).Positions;

    /// <summary>The network as CompiledNet makes it.</summary>
    public abstract IModel CreateCompiled();

    /// <summary>One epoch through <c>Train</c> with plain SGD, on at most so many threads; returns the mean loss.</summary>
    public abstract Func<double> CreateEpoch(Dataset data, int batchSize, double learningRate, int threads);

    /// <summary>The network with <see cref="Parameters"/> as an ONNX model, for so many examples at once.</summary>
    public abstract byte[] ToOnnx(int batch);

    public override string ToString() => Name;
}

/// <inheritdoc cref="Workload"/>
internal sealed class Workload<TNetwork>(string name) : Workload(name, TNetwork.Topology, TNetwork.Create(1).Parameters)
    where TNetwork : class, ICompiledNetwork<TNetwork>
{
    public override IModel CreateCompiled() => new CompiledModel<TNetwork>(this);

    public override Func<double> CreateEpoch(Dataset data, int batchSize, double learningRate, int threads)
    {
        TNetwork network = TNetwork.Create(1);
        TrainingOptions options = new()
        {
            Epochs = 1, BatchSize = batchSize, Optimizer = new Sgd(learningRate), Seed = 1, MaxDegreeOfParallelism = threads,
        };
        Trainer<TNetwork> trainer = new(network, options);
        return () => trainer.Train(data).FinalLoss;
    }

    public override byte[] ToOnnx(int batch)
    {
        TNetwork network = TNetwork.Create(1);
        Parameters.CopyTo(network.Parameters);
        return OnnxExport.ToBytes(network, new OnnxExportOptions { BatchSize = batch });
    }
}
