namespace CompiledNet.Tests.Training;

/// <summary>Data for <see cref="LinearNetwork"/>.</summary>
internal static class TestData
{
    /// <summary>Examples whose first input is their own index over their number, with targets a linear network can learn.</summary>
    public static Dataset Linear(int count)
    {
        float[] inputs = new float[count * LinearNetwork.In];
        float[] targets = new float[count * LinearNetwork.Out];
        Random random = new(count);
        for (int i = 0; i < count; i++)
        {
            Span<float> x = inputs.AsSpan(i * 3, 3);
            random.NextSingles(x);
            x[0] = (float)i / count;
            targets[i * 2] = (0.5f * x[0]) - x[1] + 0.25f;
            targets[(i * 2) + 1] = x[2] + (2 * x[1]);
        }

        return new Dataset(inputs, targets, LinearNetwork.In, LinearNetwork.Out);
    }

    /// <summary>Which examples a batch holds.</summary>
    public static int[] ExamplesOf(float[] batch, int count) =>
        [.. Enumerable.Range(0, batch.Length / 3).Select(row => (int)MathF.Round(batch[row * 3] * count))];

    /// <summary>Random numbers from -1 to 1.</summary>
    public static void NextSingles(this Random random, Span<float> values)
    {
        foreach (ref float value in values)
        {
            value = (random.NextSingle() * 2) - 1;
        }
    }
}
