using SkiaSharp;

namespace CompiledNet.Reports;

/// <summary>Turns an example's inputs into a small PNG image within the page.</summary>
internal static class PixelImage
{
    // Larger images are thinned out: a report is looked at, not measured.
    private const int LargestSide = 128;

    /// <summary>The range of values that goes from black to white: 0 to 1 where all values lie in it, else from the least to the largest.</summary>
    /// <param name="test">The data.</param>
    /// <param name="examples">The examples that are to be shown.</param>
    public static (float Low, float High) Range(Dataset test, IEnumerable<int> examples)
    {
        (float low, float high) = (0, 1);
        foreach (int example in examples)
        {
            foreach (float value in test.Input(example))
            {
                low = Math.Min(low, value);
                high = Math.Max(high, value);
            }
        }

        return (low, high);
    }

    /// <summary>The image as the address of an <c>img</c>.</summary>
    /// <param name="input">The pixels, channels last.</param>
    /// <param name="shape">Their height, width and, if there are several, channels; three are red, green and blue, of others the mean is taken.</param>
    /// <param name="range">What is black, and what white.</param>
    public static string DataUri(ReadOnlySpan<float> input, TensorShape shape, (float Low, float High) range)
    {
        int channels = shape.Count == 3 ? shape[2] : 1;
        int step = ((Math.Max(shape[0], shape[1]) - 1) / LargestSide) + 1;
        (int height, int width) = (((shape[0] - 1) / step) + 1, ((shape[1] - 1) / step) + 1);
        bool isColour = channels == 3;
        int bytes = isColour ? 4 : 1;
        byte[] pixels = new byte[height * width * bytes];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                ReadOnlySpan<float> pixel = input.Slice(((y * step * shape[1]) + (x * step)) * channels, channels);
                Span<byte> target = pixels.AsSpan(((y * width) + x) * bytes, bytes);
                if (isColour)
                {
                    (target[0], target[1], target[2], target[3]) = (Level(pixel[0], range), Level(pixel[1], range), Level(pixel[2], range), byte.MaxValue);
                }
                else
                {
                    target[0] = Level(Mean(pixel), range);
                }
            }
        }

        SKImageInfo info = new(width, height, isColour ? SKColorType.Rgba8888 : SKColorType.Gray8, SKAlphaType.Opaque);
        using SKImage image = SKImage.FromPixelCopy(info, pixels);
        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        return "data:image/png;base64," + Convert.ToBase64String(png.AsSpan());
    }

    private static byte Level(float value, (float Low, float High) range) =>
        (byte)Math.Round(255 * Math.Clamp((value - range.Low) / ((double)range.High - range.Low), 0, 1));

    private static float Mean(ReadOnlySpan<float> pixel)
    {
        double sum = 0;
        foreach (float value in pixel)
        {
            sum += value;
        }

        return (float)(sum / pixel.Length);
    }
}
