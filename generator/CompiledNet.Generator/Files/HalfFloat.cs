using System;

namespace CompiledNet.Generator.Files;

/// <summary>16-bit floats (IEEE 754 binary16, and bfloat16) by their bits: netstandard2.0 has no type for them.</summary>
internal static class HalfFloat
{
    /// <summary>The largest magnitude that does not round to infinity: below the middle between 65504 and 65536, which rounds up.</summary>
    public static bool Fits(float value) => Math.Abs(value) < 65520f;

    /// <summary>The bits of the nearest 16-bit float, of the even one in the middle between two.</summary>
    public static ushort Round(float value)
    {
        uint bits = FloatText.BitsOf(value);
        uint sign = (bits >> 16) & 0x8000;
        uint magnitude = bits & 0x7FFFFFFF;
        if (magnitude > 0x7F800000)
        {
            // Not a number: quiet, with what fits of its payload.
            return (ushort)(sign | 0x7E00 | ((magnitude >> 13) & 0x3FF));
        }

        if (magnitude >= 0x477FF000)
        {
            return (ushort)(sign | 0x7C00);
        }

        if (magnitude >= 0x38800000)
        {
            // A normal number: 13 bits go; the carry may move on into the exponent, as it should.
            uint rebased = magnitude - ((127 - 15) << 23);
            return (ushort)(sign | RoundOff(rebased, 13));
        }

        // A subnormal one, in steps of 2^-24. A float has the value significand * 2^(exponent - 150).
        int exponent = (int)(magnitude >> 23);
        uint significand = exponent == 0 ? magnitude : (magnitude & 0x7FFFFF) | 0x800000;
        int shift = 126 - Math.Max(exponent, 1);
        return (ushort)(sign | (shift > 25 ? 0 : RoundOff(significand, shift)));
    }

    /// <summary>The float of the same value as a 16-bit float.</summary>
    public static float Widen(ushort half)
    {
        int exponent = (half >> 10) & 0x1F;
        int significand = half & 0x3FF;
        float sign = (half & 0x8000) == 0 ? 1f : -1f;
        if (exponent == 0)
        {
            // Exact: a whole number times a power of two.
            return sign * significand * (1f / (1 << 24));
        }

        uint bits = exponent == 0x1F
            ? 0x7F800000u | ((uint)significand << 13)
            : (uint)((exponent + 127 - 15) << 23) | ((uint)significand << 13);
        return FloatText.OfBits(bits | ((uint)(half & 0x8000) << 16));
    }

    /// <summary>The float that a bfloat16 is the upper half of.</summary>
    public static float WidenBrain(ushort brain) => FloatText.OfBits((uint)brain << 16);

    private static uint RoundOff(uint value, int bits)
    {
        uint kept = value >> bits;
        uint rest = value & ((1u << bits) - 1);
        uint middle = 1u << (bits - 1);
        return rest > middle || (rest == middle && (kept & 1) == 1) ? kept + 1 : kept;
    }
}
