using CompiledNet.Numerics;

namespace CompiledNet.KillTarget;

/// <summary>Data of our own making, the same in each process.</summary>
internal static class RandomData
{
    // No multiple of a batch.
    private const int Examples = 389;

    public static Dataset Create(int inputSize, int classes)
    {
        SeededRandom random = new(11);
        float[] inputs = new float[Examples * inputSize];
        int[] labels = new int[Examples];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = random.NextSingle(-1, 1);
        }

        for (int i = 0; i < Examples; i++)
        {
            labels[i] = inputs[i * inputSize] > 0 ? random.NextInt32(classes) : 0;
        }

        return Dataset.FromLabels(inputs, labels, classes, inputSize);
    }
}
