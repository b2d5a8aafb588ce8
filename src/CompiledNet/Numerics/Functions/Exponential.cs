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

    /// <summary>What the exponent of a float holds for 2^0.</summary>
    public const int Bias = 127;

    // The next float after LargestArgument.
    private const float FirstOverflow = 88.72284f;

    private const float Log2E = 1.44269504f;

    // ln 2 in two parts: the float nearest to it and the rest.
    private const float Ln2High = 0.693147182f;
    private const float Ln2Low = -1.90465431e-9f;

    // 1.5 * 2^23: adding it rounds to a whole number, which then stands in the lowest bits of the sum. With the bias added to it, those bits
    // are what an exponent holds.
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
        // n is added to the exponent, because 2^128 has no bit pattern to multiply with.
        TVector r = Reduce(x, 1f, 0, out _, out TVector n);
        TVector result = TVector.AddBits(ExpOfReduced(r, r, 1f), n);
        result = TVector.WhereLess(x, TVector.Create(SmallestArgument), TVector.Zero, result);

        // Infinity times what is above the bound is infinity, and times NaN it is NaN.
        return TVector.WhereLess(x, TVector.Create(FirstOverflow), result, x * TVector.Create(float.PositiveInfinity));
    }

    /// <summary>exp for arguments that are not positive: 0 below <see cref="SmallestArgument"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpOfNonPositive<TVector>(TVector x)
        where TVector : struct, ISimd<TVector>
    {
        TVector r = Reduce(x, 1f, Bias, out _, out TVector power);
        return TVector.WhereLess(x, TVector.Create(SmallestArgument), TVector.Zero, ExpOfReduced(r, r, 1f) * power);
    }

    /// <summary>exp(x) - 1, right also near 0, for <c>-80 &lt; x &lt; 0</c>. Outside the lanes hold anything.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpMinus1OfNegative<TVector>(TVector x)
        where TVector : struct, ISimd<TVector>
    {
        TVector r = ReduceRoughly(x, 1f, Bias, out TVector power, out _);
        TVector square = r * r;
        TVector p = TVector.FusedMultiplyAdd(Quotient(r, square, 1f, 1f), square, r);

        // 2^n (1 + p) - 1, where 2^n - 1 is exact as long as it matters.
        return TVector.FusedMultiplyAdd(power, p, power - TVector.Create(1f));
    }

    /// <summary>
    /// exp(2 x) - 1, right also near 0, for <c>0 &lt;= x &lt;= 20</c>. Its relative error grows by 6e-9 with each 1 of x.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpOfTwiceMinus1<TVector>(TVector x)
        where TVector : struct, ISimd<TVector>
    {
        // All in halves, which are exact: h = r / 2 and p = (exp(r) - 1) / 2.
        TVector h = ReduceRoughly(x, 2f, Bias + 1, out TVector twicePower, out _);
        TVector square = h * h;
        TVector p = TVector.FusedMultiplyAdd(Quotient(h, square, 2f, 2f), square, h);

        // 2^n (1 + 2 p) - 1, where 2^n - 1 is exact as long as it matters.
        return TVector.FusedMultiplyAdd(
            twicePower, p, TVector.FusedMultiplyAdd(TVector.Create(0.5f), twicePower, TVector.Create(-1f)));
    }

    /// <summary>Splits <c>scale x</c> into <c>n ln 2 + r</c> and gives <c>r / scale</c>.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="scale">1 or -1.</param>
    /// <param name="bias">What is added to n: <see cref="Bias"/> where <paramref name="power"/> is to be 2^n, one less for half of it.</param>
    /// <param name="rough">The same as the result but for an error of 1.9e-9 n, and sooner there.</param>
    /// <param name="power">
    /// A float that has <c>n + bias</c> for its exponent and no fraction. To be multiplied with, which is exact; added to the bits of the other
    /// factor it could turn a NaN into a number.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Reduce<TVector>(TVector x, float scale, int bias, out TVector rough, out TVector power)
        where TVector : struct, ISimd<TVector>
    {
        rough = ReduceRoughly(x, scale, bias, out power, out TVector n);
        return TVector.FusedMultiplyAdd(TVector.Create(-Ln2Low / scale), n, rough);
    }

    /// <summary>exp(scale r) for <c>|r| &lt;= ln 2 / 2</c>.</summary>
    /// <param name="r">The argument.</param>
    /// <param name="rough">The argument, give or take 3e-7.</param>
    /// <param name="scale">1 or -1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpOfReduced<TVector>(TVector r, TVector rough, float scale)
        where TVector : struct, ISimd<TVector>
    {
        TVector q = Quotient(rough, rough * rough, scale, 1f);
        return TVector.FusedMultiplyAdd(TVector.FusedMultiplyAdd(q, r, TVector.Create(scale)), r, TVector.Create(1f));
    }

    // As Reduce, of which it is the first step; the scale is 1, -1 or 2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ReduceRoughly<TVector>(TVector x, float scale, int bias, out TVector power, out TVector n)
        where TVector : struct, ISimd<TVector>
    {
        TVector rounder = TVector.Create(Rounder + bias);
        TVector rounded = TVector.FusedMultiplyAdd(TVector.Create(scale * Log2E), x, rounder);
        power = TVector.ShiftIntoExponent(rounded);
        n = rounded - rounder;
        return TVector.FusedMultiplyAdd(TVector.Create(-Ln2High / scale), n, x);
    }

    // factor q(scale r), where both are 1, -1 or 2, so that it is exact to multiply the coefficients with them. In pairs (Estrin's scheme) and
    // not term by term: fewer steps wait for each other.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Quotient<TVector>(TVector r, TVector square, float scale, float factor)
        where TVector : struct, ISimd<TVector>
    {
        float even = scale * scale;
        TVector q01 = TVector.FusedMultiplyAdd(TVector.Create(factor * scale * Q1), r, TVector.Create(factor * Q0));
        TVector q23 = TVector.FusedMultiplyAdd(TVector.Create(factor * even * scale * Q3), r, TVector.Create(factor * even * Q2));
        TVector q234 = TVector.FusedMultiplyAdd(TVector.Create(factor * even * even * Q4), square, q23);
        return TVector.FusedMultiplyAdd(q234, square, q01);
    }
}
