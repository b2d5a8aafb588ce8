using System.ComponentModel;
using System.Runtime.CompilerServices;
using CompiledNet.Numerics.Functions;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics.Activations;

/// <summary>The Gaussian error linear unit <c>a = z (1 + erf(z / sqrt(2))) / 2</c>. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GELUActivation
{
    /// <summary>Applies the function to each element.</summary>
    /// <param name="z">The weighted sums.</param>
    /// <param name="activation">Receives the activations; as long as <paramref name="z"/>, and the same memory or apart from it.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward(ReadOnlySpan<float> z, Span<float> activation) => Elementwise.Map<Function>(z, activation);

    /// <summary>Multiplies the gradient with respect to the activations by the derivative, <c>Phi(z) + z exp(-z^2 / 2) / sqrt(2 pi)</c>: the gradient with respect to z.</summary>
    /// <param name="delta">The gradient, changed in place.</param>
    /// <param name="saved">The weighted sums z that <see cref="Forward"/> was given.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward(Span<float> delta, ReadOnlySpan<float> saved) => Elementwise.UpdateDelta<Derivative>(delta, saved);

    private readonly struct Function : IElementwiseFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TVector>(TVector x)
            where TVector : struct, ISimd<TVector>
            => ErrorFunction.Gelu(x);
    }

    private readonly struct Derivative : IElementwiseFunction2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TVector>(TVector delta, TVector saved)
            where TVector : struct, ISimd<TVector>
            => delta * ErrorFunction.GeluDerivative(saved);
    }
}
