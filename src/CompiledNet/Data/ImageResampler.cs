using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CompiledNet;

/// <summary>
/// Draws an image anew by a map, with bilinear interpolation between the four pixels around the place that each new pixel comes from. Outside the
/// image is background.
/// </summary>
/// <remarks>
/// It reads a copy with a border of background, and moves places further away into the border: so nothing has to be asked for each pixel. Each number
/// is computed by itself in single precision, in the same way at every vector width and for any part of the image.
/// </remarks>
/// <param name="height">The image's height in pixels, at most 32,768, as is the width.</param>
/// <param name="width">Its width in pixels.</param>
/// <param name="channels">The numbers of each pixel.</param>
internal readonly struct ImageResampler(int height, int width, int channels)
{
    // A place in the border, from 0 at its left end to width + 1 at its right end, has a pixel to the right of it, too.
    private const int Before = 1;
    private const int Behind = 2;

    // The pixels located at once, and the channels of a pixel that are computed at once.
    private const int Block = 8;
    private const int Lanes = 4;

    /// <summary>The length of a bordered copy, with room behind it for the last pixel's channels to be read as whole vectors.</summary>
    public long BorderedLength => ((long)(height + Before + Behind) * (width + Before + Behind) * channels) + Lanes;

    /// <summary>Copies an image, and puts a border around it.</summary>
    /// <param name="image">The image, <c>[height][width][channels]</c>.</param>
    /// <param name="background">What the border consists of.</param>
    /// <param name="bordered">Receives the copy, at least <see cref="BorderedLength"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Border(ReadOnlySpan<float> image, float background, Span<float> bordered)
    {
        int row = width * channels;
        int stride = row + ((Before + Behind) * channels);
        int start = (Before * stride) + (Before * channels);
        bordered[..start].Fill(background);
        for (int y = 0; y < height; y++)
        {
            // What is behind a row and what is before the next are one run.
            Span<float> to = bordered.Slice(start + (y * stride), stride);
            FloatRows.Copy(image.Slice(y * row, row), to[..row]);
            for (int i = row; i < to.Length; i++)
            {
                to[i] = background;
            }
        }

        bordered[(start + (height * stride))..(int)BorderedLength].Fill(background);
    }

    /// <summary>Draws a part of the new image.</summary>
    /// <param name="bordered">The bordered copy of the image.</param>
    /// <param name="map">Where the new pixels come from.</param>
    /// <param name="first">The first number of the new image, <c>[height][width][channels]</c>, that is wanted.</param>
    /// <param name="end">The number behind the last.</param>
    /// <param name="result">The new image, of which nothing else is written; not the memory of the copy.</param>
    public unsafe void Draw(ReadOnlySpan<float> bordered, ImageMap map, int first, int end, Span<float> result)
    {
        if (first >= end)
        {
            return;
        }

        fixed (float* from = bordered[..(int)BorderedLength])
        fixed (float* to = result[..end])
        {
            if (channels == 1)
            {
                DrawGrey(from, map, first, end, to);
            }
            else
            {
                DrawColours(from, map, first, end, to);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void DrawGrey(float* from, ImageMap map, int first, int end, float* to)
    {
        Locator locate = new(height, width, map);
        int stride = width + Before + Behind;
        float* below = from + stride;
        Vector256<int> strides = Vector256.Create(stride);
        Vector256<int> places = default;
        int* index = (int*)&places;
        for (int y = first / width; y * width < end; y++)
        {
            locate.StartRow(y, out Vector256<float> startX, out Vector256<float> startY);
            float* row = to + (y * width);
            int endOfRow = Math.Min(end - (y * width), width);
            int last = endOfRow - Block;
            int x = Math.Max(first - (y * width), 0);
            while (true)
            {
                (Vector256<float> fx, Vector256<float> fy) = locate.Pixels(x, startX, startY, out Vector256<int> ix, out Vector256<int> iy);
                places = (iy * strides) + ix;
                Vector256<float> restX = Vector256<float>.One - fx;
                Vector256<float> upper = InterpolatePairs(from, index, fx, restX);
                Vector256<float> lower = InterpolatePairs(below, index, fx, restX);
                Vector256<float> value = Vector256.FusedMultiplyAdd(fy, lower, (Vector256<float>.One - fy) * upper);
                if (x <= last)
                {
                    Unsafe.WriteUnaligned(row + x, value);
                }
                else
                {
                    // Less than a block is wanted of this row.
                    for (int n = 0; x + n < endOfRow; n++)
                    {
                        row[x + n] = value[n];
                    }
                }

                if (x >= last)
                {
                    break;
                }

                // The last block may overlap the one before: it writes the same once more, and nothing behind the end.
                x = Math.Min(x + Block, last);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void DrawColours(float* from, ImageMap map, int first, int end, float* to)
    {
        Locator locate = new(height, width, map);
        int row = width * channels;
        int stride = row + ((Before + Behind) * channels);
        Vector256<int> strides = Vector256.Create(stride);
        Vector256<int> places = default;
        Vector256<float> fractionsX = default;
        Vector256<float> fractionsY = default;
        int* index = (int*)&places;
        float* xs = (float*)&fractionsX;
        float* ys = (float*)&fractionsY;
        for (int y = first / row; y * row < end; y++)
        {
            locate.StartRow(y, out Vector256<float> startX, out Vector256<float> startY);
            int endOfRow = Math.Min(end - (y * row), row);
            for (int x = Math.Max(first - (y * row), 0) / channels; x * channels < endOfRow; x += Block)
            {
                (fractionsX, fractionsY) = locate.Pixels(x, startX, startY, out Vector256<int> ix, out Vector256<int> iy);
                places = (iy * strides) + (ix * channels);
                int count = Math.Min(width - x, Block);
                for (int n = 0; n < count; n++)
                {
                    float* p = from + index[n];
                    Vector128<float> fx = Vector128.Create(xs[n]);
                    Vector128<float> fy = Vector128.Create(ys[n]);
                    Vector128<float> restX = Vector128<float>.One - fx;
                    Vector128<float> restY = Vector128<float>.One - fy;
                    for (int c = 0; c < channels; c += Lanes)
                    {
                        Vector128<float> upper = Vector128.FusedMultiplyAdd(fx, Load(p + c + channels), restX * Load(p + c));
                        Vector128<float> lower = Vector128.FusedMultiplyAdd(fx, Load(p + c + stride + channels), restX * Load(p + c + stride));
                        Vector128<float> value = Vector128.FusedMultiplyAdd(fy, lower, restY * upper);

                        // What a whole vector writes behind the pixel's channels, the next pixel writes once more.
                        int i = (y * row) + ((x + n) * channels) + c;
                        if (i >= first && i + Lanes <= end)
                        {
                            Unsafe.WriteUnaligned(to + i, value);
                        }
                        else
                        {
                            for (int lane = Math.Max(first - i, 0); lane < Lanes && i + lane < end; lane++)
                            {
                                to[i + lane] = value[lane];
                            }
                        }
                    }
                }
            }
        }
    }

    // (1 - fx) left + fx right; where it pays, each pixel and the one to the right of it are read as one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<float> InterpolatePairs(float* from, int* index, Vector256<float> fx, Vector256<float> restX)
    {
        Vector256<float> left;
        Vector256<float> right;
        if (Avx.IsSupported)
        {
            Vector256<float> one = Vector256.Create(Pair(from + index[0]), Pair(from + index[1]), Pair(from + index[4]), Pair(from + index[5])).AsSingle();
            Vector256<float> two = Vector256.Create(Pair(from + index[2]), Pair(from + index[3]), Pair(from + index[6]), Pair(from + index[7])).AsSingle();
            left = Avx.Shuffle(one, two, 0b10_00_10_00);
            right = Avx.Shuffle(one, two, 0b11_01_11_01);
        }
        else
        {
            left = Eight(from, index);
            right = Eight(from + 1, index);
        }

        return Vector256.FusedMultiplyAdd(fx, right, restX * left);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe double Pair(float* place) => Unsafe.ReadUnaligned<double>(place);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<float> Eight(float* from, int* index) => Vector256.Create(
        from[index[0]], from[index[1]], from[index[2]], from[index[3]], from[index[4]], from[index[5]], from[index[6]], from[index[7]]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector128<float> Load(float* place) => Unsafe.ReadUnaligned<Vector128<float>>(place);

    /// <summary>Says where pixels come from, in a bordered copy.</summary>
    private readonly struct Locator
    {
        private readonly double _centreY;
        private readonly double _xy;
        private readonly double _x;
        private readonly double _yy;
        private readonly double _y;
        private readonly Vector256<float> _xx;
        private readonly Vector256<float> _yx;
        private readonly Vector256<float> _fromCentre;
        private readonly Vector256<float> _right;
        private readonly Vector256<float> _bottom;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Locator(int height, int width, ImageMap map)
        {
            _centreY = (height - 1) / 2.0;
            _xy = map.XY;
            _x = map.X + ((width - 1) / 2.0) + Before;
            _yy = map.YY;
            _y = map.Y + _centreY + Before;
            _xx = Vector256.Create((float)map.XX);
            _yx = Vector256.Create((float)map.YX);
            _fromCentre = Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7) - Vector256.Create((width - 1) / 2f);
            _right = Vector256.Create((float)(width + Before));
            _bottom = Vector256.Create((float)(height + Before));
        }

        /// <summary>Where a row's pixel on the vertical line through the centre comes from.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void StartRow(int y, out Vector256<float> startX, out Vector256<float> startY)
        {
            double v = y - _centreY;
            startX = Vector256.Create((float)((_xy * v) + _x));
            startY = Vector256.Create((float)((_yy * v) + _y));
        }

        /// <summary>The pixels to the upper left of where a block of pixels comes from, and how far behind them that is.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public (Vector256<float> X, Vector256<float> Y) Pixels(
            int x, Vector256<float> startX, Vector256<float> startY, out Vector256<int> ix, out Vector256<int> iy)
        {
            Vector256<float> u = Vector256.Create((float)x) + _fromCentre;
            Vector256<float> sx = Clamp(Vector256.FusedMultiplyAdd(_xx, u, startX), _right);
            Vector256<float> sy = Clamp(Vector256.FusedMultiplyAdd(_yx, u, startY), _bottom);
            ix = Truncate(sx);
            iy = Truncate(sy);
            return (sx - Vector256.ConvertToSingle(ix), sy - Vector256.ConvertToSingle(iy));
        }

        // From 0, whose sign makes no difference, to a bound. No NaN comes here.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<float> Clamp(Vector256<float> value, Vector256<float> bound) =>
            Vector256.MinNative(Vector256.MaxNative(value, Vector256<float>.Zero), bound);

        // The portable one has to think of numbers that are too large; these are not.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<int> Truncate(Vector256<float> value) =>
            Avx.IsSupported ? Avx.ConvertToVector256Int32WithTruncation(value) : Vector256.ConvertToInt32(value);
    }
}
