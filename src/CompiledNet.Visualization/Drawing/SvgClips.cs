using System.Buffers;
using System.Globalization;
using System.Xml.Linq;

namespace CompiledNet.Drawing;

/// <summary>Removes clip paths that clip nothing off, and makes one of those that are alike.</summary>
/// <param name="width">The figure's width.</param>
/// <param name="height">The figure's height.</param>
internal sealed class SvgClips(int width, int height)
{
    private const double Tolerance = 0.05;

    private static readonly SearchValues<char> Absolute = SearchValues.Create("MLCQZz0123456789.-+e ,");

    private readonly record struct Box(double Left, double Top, double Right, double Bottom)
    {
        public bool Holds(Box other) =>
            other.Left >= Left - Tolerance && other.Top >= Top - Tolerance && other.Right <= Right + Tolerance && other.Bottom <= Bottom + Tolerance;
    }

    /// <summary>Simplifies them.</summary>
    public void Simplify(XElement content)
    {
        Dictionary<string, XElement> clips = content.Descendants(SvgText.Svg + "clipPath").ToDictionary(clip => clip.Attribute("id")!.Value);
        Dictionary<string, string> firsts = [];
        HashSet<string> used = [];
        foreach (XElement group in content.Descendants(SvgText.Svg + "g").Where(group => group.Attribute("clip-path") is not null).Reverse().ToList())
        {
            XElement clip = clips[group.Attribute("clip-path")!.Value[5..^1]];
            if (!group.HasElements)
            {
                group.Remove();
            }
            else if (RectangleOf(clip) is { } box && (box.Holds(new Box(0, 0, width, height)) || group.Elements().All(element => IsInside(element, box))))
            {
                group.ReplaceWith(group.Elements());
            }
        }

        foreach (XElement group in content.Descendants(SvgText.Svg + "g").Where(group => group.Attribute("clip-path") is not null))
        {
            XElement clip = clips[group.Attribute("clip-path")!.Value[5..^1]];
            string shape = string.Concat(clip.Elements().Select(element => element.ToString(SaveOptions.DisableFormatting)));
            firsts.TryAdd(shape, clip.Attribute("id")!.Value);
            used.Add(firsts[shape]);
            group.SetAttributeValue("clip-path", $"url(#{firsts[shape]})");
        }

        clips.Values.Where(clip => !used.Contains(clip.Attribute("id")!.Value)).Remove();
        JoinNeighbours(content);
    }

    // Skia opens a group for each thing it draws.
    private static void JoinNeighbours(XElement content)
    {
        foreach (XElement group in content.Elements(SvgText.Svg + "g").ToList())
        {
            if (group.PreviousNode is XElement before && before.Name == group.Name
                && group.Attributes().Select(Same).SequenceEqual(before.Attributes().Select(Same)))
            {
                before.Add(group.Elements());
                group.Remove();
            }
        }

        static string Same(XAttribute attribute) => attribute.ToString();
    }

    private static Box? RectangleOf(XElement clip) =>
        clip.Elements().Count() == 1 && clip.Elements().First() is { Name.LocalName: "rect" } rect && rect.Attribute("rx") is null && rect.Attribute("transform") is null
            ? Rectangle(rect)
            : null;

    private static Box Rectangle(XElement element)
    {
        (double x, double y) = (SvgText.Get(element, "x"), SvgText.Get(element, "y"));
        return new Box(x, y, x + SvgText.Get(element, "width"), y + SvgText.Get(element, "height"));
    }

    // A text is meant to be read, not to be cut in halves.
    private static bool IsInside(XElement element, Box clip) => element.Name.LocalName switch
    {
        "text" or "defs" => true,
        "g" => element.Elements().All(inner => IsInside(inner, clip)),
        _ when element.Attribute("transform") is not null => false,
        "rect" or "image" => clip.Holds(Rectangle(element)),
        "ellipse" or "circle" => clip.Holds(Round(element)),
        "path" => Path(element) is { } box && clip.Holds(box),
        _ => false,
    };

    private static Box Round(XElement element)
    {
        (double x, double y) = (SvgText.Get(element, "cx"), SvgText.Get(element, "cy"));
        (double a, double b) = (SvgText.Get(element, "rx"), SvgText.Get(element, "ry"));
        return new Box(x - a, y - b, x + a, y + b);
    }

    private static Box? Path(XElement element)
    {
        string d = element.Attribute("d")!.Value;
        if (d.AsSpan().IndexOfAnyExcept(Absolute) >= 0)
        {
            return null;
        }

        Box box = new(double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
        string[] numbers = d.Split(['M', 'L', 'C', 'Q', 'Z', 'z', ' ', ','], StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i + 1 < numbers.Length; i += 2)
        {
            double x = double.Parse(numbers[i], CultureInfo.InvariantCulture);
            double y = double.Parse(numbers[i + 1], CultureInfo.InvariantCulture);
            box = new Box(Math.Min(box.Left, x), Math.Min(box.Top, y), Math.Max(box.Right, x), Math.Max(box.Bottom, y));
        }

        return box;
    }
}
