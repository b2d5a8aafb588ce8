using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics.Normalization;

/// <summary>What is done to the channels of rows, for any number of neighbouring channels at once.</summary>
internal interface IChannelRule
{
    /// <summary>Does it for the channels from <paramref name="c"/> on, as many as the vector has lanes.</summary>
    void Apply<TVector>(nint c)
        where TVector : struct, ISimd<TVector>;
}

/// <summary>Runs an <see cref="IChannelRule"/> over all channels, without touching what is behind them.</summary>
internal static class RowLoop
{
    /// <summary>Runs it at the widest vectors the processor has.</summary>
    public static void Run<TRule>(in TRule rule, nint channels)
        where TRule : struct, IChannelRule, allows ref struct
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Run<TRule, Simd512>(rule, channels);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Run<TRule, Simd256>(rule, channels);
        }
        else
        {
            Run<TRule, Simd128>(rule, channels);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run<TRule, TVector>(TRule rule, nint channels)
        where TRule : struct, IChannelRule, allows ref struct
        where TVector : struct, ISimd<TVector>
    {
        nint c = 0;
        for (; c <= channels - TVector.Count; c += TVector.Count)
        {
            rule.Apply<TVector>(c);
        }

        for (; c <= channels - Simd128.Count; c += Simd128.Count)
        {
            rule.Apply<Simd128>(c);
        }

        for (; c < channels; c++)
        {
            rule.Apply<Simd1>(c);
        }
    }
}
