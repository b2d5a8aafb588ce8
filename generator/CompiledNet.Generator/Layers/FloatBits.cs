using System;
using System.Globalization;

namespace CompiledNet.Generator.Layers;

/// <summary>Fractions among the settings of a layer, which are whole numbers: kept as the bits of the float that the generated code has.</summary>
internal static class FloatBits
{
    public static int Of(double value) => BitConverter.ToInt32(BitConverter.GetBytes((float)value), 0);

    public static float Value(int bits) => BitConverter.ToSingle(BitConverter.GetBytes(bits), 0);

    /// <summary>The number as short as it was written, where that names the same float.</summary>
    public static string Text(int bits)
    {
        float value = Value(bits);
        string text = value.ToString("G7", CultureInfo.InvariantCulture);
        return float.Parse(text, CultureInfo.InvariantCulture).Equals(value) ? text : value.ToString("G9", CultureInfo.InvariantCulture);
    }
}
