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
    {
        Rows.CheckShape(rows, size, stride);
        Rows.CheckLength(nameof(outputs), outputs.Length, rows, stride);
        Rows.CheckLength(nameof(logits), logits.Length, rows, stride);
        Rows.CheckLength(nameof(targets), targets.Length, rows, size);
        if (!delta.IsEmpty)
        {
            Rows.CheckLength(nameof(delta), delta.Length, rows, stride);
        }

        ref float a = ref MemoryMarshal.GetReference(outputs);
        ref float z = ref MemoryMarshal.GetReference(logits);
        ref float d = ref MemoryMarshal.GetReference(delta);
        if (Vector512.IsHardwareAccelerated)
        {
            return Compute<Simd512>(ref a, ref z, targets, ref d, !delta.IsEmpty, rows, size, stride, scale);
        }

        if (Vector256.IsHardwareAccelerated)
        {
            return Compute<Pair<Simd256>>(ref a, ref z, targets, ref d, !delta.IsEmpty, rows, size, stride, scale);
        }

        return Compute<Pair<Pair<Simd128>>>(ref a, ref z, targets, ref d, !delta.IsEmpty, rows, size, stride, scale);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Compute<TRow>(
        ref float outputs, ref float logits, ReadOnlySpan<float> targets, ref float delta, bool hasDelta, int rows, int size, int stride, float scale)
        where TRow : struct, ISimd<TRow>
        => stride == Rows.Lanes
            ? Compute<TRow, OneBlock>(ref outputs, ref logits, targets, ref delta, hasDelta, rows, size, stride, scale)
            : Compute<TRow, AnyBlocks>(ref outputs, ref logits, targets, ref delta, hasDelta, rows, size, stride, scale);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static double Compute<TRow, TBlocks>(
        ref float outputs,
        ref float logits,
        ReadOnlySpan<float> targets,
        ref float delta,
        bool hasDelta,
        int rows,
        int size,
        int rowStride,
        float scale)
        where TRow : struct, ISimd<TRow>
        where TBlocks : struct, IRowBlocks
    {
        nint last = TBlocks.Last(size);
        nint stride = TBlocks.Stride(rowStride);
        UnpaddedRows.Tail tail = default;
        UnpaddedRows wanted = new(targets, ref tail);
        TRow zero = TRow.Zero;
        TRow lowest = TRow.Create(float.NegativeInfinity);
        TRow minusScale = TRow.Create(-scale);
        TRow mask = Rows.LastMask<TRow>(size);
        nint target = 0;
        double total = 0;

        // Four lanes for each of four rows, of two quantities, and then one result for each row.
        Rows.Scratch scratch = default;
        ref Vector128<float> lanes = ref scratch.Start;
        ref Vector128<float> otherLanes = ref Unsafe.Add(ref lanes, 4);
        ref Vector128<float> results = ref Unsafe.Add(ref lanes, 8);
        ref float result = ref Unsafe.As<Vector128<float>, float>(ref results);
        for (; rows > 0; rows -= 4)
        {
            // In passes over the four rows: what a row waits for in one, its sums and maxima, is there in the next.
            int group = Math.Min(rows, 4);
            ref float z = ref logits;
            ref float a = ref outputs;
            for (int row = 0; row < group; row++)
            {
                TRow maxLogit = TRow.Select(mask, TRow.Load(ref z, last), lowest);
                TRow maxOutput = TRow.Select(mask, TRow.Load(ref a, last), lowest);
                for (nint j = 0; j < last; j += Rows.Lanes)
                {
                    maxLogit = TRow.AtLeast(maxLogit, TRow.Load(ref z, j));
                    maxOutput = TRow.AtLeast(maxOutput, TRow.Load(ref a, j));
                }

                Unsafe.Add(ref lanes, row) = TRow.MaxByHalves(maxLogit);
                Unsafe.Add(ref otherLanes, row) = TRow.MaxByHalves(maxOutput);
                z = ref Unsafe.Add(ref z, stride);
                a = ref Unsafe.Add(ref a, stride);
            }

            // logsumexp(z) = max(z) + ln(sum(exp(z - max(z)))), and the sum is 1 over the largest probability.
            results = Rows.Maxima(ref lanes);
            Simd128 logOfSum = -Logarithm.Log(new Simd128(Rows.Maxima(ref otherLanes)));

            ref float d = ref delta;
            for (int row = 0; row < group; row++)
            {
                TRow max = TRow.Create(Unsafe.Add(ref result, row));
                TRow sum = zero;
                TRow targetSum = zero;
                for (nint j = 0; j <= last; j += Rows.Lanes)
                {
                    TRow y = wanted.Load<TRow>(target + j);
                    TRow distance = max - TRow.Load(ref logits, j);
                    y = j < last ? y : TRow.Select(mask, y, zero);
                    distance = j < last ? distance : TRow.Select(mask, distance, zero);
                    sum = TRow.FusedMultiplyAdd(y, distance, sum);
                    targetSum += y;
                    if (hasDelta)
                    {
                        // Until the sum of the targets is known.
                        TRow.Store(y, ref d, j);
                    }
                }

                Unsafe.Add(ref lanes, row) = TRow.SumByHalves(sum);
                Unsafe.Add(ref otherLanes, row) = TRow.SumByHalves(targetSum);
                target += size;
                logits = ref Unsafe.Add(ref logits, stride);
                d = ref Unsafe.Add(ref d, hasDelta ? stride : 0);
            }

            // sum(y (max - z + ln(...))), where the logarithm is the same for all of a row; it takes no part in the gradient.
            Simd128 targetSums = new(Rows.Sums(ref otherLanes));
            Simd128 losses = Simd128.FusedMultiplyAdd(targetSums, logOfSum, new(Rows.Sums(ref lanes)));
            Simd128.Store(losses, ref result, 0);
            for (int row = 0; row < group; row++)
            {
                total += Unsafe.Add(ref result, row);
            }

            if (!hasDelta)
            {
                outputs = ref a;
                continue;
            }

            // (a sum(y) - y) scale, with both signs turned around.
            Simd128.Store(-targetSums, ref result, 0);
            for (int row = 0; row < group; row++)
            {
                TRow weight = TRow.Create(Unsafe.Add(ref result, row));
                for (nint j = 0; j <= last; j += Rows.Lanes)
                {
                    TRow gradient = TRow.FusedMultiplyAdd(TRow.Load(ref outputs, j), weight, TRow.Load(ref delta, j)) * minusScale;
                    gradient = Tiny.ToZero(gradient);
                    TRow.Store(j < last ? gradient : TRow.Select(mask, gradient, zero), ref delta, j);
                }

                Rows.ClearBehind<TRow>(ref delta, last, stride);
                delta = ref Unsafe.Add(ref delta, stride);
                outputs = ref Unsafe.Add(ref outputs, stride);
            }
        }

        return total;
    }
}
