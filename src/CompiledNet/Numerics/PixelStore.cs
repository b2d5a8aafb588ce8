using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CompiledNet.Numerics;

/// <summary>Writes images channels last, where the lanes of vectors are neighbouring pixels. For generated code, where vectors of 512 bits are accelerated.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PixelStore
{
    /// <summary>Writes four channels of 16 neighbouring pixels: four floats at each pixel's place.</summary>
    /// <param name="a">The first channel.</param>
    /// <param name="b">The second.</param>
    /// <param name="c">The third.</param>
    /// <param name="d">The fourth.</param>
    /// <param name="pixels">The place of the first channel at the first pixel.</param>
    /// <param name="channels">The distance from pixel to pixel.</param>
    /// <param name="skip">How many of the pixels have been written already: 0, 4, 8 or 12.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(
        Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, ref float pixels, nint channels, [ConstantExpected] int skip = 0)
    {
        // a0 b0 a1 b1 and a2 b2 a3 b3 in each quarter; then a0 b0 c0 d0, and so on: each quarter is a pixel.
        Vector512<double> abLow = Avx512F.UnpackLow(a, b).AsDouble();
        Vector512<double> abHigh = Avx512F.UnpackHigh(a, b).AsDouble();
        Vector512<double> cdLow = Avx512F.UnpackLow(c, d).AsDouble();
        Vector512<double> cdHigh = Avx512F.UnpackHigh(c, d).AsDouble();
        Vector512<float> pixel0 = Avx512F.UnpackLow(abLow, cdLow).AsSingle();
        Vector512<float> pixel1 = Avx512F.UnpackHigh(abLow, cdLow).AsSingle();
        Vector512<float> pixel2 = Avx512F.UnpackLow(abHigh, cdHigh).AsSingle();
        Vector512<float> pixel3 = Avx512F.UnpackHigh(abHigh, cdHigh).AsSingle();
        if (skip < 4)
        {
            Place(ref pixels, 0) = pixel0.GetLower().GetLower();
            Place(ref pixels, channels) = pixel1.GetLower().GetLower();
            Place(ref pixels, 2 * channels) = pixel2.GetLower().GetLower();
            Place(ref pixels, 3 * channels) = pixel3.GetLower().GetLower();
        }

        if (skip < 8)
        {
            Place(ref pixels, 4 * channels) = Avx512F.ExtractVector128(pixel0, 1);
            Place(ref pixels, 5 * channels) = Avx512F.ExtractVector128(pixel1, 1);
            Place(ref pixels, 6 * channels) = Avx512F.ExtractVector128(pixel2, 1);
            Place(ref pixels, 7 * channels) = Avx512F.ExtractVector128(pixel3, 1);
        }

        if (skip < 12)
        {
            Place(ref pixels, 8 * channels) = Avx512F.ExtractVector128(pixel0, 2);
            Place(ref pixels, 9 * channels) = Avx512F.ExtractVector128(pixel1, 2);
            Place(ref pixels, 10 * channels) = Avx512F.ExtractVector128(pixel2, 2);
            Place(ref pixels, 11 * channels) = Avx512F.ExtractVector128(pixel3, 2);
        }

        Place(ref pixels, 12 * channels) = Avx512F.ExtractVector128(pixel0, 3);
        Place(ref pixels, 13 * channels) = Avx512F.ExtractVector128(pixel1, 3);
        Place(ref pixels, 14 * channels) = Avx512F.ExtractVector128(pixel2, 3);
        Place(ref pixels, 15 * channels) = Avx512F.ExtractVector128(pixel3, 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref Vector128<float> Place(ref float start, nint offset) => ref Unsafe.As<float, Vector128<float>>(ref Unsafe.Add(ref start, offset));
}
