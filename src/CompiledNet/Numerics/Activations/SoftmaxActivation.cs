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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
            Forward<Simd256>(ref from, ref to, rows, size, stride);
        }
        else
        {
            Forward<Simd128>(ref from, ref to, rows, size, stride);
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
            Backward<Simd256>(ref gradient, ref outputs, rows, size, stride);
        }
        else
        {
            Backward<Simd128>(ref gradient, ref outputs, rows, size, stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Forward<TVector>(ref float z, ref float activation, int rows, nint size, nint stride)
        where TVector : struct, ISimd<TVector>
    {
        TVector zero = TVector.Zero;
        Vector512<float> partialSums = default;
        ref float partials = ref Unsafe.As<Vector512<float>, float>(ref partialSums);
        for (int row = 0; row < rows; row++)
        {
            TVector max = Rows.Max<TVector>(ref z, size);
            for (nint lane = 0; lane < Rows.Lanes; lane += TVector.Count)
            {
                TVector sum = zero;
                for (nint j = lane; j < stride; j += Rows.Lanes)
                {
                    TVector power = Exponential.ExpOfNonPositive(TVector.Load(ref z, j) - max);
                    power = Rows.Inside(power, j, size, zero);
                    TVector.Store(power, ref activation, j);
                    sum += power;
                }

                TVector.Store(sum, ref partials, lane);
            }

            TVector factor = TVector.Create(1f / Rows.Sum(ref partials));
            for (nint j = 0; j < stride; j += TVector.Count)
            {
                TVector.Store(Rows.Inside(TVector.Load(ref activation, j) * factor, j, size, zero), ref activation, j);
            }

            z = ref Unsafe.Add(ref z, stride);
            activation = ref Unsafe.Add(ref activation, stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Backward<TVector>(ref float delta, ref float activation, int rows, nint size, nint stride)
        where TVector : struct, ISimd<TVector>
    {
        TVector zero = TVector.Zero;
        Vector512<float> partialSums = default;
        ref float partials = ref Unsafe.As<Vector512<float>, float>(ref partialSums);
        for (int row = 0; row < rows; row++)
        {
            for (nint lane = 0; lane < Rows.Lanes; lane += TVector.Count)
            {
                TVector sum = zero;
                for (nint j = lane; j < size; j += Rows.Lanes)
                {
                    TVector g = Rows.Inside(TVector.Load(ref delta, j), j, size, zero);
                    TVector a = Rows.Inside(TVector.Load(ref activation, j), j, size, zero);
                    sum = TVector.FusedMultiplyAdd(g, a, sum);
                }

                TVector.Store(sum, ref partials, lane);
            }

            TVector mean = TVector.Create(Rows.Sum(ref partials));
            for (nint j = 0; j < stride; j += TVector.Count)
            {
                TVector change = TVector.Load(ref activation, j) * (TVector.Load(ref delta, j) - mean);
                TVector.Store(Rows.Inside(Tiny.ToZero(change), j, size, zero), ref delta, j);
            }

            delta = ref Unsafe.Add(ref delta, stride);
            activation = ref Unsafe.Add(ref activation, stride);
        }
    }
}
