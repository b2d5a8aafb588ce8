using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyAdd(Span<float> destination, ReadOnlySpan<float> x, float scale)
    {
        if (x.Length != destination.Length)
        {
            Throw.LengthsDiffer(x.Length, destination.Length);
        }

        ref float to = ref MemoryMarshal.GetReference(destination);
        ref float from = ref MemoryMarshal.GetReference(x);
        Vector<float> factor = new(scale);
        nint i = 0;
        nint length = x.Length;
        for (; i <= length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Unsafe.As<float, Vector<float>>(ref Unsafe.Add(ref to, i)) = Vector.FusedMultiplyAdd(
                factor,
                Unsafe.As<float, Vector<float>>(ref Unsafe.Add(ref from, i)),
                Unsafe.As<float, Vector<float>>(ref Unsafe.Add(ref to, i)));
        }

        for (; i < length; i++)
        {
            ref float element = ref Unsafe.Add(ref to, i);
            element = MathF.FusedMultiplyAdd(scale, Unsafe.Add(ref from, i), element);
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
}
