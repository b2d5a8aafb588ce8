using System.Xml.Linq;

namespace CompiledNet.Drawing;

/// <summary>Gives the ids of a drawing short names in the order of their places, with a prefix that becomes the figure's own.</summary>
internal static class SvgIds
{
    /// <summary>Stands for the prefix until the hash of the content is known; a private character, so that no text holds it.</summary>
    public const string Prefix = "\uE0C7-";

    /// <summary>The id of the title.</summary>
    public const string Title = Prefix + "t";

    /// <summary>The id of the description.</summary>
    public const string Description = Prefix + "d";

    /// <summary>Renames all ids and what refers to them.</summary>
    public static void Number(XElement content)
    {
        Dictionary<string, string> names = [];
        foreach (XAttribute id in content.Descendants().Attributes("id"))
        {
            id.Value = names[id.Value] = FormattableString.Invariant($"{Prefix}{names.Count}");
        }

        foreach (XAttribute attribute in content.Descendants().Attributes())
        {
            if (attribute.Value.StartsWith("url(#", StringComparison.Ordinal))
            {
                attribute.Value = $"url(#{names[attribute.Value[5..^1]]})";
            }
            else if (attribute.Name.LocalName == "href" && attribute.Value.StartsWith('#'))
            {
                attribute.Value = "#" + names[attribute.Value[1..]];
            }
        }
    }
}
