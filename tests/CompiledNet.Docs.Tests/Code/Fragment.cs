using System.Text;
using CompiledNet.Docs.Tests.Markdown;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CompiledNet.Docs.Tests.Code;

/// <summary>
/// A code block with what it needs around it, as files of a project. Statements of all blocks it goes on from become one program; types follow, each
/// block's in a file of its own. The compiler is told where every line comes from, so that its messages name the Markdown file.
/// </summary>
internal static class Fragment
{
    public static (IReadOnlyList<SyntaxTree> Files, bool IsProgram) Compose(CodeBlock block)
    {
        IReadOnlyList<CodeBlock> chain = block.Chain();
        StringBuilder usings = new(), statements = new();
        List<SyntaxTree> files = [];
        foreach (string name in chain.SelectMany(part => part.Mark.With).Distinct())
        {
            string region = Context.Find(name)
                ?? throw new InvalidOperationException($"{block}: there is no context \"{name}\"; there are {string.Join(", ", Context.Names.Order(StringComparer.Ordinal))}.");
            if (!region.Contains(Context.Block, StringComparison.Ordinal))
            {
                Append(Located("Context/Statements.cs: " + name, 1, region));
            }
        }

        foreach (CodeBlock part in chain)
        {
            string text = Located(part.File, part.Line, part.Text);
            foreach (string wrapper in part.Mark.With.Select(Context.Find).OfType<string>().Where(region => region.Contains(Context.Block, StringComparison.Ordinal)))
            {
                text = wrapper.Replace(Context.Block, text + "\n#line default", StringComparison.Ordinal);
            }

            Append(text);
        }

        if (statements.Length > 0)
        {
            files.Insert(0, UserProject.Parse(usings.ToString() + statements, "Program.cs"));
        }

        return (files, statements.Length > 0);

        void Append(string text)
        {
            CompilationUnitSyntax unit = CSharpSyntaxTree.ParseText(text, UserProject.ParseOptions()).GetCompilationUnitRoot();
            TextSpan[] directives = [.. unit.Usings.Select(directive => directive.Span)];
            TextSpan[] global = [.. unit.Members.OfType<GlobalStatementSyntax>().Select(statement => statement.Span)];
            TextSpan[] types = [.. unit.Members.Where(member => member is not GlobalStatementSyntax).Select(member => member.Span)];
            if (types.Length > 0 || global.Length == 0)
            {
                files.Add(UserProject.Parse(Without(text, global), FormattableString.Invariant($"Types{files.Count}.cs")));
            }

            if (global.Length > 0)
            {
                usings.Append(Without(text, [.. global, .. types])).Append('\n');
                statements.Append(Without(text, [.. directives, .. types])).Append('\n');
            }
        }
    }

    private static string Located(string file, int line, string text) => FormattableString.Invariant($"#line {line} \"{file}\"\n{text}");

    private static string Without(string text, TextSpan[] spans)
    {
        char[] characters = text.ToCharArray();
        foreach (TextSpan span in spans)
        {
            for (int i = span.Start; i < span.End; i++)
            {
                characters[i] = characters[i] == '\n' ? '\n' : ' ';
            }
        }

        return new string(characters);
    }
}
