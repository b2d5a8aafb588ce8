using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CompiledNet.Numerics.Simd;

/// <summary>Four features of some examples between rows and lanes, 16 to a feature: transposes within vectors.</summary>
internal static class LaneBlocks
{
    private const int Count = 16;

    // Rows 0, 4, 8, 12 in one vector, and so on: transposing the blocks of 4 brings each feature together in order.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FromRows512(ref float rows, nint stride, ref float lanes)
    {
        Vector512<float> a = FourRows(ref rows, stride);
        Vector512<float> b = FourRows(ref Unsafe.Add(ref rows, stride), stride);
        Vector512<float> c = FourRows(ref Unsafe.Add(ref rows, 2 * stride), stride);
        Vector512<float> d = FourRows(ref Unsafe.Add(ref rows, 3 * stride), stride);

        Vector512<float> acLow = Avx512F.UnpackLow(a, c);
        Vector512<float> acHigh = Avx512F.UnpackHigh(a, c);
        Vector512<float> bdLow = Avx512F.UnpackLow(b, d);
        Vector512<float> bdHigh = Avx512F.UnpackHigh(b, d);

        ref Vector512<float> to = ref Unsafe.As<float, Vector512<float>>(ref lanes);
        to = Avx512F.UnpackLow(acLow, bdLow);
        Unsafe.Add(ref to, 1) = Avx512F.UnpackHigh(acLow, bdLow);
        Unsafe.Add(ref to, 2) = Avx512F.UnpackLow(acHigh, bdHigh);
        Unsafe.Add(ref to, 3) = Avx512F.UnpackHigh(acHigh, bdHigh);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector512<float> FourRows(ref float first, nint stride)
        {
            Vector512<float> rows = Four(ref first, 0).ToVector256Unsafe().ToVector512Unsafe();
            rows = Avx512F.InsertVector128(rows, Four(ref first, 4 * stride), 1);
            rows = Avx512F.InsertVector128(rows, Four(ref first, 8 * stride), 2);
            return Avx512F.InsertVector128(rows, Four(ref first, 12 * stride), 3);
        }
    }

    // Eight rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FromRows256(ref float rows, nint stride, ref float lanes)
    {
        Vector256<float> a = TwoRows(ref rows, stride);
        Vector256<float> b = TwoRows(ref Unsafe.Add(ref rows, stride), stride);
        Vector256<float> c = TwoRows(ref Unsafe.Add(ref rows, 2 * stride), stride);
        Vector256<float> d = TwoRows(ref Unsafe.Add(ref rows, 3 * stride), stride);

        Vector256<float> acLow = Avx.UnpackLow(a, c);
        Vector256<float> acHigh = Avx.UnpackHigh(a, c);
        Vector256<float> bdLow = Avx.UnpackLow(b, d);
        Vector256<float> bdHigh = Avx.UnpackHigh(b, d);

        Eight(ref lanes, 0) = Avx.UnpackLow(acLow, bdLow);
        Eight(ref lanes, Count) = Avx.UnpackHigh(acLow, bdLow);
        Eight(ref lanes, 2 * Count) = Avx.UnpackLow(acHigh, bdHigh);
        Eight(ref lanes, 3 * Count) = Avx.UnpackHigh(acHigh, bdHigh);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector256<float> TwoRows(ref float first, nint stride) => Vector256.Create(Four(ref first, 0), Four(ref first, 4 * stride));
    }

    // Four rows, of which some or all may be missing.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FromRows128(ref float rows, nint stride, int count, ref float lanes)
    {
        Vector128<float> a = count > 0 ? Four(ref rows, 0) : Vector128<float>.Zero;
        Vector128<float> b = count > 1 ? Four(ref rows, stride) : Vector128<float>.Zero;
        Vector128<float> c = count > 2 ? Four(ref rows, 2 * stride) : Vector128<float>.Zero;
        Vector128<float> d = count > 3 ? Four(ref rows, 3 * stride) : Vector128<float>.Zero;

        Vector128<float> acLow = Interleave.Low(a, c);
        Vector128<float> acHigh = Interleave.High(a, c);
        Vector128<float> bdLow = Interleave.Low(b, d);
        Vector128<float> bdHigh = Interleave.High(b, d);

        Four(ref lanes, 0) = Interleave.Low(acLow, bdLow);
        Four(ref lanes, Count) = Interleave.High(acLow, bdLow);
        Four(ref lanes, 2 * Count) = Interleave.Low(acHigh, bdHigh);
        Four(ref lanes, 3 * Count) = Interleave.High(acHigh, bdHigh);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToRows512(ref float lanes, ref float rows, nint stride)
    {
        ref Vector512<float> from = ref Unsafe.As<float, Vector512<float>>(ref lanes);
        Vector512<float> a = from;
        Vector512<float> b = Unsafe.Add(ref from, 1);
        Vector512<float> c = Unsafe.Add(ref from, 2);
        Vector512<float> d = Unsafe.Add(ref from, 3);

        Vector512<float> acLow = Avx512F.UnpackLow(a, c);
        Vector512<float> acHigh = Avx512F.UnpackHigh(a, c);
        Vector512<float> bdLow = Avx512F.UnpackLow(b, d);
        Vector512<float> bdHigh = Avx512F.UnpackHigh(b, d);

        Store(Avx512F.UnpackLow(acLow, bdLow), ref rows, stride);
        Store(Avx512F.UnpackHigh(acLow, bdLow), ref Unsafe.Add(ref rows, stride), stride);
        Store(Avx512F.UnpackLow(acHigh, bdHigh), ref Unsafe.Add(ref rows, 2 * stride), stride);
        Store(Avx512F.UnpackHigh(acHigh, bdHigh), ref Unsafe.Add(ref rows, 3 * stride), stride);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Store(Vector512<float> value, ref float row, nint stride)
        {
            Four(ref row, 0) = value.GetLower().GetLower();
            Four(ref row, 4 * stride) = Avx512F.ExtractVector128(value, 1);
            Four(ref row, 8 * stride) = Avx512F.ExtractVector128(value, 2);
            Four(ref row, 12 * stride) = Avx512F.ExtractVector128(value, 3);
        }
    }

    // Up to four rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToRows128(ref float lanes, int count, ref float rows, nint stride)
    {
        Vector128<float> a = Four(ref lanes, 0);
        Vector128<float> b = Four(ref lanes, Count);
        Vector128<float> c = Four(ref lanes, 2 * Count);
        Vector128<float> d = Four(ref lanes, 3 * Count);

        Vector128<float> acLow = Interleave.Low(a, c);
        Vector128<float> acHigh = Interleave.High(a, c);
        Vector128<float> bdLow = Interleave.Low(b, d);
        Vector128<float> bdHigh = Interleave.High(b, d);

        Four(ref rows, 0) = Interleave.Low(acLow, bdLow);
        if (count > 1)
        {
            Four(ref rows, stride) = Interleave.High(acLow, bdLow);
        }

        if (count > 2)
        {
            Four(ref rows, 2 * stride) = Interleave.Low(acHigh, bdHigh);
        }

        if (count > 3)
        {
            Four(ref rows, 3 * stride) = Interleave.High(acHigh, bdHigh);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Vector128<float> Four(ref float start, nint offset) =>
        ref Unsafe.As<float, Vector128<float>>(ref Unsafe.Add(ref start, offset));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Vector256<float> Eight(ref float start, nint offset) =>
        ref Unsafe.As<float, Vector256<float>>(ref Unsafe.Add(ref start, offset));
}
