using System.Globalization;
using CompiledNet;
using SkiaSharp;

namespace TourSample;

/// <summary>Which part of a text stands at its place.</summary>
internal enum Align
{
    /// <summary>Its beginning.</summary>
    Start,

    /// <summary>Its middle.</summary>
    Middle,

    /// <summary>Its end.</summary>
    End,
}

/// <summary>Draws what is on the tour's pictures and on no standard plot: neurons, arrows, images of pixels and of weights. Lengths are CSS pixels.</summary>
internal sealed partial class Sketch
{
    /// <summary>Black, whatever the page's colours.</summary>
    public static readonly SKColor Black = SKColors.Black;

    /// <summary>White, whatever the page's colours.</summary>
    public static readonly SKColor White = SKColors.White;

    private readonly SKCanvas _canvas;

    private Sketch(SKCanvas canvas) => _canvas = canvas;

    /// <summary>A figure that is drawn by a sketch.</summary>
    public static Figure Figure(string title, string description, int width, int height, Action<Sketch> draw) =>
        CompiledNet.Figure.Draw(title, description, width, height, canvas => draw(new Sketch(canvas)));

    /// <summary>A number as the pictures write it.</summary>
    public static string Number(double value, int decimals) => value.ToString("F" + decimals, CultureInfo.InvariantCulture);

    /// <summary>The sigmoid.</summary>
    public static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

    /// <summary>A brightness from 0 to 1 as a colour.</summary>
    public static SKColor Grey(float brightness)
    {
        byte level = (byte)MathF.Round(255 * Math.Clamp(brightness, 0, 1));
        return new SKColor(level, level, level);
    }

    /// <summary>A line of text; <paramref name="y"/> is where the letters stand.</summary>
    public void Text(
        string text, float x, float y, float size = 13, Align align = Align.Start, SKColor? color = null, bool bold = false, float opacity = 1)
    {
        if (text.Length == 0)
        {
            return;
        }

        using SKFont font = CompiledNet.Figure.Font(size, bold);
        using SKPaint paint = Paint(color ?? Palette.Ink, opacity);
        float width = font.MeasureText(text);
        float left = align switch { Align.Middle => x - (width / 2), Align.End => x - width, _ => x };
        _canvas.DrawText(text, left, y, SKTextAlign.Left, font, paint);
    }

    /// <summary>A line.</summary>
    public void Line(float x0, float y0, float x1, float y1, SKColor color, float width, float opacity = 1)
    {
        using SKPaint paint = Stroke(color, width, opacity);
        _canvas.DrawLine(x0, y0, x1, y1, paint);
    }

    /// <summary>An arrow with its head at the second point.</summary>
    public void Arrow(float x0, float y0, float x1, float y1, SKColor color, float width)
    {
        float length = MathF.Sqrt(((x1 - x0) * (x1 - x0)) + ((y1 - y0) * (y1 - y0)));
        (float dx, float dy) = ((x1 - x0) / length, (y1 - y0) / length);
        float head = Math.Min(length, 3 + (2 * width));
        (float baseX, float baseY) = (x1 - (dx * head), y1 - (dy * head));
        float half = 1 + width;
        if (length > head)
        {
            Line(x0, y0, baseX, baseY, color, width);
        }

        using SKPaint paint = Paint(color, 1);
        using SKPath path = new();
        path.MoveTo(x1, y1);
        path.LineTo(baseX - (dy * half), baseY + (dx * half));
        path.LineTo(baseX + (dy * half), baseY - (dx * half));
        path.Close();
        _canvas.DrawPath(path, paint);
    }

    /// <summary>A filled rectangle.</summary>
    public void Fill(float x, float y, float width, float height, SKColor color, float opacity = 1)
    {
        using SKPaint paint = Paint(color, opacity);
        _canvas.DrawRect(x, y, width, height, paint);
    }

    /// <summary>The outline of a rectangle.</summary>
    public void Frame(float x, float y, float width, float height, SKColor color, float thickness, float opacity = 1)
    {
        using SKPaint paint = Stroke(color, thickness, opacity);
        _canvas.DrawRect(x, y, width, height, paint);
    }

    /// <summary>A neuron: the fuller, the more active.</summary>
    /// <param name="x">Its middle.</param>
    /// <param name="y">Its middle.</param>
    /// <param name="radius">Its radius.</param>
    /// <param name="activation">Its activation, from 0 to 1.</param>
    /// <param name="color">Its colour.</param>
    /// <param name="decimals">With how many decimals its activation is written into it; -1 for not at all.</param>
    /// <param name="size">The size of that text.</param>
    public void Neuron(float x, float y, float radius, float activation, SKColor color, int decimals, float size)
    {
        using SKPaint fill = Paint(color, Math.Clamp(activation, 0, 1));
        _canvas.DrawCircle(x, y, radius, fill);
        using SKPaint outline = Stroke(color, 1.5f, 1);
        _canvas.DrawCircle(x, y, radius, outline);
        if (decimals >= 0)
        {
            Text(Number(activation, decimals), x, y + (size * 0.36f), size, Align.Middle);
        }
    }

    /// <summary>An image of pixels from 0, black, to 1, white.</summary>
    public void Pixels(float[] pixels, int side, float x, float y, float size)
    {
        Image(side, SKRect.Create(x, y, size, size), i => Grey(pixels[i]));
        Frame(x, y, size, size, Palette.Ink, 1, 0.35f);
    }

    /// <summary>Weights as an image: blue positive, red negative; the full colour is the largest of them.</summary>
    public void Weights(float[] weights, int side, float x, float y, float size)
    {
        float largest = weights.Max(MathF.Abs);
        Image(side, SKRect.Create(x, y, size, size), i => Palette.Weight(weights[i], largest));
        Frame(x, y, size, size, Palette.Ink, 1, 0.35f);
    }

    /// <summary>Shares from 0, transparent, to 1, the full colour, as an image.</summary>
    public void Heat(float[] shares, int side, float x, float y, float size, SKColor color)
    {
        Image(side, SKRect.Create(x, y, size, size), i => color.WithAlpha((byte)MathF.Round(255 * Math.Clamp(shares[i], 0, 1))));
        Frame(x, y, size, size, Palette.Ink, 1, 0.35f);
    }

    // Browsers smooth what they enlarge: each pixel becomes several beforehand, so that it stays a square.
    private void Image(int side, SKRect place, Func<int, SKColor> color)
    {
        int scale = Math.Max(1, 224 / side);
        SKColor[] colors = [.. Enumerable.Range(0, side * side).Select(color)];
        byte[] pixels = new byte[4 * side * scale * side * scale];
        for (int i = 0; i < pixels.Length / 4; i++)
        {
            (int row, int column) = (i / (side * scale), i % (side * scale));
            SKColor pixel = colors[(row / scale * side) + (column / scale)];
            (pixels[4 * i], pixels[(4 * i) + 1], pixels[(4 * i) + 2], pixels[(4 * i) + 3]) = (pixel.Red, pixel.Green, pixel.Blue, pixel.Alpha);
        }

        using SKImage image = SKImage.FromPixelCopy(new SKImageInfo(side * scale, side * scale, SKColorType.Rgba8888, SKAlphaType.Unpremul), pixels);
        _canvas.DrawImage(image, place);
    }

    private static SKPaint Paint(SKColor color, float opacity) =>
        new() { Color = color.WithAlpha((byte)MathF.Round(255 * opacity)), IsAntialias = true };

    private static SKPaint Stroke(SKColor color, float width, float opacity) =>
        new() { Color = color.WithAlpha((byte)MathF.Round(255 * opacity)), IsAntialias = true, IsStroke = true, StrokeWidth = width, StrokeJoin = SKStrokeJoin.Round, StrokeCap = SKStrokeCap.Round };
}
