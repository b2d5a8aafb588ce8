using System.Text.RegularExpressions;
using CompiledNet.Docs.Tests.Code;
using CompiledNet.Docs.Tests.Markdown;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Docs.Tests.Checks;

/// <summary>
/// A block of C# compiles without a warning, and gives the diagnostics it says it gives, on the lines where it says so (<c>// CNET0006</c>), and no others.
/// A quotation is found in what the generator writes.
/// </summary>
internal static partial class CSharpCheck
{
    /// <summary>
    /// Written by the program beside it, whose tests compare it; its blocks are the lines between two markers of the steps' files, which are compiled.
    /// </summary>
    private const string Tour = "samples/Tour/README.md";

    private static readonly Lazy<string> TourSteps = new(() =>
        Squeezed(string.Join('\n', Repository.Files(Repository.PathOf("samples/Tour/Steps"), "*.cs").Select(Repository.Read))));

    public static IEnumerable<string> Problems(CodeBlock block)
    {
        if (block.File == Tour)
        {
            return TourSteps.Value.Contains(Squeezed(block.Text), StringComparison.Ordinal) ? [] : [$"{block}: these lines are in none of the tour's steps."];
        }

        return block.Mark.Generated is { } network ? Misquoted(block, network) : Compile(block);
    }

    /// <summary>The project that a block stands for.</summary>
    public static ProjectRun Project(CodeBlock block)
    {
        (IReadOnlyList<SyntaxTree> files, bool isProgram) = Fragment.Compose(block);
        IReadOnlyList<CodeBlock> chain = block.Chain();
        string sdk = chain.Select(part => part.Mark.Sdk).FirstOrDefault(name => name.Length > 0) ?? "";
        bool prepared = chain.Any(part => part.Mark.With.Count > 0);
        return UserProject.Run(
            [.. files, UserProject.ImplicitUsings(sdk, compiledNet: !block.Mark.Complete)], sdk, isProgram, prepared ? [PreparedNetworks.Reference] : [], block.Mark.File);
    }

    private static IEnumerable<string> Misquoted(CodeBlock block, string network)
    {
        string code = Squeezed(PreparedNetworks.GeneratedCode(network));
        int from = 0;
        foreach (string part in block.Text.Split("..."))
        {
            string wanted = Squeezed(part);
            int found = code.IndexOf(wanted, from, StringComparison.Ordinal);
            if (found < 0)
            {
                yield return $"{block}: the generator does not write this for {network}{(from > 0 ? " behind the part before" : "")}: {part.Trim()}";
                yield break;
            }

            from = found + wanted.Length;
        }
    }

    private static IEnumerable<string> Compile(CodeBlock block)
    {
        ProjectRun run = Project(block);
        (string Id, int Line)[] expected = [.. Announced(block)];
        HashSet<(string Id, int Line)> given = [];
        foreach (Diagnostic diagnostic in run.Advice)
        {
            FileLinePositionSpan place = diagnostic.Location.GetMappedLineSpan();
            int line = place.StartLinePosition.Line + 1;
            (string Id, int Line)[] meant = [.. expected.Where(one => one.Id == diagnostic.Id && (one.Line == 0 || one.Line == line))];
            given.UnionWith(meant);
            if (meant.Length == 0 && diagnostic.Severity >= DiagnosticSeverity.Warning)
            {
                yield return $"{place.Path}({line}): {diagnostic.Id}: {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}";
            }
        }

        foreach ((string id, int line) in expected.Except(given))
        {
            yield return FormattableString.Invariant($"{block}: expected {id}{(line > 0 ? $" on line {line}" : "")}, which was not reported.");
        }

        foreach (Diagnostic problem in run.Problems())
        {
            FileLinePositionSpan place = problem.Location.GetMappedLineSpan();
            yield return FormattableString.Invariant($"{place.Path}({place.StartLinePosition.Line + 1}): {problem.Id}: {problem.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}");
        }
    }

    /// <summary>The diagnostics a block says it gives; line 0: wherever.</summary>
    public static IEnumerable<(string Id, int Line)> Announced(CodeBlock block) => block.Mark.Errors.Select(id => (id, 0))
        .Concat(block.Text.Split('\n').SelectMany((text, index) => DiagnosticComment().Matches(text).Select(match => (match.Groups[1].Value, block.Line + index))));

    private static string Squeezed(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));

    [GeneratedRegex(@"//\s*(CNET\d{4})\b")]
    private static partial Regex DiagnosticComment();
}
