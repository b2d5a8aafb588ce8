using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CompiledNet.CodeFixes;

/// <summary>CNET0042: makes one array for the outputs before the loop, which every iteration writes to.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(OutputArrayFixProvider))]
[Shared]
public sealed class OutputArrayFixProvider : NetworkFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("CNET0042");

    /// <inheritdoc/>
    protected override string Title => "Write the outputs to an array made before the loop";

    /// <inheritdoc/>
    protected override async Task<bool> CanFixAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is { } root
        && NodeAt<InvocationExpressionSyntax>(root, diagnostic.Location) is { } call
        && await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model
        && OutputHoist.Plan(call, model, cancellationToken) is not null;

    /// <inheritdoc/>
    protected override async Task<Document> FixAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root)
        {
            return document;
        }

        // One after the other: each array needs a name of its own, and two may go before the same loop.
        IReadOnlyList<InvocationExpressionSyntax> calls = NodesAt<InvocationExpressionSyntax>(root, diagnostics);
        Dictionary<InvocationExpressionSyntax, SyntaxAnnotation> marks = calls.ToDictionary(call => call, _ => new SyntaxAnnotation());
        Document changed = document.WithSyntaxRoot(root.ReplaceNodes(calls, (call, current) => current.WithAdditionalAnnotations(marks[call])));
        foreach (InvocationExpressionSyntax call in calls)
        {
            if (await changed.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is { } current
                && await changed.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model
                && current.GetAnnotatedNodes(marks[call]).OfType<InvocationExpressionSyntax>().FirstOrDefault() is { } place
                && OutputHoist.Plan(place, model, cancellationToken) is { } hoist)
            {
                changed = changed.WithSyntaxRoot(hoist.Apply(current));
            }
        }

        return changed;
    }
}
