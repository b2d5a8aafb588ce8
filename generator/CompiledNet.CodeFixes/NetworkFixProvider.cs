using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace CompiledNet.CodeFixes;

/// <summary>
/// A fix of one diagnostic that changes one file. Fix all takes the diagnostics of a file together: two of them may want the same change, as where two
/// networks stand in a class that is not partial.
/// </summary>
public abstract class NetworkFixProvider : CodeFixProvider
{
    /// <summary>What the editor's menu says.</summary>
    protected abstract string Title { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() =>
        FixAllProvider.Create(async (context, document, diagnostics) => await FixAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false));

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (await CanFixAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false))
            {
                context.RegisterCodeFix(CodeAction.Create(Title, token => FixAsync(context.Document, ImmutableArray.Create(diagnostic), token), GetType().Name), diagnostic);
            }
        }
    }

    /// <summary>Whether there is something to offer.</summary>
    /// <param name="document">The file.</param>
    /// <param name="diagnostic">The diagnostic in it.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    protected abstract Task<bool> CanFixAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken);

    /// <summary>The file with all of them mended that can be.</summary>
    /// <param name="document">The file.</param>
    /// <param name="diagnostics">Diagnostics in it.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    protected abstract Task<Document> FixAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken);

    /// <summary>The innermost node of a kind that a place in the file lies in; null where there is none, as the file has changed since.</summary>
    /// <typeparam name="TNode">The kind of node.</typeparam>
    /// <param name="root">The file.</param>
    /// <param name="location">The place.</param>
    protected static TNode? NodeAt<TNode>(SyntaxNode root, Location location)
        where TNode : SyntaxNode =>
        root.FullSpan.Contains(location.SourceSpan) ? root.FindNode(location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<TNode>() : null;

    /// <summary>The nodes of a kind at the diagnostics, each once.</summary>
    /// <typeparam name="TNode">The kind of node.</typeparam>
    /// <param name="root">The file.</param>
    /// <param name="diagnostics">Diagnostics in it.</param>
    protected static IReadOnlyList<TNode> NodesAt<TNode>(SyntaxNode root, IEnumerable<Diagnostic> diagnostics)
        where TNode : SyntaxNode =>
        [.. diagnostics.Select(diagnostic => NodeAt<TNode>(root, diagnostic.Location)).OfType<TNode>().Distinct()];
}
