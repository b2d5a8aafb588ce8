using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace CompiledNet.Drawing;

/// <summary>
/// Makes of what Skia writes an SVG that can stand in any page and for itself: with title and description, ink in the colour of the page, real text in the
/// reader's own font, ids that no other figure has; and a fraction as long.
/// </summary>
internal static class SvgText
{
    private const int HashDigits = 8;

    // Matches only where the figure is a document of its own; in a page, the page's colour is inherited.
    private const string OwnPage = "svg:root{color:#1c2127;color-scheme:light dark}@media (prefers-color-scheme:dark){svg:root{color:#e4e7ea}}";

    /// <summary>The namespace of SVG.</summary>
    public static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>The finished text of a figure.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="drawn">What Skia wrote of it.</param>
    public static string Of(Figure figure, string drawn)
    {
        XElement content = Parse(drawn);
        content.DescendantNodes().OfType<XText>().Where(text => text.Parent!.Name != Svg + "text").Remove();
        SvgClips clips = new(figure.Width, figure.Height);
        SvgBackground.Remove(content, figure.Width, figure.Height);
        SvgImages.Inline(content);
        SvgLabels.Simplify(content);
        clips.Simplify(content);
        SvgShapes.Simplify(content);
        SvgIds.Number(content);
        XElement svg = new(
            Svg + "svg",
            new XAttribute("width", figure.Width),
            new XAttribute("height", figure.Height),
            new XAttribute("viewBox", FormattableString.Invariant($"0 0 {figure.Width} {figure.Height}")),
            new XAttribute("role", "img"),
            new XAttribute("aria-labelledby", SvgIds.Title + " " + SvgIds.Description),
            new XAttribute("font-family", "system-ui, sans-serif"),
            new XElement(Svg + "title", new XAttribute("id", SvgIds.Title), Allowed(figure.Title)),
            new XElement(Svg + "desc", new XAttribute("id", SvgIds.Description), Allowed(figure.Description)),
            new XElement(Svg + "style", OwnPage),
            content.Elements());
        return WithPrefix(svg.ToString(SaveOptions.DisableFormatting));
    }

    /// <summary>A number with at most two decimals: a hundredth of a pixel, which nobody sees.</summary>
    public static string Number(double value)
    {
        double rounded = Math.Round(value, 2);
        return (rounded == 0 ? 0 : rounded).ToString("0.##", CultureInfo.InvariantCulture);
    }

    /// <summary>An attribute's number; 0 where there is none, as SVG has it.</summary>
    public static double Get(XElement element, string attribute) =>
        element.Attribute(attribute) is { } found ? double.Parse(found.Value, CultureInfo.InvariantCulture) : 0;

    /// <summary>Sets an attribute, or removes it where it is 0, as SVG has it.</summary>
    public static void Set(XElement element, string attribute, double value) =>
        element.SetAttributeValue(attribute, Number(value) is "0" ? null : Number(value));

    /// <summary>A text without what XML forbids.</summary>
    public static string Allowed(string text)
    {
        StringBuilder allowed = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool fits = rune.Value > char.MaxValue || XmlConvert.IsXmlChar((char)rune.Value);
            allowed.Append(fits ? rune.ToString() : "\uFFFD");
        }

        return allowed.ToString();
    }

    private static XElement Parse(string drawn)
    {
        using XmlReader reader = XmlReader.Create(new StringReader(drawn), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, CheckCharacters = false });
        return XDocument.Load(reader).Root!;
    }

    private static string WithPrefix(string text)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        return text.Replace(SvgIds.Prefix, "f" + hash[..HashDigits] + "-", StringComparison.Ordinal);
    }
}
