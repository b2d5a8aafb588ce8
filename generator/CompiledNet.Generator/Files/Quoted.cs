using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace CompiledNet.Generator.Files;

/// <summary>Text from a file in a message: in quotes, short, and without characters that would spoil a terminal or a log.</summary>
internal static class Quoted
{
    private const int Most = 80;
    private const int MostExtents = 8;

    public static string Text(string text)
    {
        StringBuilder quoted = new("'");
        foreach (char c in text.Substring(0, Math.Min(text.Length, Most)))
        {
            bool plain = c is >= ' ' and <= '~' || char.IsLetterOrDigit(c);
            quoted.Append(plain ? c.ToString() : "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }

        return quoted.Append(text.Length > Most ? "...'" : "'").ToString();
    }

    /// <summary>A shape or an element's place: <c>[16, 784]</c>; only the first extents of one that has very many.</summary>
    public static string List(IEnumerable<long> extents)
    {
        string[] shown = [.. extents.Take(MostExtents + 1).Select(extent => extent.ToString(CultureInfo.InvariantCulture))];
        return shown.Length > MostExtents ? $"[{string.Join(", ", shown.Take(MostExtents))}, ...]" : $"[{string.Join(", ", shown)}]";
    }
}
