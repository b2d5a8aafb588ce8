using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CompiledNet.Generator.Analysis;

/// <summary>Advice about the choice of activations and loss: networks that are right, but will learn badly.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TopologyAnalyzer : DiagnosticAnalyzer
{
    // A fifth sigmoid is what makes a message: (1/4)^5 is below a thousandth.
    private const int SigmoidsAllowed = 4;

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.SoftmaxWithSquaredError, Descriptors.ManySigmoids);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (NetworkTypes.Of(start.Compilation) is { } types)
            {
                start.RegisterSymbolAction(symbol => Analyze(symbol, types), SymbolKind.NamedType);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, NetworkTypes types)
    {
        if (context.Symbol is INamedTypeSymbol { TypeKind: TypeKind.Class } type && NetworkDeclaration.Read(type, types, context.CancellationToken) is { } network)
        {
            CheckLoss(context, network);
            CheckSigmoids(context, network);
        }
    }

    private static void CheckLoss(SymbolAnalysisContext context, NetworkDeclaration network)
    {
        if (network.Layers[network.OutputLayer].Activation == ActivationKind.Softmax && network.Loss is LossKind.SquaredError or LossKind.MeanSquaredError)
        {
            SyntaxNode place = NetworkDeclaration.Argument(network.Attribute, "Loss") ?? (SyntaxNode)network.Attribute;
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.SoftmaxWithSquaredError, place.GetLocation(), context.Symbol.Name, network.Loss));
        }
    }

    private static void CheckSigmoids(SymbolAnalysisContext context, NetworkDeclaration network)
    {
        List<int> row = LongestRow(network);
        if (row.Count <= SigmoidsAllowed)
        {
            return;
        }

        AttributeSyntax? first = network.Layers[row[0]].Syntax;
        SyntaxNode place = first ?? NetworkDeclaration.Argument(network.Attribute, "Hidden") ?? (SyntaxNode)network.Attribute;

        // The activation of the outputs belongs to the loss; the fix leaves it as it is.
        IEnumerable<Location> changeable = row.Where(n => n != network.OutputLayer).Select(n => network.Layers[n].Syntax?.GetLocation()).OfType<Location>();
        context.ReportDiagnostic(Diagnostic.Create(
            Descriptors.ManySigmoids,
            place.GetLocation(),
            changeable,
            context.Symbol.Name,
            SourceWriter.Text($"{row.Count}"),
            SourceWriter.Text($"{row.Aggregate(1m, (product, _) => product < decimal.MaxValue / 4 ? product * 4 : product):N0}")));
    }

    /// <summary>
    /// The layers with a sigmoid, with no other activation between them: layers without an activation of their own let the gradient through as it comes.
    /// A sigmoid before binary cross-entropy is none here, as its derivative cancels.
    /// </summary>
    private static List<int> LongestRow(NetworkDeclaration network)
    {
        List<int> longest = [];
        List<int> row = [];
        for (int n = 0; n < network.Layers.Count; n++)
        {
            ActivationKind activation = network.Layers[n].Activation;
            if (activation == ActivationKind.Sigmoid)
            {
                if (n != network.OutputLayer || network.Loss != LossKind.BinaryCrossEntropy)
                {
                    row.Add(n);
                }
            }
            else if (activation != ActivationKind.Identity)
            {
                row = [];
            }

            longest = row.Count > longest.Count ? row : longest;
        }

        return longest;
    }
}
