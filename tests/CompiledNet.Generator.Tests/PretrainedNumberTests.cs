using System.Globalization;
using CompiledNet.Generator.Files;

namespace CompiledNet.Generator.Tests;

/// <summary>The generator's own 16-bit floats and shortest decimals, which netstandard2.0 lacks, against those of .NET.</summary>
public class PretrainedNumberTests
{
    [Fact]
    public void Every_half_is_widened_and_rounded_as_dotnet_does()
    {
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            Half half = BitConverter.UInt16BitsToHalf((ushort)bits);
            if (Half.IsNaN(half))
            {
                Assert.True(float.IsNaN(HalfFloat.Widen((ushort)bits)));
            }
            else if (BitConverter.SingleToUInt32Bits((float)half) != FloatText.BitsOf(HalfFloat.Widen((ushort)bits)) || HalfFloat.Round((float)half) != bits)
            {
                Assert.Fail(FormattableString.Invariant($"{bits:x4} is {HalfFloat.Widen((ushort)bits):R} and back {HalfFloat.Round((float)half):x4}; expected {(float)half:R}"));
            }
        }
    }

    [Fact]
    public void Between_two_halves_the_nearest_is_taken_and_in_the_middle_the_even_one()
    {
        for (int bits = 0; bits < 0x7C00; bits++)
        {
            // In double, as the largest half's neighbour is infinite only by its bits: 65536.
            double low = (double)BitConverter.UInt16BitsToHalf((ushort)bits);
            double high = bits == 0x7BFF ? 65536 : (double)BitConverter.UInt16BitsToHalf((ushort)(bits + 1));
            float middle = (float)((low + high) / 2);
            foreach (float value in new[] { middle, BitConverter.SingleToInt32Bits(middle) == 0 ? 0 : float.BitDecrement(middle), float.BitIncrement(middle) })
            {
                AssertRounds(value);
                AssertRounds(-value);
            }
        }
    }

    [Fact]
    public void Random_floats_of_every_magnitude_are_rounded_as_dotnet_does()
    {
        Random random = new(1);
        for (int n = 0; n < 1_000_000; n++)
        {
            float value = BitConverter.UInt32BitsToSingle((uint)random.NextInt64(1L << 32));
            if (!float.IsNaN(value))
            {
                AssertRounds(value);
            }
        }
    }

    [Fact]
    public void A_brain_float_is_the_upper_half_of_a_float()
    {
        Assert.Equal(1f, HalfFloat.WidenBrain(0x3F80));
        Assert.Equal(-0f, HalfFloat.WidenBrain(0x8000));
    }

    [Fact]
    public void The_text_of_a_float_is_the_shortest_that_names_it()
    {
        Random random = new(2);
        for (int exponent = 0; exponent < 255; exponent++)
        {
            uint bits = (uint)exponent << 23;
            AssertText(bits == 0 ? 1 : bits);
            AssertText(bits + 1);
            AssertText(bits + 0x7FFFFF);
            AssertText(bits + 0x400000);
            for (int n = 0; n < 500; n++)
            {
                AssertText(bits + (uint)random.Next(0x800000));
            }
        }

        for (uint bits = 1; bits < 5000; bits++)
        {
            AssertText(bits);
        }

        foreach (float value in new[] { 0.1f, 0.2f, 1 / 3f, 1e10f, 9.5367431640625E-7f, 8388608.5f, 16777216f, 33554432f, 9007199254740992f, 1.2345679E8f, 67108864f })
        {
            AssertText(BitConverter.SingleToUInt32Bits(value));
        }

        for (int power = -45; power <= 38; power++)
        {
            AssertText(BitConverter.SingleToUInt32Bits(float.Parse($"1e{power}", CultureInfo.InvariantCulture)));
        }
    }

    [Theory]
    [InlineData(0f, "0f")]
    [InlineData(-0f, "-0f")]
    [InlineData(1f, "1f")]
    [InlineData(-2.5f, "-2.5f")]
    [InlineData(0.001f, "0.001f")]
    [InlineData(0.00001f, "1E-5f")]
    [InlineData(123456790f, "123456790f")]
    [InlineData(float.MaxValue, "3.4028235E38f")]
    [InlineData(float.Epsilon, "1E-45f")]
    public void A_literal_reads_well(float value, string text) => Assert.Equal(text, FloatText.Literal(value));

    private static void AssertRounds(float value)
    {
        ushort expected = BitConverter.HalfToUInt16Bits((Half)value);
        if (expected != HalfFloat.Round(value) || Half.IsInfinity((Half)value) == HalfFloat.Fits(value))
        {
            Assert.Fail(FormattableString.Invariant($"{value:R}: {HalfFloat.Round(value):x4}, expected {expected:x4}; fits: {HalfFloat.Fits(value)}"));
        }
    }

    private static void AssertText(uint bits)
    {
        float value = BitConverter.UInt32BitsToSingle(bits);
        string text = FloatText.Text(value);
        string expected = value.ToString("R", CultureInfo.InvariantCulture);
        if (!value.Equals(float.Parse(text, CultureInfo.InvariantCulture)) || Digits(expected) != Digits(text))
        {
            Assert.Fail(FormattableString.Invariant($"{bits:x8} is {text}; expected {expected}"));
        }
    }

    // The digits that count, without zeros at either end: R and our text put the point in different places.
    private static string Digits(string text) => new string([.. text.Split('E')[0].Where(char.IsAsciiDigit)]).Trim('0');
}
