using System.Security.Cryptography;
using CompiledNet.Numerics;

namespace CompiledNet.Tests.Numerics;

/// <summary>The normal numbers of <see cref="SeededRandom"/>: from fixed seeds, so that a test passes always or never.</summary>
[Trait("Category", "Numerics")]
public class NormalTests
{
    private const int Count = 200_000;

    [Fact]
    public void The_moments_are_those_of_the_normal_distribution()
    {
        double[] numbers = Numbers(1);

        // Within four standard errors: sqrt(m(2k) - m(k)^2) / sqrt(Count), with m(2k) = 1, 3, 15, 105 times.
        Assert.InRange(numbers.Average(), -0.009, 0.009);
        Assert.InRange(numbers.Average(x => x * x), 0.987, 1.013);
        Assert.InRange(numbers.Average(x => x * x * x), -0.035, 0.035);
        Assert.InRange(numbers.Average(x => x * x * x * x), 2.91, 3.09);
        Assert.InRange(numbers.Zip(numbers.Skip(1)).Average(pair => pair.First * pair.Second), -0.009, 0.009);
    }

    [Theory]
    [InlineData(0.5, 0.617075077452)]
    [InlineData(1, 0.317310507863)]
    [InlineData(2, 0.045500263896)]
    [InlineData(3, 0.002699796063)]
    [InlineData(4, 0.000063342484)]
    public void The_tails_are_as_heavy_as_they_should_be(double bound, double share)
    {
        double[] numbers = Numbers(2);
        double fourErrors = 4 * Math.Sqrt(share * Count);
        Assert.InRange(numbers.Count(x => Math.Abs(x) > bound), (share * Count) - fourErrors, (share * Count) + fourErrors);
        Assert.InRange(numbers.Count(x => x > bound), (share * Count / 2) - fourErrors, (share * Count / 2) + fourErrors);
    }

    [Fact]
    public void The_bits_are_as_recorded()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (double number in Numbers(3))
        {
            hash.AppendData(BitConverter.GetBytes(number));
        }

        Assert.Equal("8469a43f3c5c3119a2259601a00ce1f5", Convert.ToHexStringLower(hash.GetHashAndReset())[..32]);
    }

    // The sum is of the published algorithms, computed by a program apart from this one.
    [Fact]
    public void The_other_numbers_are_what_they_always_were()
    {
        SeededRandom random = new(42);
        ulong sum = 0;
        for (int n = 0; n < 1000; n++)
        {
            sum = (sum * 31) + random.NextUInt64() + (ulong)random.NextInt32(1000) + (ulong)(random.NextSingle() * (1 << 24));
        }

        Assert.Equal(13209244057715881423UL, sum);
    }

    [Fact]
    public void The_logarithm_is_right_to_the_last_bits()
    {
        Random random = new(4);
        double largest = 0;
        for (int n = 0; n < 100_000; n++)
        {
            double value = n % 2 == 0 ? random.NextDouble() : Math.Exp(-70 * random.NextDouble());
            largest = Math.Max(largest, Math.Abs((DeterministicMath.Logarithm(value) - Math.Log(value)) / Math.Log(value)));
        }

        Assert.InRange(largest, 0, 1e-15);
        Assert.Equal(0, DeterministicMath.Logarithm(1));
        Assert.Equal(Math.Log(1 - 1e-16), DeterministicMath.Logarithm(1 - 1e-16), 1e-30);
    }

    private static double[] Numbers(long seed)
    {
        SeededRandom random = new(seed);
        double[] numbers = new double[Count];
        foreach (ref double number in numbers.AsSpan())
        {
            number = random.NextNormal();
        }

        return numbers;
    }
}
