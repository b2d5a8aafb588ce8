using System.Runtime.CompilerServices;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics;

/// <summary>
/// Exponentially weighted means of gradients and of their squares. The new value's share is the only factor, so that what is kept and what
/// comes make up exactly 1: with <c>0.999f</c> and <c>0.001f</c> they would not, by 2e-5 of the mean.
/// </summary>
internal static class RunningMean
{
    // Where the gradient stays 0, a mean would shrink to a subnormal number and stay there, and every operation on one takes the processor
    // some hundred cycles. The root of the smallest normal number, 1.1e-19, is nothing beside an epsilon of at least 1e-16.
    private const float SmallestNormal = 1.17549435e-38f;

    // 2^-56: its square, and what a mean takes of it, are still normal.
    private const float SmallestToSquare = 1.3877788e-17f;

    /// <summary><c>(1 - share) mean + share x</c>. It does not overflow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Next<TVector>(TVector mean, TVector x, TVector share)
        where TVector : struct, ISimd<TVector>
        => SubnormalToZero(TVector.FusedMultiplyAdd(share, x, TVector.FusedMultiplyAddNegated(share, mean, mean)));

    /// <summary><c>(1 - share) mean + share x^2</c>. A square too large for a float makes the mean infinite for good.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector NextOfSquares<TVector>(TVector mean, TVector x, TVector share)
        where TVector : struct, ISimd<TVector>
    {
        x = ToSquare(x);
        TVector next = TVector.FusedMultiplyAdd(share * x, x, TVector.FusedMultiplyAddNegated(share, mean, mean));

        // An infinite mean has made it NaN, which is not less.
        TVector infinity = TVector.Create(float.PositiveInfinity);
        next = TVector.WhereLess(next, infinity, next, infinity);
        return TVector.WhereLess(next, TVector.Create(SmallestNormal), TVector.Zero, next);
    }

    /// <summary>The value, or 0 where its square would be subnormal or nearly so: where it is closer to 0 than 2^-56, 1.4e-17.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ToSquare<TVector>(TVector value)
        where TVector : struct, ISimd<TVector>
        => TVector.WhereLess(TVector.Abs(value), TVector.Create(SmallestToSquare), TVector.Zero, value);

    /// <summary>The value, or 0 where it is closer to it than the smallest normal float, about 1.2e-38. NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector SubnormalToZero<TVector>(TVector value)
        where TVector : struct, ISimd<TVector>
        => TVector.WhereLess(TVector.Abs(value), TVector.Create(SmallestNormal), TVector.Zero, value);
}
