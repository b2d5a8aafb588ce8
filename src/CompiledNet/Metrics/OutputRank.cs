using CompiledNet.Numerics;

namespace CompiledNet;

/// <summary>How many outputs come before that of a class.</summary>
internal static class OutputRank
{
    /// <summary>
    /// How many outputs are larger than that of a class, or as large and before it. Zero exactly where <see cref="OutputClass.Of"/> gives that
    /// class, also where outputs are NaN: the first output, if it is NaN, comes before all others, any other NaN behind all numbers.
    /// </summary>
    /// <param name="outputs">The outputs, at least two.</param>
    /// <param name="index">The class.</param>
    public static int Of(ReadOnlySpan<float> outputs, int index)
    {
        float value = outputs[index];
        if (float.IsNaN(value) && index > 0)
        {
            return BehindAllNumbers(outputs, index);
        }

        // Of a NaN in the first place, no comparison says that it is larger, and that is right: nothing comes before it.
        int rank = index > 0 && float.IsNaN(outputs[0]) ? 1 : 0;
        foreach (float other in outputs[..index])
        {
            rank += other >= value ? 1 : 0;
        }

        foreach (float other in outputs[(index + 1)..])
        {
            rank += other > value ? 1 : 0;
        }

        return rank;
    }

    private static int BehindAllNumbers(ReadOnlySpan<float> outputs, int index)
    {
        int rank = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            rank += i < index || !float.IsNaN(outputs[i]) ? 1 : 0;
        }

        return rank;
    }
}
