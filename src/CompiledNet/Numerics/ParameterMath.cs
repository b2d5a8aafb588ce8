using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CompiledNet.Numerics.Simd;

namespace CompiledNet.Numerics;

/// <summary>Arithmetic over whole parameter and gradient spans, for optimizers and the trainer.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ParameterMath
{
    private const int ExponentBits = 0x7F800000;

    /// <summary><c>destination[i] = fma(scale, x[i], destination[i])</c>, rounded once.</summary>
    /// <param name="destination">What is added to, in place.</param>
    /// <param name="x">What is added; as long as the destination, and the same memory or apart from it.</param>
    /// <param name="scale">The factor of x.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyAdd(Span<float> destination, ReadOnlySpan<float> x, float scale)
    {
        if (x.Length != destination.Length)
        {
            Throw.LengthsDiffer(x.Length, destination.Length);
        }

        ref float to = ref MemoryMarshal.GetReference(destination);
        ref float from = ref MemoryMarshal.GetReference(x);
        if (Vector512.IsHardwareAccelerated)
        {
            MultiplyAdd<Simd512>(ref to, ref from, x.Length, scale);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            MultiplyAdd<Simd256>(ref to, ref from, x.Length, scale);
        }
        else
        {
            MultiplyAdd<Simd128>(ref to, ref from, x.Length, scale);
        }
    }

    /// <summary>The index of the first element that is NaN or infinite, or -1 if there is none.</summary>
    /// <param name="values">The elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int IndexOfNonFinite(ReadOnlySpan<float> values)
    {
        const int Step = 4;
        ref float first = ref MemoryMarshal.GetReference(values);
        int i = 0;
        for (; i <= values.Length - (Step * Vector<float>.Count); i += Step * Vector<float>.Count)
        {
            // x - x is 0 for a finite x, else NaN.
            ref Vector<float> block = ref Unsafe.As<float, Vector<float>>(ref Unsafe.Add(ref first, i));
            Vector<float> a = block;
            Vector<float> b = Unsafe.Add(ref block, 1);
            Vector<float> c = Unsafe.Add(ref block, 2);
            Vector<float> d = Unsafe.Add(ref block, 3);
            if (!Vector.EqualsAll(((a - a) + (b - b)) + ((c - c) + (d - d)), Vector<float>.Zero))
            {
                break;
            }
        }

        for (; i < values.Length; i++)
        {
            if ((BitConverter.SingleToInt32Bits(values[i]) & ExponentBits) == ExponentBits)
            {
                return i;
            }
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void MultiplyAdd<TVector>(ref float destination, ref float x, nint length, float scale)
        where TVector : struct, ISimd<TVector>
    {
        TVector factor = TVector.Create(scale);
        nint i = 0;
        for (; i <= length - (4 * TVector.Count); i += 4 * TVector.Count)
        {
            Add(ref destination, ref x, i, factor);
            Add(ref destination, ref x, i + TVector.Count, factor);
            Add(ref destination, ref x, i + (2 * TVector.Count), factor);
            Add(ref destination, ref x, i + (3 * TVector.Count), factor);
        }

        for (; i <= length - TVector.Count; i += TVector.Count)
        {
            Add(ref destination, ref x, i, factor);
        }

        for (; i < length; i++)
        {
            ref float element = ref Unsafe.Add(ref destination, i);
            element = MathF.FusedMultiplyAdd(scale, Unsafe.Add(ref x, i), element);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Add(ref float destination, ref float x, nint i, TVector factor) => TVector.Store(
            TVector.FusedMultiplyAdd(factor, TVector.Load(ref x, i), TVector.Load(ref destination, i)), ref destination, i);
    }
}
