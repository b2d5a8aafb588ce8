using CompiledNet.Numerics;

namespace CompiledNet;

/// <summary>
/// Where the random numbers of a run come from: each epoch's order and each step's dropout is a function of the seed and a count alone. So
/// there is no random state to lose, and a resumed run draws what the uninterrupted one would have drawn.
/// </summary>
internal static class StepKeys
{
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

    // The finalizer of SplitMix64 (Steele, Lea and Flood 2014), each number at its own distance on the generator's path.
    private static ulong Mix(ulong state, ulong number)
    {
        ulong z = unchecked(state + ((number + 1) * 0x9E3779B97F4A7C15));
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }
}
