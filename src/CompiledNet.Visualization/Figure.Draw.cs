using CompiledNet.Drawing;
using SkiaSharp;

namespace CompiledNet;

public sealed partial class Figure
{
    /// <summary>A figure of the caller's own, in the style of the others.</summary>
    /// <param name="title">What it is, in a few words.</param>
    /// <param name="description">What is to be seen on it, with the numbers.</param>
    /// <param name="width">Its width in CSS pixels, at least 1.</param>
    /// <param name="height">Its height in CSS pixels, at least 1.</param>
    /// <param name="draw">
    /// Draws it, the same each time it is called: on a transparent background, with <see cref="Palette.Ink"/> for all that is not data, texts with
    /// <see cref="Font"/>.
    /// </param>
    /// <remarks>
    /// In an SVG, black is full black: Skia leaves out the opacity of black that lets something through. The nearest grey, <c>#010101</c>, keeps its own. And
    /// black over the whole figure is taken for a cleared canvas, and left out.
    /// </remarks>
    /// <exception cref="ArgumentException">The title or the description is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The width or the height is below 1.</exception>
    public static Figure Draw(string title, string description, int width, int height, Action<SKCanvas> draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        return new Figure(title, description, width, height, draw);
    }

    /// <summary>The font of all figures, which the caller disposes of.</summary>
    /// <param name="size">Its size in CSS pixels, above 0.</param>
    /// <param name="bold">Whether it is bold.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not above 0 or not finite.</exception>
    public static SKFont Font(float size, bool bold = false)
    {
        if (!(size > 0 && float.IsFinite(size)))
        {
            throw new ArgumentOutOfRangeException(nameof(size), FormattableString.Invariant($"The font's size is {size}; expected a finite number above 0."));
        }

        return FigureFonts.Create(size, bold);
    }
}
