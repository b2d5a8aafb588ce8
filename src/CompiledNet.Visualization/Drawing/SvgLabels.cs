using System.Globalization;
using System.Xml.Linq;

namespace CompiledNet.Drawing;

/// <summary>
/// Makes texts of one piece: Skia gives a place for each glyph, which other fonts than its own do not fit. They keep the width they were laid out with, so
/// that they stay centred, and apart from their neighbours, in any font.
/// </summary>
internal static class SvgLabels
{
    /// <summary>Rewrites every text.</summary>
    public static void Simplify(XElement content)
    {
        foreach (XElement text in content.Descendants(SvgText.Svg + "text").ToList())
        {
            string label = text.Value.Trim();
            if (label.Length == 0)
            {
                text.Remove();
                continue;
            }

            (string Text, string Anchor)? foreign = SvgForeign.Find(label);
            text.Value = SvgText.Allowed(foreign?.Text ?? label);
            Simplify(text, foreign is null ? label : "");
            if (foreign is { Anchor: not "start" })
            {
                text.SetAttributeValue("text-anchor", foreign.Value.Anchor);
            }
        }
    }

    private static void Simplify(XElement text, string label)
    {
        (double x, double y) = (First(text, "x"), First(text, "y"));
        string? transform = text.Attribute("transform")?.Value;
        if (transform?.StartsWith("translate(", StringComparison.Ordinal) == true)
        {
            double[] by = [.. transform[10..^1].Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture))];
            x += by[0];
            y += by.Length > 1 ? by[1] : 0;
            text.SetAttributeValue("transform", null);
        }

        text.SetAttributeValue("x", SvgText.Number(x));
        text.SetAttributeValue("y", SvgText.Number(y));
        text.SetAttributeValue("font-family", null);
        if (new StringInfo(label).LengthInTextElements > 1)
        {
            bool bold = text.Attribute("font-weight") is not null;
            using SkiaSharp.SKFont font = FigureFonts.Create((float)SvgText.Get(text, "font-size"), bold, label);
            text.SetAttributeValue("textLength", SvgText.Number(font.MeasureText(label)));
            text.SetAttributeValue("lengthAdjust", "spacingAndGlyphs");
        }
    }

    private static double First(XElement text, string attribute) =>
        text.Attribute(attribute)?.Value.Split(',', 2)[0] is { } first ? double.Parse(first, CultureInfo.InvariantCulture) : 0;
}
