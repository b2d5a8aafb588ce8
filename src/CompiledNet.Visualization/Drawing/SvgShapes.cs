using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace CompiledNet.Drawing;

/// <summary>Makes the ink the page's colour, rounds numbers, leaves out what is the default, and joins lines of one kind.</summary>
internal static class SvgShapes
{
    private static readonly string[] Lengths = ["x", "y", "width", "height", "cx", "cy", "rx", "ry", "r", "x1", "y1", "x2", "y2", "stroke-width", "font-size", "offset", "fill-opacity", "stroke-opacity", "opacity"];

    private static readonly Dictionary<string, string> Defaults = new() { ["stroke-miterlimit"] = "4", ["stroke-width"] = "1", ["fill-rule"] = "nonzero" };

    /// <summary>Simplifies every shape.</summary>
    public static void Simplify(XElement content)
    {
        string ink = Palette.Css(Palette.Ink);
        foreach (XElement element in content.Descendants())
        {
            foreach (XAttribute attribute in element.Attributes().ToList())
            {
                string name = attribute.Name.LocalName;
                if (Defaults.TryGetValue(name, out string? value) && attribute.Value == value)
                {
                    attribute.Remove();
                }
                else if (name is "fill" or "stroke" or "stop-color")
                {
                    attribute.Value = attribute.Value.Equals(ink, StringComparison.OrdinalIgnoreCase) ? "currentColor" : attribute.Value.ToLowerInvariant();
                }
                else if (name is "d" or "transform")
                {
                    attribute.Value = Round(attribute.Value);
                }
                else if (Lengths.Contains(name) && double.TryParse(attribute.Value, CultureInfo.InvariantCulture, out double length))
                {
                    attribute.Value = SvgText.Number(length);
                }
            }

            if (element.Name.LocalName == "ellipse" && element.Attribute("rx")?.Value == element.Attribute("ry")?.Value)
            {
                element.Name = SvgText.Svg + "circle";
                element.SetAttributeValue("r", element.Attribute("rx")?.Value);
                element.SetAttributeValue("rx", null);
                element.SetAttributeValue("ry", null);
            }
        }

        JoinLines(content);
    }

    // Ticks are a line each, one after another.
    private static void JoinLines(XElement content)
    {
        foreach (XElement path in content.Descendants(SvgText.Svg + "path").Where(path => path.Attribute("fill")?.Value == "none").ToList())
        {
            if (path.PreviousNode is XElement before && before.Name == path.Name && Style(before) == Style(path))
            {
                path.SetAttributeValue("d", before.Attribute("d")!.Value + path.Attribute("d")!.Value);
                before.Remove();
            }
        }
    }

    private static string Style(XElement path) =>
        string.Join(' ', path.Attributes().Where(attribute => attribute.Name != "d").Select(attribute => attribute.ToString()));

    private static string Round(string numbers)
    {
        StringBuilder text = new(numbers.Length);
        int start = -1;
        for (int i = 0; i <= numbers.Length; i++)
        {
            bool digit = i < numbers.Length && (char.IsAsciiDigit(numbers[i]) || numbers[i] is '.' or '-' or '+' || (numbers[i] == 'e' && start >= 0));
            if (digit)
            {
                start = start < 0 ? i : start;
                continue;
            }

            if (start >= 0)
            {
                text.Append(SvgText.Number(double.Parse(numbers.AsSpan(start, i - start), CultureInfo.InvariantCulture)));
                start = -1;
            }

            if (i < numbers.Length)
            {
                text.Append(numbers[i]);
            }
        }

        return text.ToString();
    }
}
