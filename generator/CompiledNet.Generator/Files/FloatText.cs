using System;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace CompiledNet.Generator.Files;

/// <summary>
/// The shortest decimal that names a float, and of several the nearest: what .NET's <c>R</c> gives, but also where the compiler runs on .NET Framework.
/// The way is that of Ryu (Ulf Adams, "Ryu: fast float-to-string conversion", PLDI 2018), with exact division of large numbers instead of tables.
/// </summary>
internal static class FloatText
{
    private const int SignificandBits = 23;
    private const int Digits = 10;

    private static readonly BigInteger[] PowersOfTen = CreatePowers();

    public static uint BitsOf(float value) => new SameBits { Value = value }.Bits;

    public static float OfBits(uint bits) => new SameBits { Bits = bits }.Value;

    /// <summary>A finite float as a C# literal, with its suffix: <c>-0.25f</c>, <c>1E-45f</c>, <c>-0f</c>.</summary>
    public static string Literal(float value) => Text(value) + "f";

    /// <summary>A finite float as the shortest decimal.</summary>
    public static string Text(float value)
    {
        uint bits = BitsOf(value);
        string sign = (bits & 0x80000000) != 0 ? "-" : string.Empty;
        if ((bits & 0x7FFFFFFF) == 0)
        {
            return sign + "0";
        }

        (long digits, int exponent) = Shortest(bits & 0x7FFFFFFF);
        string text = digits.ToString(CultureInfo.InvariantCulture);
        int point = text.Length + exponent;
        if (point is > 9 or < -3)
        {
            string fraction = text.Length > 1 ? "." + text.Substring(1) : string.Empty;
            return FormattableString.Invariant($"{sign}{text[0]}{fraction}E{point - 1}");
        }

        return sign + (point <= 0 ? "0." + new string('0', -point) + text
            : point >= text.Length ? text + new string('0', point - text.Length)
            : text.Substring(0, point) + "." + text.Substring(point));
    }

    /// <summary>The value as <c>digits * 10^exponent</c>, with as few digits as name it.</summary>
    private static (long Digits, int Exponent) Shortest(uint magnitude)
    {
        uint fraction = magnitude & ((1u << SignificandBits) - 1);
        int biased = (int)(magnitude >> SignificandBits);
        uint significand = biased == 0 ? fraction : fraction | (1u << SignificandBits);

        // In quarters, so that the middles to the neighbours are whole: whatever lies between them names the float, and they do, too, if it is even.
        int power = Math.Max(biased, 1) - 127 - SignificandBits - 2;
        bool takesBounds = (significand & 1) == 0;
        uint below = fraction != 0 || biased <= 1 ? 2u : 1u;
        int scale = (int)Math.Floor(Math.Log10(significand * 4.0) + (power * Math.Log10(2))) - Digits + 1;
        (long low, bool lowIsExact) = Scaled((significand * 4) - below, power, scale);
        (long middle, bool middleIsExact) = Scaled(significand * 4, power, scale);
        (long high, bool highIsExact) = Scaled((significand * 4) + 2, power, scale);
        if (!takesBounds)
        {
            high -= highIsExact ? 1 : 0;
            lowIsExact = false;
        }

        int removed = 0;
        long last = 0;
        while (high / 10 > low / 10 || (lowIsExact && low % 10 == 0))
        {
            lowIsExact &= low % 10 == 0;
            middleIsExact &= last == 0;
            last = middle % 10;
            (low, middle, high) = (low / 10, middle / 10, high / 10);
            removed++;
        }

        bool up = last > 5 || (last == 5 && !(middleIsExact && middle % 2 == 0)) || (middle == low && !lowIsExact);
        return (middle + (up ? 1 : 0), scale + removed);
    }

    /// <summary><c>value * 2^power / 10^scale</c>, rounded down, and whether that is exact.</summary>
    private static (long Quotient, bool IsExact) Scaled(uint value, int power, int scale)
    {
        BigInteger numerator = value;
        BigInteger denominator = BigInteger.One;
        if (power >= 0)
        {
            numerator <<= power;
        }
        else
        {
            denominator <<= -power;
        }

        if (scale < 0)
        {
            numerator *= PowersOfTen[-scale];
        }
        else
        {
            denominator *= PowersOfTen[scale];
        }

        BigInteger quotient = BigInteger.DivRem(numerator, denominator, out BigInteger rest);
        return ((long)quotient, rest.IsZero);
    }

    private static BigInteger[] CreatePowers()
    {
        BigInteger[] powers = new BigInteger[64];
        powers[0] = BigInteger.One;
        for (int n = 1; n < powers.Length; n++)
        {
            powers[n] = powers[n - 1] * 10;
        }

        return powers;
    }

    // There is no method for it in netstandard2.0 that does without an array.
    [StructLayout(LayoutKind.Explicit)]
    private struct SameBits
    {
        [FieldOffset(0)]
        public float Value;

        [FieldOffset(0)]
        public uint Bits;
    }
}
