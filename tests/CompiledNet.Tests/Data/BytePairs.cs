using CompiledNet.Numerics;

namespace CompiledNet.Tests.Data;

/// <summary>The same random data twice: as bytes, and as the floats they stand for.</summary>
internal static class BytePairs
{
    public static (Dataset Bytes, Dataset Floats) Make(int count, int inputSize, int classCount, int seed)
    {
        SeededRandom random = new(seed);
        byte[] bytes = new byte[count * inputSize];
        foreach (ref byte value in bytes.AsSpan())
        {
            value = (byte)random.NextInt32(256);
        }

        int[] labels = new int[count];
        foreach (ref int label in labels.AsSpan())
        {
            label = random.NextInt32(classCount);
        }

        return (Dataset.FromBytes(bytes, labels, classCount, inputSize), Dataset.FromLabels(Floats(bytes), labels, classCount, inputSize));
    }

    public static float[] Floats(byte[] bytes) => Array.ConvertAll(bytes, value => value / 255f);
}
