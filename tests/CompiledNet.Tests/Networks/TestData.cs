using CompiledNet.Numerics;

namespace CompiledNet.Tests.Networks;

/// <summary>Seeded numbers for a network's parameters, inputs and targets.</summary>
internal static class TestData
{
    public static float[] Uniform(int length, SeededRandom random, float low, float high)
    {
        float[] values = new float[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = random.NextSingle(low, high);
        }

        return values;
    }

    /// <summary>Gives the biases values too: a new network's are zero, which would hide a bias that is not added.</summary>
    public static void FillBiases(NetworkUnderTest network, SeededRandom random)
    {
        foreach (ParameterTensor tensor in network.Topology.Tensors.Where(tensor => tensor.Name.EndsWith(".bias", StringComparison.Ordinal)))
        {
            Uniform(tensor.Length, random, -0.5f, 0.5f).CopyTo(network.Parameters[tensor.Offset..]);
        }
    }

    /// <summary>The bits of floats, for comparisons to the last one.</summary>
    public static int[] Bits(ReadOnlySpan<float> values) => System.Runtime.InteropServices.MemoryMarshal.Cast<float, int>(values).ToArray();
}
