using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics;

/// <summary>
/// Adds up the gradients of the groups of a batch, in their order, so that it does not matter who computed which. For generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GroupGradients
{
    /// <summary>
    /// <c>g[i] = gradient[i] + groups[0][i] + groups[1][i] + ...</c>, and then either stores it as the gradient, or, if there is a rate, takes
    /// plain gradient descent's step: <c>parameters[i] = fma(rate, g[i], parameters[i])</c>, and leaves the gradient as it is.
    /// </summary>
    /// <param name="groups">The groups' gradients, <c>[count][stride]</c>; nothing behind the last one's end is read.</param>
    /// <param name="count">How many groups.</param>
    /// <param name="stride">The distance from group to group, at least the gradient's length.</param>
    /// <param name="gradient">The sum so far, and the result if there is no rate.</param>
    /// <param name="parameters">The parameters, as many.</param>
    /// <param name="first">Whether there is no sum so far: the first group starts it.</param>
    /// <param name="rate">The factor of the gradient in the step; 0 to store the gradient.</param>
    /// <exception cref="ArgumentException">The shape is not as described, the lengths differ, or a span is too short.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply(
        ReadOnlySpan<float> groups, int count, int stride, Span<float> gradient, Span<float> parameters, bool first, float rate)
    {
        if (parameters.Length != gradient.Length)
        {
            Throw.LengthsDiffer(gradient.Length, parameters.Length);
        }

        if (count < 0 || stride < gradient.Length)
        {
            Throw.BadGroups(count, stride, gradient.Length);
        }

        if (count > 0)
        {
            Throw.IfShorter(nameof(groups), groups.Length, ((count - 1L) * stride) + gradient.Length);
        }

        ref float from = ref MemoryMarshal.GetReference(groups);
        ref float g = ref MemoryMarshal.GetReference(gradient);
        ref float p = ref MemoryMarshal.GetReference(parameters);
        if (Vector512.IsHardwareAccelerated)
        {
            Apply<Simd512>(ref from, count, stride, ref g, ref p, gradient.Length, first, rate);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Apply<Simd256>(ref from, count, stride, ref g, ref p, gradient.Length, first, rate);
        }
        else
        {
            Apply<Simd128>(ref from, count, stride, ref g, ref p, gradient.Length, first, rate);
        }
    }

    // Two vectors at a time, for the additions of one to hide those of the other.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Apply<TVector>(
        ref float groups, int count, nint stride, ref float gradient, ref float parameters, nint length, bool first, float rate)
        where TVector : struct, ISimd<TVector>
    {
        nint i = 0;
        for (; i <= length - (2 * TVector.Count); i += 2 * TVector.Count)
        {
            Step<Pair<TVector>>(ref groups, count, stride, ref gradient, ref parameters, i, first, rate);
        }

        for (; i < length; i++)
        {
            Step<Simd1>(ref groups, count, stride, ref gradient, ref parameters, i, first, rate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step<TVector>(
        ref float groups, int count, nint stride, ref float gradient, ref float parameters, nint i, bool first, float rate)
        where TVector : struct, ISimd<TVector>
    {
        ref float from = ref Unsafe.Add(ref groups, i);
        TVector sum;
        int rest = count;
        if (!first)
        {
            sum = TVector.Load(ref gradient, i);
        }
        else if (rest > 0)
        {
            sum = TVector.Load(ref from, 0);
            from = ref Unsafe.Add(ref from, stride);
            rest--;
        }
        else
        {
            sum = TVector.Zero;
        }

        for (; rest > 0; rest--)
        {
            sum += TVector.Load(ref from, 0);
            from = ref Unsafe.Add(ref from, stride);
        }

        if (rate == 0)
        {
            TVector.Store(sum, ref gradient, i);
        }
        else
        {
            TVector.Store(TVector.FusedMultiplyAdd(TVector.Create(rate), sum, TVector.Load(ref parameters, i)), ref parameters, i);
        }
    }
}
