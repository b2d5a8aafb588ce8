using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics;

/// <summary>
/// How a parameter changes by its gradient and what is remembered of it: the settings of one step as floats, and what to do with them, once for
/// every vector width and for single floats.
/// </summary>
internal interface IUpdateRule
{
    /// <summary>Changes the parameters and the state that start <paramref name="i"/> floats behind the references, as many as there are lanes.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="gradient">The gradient.</param>
    /// <param name="state">The first number remembered of each parameter.</param>
    /// <param name="stride">How far behind it lies the second, and so on.</param>
    /// <param name="i">Where the lanes start.</param>
    void Apply<TVector>(ref float parameters, ref float gradient, ref float state, nint stride, nint i)
        where TVector : struct, ISimd<TVector>;
}

/// <summary>Runs an <see cref="IUpdateRule"/> over some of the parameters, at the widest vectors the processor has.</summary>
internal static class ElementwiseUpdate
{
    /// <summary>Applies the rule to the parameters from <paramref name="start"/> up to but not including <paramref name="end"/>.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="parameters">All parameters.</param>
    /// <param name="gradient">Their gradient.</param>
    /// <param name="state">What is remembered: the first number of all parameters, the second of all, and so on.</param>
    /// <param name="start">The first parameter.</param>
    /// <param name="end">The one behind the last.</param>
    public static void Run<TRule>(
        in TRule rule, Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, int start, int end)
        where TRule : struct, IUpdateRule
    {
        nint stride = parameters.Length;
        nint length = parameters[start..end].Length;
        ref float p = ref Unsafe.Add(ref MemoryMarshal.GetReference(parameters), start);
        ref float g = ref Unsafe.Add(ref MemoryMarshal.GetReference(gradient), start);
        ref float s = ref Unsafe.Add(ref MemoryMarshal.GetReference(state), start);
        if (Vector512.IsHardwareAccelerated)
        {
            Run<TRule, Simd512>(rule, ref p, ref g, ref s, stride, length);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Run<TRule, Simd256>(rule, ref p, ref g, ref s, stride, length);
        }
        else
        {
            Run<TRule, Simd128>(rule, ref p, ref g, ref s, stride, length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Run<TRule, TVector>(
        TRule rule, ref float parameters, ref float gradient, ref float state, nint stride, nint length)
        where TRule : struct, IUpdateRule
        where TVector : struct, ISimd<TVector>
    {
        nint i = 0;
        for (; i <= length - TVector.Count; i += TVector.Count)
        {
            rule.Apply<TVector>(ref parameters, ref gradient, ref state, stride, i);
        }

        for (; i < length; i++)
        {
            rule.Apply<Simd1>(ref parameters, ref gradient, ref state, stride, i);
        }
    }
}
