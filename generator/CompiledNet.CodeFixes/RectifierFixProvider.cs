using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace CompiledNet.CodeFixes;

/// <summary>CNET0041: makes the hidden sigmoid layers of the row ReLU layers. The outputs keep theirs.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RectifierFixProvider))]
[Shared]
public sealed class RectifierFixProvider : NetworkFixProvider
{
    private const string ReLU = "ReLU";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create("CNET0041");

    /// <inheritdoc/>
    protected override string Title => "Use Activation.ReLU in the hidden layers";

    /// <inheritdoc/>
    protected override async Task<bool> CanFixAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken) =>
        await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is { } root && NodeAt<AttributeSyntax>(root, diagnostic.Location) is not null;

    /// <inheritdoc/>
    protected override async Task<Document> FixAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellationToken)
    {
        if (await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is not { } model)
        {
            return document;
        }

        SyntaxEditor editor = new(root, document.Project.Solution.Services);
        foreach (Diagnostic diagnostic in diagnostics)
        {
            // The layers stand where they are listed; a list of sizes has one setting for all.
            IReadOnlyList<AttributeSyntax> layers = [.. diagnostic.AdditionalLocations.Select(place => NodeAt<AttributeSyntax>(root, place)).OfType<AttributeSyntax>()];
            foreach (AttributeSyntax layer in layers)
            {
                editor.ReplaceNode(layer, AttributeEdit.SetArgument(layer, GivenActivation(layer, model, cancellationToken), "activation", "Activation", ReLU));
            }

            if (layers.Count == 0 && NodeAt<AttributeSyntax>(root, diagnostic.Location) is { } network)
            {
                editor.ReplaceNode(network, AttributeEdit.SetProperty(network, "Hidden", "Activation", ReLU));
            }
        }

        return document.WithSyntaxRoot(editor.GetChangedRoot());
    }

    private static AttributeArgumentSyntax? GivenActivation(AttributeSyntax layer, SemanticModel model, CancellationToken cancellationToken) =>
        (layer.ArgumentList?.Arguments ?? default).FirstOrDefault(argument =>
            argument.NameEquals is null && model.GetTypeInfo(argument.Expression, cancellationToken).ConvertedType is { Name: "Activation", TypeKind: TypeKind.Enum });
}
