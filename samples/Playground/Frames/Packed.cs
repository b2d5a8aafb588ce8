namespace CompiledNet.Playground.Frames;

/// <summary>Numbers packed for the page.</summary>
internal static class Packed
{
    /// <summary>A tensor as bytes from -127 to 127: round(127 value / scale).</summary>
    public static PackedTensor Tensor(ReadOnlySpan<float> values, IReadOnlyList<int> shape)
    {
        float scale = 0;
        foreach (float value in values)
        {
            scale = Math.Max(scale, Math.Abs(Finite(value)));
        }

        byte[] bytes = new byte[values.Length];
        if (scale > 0)
        {
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = unchecked((byte)(sbyte)MathF.Round(Finite(values[i]) / scale * 127));
            }
        }

        return new PackedTensor(shape, scale, Convert.ToBase64String(bytes));
    }

    /// <summary>A value within a range as a byte from 0 to 255; what lies outside, as the nearer end.</summary>
    public static byte Level(float value, float low, float high) =>
        (byte)Math.Clamp(MathF.Round((Finite(value) - low) / (high - low) * 255), 0, 255);

    /// <summary>JSON has no numbers that are not finite: the largest there are, and 0 for what is no number.</summary>
    public static float Finite(float value) => float.IsNaN(value) ? 0 : Math.Clamp(value, float.MinValue, float.MaxValue);

    /// <summary>As for floats.</summary>
    public static double Finite(double value) => double.IsNaN(value) ? 0 : Math.Clamp(value, float.MinValue, float.MaxValue);

    public static float[] Finite(ReadOnlySpan<float> values)
    {
        float[] finite = values.ToArray();
        foreach (ref float value in finite.AsSpan())
        {
            value = Finite(value);
        }

        return finite;
    }
}
