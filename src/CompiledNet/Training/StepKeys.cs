using CompiledNet.Numerics;

namespace CompiledNet;

/// <summary>
/// Where the random numbers of a run come from: each epoch's order, each step's dropout and each image's augmentation is a function of the seed and
/// of counts alone. So there is no random state to lose, and a resumed run draws what the uninterrupted one would have drawn.
/// </summary>
internal static class StepKeys
{
    private const double UnitOf53Bits = 1.0 / (1L << 53);

    /// <summary>The random numbers that shuffle a part of an epoch.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="part">Which part of the epoch's data, from 0: of a stream, the chunk; of a data set, always the first.</param>
    public static SeededRandom Order(int seed, int epoch, int part) =>
        new(unchecked((long)Mix(Mix(Mix((uint)seed, 1), (uint)epoch), (uint)part)));

    /// <summary>What decides which values a step leaves out; never 0, which would leave out none.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="step">The step, from 1.</param>
    public static ulong Dropout(int seed, long step) => Mix(Mix((uint)seed, 2), (ulong)step) | 1;

    /// <summary>What the random numbers of an example's augmentation in an epoch come from.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="example">The example, from 0: its place in the data set or, of a stream, in the epoch.</param>
    public static ulong Augmentation(int seed, int epoch, long example) => Mix(Mix(Mix((uint)seed, 3), (uint)epoch), (ulong)example);

    /// <summary>One of the random numbers that come from a key: from 0 up to but not including 1, the upper 53 bits over 2^53.</summary>
    /// <param name="key">The key.</param>
    /// <param name="number">Which, from 0.</param>
    public static double Number(ulong key, uint number) => (Mix(key, number) >> 11) * UnitOf53Bits;

    // The finalizer of SplitMix64 (Steele, Lea and Flood 2014), each number at its own distance on the generator's path.
    private static ulong Mix(ulong state, ulong number)
    {
        ulong z = unchecked(state + ((number + 1) * 0x9E3779B97F4A7C15));
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }
}
