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
    }
}
