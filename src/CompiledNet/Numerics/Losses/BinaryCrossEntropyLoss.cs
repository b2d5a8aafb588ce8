using System.ComponentModel;
using System.Runtime.CompilerServices;
using CompiledNet.Numerics.Functions;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics.Losses;

/// <summary>The mean over the outputs of <c>-(y ln a + (1 - y) ln(1 - a))</c> with <c>a = sigmoid(z)</c>, computed from the logits z, so that it is finite for all of them. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class BinaryCrossEntropyLoss
{
    /// <summary>The loss of a batch, and its gradient with respect to the logits.</summary>
    /// <param name="outputs">The network's outputs a, <c>[rows][stride]</c>.</param>
    /// <param name="logits">The logits z, <c>[rows][stride]</c>.</param>
    /// <param name="targets">The targets y, <c>[rows][size]</c>, without padding.</param>
    /// <param name="delta">Receives the gradient with respect to the logits, <c>(a - y) scale / size</c>, <c>[rows][stride]</c>, with zeros behind each row's size; or empty.</param>
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
        => ElementwiseLoss.Compute<Term>(outputs, logits, targets, delta, rows, size, stride, scale / size) / size;

    private readonly struct Term : IElementwiseLossTerm
    {
        public static bool UsesLogits
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => true;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Apply<TVector>(TVector output, TVector logit, TVector target)
            where TVector : struct, ISimd<TVector>
        {
            // max(z, 0) - z y + ln(1 + exp(-|z|)): where y is 0 or 1 the large parts cancel exactly.
            TVector large = TVector.FusedMultiplyAddNegated(logit, target, Logistic.PositivePart(logit));
            return large + Logistic.SoftplusOfNegativeMagnitude(logit);
        }
    }
}
