using System.Collections.Immutable;
using System.Linq;
using CompiledNet.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CompiledNet.Generator.Analysis;

/// <summary>Finds <c>Predict(input)</c> in a loop whose outputs are done with when the loop goes round: one array would do.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PredictInLoopAnalyzer : DiagnosticAnalyzer
{
    private const string Predict = "Predict";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.PredictInLoop);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (NetworkTypes.Of(start.Compilation) is not null)
            {
                start.RegisterOperationAction(Analyze, OperationKind.Invocation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        IInvocationOperation call = (IInvocationOperation)context.Operation;
        IMethodSymbol method = call.TargetMethod;
        if (method is { Name: Predict, IsStatic: false, Parameters.Length: 1, ReturnType: IArrayTypeSymbol }
            && InnermostLoop(call) is { } loop
            && NetworkTypes.IsGenerated(method)
            && new OutputLifetime(loop).EndsWithIteration(call))
        {
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.PredictInLoop, call.Syntax.GetLocation(), method.ContainingType.Name));
        }
    }

    /// <summary>The loop that evaluates the operation anew each time round, in the same function; null where there is none.</summary>
    private static ILoopOperation? InnermostLoop(IOperation operation)
    {
        IOperation child = operation;
        ILabelSymbol? left = null;
        for (IOperation? parent = operation.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            // Who knows when, how often and on how many threads a function inside is called.
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation)
            {
                return null;
            }

            // What returns its outputs, or leaves the loop with them, comes by once.
            if (parent is IReturnOperation { Kind: OperationKind.Return } or IThrowOperation)
            {
                return null;
            }

            if (parent is IBlockOperation block && Way(block) is { } way)
            {
                if (way is not IBranchOperation branch)
                {
                    return null;
                }

                left = branch.Target;
            }

            if (parent is ILoopOperation loop && IsRepeated(loop, child) && !SymbolEqualityComparer.Default.Equals(loop.ExitLabel, left))
            {
                return loop;
            }
        }

        return null;
    }

    /// <summary>The return, throw or break that a block always ends with; null where it may go on in another way.</summary>
    private static IOperation? Way(IBlockOperation block) =>
        block.Operations.LastOrDefault() is (IReturnOperation { Kind: OperationKind.Return } or IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation } or IBranchOperation { BranchKind: BranchKind.Break }) and var last
        && !block.Descendants().Any(inner => inner is IBranchOperation { BranchKind: BranchKind.Continue or BranchKind.GoTo })
            ? last
            : null;

    private static bool IsRepeated(ILoopOperation loop, IOperation part) => loop switch
    {
        IForEachLoopOperation each => part != each.Collection,
        IForLoopOperation counted => !counted.Before.Contains(part),
        _ => true,
    };
}
