using System.Security.Cryptography;
using CompiledNet.Numerics;

namespace CompiledNet.Tests.Numerics;

[Trait("Category", "Numerics")]
public class DeterministicMathTests
{
    [Fact]
    public void The_cosine_is_right_to_the_last_bits()
    {
        const int Points = 100_003;
        double before = double.PositiveInfinity;
        double largest = 0;
        for (int n = 0; n <= Points; n++)
        {
            double angle = Math.PI * n / Points;
            double cosine = DeterministicMath.Cosine(angle);
            largest = Math.Max(largest, Math.Abs(cosine - Math.Cos(angle)));
            Assert.True(cosine < before, FormattableString.Invariant($"It does not fall at {angle:R}."));
            before = cosine;
        }

        Assert.InRange(largest, 0, 4e-16);
    }

    [Fact]
    public void The_ends_and_the_middle_of_the_cosine_are_exact()
    {
        Assert.Equal(1, DeterministicMath.Cosine(0));
        Assert.Equal(-1, DeterministicMath.Cosine(Math.PI));
        Assert.Equal(0, DeterministicMath.Cosine(Math.PI / 2), 1e-16);
    }

    [Fact]
    public void The_sine_and_the_cosine_in_degrees_are_right_to_the_last_bits()
    {
        const int Points = 100_003;
        double largest = 0;
        for (int n = -Points; n <= Points; n++)
        {
            double degrees = 180.0 * n / Points;
            (double sine, double cosine) = DeterministicMath.SineAndCosine(degrees);
            (double expectedSine, double expectedCosine) = Expected(degrees);
            largest = Math.Max(largest, Math.Max(Math.Abs(sine - expectedSine), Math.Abs(cosine - expectedCosine)));
            Assert.Equal((-sine, cosine), DeterministicMath.SineAndCosine(-degrees));
        }

        Assert.InRange(largest, 0, 3e-16);

        // The platform's own, of the angle beyond the nearest right angle: the radians of a larger one would be rounded too coarsely.
        static (double Sine, double Cosine) Expected(double degrees)
        {
            double quarters = Math.Round(degrees / 90);
            (double sine, double cosine) = Math.SinCos((degrees - (90 * quarters)) * (Math.PI / 180));
            return quarters switch
            {
                0 => (sine, cosine),
                1 => (cosine, -sine),
                -1 => (-cosine, sine),
                _ => (-sine, -cosine),
            };
        }
    }

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(90, 1, 0)]
    [InlineData(-90, -1, 0)]
    [InlineData(180, 0, -1)]
    [InlineData(-180, 0, -1)]
    public void Right_angles_are_exact(double degrees, double sine, double cosine) =>
        Assert.Equal((sine, cosine), DeterministicMath.SineAndCosine(degrees));

    [Theory]
    [InlineData(30, 0.5, 0.86602540378443865)]
    [InlineData(-45, -0.70710678118654752, 0.70710678118654752)]
    [InlineData(120, 0.86602540378443865, -0.5)]
    [InlineData(-150, -0.5, -0.86602540378443865)]
    [InlineData(1e-300, 1.7453292519943296e-302, 1)]
    public void Well_known_angles_have_their_sine_and_cosine(double degrees, double sine, double cosine)
    {
        (double actualSine, double actualCosine) = DeterministicMath.SineAndCosine(degrees);
        Assert.Equal(sine, actualSine, 3e-16);
        Assert.Equal(cosine, actualCosine, 3e-16);
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.999)]
    [InlineData(0.0)]
    [InlineData(1.0)]
    public void Powers_are_those_of_repeated_multiplication(double value)
    {
        double expected = 1;
        for (int exponent = 0; exponent < 3000; exponent++)
        {
            Assert.Equal(expected, DeterministicMath.Power(value, exponent), 1e-13);
            expected *= value;
        }

        Assert.InRange(DeterministicMath.Power(value, long.MaxValue), 0, value);
    }

    // A hash of bits, as the platform's own functions differ in the last of them.
    [Fact]
    public void The_bits_are_as_recorded()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int n = 0; n <= 1000; n++)
        {
            hash.AppendData(BitConverter.GetBytes(DeterministicMath.Cosine(Math.PI * n / 1000)));
            hash.AppendData(BitConverter.GetBytes(DeterministicMath.Power(0.999, n * 7)));
        }

        Assert.Equal("bd53430c89e331122290f4bc5164f571", Convert.ToHexStringLower(hash.GetHashAndReset())[..32]);

        for (int n = -1000; n <= 1000; n++)
        {
            (double sine, double cosine) = DeterministicMath.SineAndCosine(0.18 * n);
            hash.AppendData(BitConverter.GetBytes(sine));
            hash.AppendData(BitConverter.GetBytes(cosine));
        }

        Assert.Equal("9f4931a89db2ff6642f2814c25526a7d", Convert.ToHexStringLower(hash.GetHashAndReset())[..32]);
    }
}
