using CompiledNet.Playground.Compiling;

namespace CompiledNet.Playground.Frames;

/// <summary>What a network of two inputs, and each of its neurons, says over the plane.</summary>
internal sealed class Plane
{
    public const int Size = 50;
    public const int NeuronSize = 20;
    public const float Low = -1.2f;
    public const float High = 1.2f;

    private static readonly float[] Grid = MakeGrid(Size);
    private static readonly float[] NeuronGrid = MakeGrid(NeuronSize);

    private readonly float[] _outputs = new float[Size * Size];
    private float[] _activations = [];

    /// <summary>The output over the plane; the range of a byte is 0 to 1, or -1 to 1 for a hyperbolic tangent.</summary>
    public Boundary Boundary(INetworkRunner network)
    {
        network.PredictBatch(Grid, _outputs);
        float low = network.Topology.Layers[^1].Activation == Activation.Tanh ? -1 : 0;
        byte[] bytes = new byte[_outputs.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = Packed.Level(_outputs[i], low, 1);
        }

        return new Boundary(Size, Math.Round(Low, 3), Math.Round(High, 3), Convert.ToBase64String(bytes));
    }

    /// <summary>The output of each neuron of each hidden layer over the plane.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Neurons(INetworkRunner network)
    {
        const int Points = NeuronSize * NeuronSize;
        NetworkTopology topology = network.Topology;
        int all = topology.ActivationCount;
        if (_activations.Length != Points * all)
        {
            _activations = new float[Points * all];
        }

        for (int i = 0; i < Points; i++)
        {
            network.Trace(NeuronGrid.AsSpan(2 * i, 2), _activations.AsSpan(i * all, all));
        }

        List<IReadOnlyList<string>> layers = [];
        int offset = 0;
        byte[] bytes = new byte[Points];
        foreach (LayerTopology layer in topology.Layers.SkipLast(1))
        {
            string[] neurons = new string[layer.Output.Length];
            for (int n = 0; n < neurons.Length; n++)
            {
                (float low, float high) = Range(layer.Activation, offset + n, all);
                for (int i = 0; i < Points; i++)
                {
                    bytes[i] = Packed.Level(_activations[(i * all) + offset + n], low, high);
                }

                neurons[n] = Convert.ToBase64String(bytes);
            }

            layers.Add(neurons);
            offset += layer.Output.Length;
        }

        return layers;
    }

    // Where an activation has no bounds, the largest value found; 0 stays in the middle.
    private (float Low, float High) Range(Activation activation, int first, int stride)
    {
        switch (activation)
        {
            case Activation.Sigmoid:
                return (0, 1);
            case Activation.Tanh:
                return (-1, 1);
            default:
                float largest = 1e-6f;
                for (int i = first; i < _activations.Length; i += stride)
                {
                    largest = Math.Max(largest, Math.Abs(Packed.Finite(_activations[i])));
                }

                largest = Math.Min(largest, float.MaxValue / 4);
                return (-largest, largest);
        }
    }

    // The middle of each field of a picture that reaches from the lowest to the highest value: so it lies exactly under the points drawn on it.
    private static float[] MakeGrid(int size)
    {
        float[] grid = new float[2 * size * size];
        float step = (High - Low) / size;
        for (int i = 0; i < size * size; i++)
        {
            grid[2 * i] = Low + (((i % size) + 0.5f) * step);
            grid[(2 * i) + 1] = High - (((i / size) + 0.5f) * step);
        }

        return grid;
    }
}
