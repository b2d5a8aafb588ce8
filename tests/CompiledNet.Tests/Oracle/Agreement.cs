namespace CompiledNet.Tests.Oracle;

/// <summary>How far two tensors are apart.</summary>
internal static class Agreement
{
    /// <summary>The largest difference, relative to the largest expected magnitude; infinite where a value is not a number.</summary>
    public static double LargestError(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = 0;
        double difference = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            scale = Math.Max(scale, Math.Abs(expected[i]));
            difference = double.IsFinite(actual[i]) ? Math.Max(difference, Math.Abs(expected[i] - actual[i])) : double.PositiveInfinity;
        }

        return difference == 0 ? 0 : difference / scale;
    }

    public static double[] ToDoubles(ReadOnlySpan<float> values)
    {
        double[] doubles = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            doubles[i] = values[i];
        }

        return doubles;
    }

    public static float[] ToFloats(ReadOnlySpan<double> values)
    {
        float[] floats = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            floats[i] = (float)values[i];
        }

        return floats;
    }
}
