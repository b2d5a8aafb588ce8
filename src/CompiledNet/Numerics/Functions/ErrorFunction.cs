using System.Runtime.CompilerServices;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics.Functions;

/// <summary>
/// The error function and what GELU needs of the normal distribution. The lower tail is <c>Phi(-a) = exp(-a^2 / 2) R(t)</c> with
/// <c>t = 1 / (1 + 0.275 a)</c>, as in Abramowitz and Stegun 7.1.26 but with a polynomial of degree 9 of our own: a minimax fit of the
/// relative error over 0 &lt;= a &lt;= 13.2 (Remez exchange in 40-digit arithmetic, coefficients rounded to float one by one and the rest
/// fitted anew), 2.3e-8. So is the polynomial of degree 6 in <c>x^2</c> for <c>erf(x) / x - 1</c>, 0 &lt;= x &lt;= 1, 1.5e-9.
/// </summary>
internal static class ErrorFunction
{
    /// <summary>Where the tail of the normal distribution is still an ordinary float (2.5e-38). Further out it is taken as constant.</summary>
    public const float LastTail = 12.9f;

    private const float InverseSqrtTwoPi = 0.398942280f;
    private const float SqrtTwo = 1.41421356f;
    private const float K = 0.275f;

    private const float R0 = 1.18294147e-05f;
    private const float R1 = 0.109463967f;
    private const float R2 = 0.111849472f;
    private const float R3 = 0.0912640616f;
    private const float R4 = 0.11247927f;
    private const float R5 = 0.0220626835f;
    private const float R6 = 0.0480190776f;
    private const float R7 = 0.065106824f;
    private const float R8 = -0.0819680095f;
    private const float R9 = 0.0217108335f;

    private const float E0 = 0.128379166f;
    private const float E1 = -0.37612626f;
    private const float E2 = 0.112835787f;
    private const float E3 = -0.0268533472f;
    private const float E4 = 0.0051871622f;
    private const float E5 = -0.00079978531f;
    private const float E6 = 7.80690389e-05f;

    /// <summary>erf, odd to the last bit, and exactly +-1 beyond about 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Erf<TVector>(TVector x)
        where TVector : struct, ISimd<TVector>
    {
        TVector one = TVector.Create(1f);
        TVector magnitude = TVector.Abs(x);
        TVector sign = x & TVector.CreateBits(int.MinValue);

        TVector square = magnitude * magnitude;
        TVector e = TVector.Create(E6);
        e = TVector.FusedMultiplyAdd(e, square, TVector.Create(E5));
        e = TVector.FusedMultiplyAdd(e, square, TVector.Create(E4));
        e = TVector.FusedMultiplyAdd(e, square, TVector.Create(E3));
        e = TVector.FusedMultiplyAdd(e, square, TVector.Create(E2));
        e = TVector.FusedMultiplyAdd(e, square, TVector.Create(E1));
        e = TVector.FusedMultiplyAdd(e, square, TVector.Create(E0));
        TVector near = TVector.FusedMultiplyAdd(e, magnitude, magnitude);

        TVector scaled = TVector.AtMost(TVector.Create(LastTail), magnitude * TVector.Create(SqrtTwo));
        TVector far = TVector.FusedMultiplyAdd(TVector.Create(-2f), LowerTail(scaled, out _), one);
        return TVector.Select(TVector.LessThan(magnitude, one), near, far) | sign;
    }

    /// <summary><c>x Phi(x) = x (1 + erf(x / sqrt(2))) / 2</c>: exactly 0 below -<see cref="LastTail"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Gelu<TVector>(TVector x)
        where TVector : struct, ISimd<TVector>
    {
        TVector tail = LowerTail(TVector.AtMost(TVector.Create(LastTail), TVector.Abs(x)), out _);
        TVector phi = TVector.Select(TVector.GreaterThan(x, TVector.Zero), TVector.Create(1f) - tail, tail);
        return TVector.Select(TVector.LessThan(x, TVector.Create(-LastTail)), TVector.Zero, x * phi);
    }

    /// <summary>
    /// The derivative of GELU, <c>Phi(x) + x exp(-x^2 / 2) / sqrt(2 pi)</c>: exactly 0 below -<see cref="LastTail"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector GeluDerivative<TVector>(TVector x)
        where TVector : struct, ISimd<TVector>
    {
        // At -a it is Phi(-a) - a phi(a), and at a it is 1 minus that.
        TVector a = TVector.AtMost(TVector.Create(LastTail), TVector.Abs(x));
        TVector tail = LowerTail(a, out TVector bell);
        TVector atMinusA = TVector.FusedMultiplyAdd(a * bell, TVector.Create(-InverseSqrtTwoPi), tail);
        TVector result = TVector.Select(TVector.GreaterThan(x, TVector.Zero), TVector.Create(1f) - atMinusA, atMinusA);
        return TVector.Select(TVector.LessThan(x, TVector.Create(-LastTail)), TVector.Zero, result);
    }

    // Phi(-a) for 0 <= a <= LastTail, and bell = exp(-a^2 / 2).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LowerTail<TVector>(TVector a, out TVector bell)
        where TVector : struct, ISimd<TVector>
    {
        TVector one = TVector.Create(1f);
        TVector minusHalf = TVector.Create(-0.5f);

        // The square's rounding error would grow with a^2 in the exponential, so it is taken along.
        TVector square = a * a;
        TVector error = TVector.FusedMultiplyAdd(a, a, -square);
        TVector r = Exponential.Reduce(square * minusHalf, out TVector n);
        r = TVector.FusedMultiplyAdd(error, minusHalf, r);
        bell = TVector.AddBits(Exponential.ExpOfReduced(r), TVector.ShiftIntoExponent(n));

        TVector t = one / TVector.FusedMultiplyAdd(a, TVector.Create(K), one);
        TVector p = TVector.Create(R9);
        p = TVector.FusedMultiplyAdd(p, t, TVector.Create(R8));
        p = TVector.FusedMultiplyAdd(p, t, TVector.Create(R7));
        p = TVector.FusedMultiplyAdd(p, t, TVector.Create(R6));
        p = TVector.FusedMultiplyAdd(p, t, TVector.Create(R5));
        p = TVector.FusedMultiplyAdd(p, t, TVector.Create(R4));
        p = TVector.FusedMultiplyAdd(p, t, TVector.Create(R3));
        p = TVector.FusedMultiplyAdd(p, t, TVector.Create(R2));
        p = TVector.FusedMultiplyAdd(p, t, TVector.Create(R1));
        p = TVector.FusedMultiplyAdd(p, t, TVector.Create(R0));
        return bell * p;
    }
}
