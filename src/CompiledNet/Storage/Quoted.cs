using System.Globalization;
using System.Text;

namespace CompiledNet.Storage;

/// <summary>Text from a file in an error message: in quotes, short, and without characters that would spoil a terminal or a log.</summary>
internal static class Quoted
{
    private const int Most = 80;

    public static string Text(string text)
    {
        StringBuilder quoted = new("'");
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, Most)))
        {
            bool plain = c is >= ' ' and <= '~' || char.IsLetterOrDigit(c);
            quoted.Append(plain ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"));
        }

        return quoted.Append(text.Length > Most ? "...'" : "'").ToString();
    }

    /// <summary>The first few names, quoted.</summary>
    public static string List(IReadOnlyCollection<string> names)
    {
        const int Shown = 5;
        string list = string.Join(", ", names.Take(Shown).Select(Text));
        return names.Count > Shown ? FormattableString.Invariant($"{list} and {names.Count - Shown} more") : list;
    }
}
