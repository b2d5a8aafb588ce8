using CompiledNet.Playground.Compiling;
using CompiledNet.Playground.Sessions;

namespace CompiledNet.Playground.Frames;

/// <summary>What a connection passes on.</summary>
/// <param name="Layer">The layer it leads into, from 1.</param>
/// <param name="From">The input of that layer.</param>
/// <param name="To">The neuron.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="Contribution">The weight times what comes in.</param>
internal sealed record Connection(int Layer, int From, int To, float Weight, float Contribution);

/// <summary>What every neuron makes of one input.</summary>
internal sealed record Activations(IReadOnlyList<float[]> Layers, float[] Output, int Class, IReadOnlyList<Connection> Connections)
{
    public static Activations Of(Work work, ReadOnlySpan<float> input)
    {
        INetworkRunner network = work.Learner.Network;
        float[] all = new float[network.Topology.ActivationCount];
        network.Trace(input, all);
        List<float[]> layers = [];
        List<Connection> connections = [];
        ReadOnlySpan<float> before = input;
        int offset = 0;
        foreach (LayerTopology layer in network.Topology.Layers)
        {
            AddStrongest(connections, layer, before, network.Parameters);
            before = all.AsSpan(offset, layer.Output.Length);
            layers.Add(Packed.Finite(before));
            offset += layer.Output.Length;
        }

        return new Activations(layers, layers[^1], Score.Class(layers[^1], work.Threshold), connections);
    }

    private static void AddStrongest(List<Connection> connections, LayerTopology layer, ReadOnlySpan<float> input, ReadOnlySpan<float> parameters)
    {
        int outputs = layer.Output.Length;
        ReadOnlySpan<float> weights = parameters.Slice(layer.Tensors[0].Offset, layer.Tensors[0].Length);
        PriorityQueue<Connection, float> strongest = new();
        for (int i = 0; i < input.Length; i++)
        {
            for (int o = 0; o < outputs && input[i] != 0; o++)
            {
                float weight = Packed.Finite(weights[(i * outputs) + o]);
                float contribution = Packed.Finite(weight * input[i]);
                float strength = Math.Abs(contribution);
                if (strongest.Count < Limits.Connections)
                {
                    strongest.Enqueue(new Connection(layer.Number, i, o, weight, contribution), strength);
                }
                else if (strongest.TryPeek(out _, out float weakest) && strength > weakest)
                {
                    strongest.DequeueEnqueue(new Connection(layer.Number, i, o, weight, contribution), strength);
                }
            }
        }

        List<Connection> sorted = [];
        while (strongest.TryDequeue(out Connection? connection, out _))
        {
            sorted.Add(connection);
        }

        sorted.Reverse();
        connections.AddRange(sorted);
    }
}
