using System.Text;
using CompiledNet.Drawing;
using CompiledNet.Storage;
using SkiaSharp;

namespace CompiledNet;

/// <summary>A finished picture of a network or of its training, as SVG or PNG, with a title and an alternative text.</summary>
/// <remarks>
/// The same figure gives the same SVG on every machine, at any time and in any culture: texts are laid out with a font that comes with the package.
/// </remarks>
public sealed partial class Figure
{
    private const double LargestScale = 16;

    private readonly Action<SKCanvas> _draw;

    /// <summary>A figure.</summary>
    /// <param name="title">What it is, in a few words.</param>
    /// <param name="description">What is to be seen on it, with the numbers.</param>
    /// <param name="width">Its width in CSS pixels, at least 1.</param>
    /// <param name="height">Its height in CSS pixels, at least 1.</param>
    /// <param name="draw">
    /// Draws it, the same each time: on a transparent background, with <see cref="Palette.Ink"/> for all that is not data, texts with
    /// <see cref="FigureFonts"/>.
    /// </param>
    internal Figure(string title, string description, int width, int height, Action<SKCanvas> draw)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(title);
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        Title = title;
        Description = description;
        Width = width;
        Height = height;
        _draw = draw;
    }

    /// <summary>What the figure is, in a few words.</summary>
    public string Title { get; }

    /// <summary>What is to be seen on it, with the numbers: the alternative text for those who cannot see it.</summary>
    public string Description { get; }

    /// <summary>Its width in CSS pixels.</summary>
    public int Width { get; }

    /// <summary>Its height in CSS pixels.</summary>
    public int Height { get; }

    /// <summary>The figure as an <c>svg</c> element, to stand in an HTML page or in a file of its own.</summary>
    /// <remarks>
    /// The background is transparent, and axes and texts have the colour of the text around it (<c>currentColor</c>); a file of its own takes black or
    /// white, as the reader prefers a light or a dark page. It refers to nothing outside of itself, and its ids differ from those of other figures.
    /// </remarks>
    public string ToSvg() => SvgForeign.Keep(() => SvgText.Of(this, DrawSvg()));

    /// <summary>The figure as a PNG file on a white background.</summary>
    /// <param name="scale">How many pixels wide and high a CSS pixel becomes, above 0 and at most 16. Default: 2, for sharp screens.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is out of range.</exception>
    public byte[] ToPng(double scale = 2)
    {
        if (!(scale > 0 && scale <= LargestScale))
        {
            throw new ArgumentOutOfRangeException(nameof(scale), FormattableString.Invariant($"The scale is {scale}; expected more than 0 and at most {LargestScale}."));
        }

        int width = Math.Max(1, (int)Math.Round(Width * scale));
        int height = Math.Max(1, (int)Math.Round(Height * scale));
        using SKSurface surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul))
            ?? throw new InvalidOperationException(FormattableString.Invariant($"There is no memory for a picture of {width} x {height} pixels."));
        surface.Canvas.Clear(SKColors.Transparent);
        surface.Canvas.Scale((float)scale);
        _draw(surface.Canvas);

        // Under what is drawn, and last: ScottPlot clears the canvas first.
        surface.Canvas.ResetMatrix();
        surface.Canvas.DrawColor(SKColors.White, SKBlendMode.DstOver);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>Writes the figure to a file, as SVG or as PNG by its extension. The file is written whole or not at all; one that is there is replaced.</summary>
    /// <param name="path">The file, ending in <c>.svg</c> or <c>.png</c>.</param>
    /// <exception cref="ArgumentException">The extension is another one. Nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written; what was there before is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be written; what was there before is as it was.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string extension = Path.GetExtension(path);
        if (extension.Equals(".svg", StringComparison.OrdinalIgnoreCase))
        {
            byte[] svg = new UTF8Encoding(false).GetBytes(ToSvg() + "\n");
            AtomicFile.Write(path, stream => stream.Write(svg));
        }
        else if (extension.Equals(".png", StringComparison.OrdinalIgnoreCase))
        {
            byte[] png = ToPng();
            AtomicFile.Write(path, stream => stream.Write(png));
        }
        else
        {
            throw new ArgumentException($"Cannot save the figure \"{Title}\" as {path}: its extension is \"{extension}\"; expected .svg or .png.", nameof(path));
        }
    }

    private string DrawSvg()
    {
        using MemoryStream stream = new();
        using (SKCanvas canvas = SKSvgCanvas.Create(SKRect.Create(Width, Height), stream))
        {
            _draw(canvas);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
