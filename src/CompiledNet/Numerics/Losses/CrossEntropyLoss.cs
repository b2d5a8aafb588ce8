using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CompiledNet.Numerics.Functions;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics.Losses;

/// <summary>
/// <c>-sum(y ln a)</c> with <c>a = softmax(z)</c>, computed from the logits z, so that it is finite for all of them. For generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CrossEntropyLoss
{
    /// <summary>The loss of a batch, and its gradient with respect to the logits.</summary>
    /// <param name="outputs">The network's outputs, a = softmax(z), <c>[rows][stride]</c>.</param>
    /// <param name="logits">The logits z, <c>[rows][stride]</c>.</param>
    /// <param name="targets">The targets y, <c>[rows][size]</c>, without padding.</param>
    /// <param name="delta">Receives the gradient with respect to the logits, <c>(a sum(y) - y) scale</c>, <c>[rows][stride]</c>, with zeros behind each row's size; or empty.</param>
    /// <param name="losses">Receives the loss of each example, summed over its outputs, <c>[rows]</c>; or empty.</param>
    /// <param name="rows">The number of examples.</param>
    /// <param name="size">The outputs of an example.</param>
    /// <param name="stride">The distance from row to row: a multiple of 16, at least the size.</param>
    /// <param name="scale">What the gradient is multiplied by: one over the size of the batch.</param>
    /// <returns>The sum over the examples of the loss, added in order.</returns>
    /// <exception cref="ArgumentException">The shape is not as described, or a span is too short for it.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Compute(
        ReadOnlySpan<float> outputs,
        ReadOnlySpan<float> logits,
        ReadOnlySpan<float> targets,
        Span<float> delta,
        Span<float> losses,
        int rows,
        int size,
        int stride,
        float scale)
    {
        Rows.CheckShape(rows, size, stride);
        Rows.CheckLength(nameof(outputs), outputs.Length, rows, stride);
        Rows.CheckLength(nameof(logits), logits.Length, rows, stride);
        Rows.CheckLength(nameof(targets), targets.Length, rows, size);
        if (!delta.IsEmpty)
        {
            Rows.CheckLength(nameof(delta), delta.Length, rows, stride);
        }

        if (!losses.IsEmpty)
        {
            Rows.CheckLength(nameof(losses), losses.Length, rows, 1);
        }

        ref float a = ref MemoryMarshal.GetReference(outputs);
        ref float z = ref MemoryMarshal.GetReference(logits);
        ref float d = ref MemoryMarshal.GetReference(delta);
        if (Vector512.IsHardwareAccelerated)
        {
            return Compute<Simd512>(ref a, ref z, targets, ref d, !delta.IsEmpty, losses, rows, size, stride, scale);
        }

        if (Vector256.IsHardwareAccelerated)
        {
            return Compute<Simd256>(ref a, ref z, targets, ref d, !delta.IsEmpty, losses, rows, size, stride, scale);
        }

        return Compute<Simd128>(ref a, ref z, targets, ref d, !delta.IsEmpty, losses, rows, size, stride, scale);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static double Compute<TVector>(
        ref float outputs,
        ref float logits,
        ReadOnlySpan<float> targets,
        ref float delta,
        bool hasDelta,
        Span<float> losses,
        int rows,
        int size,
        int stride,
        float scale)
        where TVector : struct, ISimd<TVector>
    {
        TVector zero = TVector.Zero;
        TVector scales = TVector.Create(scale);
        Vector512<float> partialSums = default;
        ref float partials = ref Unsafe.As<Vector512<float>, float>(ref partialSums);
        Vector512<float> partialTargetSums = default;
        ref float targetPartials = ref Unsafe.As<Vector512<float>, float>(ref partialTargetSums);
        double total = 0;
        for (int row = 0; row < rows; row++)
        {
            int targetRow = row * size;

            // logsumexp(z) = max(z) + ln(sum(exp(z - max(z)))), and the sum is 1 over the largest probability.
            TVector max = Rows.Max<TVector>(ref logits, size);
            TVector logOfSum = -Logarithm.Log(Rows.Max<TVector>(ref outputs, size));

            for (int lane = 0; lane < Rows.Lanes; lane += TVector.Count)
            {
                TVector sum = zero;
                TVector targetSum = zero;
                for (int j = lane; j < size; j += Rows.Lanes)
                {
                    TVector z = TVector.Load(ref logits, j);
                    TVector y = Rows.Inside(Rows.LoadUnpadded<TVector>(targets, targetRow + j), j, size, zero);
                    TVector term = y * ((max - z) + logOfSum);
                    sum += Rows.Inside(term, j, size, zero);
                    targetSum += y;
                }

                TVector.Store(sum, ref partials, lane);
                TVector.Store(targetSum, ref targetPartials, lane);
            }

            float loss = Rows.Sum(ref partials);
            total += loss;
            if (row < losses.Length)
            {
                losses[row] = loss;
            }

            if (hasDelta)
            {
                TVector weight = TVector.Create(Rows.Sum(ref targetPartials));
                for (int j = 0; j < stride; j += TVector.Count)
                {
                    TVector y = Rows.LoadUnpadded<TVector>(targets, targetRow + j);
                    TVector gradient = TVector.FusedMultiplyAdd(TVector.Load(ref outputs, j), weight, -y) * scales;
                    TVector.Store(Rows.Inside(Tiny.ToZero(gradient), j, size, zero), ref delta, j);
                }

                delta = ref Unsafe.Add(ref delta, stride);
            }

            outputs = ref Unsafe.Add(ref outputs, stride);
            logits = ref Unsafe.Add(ref logits, stride);
        }

        return total;
    }
}
