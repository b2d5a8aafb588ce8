using SkiaSharp;

namespace CompiledNet.Diagrams;

/// <summary>Draws the columns of a diagram that are images: stacks of planes; with an example, what each channel shows of it.</summary>
internal static class DiagramPlanes
{
    /// <summary>How much room a channel's image takes, one below the other.</summary>
    public const int MapRow = 60;

    private const int Step = 5;
    private const int Largest = 52;
    private const int Smallest = 14;

    // More pixels could not be told apart.
    private const int MostPixels = 32;

    // These read on white and on near-black, as do the data's colours.
    private static readonly SKColor Face = SKColor.Parse("#b4c2d1");
    private static readonly SKColor Edge = SKColor.Parse("#4a5663");

    /// <summary>How much of the width a column takes.</summary>
    /// <param name="column">The column.</param>
    /// <param name="most">The height or width of the diagram's largest image, in pixels.</param>
    public static float WidthOf(DiagramColumn column, int most) => Size(column, most).Width + (column.Values is null ? (column.Shown.Length - 1) * Step : 0);

    /// <summary>Draws a column.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="column">The column.</param>
    /// <param name="most">The height or width of the diagram's largest image, in pixels.</param>
    /// <param name="x">The column's middle.</param>
    /// <param name="y">The diagram's middle.</param>
    /// <returns>Where it ends below.</returns>
    public static float Draw(SKCanvas canvas, DiagramColumn column, int most, float x, float y) => column.Values is { } values
        ? DrawMaps(canvas, column, values, Size(column, most), x, y)
        : DrawStack(canvas, column, Size(column, most), x, y);

    private static float DrawStack(SKCanvas canvas, DiagramColumn column, SKSize size, float x, float y)
    {
        int count = column.Shown.Length;
        float reach = (count - 1) * Step / 2f;
        using SKPaint face = new() { Color = Face };
        using SKPaint edge = new() { Color = Edge, IsStroke = true, StrokeWidth = 1 };
        for (int i = count - 1; i >= 0; i--)
        {
            SKRect plane = SKRect.Create(x - (size.Width / 2) - reach + (i * Step), y - (size.Height / 2) + reach - (i * Step), size.Width, size.Height);
            canvas.DrawRect(plane, face);
            canvas.DrawRect(plane, edge);
        }

        return y + (size.Height / 2) + reach;
    }

    private static float DrawMaps(SKCanvas canvas, DiagramColumn column, float[] values, SKSize size, float x, float y)
    {
        double largest = 0;
        foreach (float value in values)
        {
            largest = Math.Max(largest, float.IsFinite(value) ? Math.Abs(value) : 0);
        }

        using SKPaint edge = new() { Color = Edge, IsStroke = true, StrokeWidth = 1 };
        float top = y - (column.Shown.Length * MapRow / 2f);
        for (int i = 0; i < column.Shown.Length; i++)
        {
            float middle = top + ((i + 0.5f) * MapRow);
            SKRect place = SKRect.Create(x - (size.Width / 2), middle - (size.Height / 2), size.Width, size.Height);
            using SKImage map = Map(column.Shape, values, column.Shown[i], largest);
            canvas.DrawImage(map, place);
            canvas.DrawRect(place, edge);
        }

        return y + (column.Shown.Length * MapRow / 2f);
    }

    private static SKImage Map(TensorShape shape, float[] values, int channel, double largest)
    {
        int step = ((Math.Max(shape[0], shape[1]) - 1) / MostPixels) + 1;
        SKImageInfo info = new(((shape[1] - 1) / step) + 1, ((shape[0] - 1) / step) + 1, SKColorType.Rgba8888, SKAlphaType.Opaque);
        byte[] pixels = new byte[info.BytesSize];
        for (int row = 0; row < info.Height; row++)
        {
            for (int x = 0; x < info.Width; x++)
            {
                float value = values[(((row * step * shape[1]) + (x * step)) * shape[2]) + channel];
                SKColor color = Palette.Weight(float.IsFinite(value) ? value : 0, largest);
                (color.Red, color.Green, color.Blue, byte.MaxValue).CopyTo(pixels, 4 * ((row * info.Width) + x));
            }
        }

        return SKImage.FromPixelCopy(info, pixels);
    }

    private static void CopyTo(this (byte Red, byte Green, byte Blue, byte Alpha) color, byte[] pixels, int at) =>
        (pixels[at], pixels[at + 1], pixels[at + 2], pixels[at + 3]) = (color.Red, color.Green, color.Blue, color.Alpha);

    // Larger images are larger planes, but small ones can still be seen.
    private static SKSize Size(DiagramColumn column, int most)
    {
        return new SKSize(Side(column.Shape[1]), Side(column.Shape[0]));

        float Side(int pixels) => (float)Math.Max(Smallest, Largest * Math.Sqrt(pixels / (double)most));
    }
}
