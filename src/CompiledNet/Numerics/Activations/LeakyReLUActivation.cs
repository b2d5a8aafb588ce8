using System.ComponentModel;
using System.Runtime.CompilerServices;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics.Activations;

/// <summary>The leaky rectifier: <c>a = z</c> where positive, else <c>0.01 z</c>. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LeakyReLUActivation
{
    private const float Slope = 0.01f;

    /// <summary>Applies the function to each element.</summary>
    /// <param name="z">The weighted sums.</param>
    /// <param name="activation">Receives the activations; as long as <paramref name="z"/>, and the same memory or apart from it.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward(ReadOnlySpan<float> z, Span<float> activation) => Elementwise.Map<Function>(z, activation);

    /// <summary>Multiplies the gradient with respect to the activations by the derivative, 1 where <c>a &gt; 0</c>, else 0.01: the gradient with respect to z.</summary>
    /// <param name="delta">The gradient, changed in place.</param>
    /// <param name="saved">The activations that <see cref="Forward"/> computed.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward(Span<float> delta, ReadOnlySpan<float> saved) => Elementwise.UpdateDelta<Derivative>(delta, saved);

    private readonly struct Function : IElementwiseFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TVector>(TVector x)
            where TVector : struct, ISimd<TVector>
            => TVector.WhereLess(TVector.Zero, x, x, x * TVector.Create(Slope));
    }

    private readonly struct Derivative : IElementwiseFunction2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TVector>(TVector delta, TVector saved)
            where TVector : struct, ISimd<TVector>
            => TVector.WhereLess(TVector.Zero, saved, delta, delta * TVector.Create(Slope));
    }
}
