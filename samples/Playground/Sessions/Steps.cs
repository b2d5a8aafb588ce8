using System.Runtime.InteropServices;
using CompiledNet.Playground.Compiling;
using CompiledNet.Playground.Data;
using CompiledNet.Playground.Frames;

namespace CompiledNet.Playground.Sessions;

/// <summary>What steps did to a network.</summary>
internal static class Steps
{
    public static StepResult Compare(ReadOnlySpan<float> before, INetworkRunner network, Frame frame)
    {
        ReadOnlySpan<float> after = network.Parameters;
        float[] change = new float[after.Length];
        for (int i = 0; i < change.Length; i++)
        {
            change[i] = after[i] - before[i];
        }

        List<LayerNudge> nudges = [];
        List<object> weights = [];
        foreach (LayerTopology layer in network.Topology.Layers)
        {
            ReadOnlySpan<float> matrix = change.AsSpan(layer.Tensors[0].Offset, layer.Tensors[0].Length);
            ReadOnlySpan<float> bias = change.AsSpan(layer.Tensors[1].Offset, layer.Tensors[1].Length);
            nudges.Add(new LayerNudge(layer.Number, Nudge.Of(matrix), Nudge.Of(bias)));
            weights.Add(layer.Input.Length == Problem.Side * Problem.Side
                ? Packed.Tensor(matrix, [layer.Input.Length, layer.Output.Length])
                : Convert.ToBase64String(MemoryMarshal.AsBytes(matrix)));
        }

        return new StepResult(frame, nudges, weights);
    }
}
