using System.Globalization;
using System.Xml.Linq;

namespace CompiledNet.Drawing;

/// <summary>Puts each bitmap where it is shown, with its pixels as sharp squares: Skia defines it first, then scales a reference to it.</summary>
internal static class SvgImages
{
    private static readonly XName OldLink = XName.Get("href", "http://www.w3.org/1999/xlink");

    /// <summary>Replaces every reference to a bitmap by the bitmap.</summary>
    public static void Inline(XElement content)
    {
        Dictionary<string, XElement> images = content.Descendants(SvgText.Svg + "image").ToDictionary(image => "#" + image.Attribute("id")!.Value);
        foreach (XElement use in content.Descendants(SvgText.Svg + "use").ToList())
        {
            if (images.TryGetValue(use.Attribute(OldLink)!.Value, out XElement? image))
            {
                use.ReplaceWith(Place(use, image));
            }
        }

        foreach (XElement image in images.Values)
        {
            image.Remove();
        }

        content.Descendants(SvgText.Svg + "defs").Where(defs => !defs.HasElements).ToList().ForEach(defs => defs.Remove());
    }

    private static XElement Place(XElement use, XElement image)
    {
        double[] matrix = Matrix(use.Attribute("transform")?.Value);
        XElement placed = new(SvgText.Svg + "image");
        SvgText.Set(placed, "x", matrix[4]);
        SvgText.Set(placed, "y", matrix[5]);
        SvgText.Set(placed, "width", SvgText.Get(image, "width") * matrix[0]);
        SvgText.Set(placed, "height", SvgText.Get(image, "height") * matrix[3]);
        foreach (XAttribute attribute in use.Attributes().Where(attribute => attribute.Name != OldLink && attribute.Name != "transform"))
        {
            placed.Add(new XAttribute(attribute));
        }

        placed.SetAttributeValue("preserveAspectRatio", "none");
        placed.SetAttributeValue("image-rendering", "pixelated");
        placed.SetAttributeValue("href", image.Attribute(OldLink)!.Value);
        return placed;
    }

    private static double[] Matrix(string? transform)
    {
        if (transform is null)
        {
            return [1, 0, 0, 1, 0, 0];
        }

        string[] parts = transform.Split(['(', ')', ' ', ','], StringSplitOptions.RemoveEmptyEntries);
        double[] numbers = [.. parts.Skip(1).Select(part => double.Parse(part, CultureInfo.InvariantCulture))];
        return (parts[0], numbers.Length) switch
        {
            ("translate", 2) => [1, 0, 0, 1, numbers[0], numbers[1]],
            ("scale", 2) => [numbers[0], 0, 0, numbers[1], 0, 0],
            ("scale", 1) => [numbers[0], 0, 0, numbers[0], 0, 0],
            ("matrix", 6) when numbers[0] > 0 && numbers[3] > 0 && numbers[1] == 0 && numbers[2] == 0 => numbers,
            _ => throw new NotSupportedException($"A bitmap is drawn with the transformation {transform}; expected it upright."),
        };
    }
}
