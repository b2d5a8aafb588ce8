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

/// <summary>Applies a function to every element of a span, at the widest vectors the processor has.</summary>
internal static class Elementwise
{
    /// <summary><c>destination[i] = f(x[i])</c>. The spans have the same length and are the same memory or apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    /// <summary><c>destination[i] = f(destination[i], y[i])</c>. The spans have the same length and are the same memory or apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Update<TFunction>(Span<float> destination, ReadOnlySpan<float> y)
        where TFunction : struct, IElementwiseFunction2
    {
        if (y.Length != destination.Length)
        {
            Throw.LengthsDiffer(y.Length, destination.Length);
        }

        ref float to = ref MemoryMarshal.GetReference(destination);
        ref float from = ref MemoryMarshal.GetReference(y);
        if (Vector512.IsHardwareAccelerated)
        {
            Update<TFunction, Simd512>(ref to, ref from, y.Length);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Update<TFunction, Simd256>(ref to, ref from, y.Length);
        }
        else
        {
            Update<TFunction, Simd128>(ref to, ref from, y.Length);
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
    private static void Update<TFunction, TVector>(ref float destination, ref float y, nint length)
        where TFunction : struct, IElementwiseFunction2
        where TVector : struct, ISimd<TVector>
    {
        nint i = 0;
        for (; i <= length - TVector.Count; i += TVector.Count)
        {
            TVector.Store(TFunction.Apply(TVector.Load(ref destination, i), TVector.Load(ref y, i)), ref destination, i);
        }

        if (i < length)
        {
            UpdateEnd<TFunction, TVector>(ref Unsafe.Add(ref destination, i), ref Unsafe.Add(ref y, i), (int)(length - i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void UpdateEnd<TFunction, TVector>(ref float destination, ref float y, int count)
        where TFunction : struct, IElementwiseFunction2
        where TVector : struct, ISimd<TVector>
    {
        TVector result = TFunction.Apply(RaggedEnd.Load<TVector>(ref destination, count), RaggedEnd.Load<TVector>(ref y, count));
        RaggedEnd.Store(result, ref destination, count);
    }
}
