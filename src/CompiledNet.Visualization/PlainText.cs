using System.Text;
using System.Xml;

namespace CompiledNet;

/// <summary>Texts from outside, made fit for figures and pages.</summary>
internal static class PlainText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text, with the replacement character for what XML cannot hold: control characters, halves of surrogate pairs.</summary>
    /// <param name="text">The text.</param>
    public static string Clean(string text)
    {
        StringBuilder? clean = null;
        for (int i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                i++;
            }
            else if (!XmlConvert.IsXmlChar(text[i]))
            {
                clean ??= new StringBuilder(text);
                clean[i] = Replacement;
            }
        }

        return clean?.ToString() ?? text;
    }

    /// <summary>A clean text of bounded length: a longer one ends in three dots.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">The most letters, at least 2.</param>
    public static string Shorten(string text, int longest)
    {
        string clean = Clean(text.ReplaceLineEndings(" "));
        if (clean.Length <= longest)
        {
            return clean;
        }

        int end = char.IsHighSurrogate(clean[longest - 2]) ? longest - 2 : longest - 1;
        return clean[..end].TrimEnd() + "…";
    }
}
