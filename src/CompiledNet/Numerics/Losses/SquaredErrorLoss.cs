using System.ComponentModel;
using System.Runtime.CompilerServices;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics.Losses;

/// <summary>The sum over the outputs of <c>(a - y)^2</c>. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SquaredErrorLoss
{
    /// <summary>The loss of a batch, and its gradient with respect to the outputs.</summary>
    /// <param name="outputs">The network's outputs a, <c>[rows][stride]</c>.</param>
    /// <param name="logits">Not used, and may be empty.</param>
    /// <param name="targets">The targets y, <c>[rows][size]</c>, without padding.</param>
    /// <param name="delta">Receives the gradient with respect to the outputs, <c>2 (a - y) scale</c>, <c>[rows][stride]</c>, with zeros behind each row's size; or empty.</param>
    /// <param name="rows">The number of examples.</param>
    /// <param name="size">The outputs of an example.</param>
    /// <param name="stride">The distance from row to row: a multiple of 16, at least the size.</param>
    /// <param name="scale">What the gradient is multiplied by: one over the size of the batch.</param>
    /// <returns>The sum over the examples of the loss, added in order.</returns>
    /// <exception cref="ArgumentException">The shape is not as described, or a span is too short for it.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Compute(
        ReadOnlySpan<float> outputs,
        ReadOnlySpan<float> logits,
        ReadOnlySpan<float> targets,
        Span<float> delta,
        int rows,
        int size,
        int stride,
        float scale)
        => ElementwiseLoss.Compute<Term>(outputs, logits, targets, delta, rows, size, stride, 2f * scale);

    private readonly struct Term : IElementwiseLossTerm
    {
        public static bool UsesLogits
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => false;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TVector>(TVector output, TVector logit, TVector target)
            where TVector : struct, ISimd<TVector>
        {
            TVector difference = output - target;
            return difference * difference;
        }
    }
}
