using System.Text;

namespace CompiledNet.Benchmarks;

/// <summary>A table of texts: the first column to the left, the others to the right; for the console and as Markdown.</summary>
/// <param name="title">What stands above it.</param>
/// <param name="headings">The columns.</param>
internal sealed class Table(string title, params IReadOnlyList<string> headings)
{
    private readonly List<IReadOnlyList<string>> _rows = [];

    public void Add(params IReadOnlyList<string> cells) => _rows.Add(cells);

    public string ToText()
    {
        int[] widths = [.. headings.Select((heading, column) => _rows.Select(row => row[column].Length).Append(heading.Length).Max())];
        StringBuilder text = new();
        text.Append(title).Append('\n');
        foreach (IReadOnlyList<string> row in _rows.Prepend(headings))
        {
            IEnumerable<string> cells = row.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            text.Append("  ").Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    public string ToMarkdown()
    {
        StringBuilder text = new();
        text.Append("## ").Append(title).Append("\n\n");
        text.Append("| ").AppendJoin(" | ", headings).Append(" |\n");
        text.Append("| ---").Append(string.Concat(Enumerable.Repeat(" | ---:", headings.Count - 1))).Append(" |\n");
        foreach (IReadOnlyList<string> row in _rows)
        {
            text.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        }

        return text.ToString();
    }
}
