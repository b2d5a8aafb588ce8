using System.Xml.Linq;

namespace CompiledNet.Drawing;

/// <summary>Removes rectangles as large as the figure, which ScottPlot draws even where its background is transparent.</summary>
internal static class SvgBackground
{
    /// <summary>Removes them.</summary>
    public static void Remove(XElement content, int width, int height) =>
        content.Elements(SvgText.Svg + "rect").Where(rect => Fills(rect, width, height)).Remove();

    private static bool Fills(XElement rect, int width, int height) =>
        rect.Attribute("fill") is null
        && rect.Attribute("transform") is null
        && SvgText.Get(rect, "x") == 0
        && SvgText.Get(rect, "y") == 0
        && SvgText.Get(rect, "width") >= width
        && SvgText.Get(rect, "height") >= height;
}
