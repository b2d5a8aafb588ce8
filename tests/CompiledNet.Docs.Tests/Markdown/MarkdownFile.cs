using System.Text;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace CompiledNet.Docs.Tests.Markdown;

/// <summary>What the tests look at in a Markdown file: code blocks, headings, links.</summary>
internal sealed class MarkdownFile
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePreciseSourceLocation().UsePipeTables().Build();

    private MarkdownFile(string path, string text)
    {
        Path = path;
        Text = text;
        MarkdownDocument document = Markdig.Markdown.Parse(text, Pipeline);
        Blocks = [.. FindBlocks(path, document)];
        Headings = [.. document.Descendants<HeadingBlock>().Select(heading => (heading.Level, heading.Line + 1, PlainText(heading.Inline)))];
        Anchors = FindAnchors(Headings.Select(heading => heading.Text));
        Links = [.. document.Descendants<LinkInline>().Select(link => (link.Line + 1, link.Url ?? ""))];
    }

    /// <summary>The path from the repository's root.</summary>
    public string Path { get; }

    public string Text { get; }

    public IReadOnlyList<CodeBlock> Blocks { get; }

    public IReadOnlyList<(int Level, int Line, string Text)> Headings { get; }

    /// <summary>What can stand behind <c>#</c> in a link to this file.</summary>
    public IReadOnlySet<string> Anchors { get; }

    /// <summary>Links and images with their lines.</summary>
    public IReadOnlyList<(int Line, string Target)> Links { get; }

    public static MarkdownFile Load(string path) => new(path, Repository.Read(path));

    public static MarkdownFile Parse(string path, string text) => new(path, text);

    /// <summary>The text below the heading that contains this, up to the next of its level; null if there is none.</summary>
    public string? Section(string heading)
    {
        int index = Headings.ToList().FindIndex(found => found.Text.Contains(heading, StringComparison.Ordinal));
        if (index < 0)
        {
            return null;
        }

        int end = Headings.Skip(index + 1).Where(next => next.Level <= Headings[index].Level).Select(next => next.Line - 1).FirstOrDefault(int.MaxValue);
        string[] lines = Text.Split('\n');
        return string.Join('\n', lines[Headings[index].Line..Math.Min(end, lines.Length)]);
    }

    private static IEnumerable<CodeBlock> FindBlocks(string path, MarkdownDocument document)
    {
        CodeBlock? previous = null;
        foreach (Markdig.Syntax.CodeBlock code in document.Descendants<Markdig.Syntax.CodeBlock>())
        {
            string language = (code as FencedCodeBlock)?.Info ?? "";
            int line = code.Line + (code is FencedCodeBlock ? 2 : 1);
            CodeBlock block = new(path, line, language, code.Lines.ToString(), MarkBefore(code), previous);
            previous = language == "csharp" ? block : previous;
            yield return block;
        }
    }

    private static BlockMark MarkBefore(Block block)
    {
        int index = block.Parent!.IndexOf(block);
        string text = index > 0 && block.Parent[index - 1] is HtmlBlock before ? before.Lines.ToString().Trim() : "";
        return text.StartsWith("<!--", StringComparison.Ordinal) && text.EndsWith("-->", StringComparison.Ordinal) ? BlockMark.Parse(text[4..^3]) : BlockMark.None;
    }

    private static string PlainText(ContainerInline? inline)
    {
        StringBuilder text = new();
        foreach (Inline part in inline?.Descendants() ?? [])
        {
            text.Append(part switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                _ => "",
            });
        }

        return text.ToString();
    }

    // As GitHub makes them: lower case, without punctuation, hyphens for spaces, a number behind what was there before.
    private static HashSet<string> FindAnchors(IEnumerable<string> headings)
    {
        HashSet<string> anchors = [];
        foreach (string heading in headings)
        {
            string slug = string.Concat(heading.ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_').Select(c => c == ' ' ? '-' : c));
            string anchor = slug;
            for (int n = 1; !anchors.Add(anchor); n++)
            {
                anchor = FormattableString.Invariant($"{slug}-{n}");
            }
        }

        return anchors;
    }
}
