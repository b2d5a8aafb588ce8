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
        TVector isDenormal = TVector.LessThan(x, TVector.Create(SmallestNormal));
        TVector normal = TVector.Select(isDenormal, x * TVector.Create(TwoTo23), x);
        TVector exponentShift = isDenormal & TVector.Create(23f);

        TVector sqrtHalf = TVector.CreateBits(SqrtHalfBits);
        TVector bits = TVector.SubtractBits(normal, sqrtHalf);
        TVector e = TVector.ExponentToSingle(bits) - exponentShift;
        TVector f = TVector.AddBits(bits & TVector.CreateBits(FractionMask), sqrtHalf) - TVector.Create(1f);

        TVector p = TVector.Create(P7);
        p = TVector.FusedMultiplyAdd(p, f, TVector.Create(P6));
        p = TVector.FusedMultiplyAdd(p, f, TVector.Create(P5));
        p = TVector.FusedMultiplyAdd(p, f, TVector.Create(P4));
        p = TVector.FusedMultiplyAdd(p, f, TVector.Create(P3));
        p = TVector.FusedMultiplyAdd(p, f, TVector.Create(P2));
        p = TVector.FusedMultiplyAdd(p, f, TVector.Create(P1));
        p = TVector.FusedMultiplyAdd(p, f, TVector.Create(P0));

        TVector square = f * f;
        TVector correction = TVector.FusedMultiplyAdd(f * square, p, e * TVector.Create(Ln2Low));
        correction = TVector.FusedMultiplyAdd(square, TVector.Create(-0.5f), correction);
        TVector result = TVector.FusedMultiplyAdd(e, TVector.Create(Ln2High), f + correction);

        TVector zero = TVector.Zero;
        TVector infinity = TVector.Create(float.PositiveInfinity);
        TVector isOrdinary = TVector.GreaterThan(x, zero) & TVector.LessThan(x, infinity);
        TVector special = TVector.Select(TVector.LessThan(x, zero), TVector.Create(float.NaN), x);
        special = TVector.Select(TVector.Equal(x, zero), -infinity, special);
        return TVector.Select(isOrdinary, result, special);
    }

    /// <summary>ln(1 + w), right also near 0, for <c>0 &lt;= w &lt;= 1</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Log1PlusUnit<TVector>(TVector w)
        where TVector : struct, ISimd<TVector>
    {
        TVector q = TVector.Create(Q8);
        q = TVector.FusedMultiplyAdd(q, w, TVector.Create(Q7));
        q = TVector.FusedMultiplyAdd(q, w, TVector.Create(Q6));
        q = TVector.FusedMultiplyAdd(q, w, TVector.Create(Q5));
        q = TVector.FusedMultiplyAdd(q, w, TVector.Create(Q4));
        q = TVector.FusedMultiplyAdd(q, w, TVector.Create(Q3));
        q = TVector.FusedMultiplyAdd(q, w, TVector.Create(Q2));
        q = TVector.FusedMultiplyAdd(q, w, TVector.Create(Q1));
        q = TVector.FusedMultiplyAdd(q, w, TVector.Create(Q0));
        return TVector.FusedMultiplyAdd(w * w, q, w);
    }
}
