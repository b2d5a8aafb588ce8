namespace CompiledNet.Benchmarks;

/// <summary>Tensors of four axes in another order of the axes: peers have an image's channels before its rows.</summary>
internal static class Permutation
{
    /// <summary>Weights <c>[ky][kx][in][out]</c> as <c>[out][in][ky][kx]</c>.</summary>
    public static readonly int[] WeightsToPeer = [3, 2, 0, 1];

    /// <summary>Back.</summary>
    public static readonly int[] WeightsFromPeer = [2, 3, 1, 0];

    /// <summary>Images <c>[example][y][x][channel]</c> as <c>[example][channel][y][x]</c>.</summary>
    public static readonly int[] Images = [0, 3, 1, 2];

    /// <summary>The values with their axes in another order.</summary>
    /// <param name="values">The tensor, its last axis contiguous.</param>
    /// <param name="shape">Its four extents.</param>
    /// <param name="axes">For each axis of the result, which one it is here.</param>
    public static float[] Apply(ReadOnlySpan<float> values, int[] shape, int[] axes)
    {
        int[] strides = [shape[1] * shape[2] * shape[3], shape[2] * shape[3], shape[3], 1];
        float[] result = new float[values.Length];
        int next = 0;
        for (int a = 0; a < shape[axes[0]]; a++)
        {
            for (int b = 0; b < shape[axes[1]]; b++)
            {
                for (int c = 0; c < shape[axes[2]]; c++)
                {
                    for (int d = 0; d < shape[axes[3]]; d++)
                    {
                        result[next++] = values[(a * strides[axes[0]]) + (b * strides[axes[1]]) + (c * strides[axes[2]]) + (d * strides[axes[3]])];
                    }
                }
            }
        }

        return result;
    }

    /// <summary>The examples' inputs as peers have them: images with the channels first.</summary>
    public static float[] Inputs(NetworkTopology topology, Examples examples) => topology.Input.Count == 3
        ? Apply(examples.Inputs, [examples.Count, topology.Input[0], topology.Input[1], topology.Input[2]], Images)
        : examples.Inputs.ToArray();
}
