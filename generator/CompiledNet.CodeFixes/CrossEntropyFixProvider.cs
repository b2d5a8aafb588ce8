using System.Collections.Immutable;
using System.Composition;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace CompiledNet.CodeFixes;

/// <summary>CNET0040: gives a softmax output the loss that belongs to it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CrossEntropyFixProvider))]
[Shared]
public sealed class CrossEntropyFixProvider : NetworkFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("CNET0040");

    /// <inheritdoc/>
    protected override string Title => "Use Loss.CrossEntropy";

    /// <inheritdoc/>
    protected override async Task<bool> CanFixAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is { } root && NodeAt<AttributeSyntax>(root, diagnostic.Location) is not null;

    /// <inheritdoc/>
    protected override async Task<Document> FixAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root)
        {
            return document;
        }

        SyntaxEditor editor = new(root, document.Project.Solution.Services);
        foreach (AttributeSyntax attribute in NodesAt<AttributeSyntax>(root, diagnostics))
        {
            editor.ReplaceNode(attribute, AttributeEdit.SetProperty(attribute, "Loss", "Loss", "CrossEntropy"));
        }

        return document.WithSyntaxRoot(editor.GetChangedRoot());
    }
}
