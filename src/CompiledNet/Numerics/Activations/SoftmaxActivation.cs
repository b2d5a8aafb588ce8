using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CompiledNet.Numerics.Functions;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics.Activations;

/// <summary>
/// Softmax over the rows of a matrix, <c>a[j] = exp(z[j]) / sum(exp(z))</c>. For generated code.
/// Rows start <c>stride</c> floats apart; what stands behind a row's <c>size</c> is not looked at and comes out as 0.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class SoftmaxActivation
{
    /// <summary>
    /// Applies softmax to each row. The row's maximum is subtracted first, so no finite logits overflow; a NaN or plus infinity makes its
    /// row NaN.
    /// </summary>
    /// <param name="z">The logits, <c>[rows][stride]</c>.</param>
    /// <param name="activation">Receives the probabilities, <c>[rows][stride]</c>; the same memory as <paramref name="z"/> or apart.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="size">The elements of a row.</param>
    /// <param name="stride">The distance from row to row: a multiple of 16, at least the size.</param>
    /// <exception cref="ArgumentException">The shape is not as described, or a span is too short for it.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward(ReadOnlySpan<float> z, Span<float> activation, int rows, int size, int stride)
    {
        Rows.CheckShape(rows, size, stride);
        Rows.CheckLength(nameof(z), z.Length, rows, stride);
        Rows.CheckLength(nameof(activation), activation.Length, rows, stride);
        ref float from = ref MemoryMarshal.GetReference(z);
        ref float to = ref MemoryMarshal.GetReference(activation);
        if (Vector512.IsHardwareAccelerated)
        {
            Forward<Simd512>(ref from, ref to, rows, size, stride);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Forward<Pair<Simd256>>(ref from, ref to, rows, size, stride);
        }
        else
        {
            Forward<Pair<Pair<Simd128>>>(ref from, ref to, rows, size, stride);
        }
    }

    /// <summary>
    /// Turns the gradient with respect to the activations into the one with respect to the logits: <c>a (g - sum(g a))</c>, row by row.
    /// </summary>
    /// <param name="delta">The gradient g, <c>[rows][stride]</c>, changed in place.</param>
    /// <param name="activation">The probabilities a, <c>[rows][stride]</c>.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="size">The elements of a row.</param>
    /// <param name="stride">The distance from row to row: a multiple of 16, at least the size.</param>
    /// <exception cref="ArgumentException">The shape is not as described, or a span is too short for it.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward(Span<float> delta, ReadOnlySpan<float> activation, int rows, int size, int stride)
    {
        Rows.CheckShape(rows, size, stride);
        Rows.CheckLength(nameof(delta), delta.Length, rows, stride);
        Rows.CheckLength(nameof(activation), activation.Length, rows, stride);
        ref float gradient = ref MemoryMarshal.GetReference(delta);
        ref float outputs = ref MemoryMarshal.GetReference(activation);
        if (Vector512.IsHardwareAccelerated)
        {
            Backward<Simd512>(ref gradient, ref outputs, rows, size, stride);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Backward<Pair<Simd256>>(ref gradient, ref outputs, rows, size, stride);
        }
        else
        {
            Backward<Pair<Pair<Simd128>>>(ref gradient, ref outputs, rows, size, stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Forward<TRow>(ref float z, ref float activation, int rows, int size, int stride)
        where TRow : struct, ISimd<TRow>
    {
        if (stride == Rows.Lanes)
        {
            Forward<TRow, OneBlock>(ref z, ref activation, rows, size, stride);
        }
        else
        {
            Forward<TRow, AnyBlocks>(ref z, ref activation, rows, size, stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Forward<TRow, TBlocks>(ref float z, ref float activation, int rows, int size, int rowStride)
        where TRow : struct, ISimd<TRow>
        where TBlocks : struct, IRowBlocks
    {
        nint last = TBlocks.Last(size);
        nint stride = TBlocks.Stride(rowStride);
        TRow zero = TRow.Zero;
        TRow lowest = TRow.Create(float.NegativeInfinity);
        TRow mask = Rows.LastMask<TRow>(size);

        // Four lanes for each row of a group, and then one result for each row.
        Rows.Scratch scratch = default;
        ref Vector128<float> lanes = ref scratch.Start;
        ref Vector128<float> results = ref Unsafe.Add(ref lanes, Rows.Group);
        ref float result = ref Unsafe.As<Vector128<float>, float>(ref results);
        for (; rows > 0; rows -= Rows.Group)
        {
            // In passes over the group's rows: what a row waits for in one, its maximum and then its sum, is there in the next.
            int group = Math.Min(rows, Rows.Group);
            ref float from = ref z;
            for (int row = 0; row < group; row++)
            {
                TRow max = TRow.Select(mask, TRow.Load(ref from, last), lowest);
                for (nint j = 0; j < last; j += Rows.Lanes)
                {
                    max = TRow.AtLeast(max, TRow.Load(ref from, j));
                }

                Unsafe.Add(ref lanes, row) = TRow.MaxByHalves(max);
                from = ref Unsafe.Add(ref from, stride);
            }

            for (int row = 0; row < group; row += 4)
            {
                Unsafe.Add(ref results, row / 4) = Rows.Maxima(ref Unsafe.Add(ref lanes, row));
            }

            ref float to = ref activation;
            for (int row = 0; row < group; row++)
            {
                TRow max = TRow.Create(Unsafe.Add(ref result, row));
                TRow sum = zero;
                for (nint j = 0; j <= last; j += Rows.Lanes)
                {
                    TRow power = Exponential.ExpOfNonPositive(TRow.Load(ref z, j) - max);
                    power = j < last ? power : TRow.Select(mask, power, zero);
                    TRow.Store(power, ref to, j);
                    sum += power;
                }

                Unsafe.Add(ref lanes, row) = TRow.SumByHalves(sum);
                z = ref Unsafe.Add(ref z, stride);
                to = ref Unsafe.Add(ref to, stride);
            }

            for (int row = 0; row < group; row += 4)
            {
                Unsafe.Add(ref results, row / 4) = Vector128.Create(1f) / Rows.Sums(ref Unsafe.Add(ref lanes, row));
            }

            for (int row = 0; row < group; row++)
            {
                TRow factor = TRow.Create(Unsafe.Add(ref result, row));
                for (nint j = 0; j < last; j += Rows.Lanes)
                {
                    TRow.Store(TRow.Load(ref activation, j) * factor, ref activation, j);
                }

                // A factor of NaN must not reach the lanes behind the row's end.
                TRow.Store(TRow.Select(mask, TRow.Load(ref activation, last) * factor, zero), ref activation, last);
                Rows.ClearBehind<TRow>(ref activation, last, stride);
                activation = ref Unsafe.Add(ref activation, stride);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Backward<TRow>(ref float delta, ref float activation, int rows, int size, nint stride)
        where TRow : struct, ISimd<TRow>
    {
        TRow zero = TRow.Zero;
        TRow mask = Rows.LastMask<TRow>(size);
        nint last = AnyBlocks.Last(size);
        for (int row = 0; row < rows; row++)
        {
            TRow sum = zero;
            for (nint j = 0; j <= last; j += Rows.Lanes)
            {
                TRow g = TRow.Load(ref delta, j);
                TRow a = TRow.Load(ref activation, j);
                g = j < last ? g : TRow.Select(mask, g, zero);
                a = j < last ? a : TRow.Select(mask, a, zero);
                sum = TRow.FusedMultiplyAdd(g, a, sum);
            }

            TRow mean = TRow.Create(Rows.Sum(TRow.SumByHalves(sum)));
            for (nint j = 0; j <= last; j += Rows.Lanes)
            {
                TRow change = Tiny.ToZero(TRow.Load(ref activation, j) * (TRow.Load(ref delta, j) - mean));
                TRow.Store(j < last ? change : TRow.Select(mask, change, zero), ref delta, j);
            }

            Rows.ClearBehind<TRow>(ref delta, last, stride);
            delta = ref Unsafe.Add(ref delta, stride);
            activation = ref Unsafe.Add(ref activation, stride);
        }
    }
}
