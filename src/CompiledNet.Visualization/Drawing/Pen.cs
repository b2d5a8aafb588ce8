using SkiaSharp;

namespace CompiledNet.Drawing;

/// <summary>What the figures that are drawn by hand draw with.</summary>
/// <param name="canvas">Where to.</param>
internal sealed class Pen(SKCanvas canvas)
{
    /// <summary>A line of text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="x">Its place; of a centred one, its middle.</param>
    /// <param name="y">The line it stands on.</param>
    /// <param name="size">Its size in CSS pixels.</param>
    /// <param name="align">Which part of it is at x.</param>
    /// <param name="bold">Whether it is bold.</param>
    /// <param name="color">Its colour; null for ink.</param>
    public void Text(string text, double x, double y, float size = PlotDrawing.TextSize, SKTextAlign align = SKTextAlign.Left, bool bold = false, SKColor? color = null)
    {
        text = SvgForeign.StandIn(text, ref align);
        using SKFont font = FigureFonts.Create(size, bold, text);
        using SKPaint paint = new() { Color = color ?? Palette.Ink, IsAntialias = true };
        canvas.DrawText(text, (float)x, (float)y, align, font, paint);
    }

    /// <summary>A line of text from below to above.</summary>
    /// <param name="text">The text.</param>
    /// <param name="x">The line it stands on.</param>
    /// <param name="y">Its middle.</param>
    /// <param name="size">Its size.</param>
    public void TextUpwards(string text, double x, double y, float size = PlotDrawing.TextSize)
    {
        canvas.Save();
        canvas.RotateDegrees(-90, (float)x, (float)y);
        Text(text, x, y, size, SKTextAlign.Center);
        canvas.Restore();
    }

    /// <summary>How wide a text is; letters that the package's font has not count as wide as high, whatever fonts this machine has.</summary>
    public static float Measure(string text, float size = PlotDrawing.TextSize, bool bold = false)
    {
        using SKFont font = FigureFonts.Create(size, bold);
        int foreign = FigureFonts.Foreign(text);
        return foreign == 0
            ? font.MeasureText(text)
            : font.MeasureText(string.Concat(text.EnumerateRunes().Where(rune => !FigureFonts.IsForeign(rune)).Select(rune => rune.ToString()))) + (foreign * size);
    }

    /// <summary>A text cut to a width, with an ellipsis where something is missing.</summary>
    public static string Fit(string text, double width, float size = PlotDrawing.TextSize)
    {
        string clean = string.Concat(text.EnumerateRunes().Select(rune => System.Text.Rune.IsControl(rune) ? " " : rune.ToString())).Trim();
        string fitted = clean;
        while (fitted.Length > 1 && Measure(fitted, size) > width)
        {
            int cut = char.IsLowSurrogate(fitted.TrimEnd('\u2026')[^1]) ? 2 : 1;
            string shorter = fitted.TrimEnd('\u2026');
            if (shorter.Length <= cut)
            {
                break;
            }

            fitted = shorter[..^cut].TrimEnd() + "\u2026";
        }

        return fitted;
    }

    /// <summary>A line.</summary>
    public void Line(double x1, double y1, double x2, double y2, SKColor color, float width = 1)
    {
        using SKPaint paint = new() { Color = color, StrokeWidth = width, Style = SKPaintStyle.Stroke, IsAntialias = true };
        canvas.DrawLine((float)x1, (float)y1, (float)x2, (float)y2, paint);
    }

    /// <summary>A filled rectangle.</summary>
    public void Fill(double x, double y, double width, double height, SKColor color)
    {
        using SKPaint paint = new() { Color = color, IsAntialias = true };
        canvas.DrawRect((float)x, (float)y, (float)width, (float)height, paint);
    }

    /// <summary>A rectangle's outline.</summary>
    public void Frame(double x, double y, double width, double height, SKColor color, float line = 1)
    {
        using SKPaint paint = new() { Color = color, StrokeWidth = line, Style = SKPaintStyle.Stroke, IsAntialias = true };
        canvas.DrawRect((float)x, (float)y, (float)width, (float)height, paint);
    }

    /// <summary>A bitmap of pixels, each a sharp square.</summary>
    /// <param name="x">Its left edge.</param>
    /// <param name="y">Its upper edge.</param>
    /// <param name="width">How wide it is shown.</param>
    /// <param name="height">How high it is shown.</param>
    /// <param name="columns">Its pixels in a row.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="color">The colour at a row and a column.</param>
    public void Pixels(double x, double y, double width, double height, int columns, int rows, Func<int, int, SKColor> color)
    {
        using SKBitmap bitmap = new(columns, rows, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                bitmap.SetPixel(column, row, color(row, column));
            }
        }

        using SKImage image = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(image, SKRect.Create((float)x, (float)y, (float)width, (float)height), new SKSamplingOptions(SKFilterMode.Nearest));
    }
}
