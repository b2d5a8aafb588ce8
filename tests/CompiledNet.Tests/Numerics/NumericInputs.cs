using System.Runtime.InteropServices;
using CompiledNet.Numerics;

namespace CompiledNet.Tests.Numerics;

/// <summary>Numbers to compute with, the same on every machine.</summary>
internal static class NumericInputs
{
    /// <summary>Numbers of both signs, from tiny to saturating.</summary>
    public static float[] Spread(int count, long seed = 5)
    {
        var random = new SeededRandom(seed);
        float[] x = new float[count];
        for (int i = 0; i < count; i++)
        {
            x[i] = random.NextSingle(-100f, 100f) / (1 << (3 * (i % 6)));
        }

        return x;
    }

    /// <summary>Uniform numbers.</summary>
    public static float[] Uniform(int count, float low, float high, long seed)
    {
        var random = new SeededRandom(seed);
        float[] x = new float[count];
        foreach (ref float value in x.AsSpan())
        {
            value = random.NextSingle(low, high);
        }

        return x;
    }

    /// <summary>Rows a multiple of 16 apart, with NaN and infinities behind each row's end.</summary>
    public static float[] Padded(ReadOnlySpan<float> dense, int rows, int size, int stride)
    {
        float[] padded = new float[rows * stride];
        for (int r = 0; r < rows; r++)
        {
            for (int j = 0; j < stride; j++)
            {
                padded[(r * stride) + j] = j < size ? dense[(r * size) + j] : Garbage(r + j);
            }
        }

        return padded;
    }

    /// <summary>What may stand in padding lanes.</summary>
    public static float Garbage(int i) => (i % 4) switch { 0 => float.NaN, 1 => float.PositiveInfinity, 2 => float.NegativeInfinity, _ => 3e38f };

    public static int Stride(int size) => (size + 15) / 16 * 16;

    public static int[] Bits(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, int>(values).ToArray();
}
