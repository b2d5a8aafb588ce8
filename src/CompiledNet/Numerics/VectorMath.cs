using System.Runtime.CompilerServices;
using CompiledNet.Numerics.Functions;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics;

/// <summary>
/// Elementary functions over spans, at the widest vectors the processor has. An element's result has the same bits whatever the vector
/// width, the length of the span and the element's place in it. Relative errors are below 4e-7 wherever the result is a normal number,
/// apart from the ends named at the functions; NaN gives NaN. Destinations are as long as their sources, and the same memory or apart.
/// </summary>
public static class VectorMath
{
    /// <summary>The exponential function. Infinite above 88.72283; 0 below -87.33654, where the result would no longer be a normal number.</summary>
    /// <param name="x">The arguments.</param>
    /// <param name="destination">Receives the values.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same memory.</exception>
    public static void Exp(ReadOnlySpan<float> x, Span<float> destination) => Map<ExpFunction>(x, destination);

    /// <summary>The natural logarithm: minus infinity at 0 and -0, NaN for negative numbers.</summary>
    /// <param name="x">The arguments.</param>
    /// <param name="destination">Receives the values.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same memory.</exception>
    public static void Log(ReadOnlySpan<float> x, Span<float> destination) => Map<LogFunction>(x, destination);

    /// <summary>The hyperbolic tangent: odd to the last bit, exactly 1 or -1 beyond about 9.</summary>
    /// <param name="x">The arguments.</param>
    /// <param name="destination">Receives the values.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same memory.</exception>
    public static void Tanh(ReadOnlySpan<float> x, Span<float> destination) => Map<TanhFunction>(x, destination);

    /// <summary>The logistic function <c>1 / (1 + exp(-x))</c>: exactly 1 above about 17, exactly 0 below -87.33654, where the result would no longer be a normal number.</summary>
    /// <param name="x">The arguments.</param>
    /// <param name="destination">Receives the values.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same memory.</exception>
    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> destination) => Map<SigmoidFunction>(x, destination);

    /// <summary>The error function: odd to the last bit, exactly 1 or -1 beyond about 4.</summary>
    /// <param name="x">The arguments.</param>
    /// <param name="destination">Receives the values.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same memory.</exception>
    public static void Erf(ReadOnlySpan<float> x, Span<float> destination) => Map<ErfFunction>(x, destination);

    /// <summary><c>ln(1 + exp(x))</c>: 0 below -87.33654.</summary>
    /// <param name="x">The arguments.</param>
    /// <param name="destination">Receives the values.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same memory.</exception>
    public static void Softplus(ReadOnlySpan<float> x, Span<float> destination) => Map<SoftplusFunction>(x, destination);

    /// <summary>The Gaussian error linear unit <c>x (1 + erf(x / sqrt(2))) / 2</c>: 0 below -12.9, where less than 4e-37 is left of it.</summary>
    /// <param name="x">The arguments.</param>
    /// <param name="destination">Receives the values.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same memory.</exception>
    public static void Gelu(ReadOnlySpan<float> x, Span<float> destination) => Map<GeluFunction>(x, destination);

    /// <summary>The sigmoid linear unit <c>x / (1 + exp(-x))</c>: -0 below -88.7, where less than 3e-37 is left of it.</summary>
    /// <param name="x">The arguments.</param>
    /// <param name="destination">Receives the values.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same memory.</exception>
    public static void Silu(ReadOnlySpan<float> x, Span<float> destination) => Map<SiluFunction>(x, destination);

    /// <summary>The exponential linear unit: x where positive, else <c>exp(x) - 1</c>, right also near 0.</summary>
    /// <param name="x">The arguments.</param>
    /// <param name="destination">Receives the values.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same memory.</exception>
    public static void Elu(ReadOnlySpan<float> x, Span<float> destination) => Map<EluFunction>(x, destination);

    private static void Map<TFunction>(ReadOnlySpan<float> x, Span<float> destination)
        where TFunction : struct, IElementwiseFunction
    {
        if (x.Overlaps(destination, out int shift) && shift != 0)
        {
            Throw.SpansOverlap();
        }

        Elementwise.Map<TFunction>(x, destination);
    }

    private readonly struct ExpFunction : IElementwiseFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TVector>(TVector x)
            where TVector : struct, ISimd<TVector>
            => Exponential.Exp(x);
    }

    private readonly struct LogFunction : IElementwiseFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TVector>(TVector x)
            where TVector : struct, ISimd<TVector>
            => Logarithm.Log(x);
    }

    private readonly struct TanhFunction : IElementwiseFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TVector>(TVector x)
            where TVector : struct, ISimd<TVector>
            => Logistic.Tanh(x);
    }

    private readonly struct SigmoidFunction : IElementwiseFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TVector>(TVector x)
            where TVector : struct, ISimd<TVector>
            => Logistic.Sigmoid(x);
    }

    private readonly struct ErfFunction : IElementwiseFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TVector>(TVector x)
            where TVector : struct, ISimd<TVector>
            => ErrorFunction.Erf(x);
    }

    private readonly struct SoftplusFunction : IElementwiseFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TVector>(TVector x)
            where TVector : struct, ISimd<TVector>
            => Logistic.Softplus(x);
    }

    private readonly struct GeluFunction : IElementwiseFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TVector>(TVector x)
            where TVector : struct, ISimd<TVector>
            => ErrorFunction.Gelu(x);
    }

    private readonly struct SiluFunction : IElementwiseFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TVector>(TVector x)
            where TVector : struct, ISimd<TVector>
            => Logistic.Silu(x);
    }

    private readonly struct EluFunction : IElementwiseFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TVector>(TVector x)
            where TVector : struct, ISimd<TVector>
            => Logistic.Elu(x);
    }
}
