using CompiledNet;
using CompiledNet.Numerics;

namespace CompiledNetNamespace;

/// <summary>The problem to learn, in place of your data: which points of a square lie in a ring around its middle?</summary>
internal static class RingData
{
    private const float InnerRadius = 0.4f;
    private const float OuterRadius = 0.8f;

    /// <summary>The names of the classes, by their labels.</summary>
    public static readonly IReadOnlyList<string> ClassNames = ["outside", "ring"];

    /// <summary>Random points, x and y from -1 to 1, and what they are: 1 in the ring, 0 beside it.</summary>
    public static Dataset Create(int count, int seed)
    {
        SeededRandom random = new(seed);
        float[] inputs = new float[count * RingNet.InputSize];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            float x = random.NextSingle(-1, 1);
            float y = random.NextSingle(-1, 1);
            float radius = MathF.Sqrt((x * x) + (y * y));
            inputs[2 * i] = x;
            inputs[(2 * i) + 1] = y;
            labels[i] = radius is > InnerRadius and < OuterRadius ? 1 : 0;
        }

        return Dataset.FromLabels(inputs, labels, ClassNames.Count, RingNet.InputSize);
    }
}
