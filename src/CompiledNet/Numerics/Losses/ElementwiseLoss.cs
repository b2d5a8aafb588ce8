using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics.Losses;

/// <summary>One output's part of a loss that is a sum of such parts.</summary>
internal interface IElementwiseLossTerm
{
    /// <summary>Whether the logits are read; if not, they may be absent.</summary>
    static abstract bool UsesLogits { get; }

    /// <summary>The term.</summary>
    static abstract TVector Apply<TVector>(TVector output, TVector logit, TVector target)
        where TVector : struct, ISimd<TVector>;
}

/// <summary>The losses that are sums over the outputs and whose gradient is a multiple of <c>a - y</c>.</summary>
internal static class ElementwiseLoss
{
    /// <summary>
    /// The sum of all terms: in float within a row (see <see cref="Rows"/>), in double over the rows. The gradient is
    /// <c>(a - y) factor</c>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Compute<TTerm>(
        ReadOnlySpan<float> outputs,
        ReadOnlySpan<float> logits,
        ReadOnlySpan<float> targets,
        Span<float> delta,
        Span<float> losses,
        int rows,
        int size,
        int stride,
        float factor)
        where TTerm : struct, IElementwiseLossTerm
    {
        Rows.CheckShape(rows, size, stride);
        Rows.CheckLength(nameof(outputs), outputs.Length, rows, stride);
        Rows.CheckLength(nameof(targets), targets.Length, rows, size);
        if (TTerm.UsesLogits)
        {
            Rows.CheckLength(nameof(logits), logits.Length, rows, stride);
        }

        if (!delta.IsEmpty)
        {
            Rows.CheckLength(nameof(delta), delta.Length, rows, stride);
        }

        if (!losses.IsEmpty)
        {
            Rows.CheckLength(nameof(losses), losses.Length, rows, 1);
        }

        ref float a = ref MemoryMarshal.GetReference(outputs);
        ref float z = ref TTerm.UsesLogits ? ref MemoryMarshal.GetReference(logits) : ref a;
        ref float d = ref MemoryMarshal.GetReference(delta);
        if (Vector512.IsHardwareAccelerated)
        {
            return Compute<TTerm, Simd512>(ref a, ref z, targets, ref d, !delta.IsEmpty, losses, rows, size, stride, factor);
        }

        if (Vector256.IsHardwareAccelerated)
        {
            return Compute<TTerm, Simd256>(ref a, ref z, targets, ref d, !delta.IsEmpty, losses, rows, size, stride, factor);
        }

        return Compute<TTerm, Simd128>(ref a, ref z, targets, ref d, !delta.IsEmpty, losses, rows, size, stride, factor);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static double Compute<TTerm, TVector>(
        ref float outputs,
        ref float logits,
        ReadOnlySpan<float> targets,
        ref float delta,
        bool hasDelta,
        Span<float> losses,
        int rows,
        int size,
        int stride,
        float factor)
        where TTerm : struct, IElementwiseLossTerm
        where TVector : struct, ISimd<TVector>
    {
        TVector zero = TVector.Zero;
        TVector factors = TVector.Create(factor);
        Vector512<float> partialSums = default;
        ref float partials = ref Unsafe.As<Vector512<float>, float>(ref partialSums);
        double total = 0;
        for (int row = 0; row < rows; row++)
        {
            int targetRow = row * size;
            for (int lane = 0; lane < Rows.Lanes; lane += TVector.Count)
            {
                TVector sum = zero;
                for (int j = lane; j < stride; j += Rows.Lanes)
                {
                    TVector a = TVector.Load(ref outputs, j);
                    TVector z = TTerm.UsesLogits ? TVector.Load(ref logits, j) : zero;
                    TVector y = Rows.LoadUnpadded<TVector>(targets, targetRow + j);
                    sum += Rows.Inside(TTerm.Apply(a, z, y), j, size, zero);
                    if (hasDelta)
                    {
                        TVector.Store(Rows.Inside(Tiny.ToZero((a - y) * factors), j, size, zero), ref delta, j);
                    }
                }

                TVector.Store(sum, ref partials, lane);
            }

            float loss = Rows.Sum(ref partials);
            total += loss;
            if (row < losses.Length)
            {
                losses[row] = loss;
            }

            outputs = ref Unsafe.Add(ref outputs, stride);
            logits = ref Unsafe.Add(ref logits, stride);
            if (hasDelta)
            {
                delta = ref Unsafe.Add(ref delta, stride);
            }
        }

        return total;
    }
}
