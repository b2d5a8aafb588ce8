using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics;

/// <summary>What is done to a gradient before an optimizer sees it, and its size. Works on any part of a gradient.</summary>
internal static class GradientMath
{
    /// <summary>The longest span whose sum of squares is taken at once.</summary>
    public const int LongestSum = 4096;

    // What the lanes of the widest vector of doubles add up, at every width.
    private const int Sums = 16;

    /// <summary>
    /// Adds the gradient of the penalty <c>l1 sum |w| + l2 sum w^2</c>: <c>g = g + l1 sign(w) + 2 l2 w</c>, with the sign 0 at 0.
    /// </summary>
    /// <param name="gradient">The gradient, changed in place.</param>
    /// <param name="weights">The weights, as long.</param>
    /// <param name="l1">The factor of the absolute values.</param>
    /// <param name="l2">The factor of the squares.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void AddPenalty(Span<float> gradient, ReadOnlySpan<float> weights, float l1, float l2)
    {
        if (weights.Length != gradient.Length)
        {
            Throw.LengthsDiffer(weights.Length, gradient.Length);
        }

        Run(new PenaltyRule(l1, 2 * l2), gradient, weights);
    }

    /// <summary>Brings every element into the range from <c>-bound</c> to <c>bound</c>; NaN stays NaN.</summary>
    /// <param name="gradient">The gradient, changed in place.</param>
    /// <param name="bound">The bound, above 0.</param>
    public static void Clamp(Span<float> gradient, float bound) => Run(new ClampRule(bound), gradient, gradient);

    /// <summary>Multiplies every element.</summary>
    /// <param name="gradient">The gradient, changed in place.</param>
    /// <param name="factor">The factor.</param>
    public static void Multiply(Span<float> gradient, float factor) => Run(new MultiplyRule(factor), gradient, gradient);

    /// <summary>
    /// The sum of the squares, in double: each square is exact, none overflows. Element <c>i</c> goes to sum <c>i mod 16</c>, and the 16 sums
    /// are added by halves, so that the order is set by the length alone.
    /// </summary>
    /// <param name="values">The elements, at most <see cref="LongestSum"/>.</param>
    /// <exception cref="ArgumentException">There are more.</exception>
    public static double SumOfSquares(ReadOnlySpan<float> values)
    {
        if (values.Length > LongestSum)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"A sum of squares is taken over at most {LongestSum} elements at once; got {values.Length}."), nameof(values));
        }

        int whole = values.Length & -Sums;
        SixteenDoubles sums = default;
        if (whole > 0)
        {
            AddSquares(values[..whole], sums);
        }

        for (int i = whole; i < values.Length; i++)
        {
            double value = values[i];
            sums[i - whole] += value * value;
        }

        for (int half = Sums / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++)
            {
                sums[i] += sums[i + half];
            }
        }

        return sums[0];
    }

    // A product of two floats is exact in double, so that it does not matter whether it is fused with the addition.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void AddSquares(ReadOnlySpan<float> values, Span<double> sums)
    {
        ref float first = ref MemoryMarshal.GetReference(values);
        ref double to = ref MemoryMarshal.GetReference(sums);
        if (Vector512.IsHardwareAccelerated)
        {
            Vector512<double> low = Vector512<double>.Zero;
            Vector512<double> high = Vector512<double>.Zero;
            for (nint i = 0; i < values.Length; i += Sums)
            {
                (Vector512<double> a, Vector512<double> b) = Vector512.Widen(Unsafe.As<float, Vector512<float>>(ref Unsafe.Add(ref first, i)));
                low += a * a;
                high += b * b;
            }

            Unsafe.As<double, Vector512<double>>(ref to) = low;
            Unsafe.As<double, Vector512<double>>(ref Unsafe.Add(ref to, 8)) = high;
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Vector256<double> sum0 = Vector256<double>.Zero;
            Vector256<double> sum1 = Vector256<double>.Zero;
            Vector256<double> sum2 = Vector256<double>.Zero;
            Vector256<double> sum3 = Vector256<double>.Zero;
            for (nint i = 0; i < values.Length; i += Sums)
            {
                (Vector256<double> a, Vector256<double> b) = Vector256.Widen(Unsafe.As<float, Vector256<float>>(ref Unsafe.Add(ref first, i)));
                (Vector256<double> c, Vector256<double> d) = Vector256.Widen(Unsafe.As<float, Vector256<float>>(ref Unsafe.Add(ref first, i + 8)));
                sum0 += a * a;
                sum1 += b * b;
                sum2 += c * c;
                sum3 += d * d;
            }

            Unsafe.As<double, Vector256<double>>(ref to) = sum0;
            Unsafe.As<double, Vector256<double>>(ref Unsafe.Add(ref to, 4)) = sum1;
            Unsafe.As<double, Vector256<double>>(ref Unsafe.Add(ref to, 8)) = sum2;
            Unsafe.As<double, Vector256<double>>(ref Unsafe.Add(ref to, 12)) = sum3;
        }
        else
        {
            // Two lanes at a time, each pass over the values for its four of the sixteen sums.
            for (nint part = 0; part < Sums; part += 4)
            {
                Vector128<double> low = Vector128<double>.Zero;
                Vector128<double> high = Vector128<double>.Zero;
                for (nint i = part; i < values.Length; i += Sums)
                {
                    (Vector128<double> a, Vector128<double> b) = Vector128.Widen(Unsafe.As<float, Vector128<float>>(ref Unsafe.Add(ref first, i)));
                    low += a * a;
                    high += b * b;
                }

                Unsafe.As<double, Vector128<double>>(ref Unsafe.Add(ref to, part)) = low;
                Unsafe.As<double, Vector128<double>>(ref Unsafe.Add(ref to, part + 2)) = high;
            }
        }
    }

    private static void Run<TRule>(TRule rule, Span<float> gradient, ReadOnlySpan<float> other)
        where TRule : struct, IUpdateRule
        => ElementwiseUpdate.Run(rule, gradient, other, [], 0, gradient.Length);

    [InlineArray(Sums)]
    private struct SixteenDoubles
    {
        private double _first;
    }

    private readonly struct PenaltyRule(float l1, float twiceL2) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TVector>(ref float gradient, ref float weights, ref float state, nint stride, nint i)
            where TVector : struct, ISimd<TVector>
        {
            TVector weight = TVector.Load(ref weights, i);
            TVector slope = TVector.WhereLess(TVector.Zero, TVector.Abs(weight), TVector.WithSign(TVector.Create(l1), weight), TVector.Zero);
            slope += TVector.Load(ref gradient, i);
            TVector.Store(TVector.FusedMultiplyAdd(TVector.Create(twiceL2), weight, slope), ref gradient, i);
        }
    }

    private readonly struct ClampRule(float bound) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TVector>(ref float gradient, ref float same, ref float state, nint stride, nint i)
            where TVector : struct, ISimd<TVector>
            => TVector.Store(
                TVector.AtLeast(TVector.Create(-bound), TVector.AtMost(TVector.Create(bound), TVector.Load(ref gradient, i))), ref gradient, i);
    }

    private readonly struct MultiplyRule(float factor) : IUpdateRule
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<TVector>(ref float gradient, ref float same, ref float state, nint stride, nint i)
            where TVector : struct, ISimd<TVector>
            => TVector.Store(TVector.Create(factor) * TVector.Load(ref gradient, i), ref gradient, i);
    }
}
