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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Compute<TTerm>(
        ReadOnlySpan<float> outputs,
        ReadOnlySpan<float> logits,
        ReadOnlySpan<float> targets,
        Span<float> delta,
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

        ref float a = ref MemoryMarshal.GetReference(outputs);
        ref float z = ref TTerm.UsesLogits ? ref MemoryMarshal.GetReference(logits) : ref a;
        ref float d = ref MemoryMarshal.GetReference(delta);
        if (Vector512.IsHardwareAccelerated)
        {
            return Compute<TTerm, Simd512>(ref a, ref z, targets, ref d, !delta.IsEmpty, rows, size, stride, factor);
        }

        if (Vector256.IsHardwareAccelerated)
        {
            return Compute<TTerm, Pair<Simd256>>(ref a, ref z, targets, ref d, !delta.IsEmpty, rows, size, stride, factor);
        }

        return Compute<TTerm, Pair<Pair<Simd128>>>(ref a, ref z, targets, ref d, !delta.IsEmpty, rows, size, stride, factor);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Compute<TTerm, TRow>(
        ref float outputs, ref float logits, ReadOnlySpan<float> targets, ref float delta, bool hasDelta, int rows, int size, int stride, float factor)
        where TTerm : struct, IElementwiseLossTerm
        where TRow : struct, ISimd<TRow>
        => stride == Rows.Lanes
            ? Compute<TTerm, TRow, OneBlock>(ref outputs, ref logits, targets, ref delta, hasDelta, rows, size, stride, factor)
            : Compute<TTerm, TRow, AnyBlocks>(ref outputs, ref logits, targets, ref delta, hasDelta, rows, size, stride, factor);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static double Compute<TTerm, TRow, TBlocks>(
        ref float outputs,
        ref float logits,
        ReadOnlySpan<float> targets,
        ref float delta,
        bool hasDelta,
        int rows,
        int size,
        int rowStride,
        float factor)
        where TTerm : struct, IElementwiseLossTerm
        where TRow : struct, ISimd<TRow>
        where TBlocks : struct, IRowBlocks
    {
        nint last = TBlocks.Last(size);
        nint stride = TBlocks.Stride(rowStride);
        UnpaddedRows.Tail tail = default;
        UnpaddedRows wanted = new(targets, ref tail);
        TRow zero = TRow.Zero;
        TRow factors = TRow.Create(factor);
        TRow mask = Rows.LastMask<TRow>(size);
        nint target = 0;
        double total = 0;
        for (int row = 0; row < rows; row++)
        {
            TRow sum = zero;
            for (nint j = 0; j <= last; j += Rows.Lanes)
            {
                TRow a = TRow.Load(ref outputs, j);
                TRow z = TTerm.UsesLogits ? TRow.Load(ref logits, j) : zero;
                TRow y = wanted.Load<TRow>(target + j);
                TRow term = TTerm.Apply(a, z, y);
                sum += j < last ? term : TRow.Select(mask, term, zero);
                if (hasDelta)
                {
                    TRow gradient = Tiny.ToZero((a - y) * factors);
                    TRow.Store(j < last ? gradient : TRow.Select(mask, gradient, zero), ref delta, j);
                }
            }

            if (hasDelta)
            {
                Rows.ClearBehind<TRow>(ref delta, last, stride);
                delta = ref Unsafe.Add(ref delta, stride);
            }

            total += Rows.Sum(TRow.SumByHalves(sum));
            target += size;
            outputs = ref Unsafe.Add(ref outputs, stride);
            logits = ref Unsafe.Add(ref logits, stride);
        }

        return total;
    }
}
