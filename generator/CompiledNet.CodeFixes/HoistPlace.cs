using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CompiledNet.CodeFixes;

/// <summary>Where a call in a loop can go: the statement it can be put in front of, and the loop its array can.</summary>
internal static class HoistPlace
{
    /// <summary>
    /// The statement that always evaluates the call, and before it nothing that could do anything: then the call can go before it. Null where there is none.
    /// </summary>
    public static StatementSyntax? Statement(InvocationExpressionSyntax call)
    {
        SyntaxNode child = call;
        for (SyntaxNode? node = call.Parent; node is not null; child = node, node = node.Parent)
        {
            if (node is StatementSyntax statement)
            {
                return IsEvaluatedFirst(statement, child) && !(statement is not ExpressionStatementSyntax { Expression: InvocationExpressionSyntax } && Declares(call)) && IsFirstEffect(statement, call)
                    ? statement
                    : null;
            }

            if (!IsAlwaysEvaluated(node, child))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The outermost loop around the statement in the same function that something can be put in front of; null where there is none.</summary>
    public static StatementSyntax? OutermostLoop(StatementSyntax statement)
    {
        StatementSyntax? outermost = null;
        for (SyntaxNode? node = statement.Parent; node is not null and not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax and not MemberDeclarationSyntax; node = node.Parent)
        {
            if (node is CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax)
            {
                outermost = (StatementSyntax)node;
            }
        }

        return outermost?.Parent is LabeledStatementSyntax ? null : outermost;
    }

    private static bool IsEvaluatedFirst(StatementSyntax statement, SyntaxNode part) => statement.Parent is not LabeledStatementSyntax && statement switch
    {
        ExpressionStatementSyntax or ReturnStatementSyntax or YieldStatementSyntax => true,
        LocalDeclarationStatementSyntax local => !local.IsConst && local.UsingKeyword.IsKind(SyntaxKind.None) && local.Parent is BlockSyntax or SwitchSectionSyntax,
        IfStatementSyntax condition => condition.Condition == part,
        SwitchStatementSyntax choice => choice.Expression == part,
        CommonForEachStatementSyntax each => each.Expression == part,
        _ => false,
    };

    private static bool IsAlwaysEvaluated(SyntaxNode node, SyntaxNode part) => node switch
    {
        BinaryExpressionSyntax binary => binary.Left == part || !(binary.IsKind(SyntaxKind.LogicalAndExpression) || binary.IsKind(SyntaxKind.LogicalOrExpression) || binary.IsKind(SyntaxKind.CoalesceExpression)),
        AssignmentExpressionSyntax assignment => !assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression),
        ConditionalExpressionSyntax conditional => conditional.Condition == part,
        SwitchExpressionSyntax choice => choice.GoverningExpression == part,
        IsPatternExpressionSyntax pattern => pattern.Expression == part,
        ParenthesizedExpressionSyntax or ElementAccessExpressionSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax => true,
        ArgumentSyntax or BaseArgumentListSyntax or CastExpressionSyntax or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax or AwaitExpressionSyntax => true,
        InterpolationSyntax or InterpolatedStringExpressionSyntax or TupleExpressionSyntax => true,
        EqualsValueClauseSyntax or VariableDeclaratorSyntax or VariableDeclarationSyntax => true,
        _ => false,
    };

    private static bool IsFirstEffect(StatementSyntax statement, InvocationExpressionSyntax call)
    {
        if (statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax own } && own == call)
        {
            return true;
        }

        bool hasEffectBefore = statement.DescendantNodes(node => node != call).Any(node => node.SpanStart < call.SpanStart && !node.Span.Contains(call.Span) && HasEffect(node));
        bool isReadBefore = statement.DescendantNodes(node => node != call).Any(node => node is AssignmentExpressionSyntax or BinaryExpressionSyntax && node.Span.Contains(call.Span));
        return !hasEffectBefore && !(isReadBefore && call.DescendantNodes().Any(node => node is AssignmentExpressionSyntax or ArgumentSyntax { RefKindKeyword.RawKind: not 0 } || IsIncrement(node)));
    }

    private static bool HasEffect(SyntaxNode node) =>
        node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or AssignmentExpressionSyntax or AwaitExpressionSyntax or ThrowExpressionSyntax
        || IsIncrement(node)
        || IsDeclaration(node);

    // A call that goes before the statement cannot use what the statement declares.
    private static bool IsDeclaration(SyntaxNode node) => node is VariableDeclaratorSyntax or VariableDesignationSyntax;

    private static bool IsIncrement(SyntaxNode node) => node.Kind()
        is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression or SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression;

    // A variable declared among the arguments would be known in other places then.
    private static bool Declares(InvocationExpressionSyntax call) => call.DescendantNodes().Any(node => node is DeclarationExpressionSyntax or SingleVariableDesignationSyntax);
}
