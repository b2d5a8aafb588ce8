using System.Numerics;

namespace CompiledNet.Numerics;

/// <summary>
/// The random numbers of initialisation and shuffling: xoshiro256** seeded through SplitMix64 (Blackman and Vigna, "Scrambled linear
/// pseudorandom number generators", 2021). The same seed gives the same numbers on every machine and in every version.
/// </summary>
public sealed class SeededRandom
{
    private const double UnitOf24Bits = 1.0 / (1 << 24);
    private const double UnitOf52Bits = 1.0 / (1L << 52);

    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>A generator for a seed.</summary>
    /// <param name="seed">Any number, also 0 or a negative one.</param>
    public SeededRandom(long seed)
    {
        ulong state = unchecked((ulong)seed);
        _s0 = SplitMix64(ref state);
        _s1 = SplitMix64(ref state);
        _s2 = SplitMix64(ref state);
        _s3 = SplitMix64(ref state);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong t = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= t;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A number from 0 up to but not including 1: the upper 24 random bits over 2^24, so every value is exact in a float.</summary>
    public float NextSingle() => (float)((NextUInt64() >> 40) * UnitOf24Bits);

    /// <summary>A number from <paramref name="low"/> up to <paramref name="high"/>.</summary>
    /// <param name="low">The lower end.</param>
    /// <param name="high">The upper end.</param>
    public float NextSingle(float low, float high) => MathF.FusedMultiplyAdd(high - low, NextSingle(), low);

    /// <summary>
    /// A number from the normal distribution with mean 0 and standard deviation 1: Marsaglia's polar method (Marsaglia and Bray 1964, "A convenient
    /// method for generating normal variables"), with a logarithm of our own, so that it is the same to the last bit on every machine. Takes two
    /// times 64 random bits, and two more for as long as the point they give lies outside the circle, one in five.
    /// </summary>
    public double NextNormal()
    {
        while (true)
        {
            // A point in the square from -1 to 1; the other number its place in the circle would give is not kept, for the generator to have
            // no other state than its bits.
            double x = ((NextUInt64() >> 11) * UnitOf52Bits) - 1;
            double y = ((NextUInt64() >> 11) * UnitOf52Bits) - 1;
            double square = (x * x) + (y * y);
            if (square is > 0 and < 1)
            {
                return x * Math.Sqrt(-2 * DeterministicMath.Logarithm(square) / square);
            }
        }
    }

    /// <summary>An unbiased whole number from 0 up to but not including the bound (Lemire 2019, section 4).</summary>
    /// <param name="bound">The bound, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bound"/> is below 1.</exception>
    public int NextInt32(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        uint range = (uint)bound;
        ulong product = (NextUInt64() >> 32) * range;
        if ((uint)product < range)
        {
            uint threshold = unchecked(0u - range) % range;
            while ((uint)product < threshold)
            {
                product = (NextUInt64() >> 32) * range;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>Puts the items into a random order, each order as likely as any other (Fisher-Yates, from the end).</summary>
    /// <param name="items">The items.</param>
    /// <typeparam name="T">Their type.</typeparam>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt32(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong SplitMix64(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
