using System.Runtime.CompilerServices;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics.Functions;

/// <summary>
/// The exponential function and its relatives. With <c>x = n ln 2 + r</c>, n whole and <c>|r| &lt;= ln 2 / 2</c>,
/// <c>exp(x) = 2^n (1 + r + r^2 q(r))</c>. The polynomial q, of degree 4, is our own minimax fit (Remez exchange in 40-digit arithmetic,
/// coefficients rounded to float one by one and the rest fitted anew): it leaves a relative error of 1.4e-8 in exp(r) - 1, and less in exp(r).
/// </summary>
internal static class Exponential
{
    /// <summary>The largest float whose exponential is finite.</summary>
    public const float LargestArgument = 88.72283f;

    /// <summary>The smallest float whose exponential is a normal number; below it the exponential is taken as 0.</summary>
    public const float SmallestArgument = -87.33654f;

    // The next float after LargestArgument.
    private const float FirstOverflow = 88.72284f;

    private const float Log2E = 1.44269504f;

    // ln 2 in two parts: the float nearest to it and the rest.
    private const float Ln2High = 0.693147182f;
    private const float Ln2Low = -1.90465431e-9f;

    // 1.5 * 2^23: adding it rounds to a whole number, which then stands in the lowest bits of the sum.
    private const float Rounder = 12582912f;

    private const float Q0 = 0.49999997f;
    private const float Q1 = 0.16666539f;
    private const float Q2 = 0.0416677482f;
    private const float Q3 = 0.00836708769f;
    private const float Q4 = 0.00138378574f;

    /// <summary>exp: infinite above <see cref="LargestArgument"/>, 0 below <see cref="SmallestArgument"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp<TVector>(TVector x)
        where TVector : struct, ISimd<TVector>
    {
        TVector smallest = TVector.Create(SmallestArgument);
        TVector bounded = TVector.AtMost(TVector.Create(LargestArgument), TVector.AtLeast(smallest, x));
        TVector r = Reduce(bounded, out TVector n);

        // 2^n is added to the exponent, because 2^128 has no bit pattern to multiply with.
        TVector result = TVector.AddBits(ExpOfReduced(r), TVector.ShiftIntoExponent(n));
        result = TVector.Select(TVector.LessThan(x, smallest), TVector.Zero, result);

        // Infinity times what is above the bound is infinity, and times NaN it is NaN.
        TVector isBelowOverflow = TVector.LessThan(x, TVector.Create(FirstOverflow));
        return TVector.Select(isBelowOverflow, result, x * TVector.Create(float.PositiveInfinity));
    }

    /// <summary>exp for arguments that are not positive: 0 below <see cref="SmallestArgument"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpOfNonPositive<TVector>(TVector x)
        where TVector : struct, ISimd<TVector>
    {
        TVector smallest = TVector.Create(SmallestArgument);
        TVector r = Reduce(TVector.AtLeast(smallest, x), out TVector n);
        TVector result = ExpOfReduced(r) * PowerOfTwo(n);
        return TVector.Select(TVector.LessThan(x, smallest), TVector.Zero, result);
    }

    /// <summary>
    /// exp(x) - 1, right also near 0, for <c>-80 &lt; x &lt; 80</c>. Outside the lanes hold anything.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpMinus1<TVector>(TVector x)
        where TVector : struct, ISimd<TVector>
    {
        TVector r = Reduce(x, out TVector n);
        TVector one = TVector.Create(1f);
        TVector power = PowerOfTwo(n);

        // 2^n (1 + p) - 1, where 2^n - 1 is exact as long as it matters.
        TVector p = TVector.FusedMultiplyAdd(r * r, Quotient(r), r);
        return TVector.FusedMultiplyAdd(power, p, power - one);
    }

    /// <summary>
    /// Splits x into <c>n ln 2 + r</c>. The whole number n is given in the lowest bits of a float: put in place by
    /// <see cref="ISimd{TSelf}.ShiftIntoExponent"/>, which drops the bits above.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Reduce<TVector>(TVector x, out TVector n)
        where TVector : struct, ISimd<TVector>
    {
        TVector rounder = TVector.Create(Rounder);
        n = TVector.FusedMultiplyAdd(x, TVector.Create(Log2E), rounder);
        TVector whole = n - rounder;
        TVector r = TVector.FusedMultiplyAdd(whole, TVector.Create(-Ln2High), x);
        return TVector.FusedMultiplyAdd(whole, TVector.Create(-Ln2Low), r);
    }

    /// <summary>
    /// 2^n for the n of <see cref="Reduce"/> between -126 and 127. It is multiplied with, which is exact, and not added to the bits of the
    /// other factor, because that could turn a NaN into a number.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector PowerOfTwo<TVector>(TVector n)
        where TVector : struct, ISimd<TVector>
        => TVector.AddBits(TVector.Create(1f), TVector.ShiftIntoExponent(n));

    /// <summary>exp(r) for <c>|r| &lt;= ln 2 / 2</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpOfReduced<TVector>(TVector r)
        where TVector : struct, ISimd<TVector>
    {
        TVector one = TVector.Create(1f);
        return TVector.FusedMultiplyAdd(TVector.FusedMultiplyAdd(Quotient(r), r, one), r, one);
    }

    // q(r) = (exp(r) - 1 - r) / r^2
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Quotient<TVector>(TVector r)
        where TVector : struct, ISimd<TVector>
    {
        TVector q = TVector.Create(Q4);
        q = TVector.FusedMultiplyAdd(q, r, TVector.Create(Q3));
        q = TVector.FusedMultiplyAdd(q, r, TVector.Create(Q2));
        q = TVector.FusedMultiplyAdd(q, r, TVector.Create(Q1));
        return TVector.FusedMultiplyAdd(q, r, TVector.Create(Q0));
    }
}
