using System.Runtime.CompilerServices;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics.Functions;

/// <summary>The activation functions made of exponentials. Each keeps its relative accuracy in the tails and near 0.</summary>
internal static class Logistic
{
    // exp(-30) is far below the last bit of 1, so nothing is gained by going on; and no lane gets near the denormal numbers.
    private const float Saturation = 30f;

    // exp(89) overflows, so that SiLU ends in an exact 0; and 2^(n - 1) with n = 128 is still an ordinary number.
    private const float LargestExponent = 89f;

    /// <summary>
    /// <c>1 / (1 + exp(-x))</c>: exactly 1 from about 17 on, exactly 0 below <see cref="Exponential.SmallestArgument"/>, where it would no longer
    /// be a normal number.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid<TVector>(TVector x)
        where TVector : struct, ISimd<TVector>
    {
        TVector one = TVector.Create(1f);
        TVector r = Exponential.Reduce(TVector.AtMost(TVector.Create(Saturation), x), -1f, Exponential.Bias, out TVector rough, out TVector power);

        // Below the smallest argument the denominator holds anything.
        TVector result = one / TVector.FusedMultiplyAdd(Exponential.ExpOfReduced(r, rough, -1f), power, one);
        return TVector.WhereLess(x, TVector.Create(Exponential.SmallestArgument), TVector.Zero, result);
    }

    /// <summary><c>x sigmoid(x)</c>: exactly -0 below -88.7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Silu<TVector>(TVector x)
        where TVector : struct, ISimd<TVector>

        // The bound keeps minus infinity from meeting the denominator's infinity.
        => TVector.AtLeast(TVector.Create(-1000f), x) / OnePlusExpOfNegative(x);

    /// <summary>The derivative of SiLU, <c>s + s (1 - s) x</c> with s = sigmoid(x): exactly 0 below -87.33654.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector SiluDerivative<TVector>(TVector x)
        where TVector : struct, ISimd<TVector>
    {
        // At -a it is s - a s (1 - s), and at a it is 1 minus that: so 1 - s is never taken of an s near 1. The bound is for infinities.
        TVector a = TVector.AtMost(TVector.Create(LargestExponent), TVector.Abs(x));
        TVector s = Sigmoid(-a);
        TVector atMinusA = TVector.FusedMultiplyAddNegated(TVector.FusedMultiplyAddNegated(s, s, s), a, s);
        return TVector.WhereLess(TVector.Zero, x, TVector.Create(1f) - atMinusA, atMinusA);
    }

    /// <summary><c>(exp(2 x) - 1) / (exp(2 x) + 1)</c>, odd to the last bit, and exactly +-1 beyond about 9.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh<TVector>(TVector x)
        where TVector : struct, ISimd<TVector>
    {
        TVector e = Exponential.ExpOfTwiceMinus1(TVector.AtMost(TVector.Create(Saturation / 2f), TVector.Abs(x)));
        return TVector.WithSign(e / (e + TVector.Create(2f)), x);
    }

    /// <summary><c>x</c> where positive, else <c>exp(x) - 1</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Elu<TVector>(TVector x)
        where TVector : struct, ISimd<TVector>
    {
        TVector negative = Exponential.ExpMinus1OfNegative(TVector.AtLeast(TVector.Create(-Saturation), x));
        return TVector.WhereLess(TVector.Zero, x, x, negative);
    }

    /// <summary><c>ln(1 + exp(x))</c> as <c>max(x, 0) + ln(1 + exp(-|x|))</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Softplus<TVector>(TVector x)
        where TVector : struct, ISimd<TVector>
        => PositivePart(x) + SoftplusOfNegativeMagnitude(x);

    /// <summary><c>ln(1 + exp(-|x|))</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector SoftplusOfNegativeMagnitude<TVector>(TVector x)
        where TVector : struct, ISimd<TVector>
        => Logarithm.Log1PlusUnit(Exponential.ExpOfNonPositive(-TVector.Abs(x)));

    /// <summary><c>max(x, 0)</c>; NaN and -0 stay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector PositivePart<TVector>(TVector x)
        where TVector : struct, ISimd<TVector>
        => TVector.WhereLess(x, TVector.Zero, TVector.Zero, x);

    // 1 + exp(-x), infinite where x < -88.7.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector OnePlusExpOfNegative<TVector>(TVector x)
        where TVector : struct, ISimd<TVector>
    {
        TVector bounded = TVector.AtMost(TVector.Create(Saturation), TVector.AtLeast(TVector.Create(-LargestExponent), x));

        // Half of 2^n, because 2^128 has no bit pattern; the last step doubles.
        TVector r = Exponential.Reduce(bounded, -1f, Exponential.Bias - 1, out TVector rough, out TVector halfPower);
        TVector half = Exponential.ExpOfReduced(r, rough, -1f) * halfPower;
        return TVector.FusedMultiplyAdd(half, TVector.Create(2f), TVector.Create(1f));
    }
}
