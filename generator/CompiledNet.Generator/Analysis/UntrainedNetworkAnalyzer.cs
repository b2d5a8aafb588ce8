using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using CompiledNet.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CompiledNet.Generator.Analysis;

/// <summary>
/// Finds a network that is made and used in the same method, with nothing between that could have given it weights. Anything it does not know counts as
/// something that could: handing the network on, its parameters, a lambda, a member of the user's own.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UntrainedNetworkAnalyzer : DiagnosticAnalyzer
{
    private static readonly HashSet<string> Uses = ["Predict", "PredictBatch", "Classify", "Evaluate"];

    // They leave the weights as they are, and say nothing of what is expected of the outputs.
    private static readonly HashSet<string> Neutral = ["Backpropagate", "ComputeLoss", "Save", "Trace"];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.NeverTrained);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (NetworkTypes.Of(start.Compilation) is { } types)
            {
                start.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.ObjectCreation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, NetworkTypes types)
    {
        // Properties that are set with it may be the user's own, and read a file; so may a constructor.
        if (context.Operation is not IObjectCreationOperation { Initializer: null, Constructor: { } constructor, Type: INamedTypeSymbol { TypeKind: TypeKind.Class } type } creation
            || !types.StartsRandom(type)
            || !NetworkTypes.IsGenerated(constructor))
        {
            return;
        }

        if (UseOf(creation) is { } direct)
        {
            Report(context, direct, "The new " + type.Name, type);
        }
        else if (Local(creation) is { } local && FirstUse(creation, local) is { } use)
        {
            Report(context, use, local.Name, type);
        }
    }

    private static void Report(OperationAnalysisContext context, IInvocationOperation use, string network, INamedTypeSymbol type) =>
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.NeverTrained, use.Syntax.GetLocation(), network, type.Name, use.TargetMethod.Name));

    /// <summary>The local that the new network is declared with, if it is of the network's own type; null otherwise.</summary>
    private static ILocalSymbol? Local(IObjectCreationOperation creation)
    {
        IOperation? parent = creation.Parent;
        while (parent is IParenthesizedOperation or IConversionOperation { IsImplicit: true, Conversion.IsUserDefined: false })
        {
            parent = parent.Parent;
        }

        return parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: { RefKind: RefKind.None } local } }
            && SymbolEqualityComparer.Default.Equals(local.Type, creation.Type)
            ? local
            : null;
    }

    /// <summary>The first use that nothing can precede which gives the network weights.</summary>
    private static IInvocationOperation? FirstUse(IOperation creation, ILocalSymbol local)
    {
        IOperation root = creation;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        List<IInvocationOperation> uses = [];
        List<IOperation> changes = [];
        foreach (IOperation operation in root.Descendants())
        {
            if (operation is ILabeledOperation || (operation is IBranchOperation { BranchKind: BranchKind.GoTo }) || operation.Kind == OperationKind.Invalid)
            {
                // Order in the source is no order of events then, or the source is not finished.
                return null;
            }

            if (operation is not ILocalReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Local, local) || reference.Parent is INameOfOperation)
            {
                continue;
            }

            if (Function(reference) != Function(creation))
            {
                return null;
            }

            if (UseOf(reference) is { } use)
            {
                uses.Add(use);
            }
            else if (CallOn(reference) is not { } call || !Neutral.Contains(call.TargetMethod.Name) || !NetworkTypes.IsGenerated(call.TargetMethod))
            {
                changes.Add(reference);
            }
        }

        return uses.OrderBy(use => use.Syntax.SpanStart).FirstOrDefault(use => !changes.Any(change => MayPrecede(change, use, creation)));
    }

    /// <summary>By the order in the source; and where both are in a loop that goes on with the same network, always.</summary>
    private static bool MayPrecede(IOperation change, IInvocationOperation use, IOperation creation)
    {
        if (change.Syntax.SpanStart < use.Syntax.Span.End)
        {
            return true;
        }

        for (IOperation? parent = change.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is ILoopOperation && parent.Syntax.Span.Contains(use.Syntax.Span))
            {
                return !parent.Syntax.Span.Contains(creation.Syntax.Span) || IsBefore(parent, creation);
            }
        }

        return false;
    }

    // The network of a for loop's own declaration stays the same while it goes round.
    private static bool IsBefore(IOperation loop, IOperation creation) =>
        loop.Syntax is ForStatementSyntax { Declaration: { } declaration } && declaration.Span.Contains(creation.Syntax.Span);

    /// <summary>The call that uses the network's outputs, where the operation is the network it is called on.</summary>
    private static IInvocationOperation? UseOf(IOperation network) =>
        CallOn(network) is { } call && Uses.Contains(call.TargetMethod.Name) && (NetworkTypes.IsGenerated(call.TargetMethod) || IsEvaluate(call.TargetMethod)) ? call : null;

    private static IInvocationOperation? CallOn(IOperation network)
    {
        IOperation value = network;
        while (value.Parent is IParenthesizedOperation or IConversionOperation { IsImplicit: true, Conversion.IsUserDefined: false })
        {
            value = value.Parent;
        }

        return value.Parent switch
        {
            IInvocationOperation call when call.Instance == value => call,
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } call } argument when call.Arguments[0] == argument => call,
            _ => null,
        };
    }

    private static bool IsEvaluate(IMethodSymbol method) => method is
    {
        Name: "Evaluate",
        ContainingType: { Name: "NetworkExtensions", ContainingNamespace: { Name: "CompiledNet", ContainingNamespace.IsGlobalNamespace: true } },
    };

    /// <summary>The lambda or local function the operation is in; null for the method itself.</summary>
    private static IOperation? Function(IOperation operation)
    {
        IOperation? parent = operation.Parent;
        while (parent is not null and not IAnonymousFunctionOperation and not ILocalFunctionOperation)
        {
            parent = parent.Parent;
        }

        return parent;
    }
}
