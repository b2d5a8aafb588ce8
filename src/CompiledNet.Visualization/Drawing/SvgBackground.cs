using System.Xml.Linq;

namespace CompiledNet.Drawing;

/// <summary>
/// Removes the transparent rectangles that ScottPlot draws as backgrounds. Skia writes them without a fill, which would be black; nothing in a figure is
/// black, because that could not be seen on a dark page.
/// </summary>
internal static class SvgBackground
{
    /// <summary>Removes them.</summary>
    public static void Remove(XElement content) =>
        content.Descendants(SvgText.Svg + "rect").Where(rect => rect.Attribute("fill") is null && rect.Parent!.Name != SvgText.Svg + "clipPath").Remove();
}
