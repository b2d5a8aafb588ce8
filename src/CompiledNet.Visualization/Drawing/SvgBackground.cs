using System.Xml.Linq;

namespace CompiledNet.Drawing;

/// <summary>
/// Removes the rectangles over the whole figure that come of clearing a canvas, as ScottPlot does first. Skia writes them like black ones, without a fill; so
/// a background in black goes with them, which could not carry the ink anyway. All else in black stays.
/// </summary>
internal static class SvgBackground
{
    /// <summary>Removes them.</summary>
    /// <param name="content">The drawing.</param>
    /// <param name="width">The figure's width.</param>
    /// <param name="height">The figure's height.</param>
    public static void Remove(XElement content, int width, int height) =>
        content.Descendants(SvgText.Svg + "rect").Where(rect => rect.Parent!.Name != SvgText.Svg + "clipPath" && Clears(rect, width, height)).Remove();

    private static bool Clears(XElement rect, int width, int height) =>
        rect.Attribute("fill") is null && (SvgText.Get(rect, "x"), SvgText.Get(rect, "y"), SvgText.Get(rect, "width"), SvgText.Get(rect, "height")) == (0, 0, width, height);
}
