using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CompiledNet.Numerics.Simd;

/// <summary>
/// Rows of a matrix whose rows start a multiple of 16 floats apart. The lanes between a row's size and the stride may hold anything.
/// Sums over a row are taken as 16 partial sums (element j goes to sum j mod 16, in order of j) and then by halves, 16, 8, 4, 2, 1:
/// an order set by the size alone, and so the same at every vector width.
/// </summary>
internal static class Rows
{
    /// <summary>The partial sums of a row, and the unit of the stride.</summary>
    public const int Lanes = 16;

    /// <summary>Checks the shape that several spans have in common.</summary>
    public static void CheckShape(int rows, int size, int stride)
    {
        if (rows < 0 || size < 1 || stride < size || stride % Lanes != 0)
        {
            Throw.BadShape(rows, size, stride);
        }
    }

    /// <summary>Checks that a span is long enough.</summary>
    public static void CheckLength(string name, int length, int rows, int width) => Throw.IfShorter(name, length, (long)rows * width);

    /// <summary>The value in the lanes that belong to the row, the other in those behind its end; lane 0 is element <paramref name="j"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Inside<TVector>(TVector value, nint j, nint size, TVector otherwise)
        where TVector : struct, ISimd<TVector>
    {
        if (j + TVector.Count <= size)
        {
            return value;
        }

        TVector isInside = TVector.LessThan(TVector.LaneNumbers, TVector.Create((float)(int)(size - j)));
        return TVector.Select(isInside, value, otherwise);
    }

    /// <summary>
    /// Reads a vector from a span whose rows follow each other without padding: the lanes behind a row's end hold the next row, those behind
    /// the span's end 0. Nothing behind the span is read.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector LoadUnpadded<TVector>(ReadOnlySpan<float> span, int offset)
        where TVector : struct, ISimd<TVector>
        => offset <= span.Length - TVector.Count
            ? TVector.Load(ref MemoryMarshal.GetReference(span), offset)
            : LoadEnd<TVector>(span, offset);

    /// <summary>Adds 16 partial sums by halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(ref float partials)
    {
        ref Vector128<float> p = ref Unsafe.As<float, Vector128<float>>(ref partials);
        Vector128<float> four = (p + Unsafe.Add(ref p, 2)) + (Unsafe.Add(ref p, 1) + Unsafe.Add(ref p, 3));
        return (four.GetElement(0) + four.GetElement(2)) + (four.GetElement(1) + four.GetElement(3));
    }

    /// <summary>The largest of a row's elements in all lanes. Which zero, and what of NaN, is open.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Max<TVector>(ref float row, nint size)
        where TVector : struct, ISimd<TVector>
    {
        TVector lowest = TVector.Create(float.NegativeInfinity);
        TVector max = lowest;
        for (nint j = 0; j < size; j += TVector.Count)
        {
            max = TVector.AtLeast(max, Inside(TVector.Load(ref row, j), j, size, lowest));
        }

        // The order does not matter for a maximum, so each width folds its own lanes.
        Vector512<float> folded = Vector512.Create(float.NegativeInfinity);
        TVector.Store(max, ref Unsafe.As<Vector512<float>, float>(ref folded), 0);
        ref Vector128<float> p = ref Unsafe.As<Vector512<float>, Vector128<float>>(ref folded);
        Vector128<float> four = Vector128.MaxNative(
            Vector128.MaxNative(p, Unsafe.Add(ref p, 1)), Vector128.MaxNative(Unsafe.Add(ref p, 2), Unsafe.Add(ref p, 3)));
        four = Vector128.MaxNative(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        four = Vector128.MaxNative(four, Vector128.Shuffle(four, Vector128.Create(1, 0, 3, 2)));
        return TVector.Create(four.ToScalar());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static TVector LoadEnd<TVector>(ReadOnlySpan<float> span, int offset)
        where TVector : struct, ISimd<TVector>
        => offset < span.Length
            ? RaggedEnd.Load<TVector>(ref Unsafe.Add(ref MemoryMarshal.GetReference(span), offset), span.Length - offset)
            : TVector.Zero;
}
