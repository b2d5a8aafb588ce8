using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CompiledNet.Numerics.Simd;

/// <summary>A function of one variable, for any vector width.</summary>
internal interface IElementwiseFunction
{
    static abstract TVector Apply<TVector>(TVector x)
        where TVector : struct, ISimd<TVector>;
}

/// <summary>A function of two variables, for any vector width.</summary>
internal interface IElementwiseFunction2
{
    static abstract TVector Apply<TVector>(TVector x, TVector y)
        where TVector : struct, ISimd<TVector>;
}

/// <summary>
/// Applies a function to every element of a span, at the widest vectors the processor has. What checks the spans and chooses the width is
/// inlined into the caller, so that a pass over a layer is one call.
/// </summary>
internal static class Elementwise
{
    /// <summary><c>destination[i] = f(x[i])</c>. The spans have the same length and are the same memory or apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Map<TFunction>(ReadOnlySpan<float> x, Span<float> destination)
        where TFunction : struct, IElementwiseFunction
    {
        if (x.Length != destination.Length)
        {
            Throw.LengthsDiffer(x.Length, destination.Length);
        }

        ref float from = ref MemoryMarshal.GetReference(x);
        ref float to = ref MemoryMarshal.GetReference(destination);
        if (Vector512.IsHardwareAccelerated)
        {
            Map<TFunction, Simd512>(ref from, ref to, x.Length);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Map<TFunction, Simd256>(ref from, ref to, x.Length);
        }
        else
        {
            Map<TFunction, Simd128>(ref from, ref to, x.Length);
        }
    }

    /// <summary>
    /// <c>delta[i] = f(delta[i], saved[i])</c>, the backward pass of an activation; results too small to matter become zero. The spans have the
    /// same length and are the same memory or apart.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void UpdateDelta<TFunction>(Span<float> delta, ReadOnlySpan<float> saved)
        where TFunction : struct, IElementwiseFunction2
    {
        if (saved.Length != delta.Length)
        {
            Throw.LengthsDiffer(saved.Length, delta.Length);
        }

        ref float to = ref MemoryMarshal.GetReference(delta);
        ref float from = ref MemoryMarshal.GetReference(saved);
        if (Vector512.IsHardwareAccelerated)
        {
            UpdateDelta<TFunction, Simd512>(ref to, ref from, saved.Length);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            UpdateDelta<TFunction, Simd256>(ref to, ref from, saved.Length);
        }
        else
        {
            UpdateDelta<TFunction, Simd128>(ref to, ref from, saved.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Map<TFunction, TVector>(ref float x, ref float destination, nint length)
        where TFunction : struct, IElementwiseFunction
        where TVector : struct, ISimd<TVector>
    {
        nint i = 0;
        for (; i <= length - TVector.Count; i += TVector.Count)
        {
            TVector.Store(TFunction.Apply(TVector.Load(ref x, i)), ref destination, i);
        }

        if (i < length)
        {
            MapEnd<TFunction, TVector>(ref Unsafe.Add(ref x, i), ref Unsafe.Add(ref destination, i), (int)(length - i));
        }
    }

    // Apart, so that the loop above is compiled without it, and it only where a length asks for it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void MapEnd<TFunction, TVector>(ref float x, ref float destination, int count)
        where TFunction : struct, IElementwiseFunction
        where TVector : struct, ISimd<TVector>
        => RaggedEnd.Store(TFunction.Apply(RaggedEnd.Load<TVector>(ref x, count)), ref destination, count);

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void UpdateDelta<TFunction, TVector>(ref float delta, ref float saved, nint length)
        where TFunction : struct, IElementwiseFunction2
        where TVector : struct, ISimd<TVector>
    {
        nint i = 0;
        for (; i <= length - TVector.Count; i += TVector.Count)
        {
            TVector.Store(Tiny.ToZero(TFunction.Apply(TVector.Load(ref delta, i), TVector.Load(ref saved, i))), ref delta, i);
        }

        if (i < length)
        {
            UpdateDeltaEnd<TFunction, TVector>(ref Unsafe.Add(ref delta, i), ref Unsafe.Add(ref saved, i), (int)(length - i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void UpdateDeltaEnd<TFunction, TVector>(ref float delta, ref float saved, int count)
        where TFunction : struct, IElementwiseFunction2
        where TVector : struct, ISimd<TVector>
    {
        TVector result = TFunction.Apply(RaggedEnd.Load<TVector>(ref delta, count), RaggedEnd.Load<TVector>(ref saved, count));
        RaggedEnd.Store(Tiny.ToZero(result), ref delta, count);
    }
}
