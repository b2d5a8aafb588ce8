using System.Collections.Concurrent;
using SkiaSharp;

namespace CompiledNet.Drawing;

/// <summary>
/// The font of all figures. It comes with the package (Arimo, of the widths of Arial, so that the reader's own <c>system-ui</c> fits in its place): a
/// machine without any font draws the same figures as any other.
/// </summary>
internal static class FigureFonts
{
    /// <summary>Its name for ScottPlot.</summary>
    public const string Name = "CompiledNet Figure";

    private static readonly ConcurrentDictionary<int, SKTypeface?> Fallbacks = new();

    /// <summary>The upright font.</summary>
    public static SKTypeface Regular { get; } = Load("Arimo-Regular.ttf");

    /// <summary>The bold one.</summary>
    public static SKTypeface Bold { get; } = Load("Arimo-Bold.ttf");

    /// <summary>A font to draw or measure a text with, which the caller disposes of.</summary>
    /// <param name="size">Its size in CSS pixels.</param>
    /// <param name="bold">Whether it is bold.</param>
    /// <param name="text">
    /// The text, where it may hold letters that the package's font has not: then it is a font of this machine that has the first of them, if there is one.
    /// </param>
    public static SKFont Create(float size, bool bold = false, string? text = null) =>
        new(Typeface(bold, text), size) { Subpixel = true, Hinting = SKFontHinting.None, Edging = SKFontEdging.Antialias };

    /// <summary>The typeface that <see cref="Create"/> takes.</summary>
    /// <param name="bold">Whether it is bold.</param>
    /// <param name="text">The text.</param>
    public static SKTypeface Typeface(bool bold, string? text)
    {
        SKTypeface own = bold ? Bold : Regular;
        foreach (System.Text.Rune rune in (text ?? "").EnumerateRunes())
        {
            if (IsForeign(rune))
            {
                return Fallbacks.GetOrAdd(rune.Value, static value => SKFontManager.Default.MatchCharacter(value)) ?? own;
            }
        }

        return own;
    }

    /// <summary>Whether the package's font has no glyph for a letter.</summary>
    /// <param name="rune">The letter.</param>
    public static bool IsForeign(System.Text.Rune rune) => !System.Text.Rune.IsControl(rune) && Regular.GetGlyph(rune.Value) == 0;

    /// <summary>How many letters of a text the package's font has no glyph for.</summary>
    /// <param name="text">The text.</param>
    public static int Foreign(string text) => text.EnumerateRunes().Count(IsForeign);

    private static SKTypeface Load(string file)
    {
        using Stream stream = typeof(FigureFonts).Assembly.GetManifestResourceStream("CompiledNet.Fonts." + file)!;
        using SKData data = SKData.Create(stream);
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException($"The font {file} in the package cannot be read.");
    }
}
