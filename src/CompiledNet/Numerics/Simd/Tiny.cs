using System.Runtime.CompilerServices;

namespace CompiledNet.Numerics.Simd;

/// <summary>
/// Deltas too small to matter become zero. A saturated network makes deltas below the smallest normal float, 2^-126, and every multiply-add on
/// such a number costs a hundred cycles or more; the bound leaves room for a product with an input of 1/64 to stay normal too.
/// </summary>
internal static class Tiny
{
    /// <summary>2^-120.</summary>
    public const float Bound = 7.523164e-37f;

    /// <summary>The delta, or zero where its size is below <see cref="Bound"/>. NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ToZero<TVector>(TVector delta)
        where TVector : struct, ISimd<TVector>
        => TVector.WhereLess(TVector.Abs(delta), TVector.Create(Bound), TVector.Zero, delta);
}
