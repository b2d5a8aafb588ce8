using System.Globalization;
using SkiaSharp;

namespace CompiledNet.Drawing;

/// <summary>
/// Texts with letters that the package's font has not, on their way into an SVG. Skia writes the letters of glyphs there, and of a letter without a glyph it
/// writes nothing; the reader's browser may well have a font for it. So a mark stands in for the text until the SVG is finished.
/// </summary>
internal static class SvgForeign
{
    private const char Mark = '\u00a4';

    [ThreadStatic]
    private static List<(string Text, SKTextAlign Align)>? _texts;

    /// <summary>Has a figure drawn and its SVG finished, with the texts kept from the one to the other.</summary>
    /// <param name="draw">Draws and finishes.</param>
    public static string Keep(Func<string> draw)
    {
        List<(string, SKTextAlign)>? before = _texts;
        _texts = [];
        try
        {
            return draw();
        }
        finally
        {
            _texts = before;
        }
    }

    /// <summary>What is drawn in the place of a text: a mark, while an SVG is made of a text that needs it; else the text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="align">Which part of it is at its place; of a mark, the left.</param>
    public static string StandIn(string text, ref SKTextAlign align)
    {
        if (_texts is null || FigureFonts.Foreign(text) == 0)
        {
            return text;
        }

        _texts.Add((text, align));
        align = SKTextAlign.Left;
        return string.Create(CultureInfo.InvariantCulture, $"{Mark}{_texts.Count - 1}{Mark}");
    }

    /// <summary>The text that a mark stands for, and its anchor; null for any other text.</summary>
    /// <param name="label">A text of the SVG.</param>
    public static (string Text, string Anchor)? Find(string label)
    {
        bool mark = _texts is not null && label.Length > 2 && label[0] == Mark && label[^1] == Mark;
        return mark && int.TryParse(label.AsSpan(1, label.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out int index) && index < _texts!.Count
            ? (_texts[index].Text, _texts[index].Align switch { SKTextAlign.Center => "middle", SKTextAlign.Right => "end", _ => "start" })
            : null;
    }
}
