using System.ComponentModel;
using System.Runtime.CompilerServices;
using CompiledNet.Numerics.Functions;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics.Activations;

/// <summary>The softplus <c>a = ln(1 + exp(z))</c>. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SoftplusActivation
{
    /// <summary>Applies the function to each element.</summary>
    /// <param name="z">The weighted sums.</param>
    /// <param name="activation">Receives the activations; as long as <paramref name="z"/>, and the same memory or apart from it.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward(ReadOnlySpan<float> z, Span<float> activation) => Elementwise.Map<Function>(z, activation);

    /// <summary>Multiplies the gradient with respect to the activations by the derivative, sigmoid(z): the gradient with respect to z.</summary>
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
            => Logistic.Softplus(x);
    }

    private readonly struct Derivative : IElementwiseFunction2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TVector>(TVector delta, TVector saved)
            where TVector : struct, ISimd<TVector>
            => delta * Logistic.Sigmoid(saved);
    }
}
