using System.Runtime.CompilerServices;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics.Functions;

/// <summary>
/// The natural logarithm. With <c>x = 2^e (1 + f)</c> and <c>sqrt(1/2) &lt;= 1 + f &lt; sqrt(2)</c>,
/// <c>ln x = e ln 2 + f - f^2 / 2 + f^3 p(f)</c>. Both polynomials are our own minimax fits (Remez exchange in 40-digit arithmetic,
/// coefficients rounded to float one by one and the rest fitted anew).
/// </summary>
internal static class Logarithm
{
    private const int SqrtHalfBits = 0x3F3504F3;
    private const int FractionMask = 0x007FFFFF;
    private const float SmallestNormal = 1.17549435e-38f;
    private const float TwoTo23 = 8388608f;
    private const float Ln2High = 0.693147182f;
    private const float Ln2Low = -1.90465431e-9f;

    // p, of degree 7: relative error of ln(1 + f) 5.2e-8.
    private const float P0 = 0.333333284f;
    private const float P1 = -0.250006586f;
    private const float P2 = 0.200011939f;
    private const float P3 = -0.166505709f;
    private const float P4 = 0.142353609f;
    private const float P5 = -0.128315777f;
    private const float P6 = 0.122883111f;
    private const float P7 = -0.0799409077f;

    // (ln(1 + w) - w) / w^2 for 0 <= w <= 1, of degree 8: relative error of ln(1 + w) 1.3e-8.
    private const float Q0 = -0.499999911f;
    private const float Q1 = 0.333321869f;
    private const float Q2 = -0.249750629f;
    private const float Q3 = 0.197746247f;
    private const float Q4 = -0.155684009f;
    private const float Q5 = 0.110171527f;
    private const float Q6 = -0.0607718043f;
    private const float Q7 = 0.0217566006f;
    private const float Q8 = -0.00364271901f;

    /// <summary>ln: minus infinity at 0, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Log<TVector>(TVector x)
        where TVector : struct, ISimd<TVector>
    {
        TVector smallestNormal = TVector.Create(SmallestNormal);
        TVector normal = TVector.WhereLess(x, smallestNormal, x * TVector.Create(TwoTo23), x);
        TVector exponentShift = TVector.WhereLess(x, smallestNormal, TVector.Create(23f), TVector.Zero);

        TVector sqrtHalf = TVector.CreateBits(SqrtHalfBits);
        TVector bits = TVector.SubtractBits(normal, sqrtHalf);
        TVector e = TVector.ExponentToSingle(bits) - exponentShift;
        TVector f = TVector.AddBits(bits & TVector.CreateBits(FractionMask), sqrtHalf) - TVector.Create(1f);

        // p in pairs (Estrin's scheme) and not term by term: fewer steps wait for each other.
        TVector square = f * f;
        TVector p01 = TVector.FusedMultiplyAdd(TVector.Create(P1), f, TVector.Create(P0));
        TVector p23 = TVector.FusedMultiplyAdd(TVector.Create(P3), f, TVector.Create(P2));
        TVector p45 = TVector.FusedMultiplyAdd(TVector.Create(P5), f, TVector.Create(P4));
        TVector p67 = TVector.FusedMultiplyAdd(TVector.Create(P7), f, TVector.Create(P6));
        TVector p = TVector.FusedMultiplyAdd(TVector.FusedMultiplyAdd(p67, square, p45), square, p23);
        p = TVector.FusedMultiplyAdd(p, square, p01);

        TVector correction = TVector.FusedMultiplyAdd(f * square, p, e * TVector.Create(Ln2Low));
        correction = TVector.FusedMultiplyAdd(square, TVector.Create(-0.5f), correction);
        TVector result = TVector.FusedMultiplyAdd(e, TVector.Create(Ln2High), f + correction);

        // Infinity and NaN stay; 0 and below, as opposed to the smallest number above, and below 0.
        result = TVector.WhereLess(x, TVector.Create(float.PositiveInfinity), result, x);
        result = TVector.WhereLess(x, TVector.Create(float.Epsilon), TVector.Create(float.NegativeInfinity), result);
        return TVector.WhereLess(x, TVector.Zero, TVector.Create(float.NaN), result);
    }

    /// <summary>ln(1 + w), right also near 0, for <c>0 &lt;= w &lt;= 1</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Log1PlusUnit<TVector>(TVector w)
        where TVector : struct, ISimd<TVector>
    {
        TVector square = w * w;
        TVector q01 = TVector.FusedMultiplyAdd(TVector.Create(Q1), w, TVector.Create(Q0));
        TVector q23 = TVector.FusedMultiplyAdd(TVector.Create(Q3), w, TVector.Create(Q2));
        TVector q45 = TVector.FusedMultiplyAdd(TVector.Create(Q5), w, TVector.Create(Q4));
        TVector q67 = TVector.FusedMultiplyAdd(TVector.Create(Q7), w, TVector.Create(Q6));
        TVector q = TVector.FusedMultiplyAdd(TVector.FusedMultiplyAdd(TVector.Create(Q8), square, q67), square, q45);
        q = TVector.FusedMultiplyAdd(TVector.FusedMultiplyAdd(q, square, q23), square, q01);
        return TVector.FusedMultiplyAdd(square, q, w);
    }
}
