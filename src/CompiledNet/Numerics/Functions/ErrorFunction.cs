using System.Runtime.CompilerServices;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics.Functions;

/// <summary>
/// The error function and what GELU needs of the normal distribution. The lower tail is <c>Phi(-a) = exp(-a^2 / 2) P(a) / Q(a)</c> with
/// polynomials of degree 4 and 5: our own minimax fit of the relative error over 0 &lt;= a &lt;= 12.95 (Remez exchange in 40-digit
/// arithmetic, weighted anew with each Q; both scaled by what costs least when they are rounded to float), 8.4e-9. All coefficients are
/// positive, so no step loses accuracy. erf near 0 is <c>x + x E(x^2)</c> with E of degree 6, fitted likewise over 0 &lt;= x &lt;= 1, 1.5e-9.
/// </summary>
internal static class ErrorFunction
{
    /// <summary>Where the tail of the normal distribution is still an ordinary float (2.5e-38). Further out it is taken as constant.</summary>
    public const float LastTail = 12.9f;

    private const float InverseSqrtTwoPi = 0.398942280f;
    private const float SqrtTwo = 1.41421356f;

    private const float P0 = 0.96673274f;
    private const float P1 = 0.840777993f;
    private const float P2 = 0.349367917f;
    private const float P3 = 0.0769113377f;
    private const float P4 = 0.00771447318f;

    private const float Q0 = 1.93346548f;
    private const float Q1 = 3.22423887f;
    private const float Q2 = 2.30456591f;
    private const float Q3 = 0.894742906f;
    private const float Q4 = 0.19280301f;
    private const float Q5 = 0.0193370245f;

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
        return TVector.WithSign(TVector.WhereLess(magnitude, one, near, far), x);
    }

    /// <summary><c>x Phi(x) = x (1 + erf(x / sqrt(2))) / 2</c>: exactly 0 below -<see cref="LastTail"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Gelu<TVector>(TVector x)
        where TVector : struct, ISimd<TVector>
    {
        TVector tail = LowerTail(TVector.AtMost(TVector.Create(LastTail), TVector.Abs(x)), out _);
        TVector phi = TVector.WhereLess(TVector.Zero, x, TVector.Create(1f) - tail, tail);
        return TVector.WhereLess(x, TVector.Create(-LastTail), TVector.Zero, x * phi);
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
        TVector result = TVector.WhereLess(TVector.Zero, x, TVector.Create(1f) - atMinusA, atMinusA);
        return TVector.WhereLess(x, TVector.Create(-LastTail), TVector.Zero, result);
    }

    // Phi(-a) for 0 <= a <= LastTail, and bell = exp(-a^2 / 2).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LowerTail<TVector>(TVector a, out TVector bell)
        where TVector : struct, ISimd<TVector>
    {
        TVector minusHalf = TVector.Create(-0.5f);

        // The square's rounding error would grow with a^2 in the exponential, so it is taken along.
        TVector square = a * a;
        TVector error = TVector.FusedMultiplyAdd(a, a, -square);
        TVector r = Exponential.Reduce(square * minusHalf, 1f, Exponential.Bias, out _, out TVector power);
        r = TVector.FusedMultiplyAdd(error, minusHalf, r);
        bell = Exponential.ExpOfReduced(r, r, 1f) * power;

        TVector p = TVector.Create(P4);
        p = TVector.FusedMultiplyAdd(p, a, TVector.Create(P3));
        p = TVector.FusedMultiplyAdd(p, a, TVector.Create(P2));
        p = TVector.FusedMultiplyAdd(p, a, TVector.Create(P1));
        p = TVector.FusedMultiplyAdd(p, a, TVector.Create(P0));

        TVector q = TVector.Create(Q5);
        q = TVector.FusedMultiplyAdd(q, a, TVector.Create(Q4));
        q = TVector.FusedMultiplyAdd(q, a, TVector.Create(Q3));
        q = TVector.FusedMultiplyAdd(q, a, TVector.Create(Q2));
        q = TVector.FusedMultiplyAdd(q, a, TVector.Create(Q1));
        q = TVector.FusedMultiplyAdd(q, a, TVector.Create(Q0));
        return bell * (p / q);
    }
}
