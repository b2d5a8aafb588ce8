using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using CompiledNet.Numerics.Simd;

namespace CompiledNet;

/// <summary>Bytes as floats from 0 to 1: exactly <c>value / 255f</c>.</summary>
internal static class UnitRange
{
    // 1/255 as the sum of two floats. value * Low is far below half a unit in the last place of the quotient, so that the sum, rounded once,
    // is the quotient rounded once: no division, which would take as long as fetching the row. The tests try all 256 values.
    private const float White = 255;
    private const float High = 1 / White;
    private const float Low = (float)((1 / (double)White) - High);

    /// <summary><c>destination[i] = bytes[i] / 255f</c>. The spans have the same length; nothing but the destination is written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FromBytes(ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        if (bytes.Length != destination.Length)
        {
            Throw.LengthsDiffer(bytes.Length, destination.Length);
        }

        ref byte from = ref MemoryMarshal.GetReference(bytes);
        ref float to = ref MemoryMarshal.GetReference(destination);
        if (Vector512.IsHardwareAccelerated)
        {
            FromBytes<Simd512>(ref from, ref to, bytes.Length);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            FromBytes<Simd256>(ref from, ref to, bytes.Length);
        }
        else
        {
            FromBytes<Simd128>(ref from, ref to, bytes.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void FromBytes<TVector>(ref byte bytes, ref float destination, nint length)
        where TVector : struct, ISimd<TVector>
    {
        if (length < TVector.Count)
        {
            for (nint n = 0; n < length; n++)
            {
                Unsafe.Add(ref destination, n) = Unsafe.Add(ref bytes, n) / White;
            }

            return;
        }

        // The last vector may overlap the one before: it writes the same once more, and nothing behind the end.
        TVector high = TVector.Create(High);
        TVector low = TVector.Create(Low);
        nint end = length - TVector.Count;
        for (nint i = 0; i < end; i += TVector.Count)
        {
            TVector.Store(Scale(Load<TVector>(ref Unsafe.Add(ref bytes, i)), high, low), ref destination, i);
        }

        TVector.Store(Scale(Load<TVector>(ref Unsafe.Add(ref bytes, end)), high, low), ref destination, end);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Scale<TVector>(TVector value, TVector high, TVector low)
        where TVector : struct, ISimd<TVector>
        => TVector.FusedMultiplyAdd(value, high, value * low);

    /// <summary>As many bytes as the vector has lanes, as floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load<TVector>(ref byte source)
        where TVector : struct, ISimd<TVector>
    {
        if (typeof(TVector) == typeof(Simd512))
        {
            Vector128<byte> sixteen = Unsafe.As<byte, Vector128<byte>>(ref source);
            return Unsafe.BitCast<Vector512<float>, TVector>(Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(sixteen)));
        }

        if (typeof(TVector) == typeof(Simd256))
        {
            Vector128<byte> eight = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref source)).AsByte();
            return Unsafe.BitCast<Vector256<float>, TVector>(Vector256.ConvertToSingle(Avx2.ConvertToVector256Int32(eight)));
        }

        Vector128<byte> four = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<uint>(ref source)).AsByte();
        Vector128<uint> wide = Vector128.WidenLower(Vector128.WidenLower(four));
        return Unsafe.BitCast<Vector128<float>, TVector>(Vector128.ConvertToSingle(wide.AsInt32()));
    }
}
