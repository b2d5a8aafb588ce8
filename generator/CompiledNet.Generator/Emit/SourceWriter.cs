using System;
using System.Globalization;
using System.Text;

namespace CompiledNet.Generator.Emit;

/// <summary>Indented text with line feeds, whatever the machine and the culture.</summary>
internal sealed class SourceWriter
{
    private const int IndentWidth = 4;

    private readonly StringBuilder _text = new();
    private int _indent;

    /// <summary>A whole number with thousands separated, as in prose: <c>13,002</c>.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A whole number as a C# literal that reads well: <c>13_002</c>.</summary>
    public static string Literal(int value) => value.ToString("N0", CultureInfo.InvariantCulture).Replace(',', '_');

    /// <summary>Text with numbers in it, formatted the same everywhere.</summary>
    public static string Text(FormattableString text) => FormattableString.Invariant(text);

    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            _text.Append(' ', _indent * IndentWidth).Append(line);
        }

        _text.Append('\n');
    }

    public void Line(FormattableString line) => Line(Text(line));

    /// <summary>Lines given as one text; each is indented.</summary>
    public void Lines(string lines)
    {
        foreach (string line in lines.Replace("\r", string.Empty).Split('\n'))
        {
            Line(line.TrimEnd());
        }
    }

    /// <summary>Opens a brace that closes when the result is disposed.</summary>
    public IDisposable Block(string header)
    {
        Line(header);
        Line("{");
        _indent++;
        return new Closer(this);
    }

    /// <summary>The same, with numbers in the header.</summary>
    public IDisposable Block(FormattableString header) => Block(Text(header));

    public override string ToString() => _text.ToString();

    private sealed class Closer(SourceWriter writer) : IDisposable
    {
        public void Dispose()
        {
            writer._indent--;
            writer.Line("}");
        }
    }
}
