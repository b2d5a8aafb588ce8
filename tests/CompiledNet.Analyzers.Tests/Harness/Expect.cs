using System.Collections.Immutable;
using CompiledNet.CodeFixes;
using CompiledNet.TestInfrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace CompiledNet.Analyzers.Tests.Harness;

/// <summary>What a test says of a source text: which places get a diagnostic, marked <c>[|so|]</c>, and what the fix makes of them.</summary>
internal static class Expect
{
    /// <summary>The diagnostic stands where it is marked, and nowhere else.</summary>
    public static async Task<ImmutableArray<Diagnostic>> Reports(string id, string marked)
    {
        (string source, List<TextSpan> spans) = Unmark(marked);
        Document document = UserSolution.Open(source);
        ImmutableArray<Diagnostic> problems = await UserSolution.Problems(document);
        Assert.True(problems.IsEmpty, "The test's own source does not compile:\n" + string.Join('\n', problems));
        ImmutableArray<Diagnostic> found = [.. (await UserSolution.Analyze(document)).Where(diagnostic => diagnostic.Id == id)];
        string missing = string.Join('\n', spans.Except(found.Select(diagnostic => diagnostic.Location.SourceSpan)).Select(span => Line(source, span)));
        string wrong = string.Join('\n', found.Select(diagnostic => diagnostic.Location.SourceSpan).Except(spans).Select(span => Line(source, span)));
        Assert.True(missing.Length + wrong.Length == 0, $"Not reported:\n{missing}\nReported, but should not be:\n{wrong}");
        Assert.Equal(spans.Count, found.Length);
        return found;
    }

    /// <summary>The fix of the one diagnostic makes <paramref name="after"/> of the source, which compiles and is at peace then.</summary>
    public static async Task Fixes<TFix>(string marked, string after)
        where TFix : NetworkFixProvider, new()
    {
        Document document = UserSolution.Open(Unmark(marked).Source);
        Diagnostic diagnostic = Assert.Single(await Fixable<TFix>(document, marked));
        CodeAction action = Assert.Single(await Actions(new TFix(), document, diagnostic));
        Assert.NotNull(action.EquivalenceKey);
        await AssertFixed<TFix>(document, action, after);
    }

    /// <summary>Fix all, in the document, makes <paramref name="after"/> of the source.</summary>
    public static async Task FixesAll<TFix>(string marked, string after)
        where TFix : NetworkFixProvider, new()
    {
        TFix provider = new();
        Document document = UserSolution.Open(Unmark(marked).Source);
        ImmutableArray<Diagnostic> found = await Fixable<TFix>(document, marked);
        CodeAction first = (await Task.WhenAll(found.Select(diagnostic => Actions(provider, document, diagnostic)))).SelectMany(actions => actions).First();
        FixAllContext context = new(
            document, provider, FixAllScope.Document, first.EquivalenceKey!, provider.FixableDiagnosticIds, new KnownDiagnostics(found), CancellationToken.None);
        await AssertFixed<TFix>(document, (await provider.GetFixAllProvider().GetFixAsync(context))!, after);
    }

    /// <summary>The diagnostic stands where it is marked, and has no fix.</summary>
    public static async Task ReportsOnly<TFix>(string marked)
        where TFix : NetworkFixProvider, new()
    {
        Document document = UserSolution.Open(Unmark(marked).Source);
        foreach (Diagnostic diagnostic in await Fixable<TFix>(document, marked))
        {
            Assert.True((await Actions(new TFix(), document, diagnostic)).Count == 0, "There is a fix at " + diagnostic.Location.SourceTree!.GetText().Lines.GetLineFromPosition(diagnostic.Location.SourceSpan.Start));
        }
    }

    public static (string Source, List<TextSpan> Spans) Unmark(string marked)
    {
        List<TextSpan> spans = [];
        string source = marked.ReplaceLineEndings("\n");
        while (source.IndexOf("[|", StringComparison.Ordinal) is int start and >= 0)
        {
            int end = source.IndexOf("|]", start, StringComparison.Ordinal);
            source = source[..start] + source[(start + 2)..end] + source[(end + 2)..];
            spans.Add(TextSpan.FromBounds(start, end - 2));
        }

        return (source, spans);
    }

    private static string Line(string source, TextSpan span)
    {
        SourceText text = SourceText.From(source);
        return $"{text.Lines.GetLineFromPosition(span.Start)} -> {source.Substring(span.Start, span.Length)}";
    }

    private static async Task<ImmutableArray<Diagnostic>> Fixable<TFix>(Document document, string marked)
        where TFix : NetworkFixProvider, new()
    {
        string id = Assert.Single(new TFix().FixableDiagnosticIds);
        ImmutableArray<Diagnostic> ofGenerator = [.. (await UserSolution.Generate(document)).Where(diagnostic => diagnostic.Id == id)];
        return ofGenerator.IsEmpty ? await Reports(id, marked) : ofGenerator;
    }

    private static async Task<List<CodeAction>> Actions(CodeFixProvider provider, Document document, Diagnostic diagnostic)
    {
        // The places of the diagnostic are the same in any tree with the same text.
        List<CodeAction> actions = [];
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic.Location.SourceSpan, [diagnostic], (action, _) => actions.Add(action), CancellationToken.None));
        return actions;
    }

    private static async Task AssertFixed<TFix>(Document document, CodeAction action, string after)
        where TFix : NetworkFixProvider, new()
    {
        ApplyChangesOperation change = (ApplyChangesOperation)Assert.Single(await action.GetOperationsAsync(CancellationToken.None));
        Document changed = change.ChangedSolution.GetDocument(document.Id)!;
        Assert.Equal(after.ReplaceLineEndings("\n"), (await changed.GetTextAsync()).ToString());

        Document again = UserSolution.Open((await changed.GetTextAsync()).ToString());
        ImmutableArray<Diagnostic> problems = [.. (await UserSolution.Problems(again)).Where(problem => problem.Id != "CS1591")];
        Assert.True(problems.IsEmpty, "What the fix makes does not compile:\n" + string.Join('\n', problems));
        string id = Assert.Single(new TFix().FixableDiagnosticIds);
        Assert.DoesNotContain((await UserSolution.Analyze(again)).AddRange(await UserSolution.Generate(again)), diagnostic => diagnostic.Id == id);
    }

    private sealed class KnownDiagnostics(ImmutableArray<Diagnostic> found) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(found);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(found);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
