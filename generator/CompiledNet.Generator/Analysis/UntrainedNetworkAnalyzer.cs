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
                start.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
            }
        });
    }

    // From the use to the creation: what an editor shows of a file are diagnostics where an analyzer was asked to look.
    private static void Analyze(OperationAnalysisContext context, NetworkTypes types)
    {
        IInvocationOperation call = (IInvocationOperation)context.Operation;
        if (!Uses.Contains(call.TargetMethod.Name) || Network(call) is not { } network || UseOf(network) != call)
        {
            return;
        }

        if (network is IObjectCreationOperation direct && IsUntrained(direct, types))
        {
            Report(context, call, "The new " + direct.Type!.Name, direct);
        }
        else if (network is ILocalReferenceOperation { Local: var local }
            && Creation(Root(call), local) is { } creation
            && IsUntrained(creation, types)
            && FirstUse(creation, local) == call)
        {
            Report(context, call, local.Name, creation);
        }
    }

    private static void Report(OperationAnalysisContext context, IInvocationOperation use, string network, IObjectCreationOperation creation) =>
        context.ReportDiagnostic(Diagnostic.Create(Descriptors.NeverTrained, use.Syntax.GetLocation(), network, creation.Type!.Name, use.TargetMethod.Name));

    // Properties that are set with it may be the user's own, and read a file; so may a constructor.
    private static bool IsUntrained(IObjectCreationOperation creation, NetworkTypes types) =>
        creation is { Initializer: null, Constructor: { } constructor, Type: INamedTypeSymbol { TypeKind: TypeKind.Class } type }
        && types.StartsRandom(type)
        && NetworkTypes.IsGenerated(constructor);

    /// <summary>What the method is called on.</summary>
    private static IOperation? Network(IInvocationOperation call)
    {
        IOperation? value = call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null);
        return Unwrapped(value);
    }

    private static IOperation? Unwrapped(IOperation? value)
    {
        while (value is IParenthesizedOperation or IConversionOperation { IsImplicit: true, Conversion.IsUserDefined: false })
        {
            value = value is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)value).Operand;
        }

        return value;
    }

    private static IOperation Root(IOperation operation)
    {
        IOperation root = operation;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return root;
    }

    /// <summary>The new network the local is declared with, if it is of the network's own type; null otherwise.</summary>
    private static IObjectCreationOperation? Creation(IOperation root, ILocalSymbol local) =>
        local.RefKind == RefKind.None
        && root.Descendants().OfType<IVariableDeclaratorOperation>().FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local)) is { } declaration
        && Unwrapped((declaration.Initializer ?? (declaration.Parent as IVariableDeclarationOperation)?.Initializer)?.Value) is IObjectCreationOperation creation
        && SymbolEqualityComparer.Default.Equals(local.Type, creation.Type)
            ? creation
            : null;

    /// <summary>The first use that nothing can precede which gives the network weights.</summary>
    private static IInvocationOperation? FirstUse(IOperation creation, ILocalSymbol local)
    {
        List<IInvocationOperation> uses = [];
        List<IOperation> changes = [];
        foreach (IOperation operation in Root(creation).Descendants())
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
