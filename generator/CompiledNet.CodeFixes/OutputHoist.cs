using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace CompiledNet.CodeFixes;

/// <summary>
/// How one call of <c>Predict(input)</c> becomes <c>Predict(input, output)</c> as a statement of its own, with the array made before the outermost loop.
/// There is a plan only where nothing else is evaluated in another order than before.
/// </summary>
internal sealed class OutputHoist
{
    private const string DefaultName = "output";

    private readonly InvocationExpressionSyntax _call;
    private readonly StatementSyntax _statement;
    private readonly StatementSyntax _loop;
    private readonly string _network;
    private readonly string _name;
    private readonly VariableDeclaratorSyntax? _local;
    private readonly IReadOnlyList<IdentifierNameSyntax> _references;

    private OutputHoist(
        InvocationExpressionSyntax call, StatementSyntax statement, StatementSyntax loop, string network, string name, VariableDeclaratorSyntax? local, IReadOnlyList<IdentifierNameSyntax> references)
    {
        _call = call;
        _statement = statement;
        _loop = loop;
        _network = network;
        _name = name;
        _local = local;
        _references = references;
    }

    /// <summary>Null where the call has to stay as it is.</summary>
    public static OutputHoist? Plan(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        if (HoistPlace.Statement(call) is not { } statement
            || HoistPlace.OutermostLoop(statement) is not { } loop
            || model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol { ContainingType: { } type })
        {
            return null;
        }

        VariableDeclaratorSyntax? local = DeclaredArray(call, statement, model, cancellationToken);
        List<IdentifierNameSyntax> references = local is null ? [] : References(local, loop, model, cancellationToken);
        string name = Name(loop, local, references.Count);
        return new OutputHoist(call, statement, loop, type.ToMinimalDisplayString(model, loop.SpanStart), name, local, references);
    }

    /// <summary>The file with the array before the loop, and the call writing to it.</summary>
    public SyntaxNode Apply(SyntaxNode root)
    {
        SyntaxTrivia endOfLine = root.DescendantTrivia().FirstOrDefault(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        endOfLine = endOfLine.IsKind(SyntaxKind.EndOfLineTrivia) ? endOfLine : SyntaxFactory.LineFeed;

        StatementSyntax loop = _loop.TrackNodes(_references.Cast<SyntaxNode>().Append(_statement).Append(_call));
        loop = loop.ReplaceNodes(loop.GetCurrentNodes<IdentifierNameSyntax>(_references), (_, name) => name.WithIdentifier(SyntaxFactory.Identifier(_name).WithTriviaFrom(name.Identifier)));
        StatementSyntax statement = loop.GetCurrentNode(_statement)!;
        StatementSyntax[] changed = [.. Rewrite(statement, statement.GetCurrentNode(_call)!, endOfLine)];
        if (changed.Length == 1 || IsInList(statement))
        {
            loop = loop.ReplaceNode(statement, changed);
        }
        else
        {
            loop = loop.ReplaceNode(statement, SyntaxFactory.Block(changed).WithAdditionalAnnotations(Formatter.Annotation));
        }

        return Insert(root, loop, endOfLine);
    }

    private IEnumerable<StatementSyntax> Rewrite(StatementSyntax statement, InvocationExpressionSyntax call, SyntaxTrivia endOfLine)
    {
        ArgumentSyntax output = SyntaxFactory.Argument(SyntaxFactory.IdentifierName(_name));
        if (call.ArgumentList.Arguments.Any(argument => argument.NameColon is not null))
        {
            output = output.WithNameColon(SyntaxFactory.NameColon(SyntaxFactory.IdentifierName(DefaultName), SyntaxFactory.Token(SyntaxKind.ColonToken).WithTrailingTrivia(SyntaxFactory.Space)));
        }

        SeparatedSyntaxList<ArgumentSyntax> arguments = SyntaxFactory.SeparatedList<ArgumentSyntax>(
            call.ArgumentList.Arguments.GetWithSeparators().AddRange([SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), output]));
        InvocationExpressionSyntax writing = call.WithArgumentList(call.ArgumentList.WithArguments(arguments));
        if (statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax own } && own == call)
        {
            return [statement.ReplaceNode(call, writing)];
        }

        ExpressionStatementSyntax alone = SyntaxFactory.ExpressionStatement(writing.WithoutTrivia()).WithLeadingTrivia(statement.GetLeadingTrivia());
        if (_local is not null)
        {
            return [alone.WithTrailingTrivia(statement.GetTrailingTrivia()).WithAdditionalAnnotations(Formatter.Annotation)];
        }

        StatementSyntax rest = statement
            .ReplaceNode(call, SyntaxFactory.IdentifierName(_name).WithTriviaFrom(call))
            .WithLeadingTrivia(Indentation(statement.GetLeadingTrivia()));
        return [alone.WithTrailingTrivia(endOfLine), rest];
    }

    private SyntaxNode Insert(SyntaxNode root, StatementSyntax loop, SyntaxTrivia endOfLine)
    {
        TypeSyntax type = _local?.Parent is VariableDeclarationSyntax { Type.IsVar: true } ? SyntaxFactory.IdentifierName("var") : SyntaxFactory.ParseTypeName("float[]");
        StatementSyntax array = SyntaxFactory.ParseStatement($"{type} {_name} = new float[{_network}.OutputSize];");

        // Blank lines before the loop stay before both; a comment above it stays above it.
        SyntaxTriviaList leading = _loop.GetLeadingTrivia();
        SyntaxTriviaList indentation = Indentation(leading);
        int comment = leading.IndexOf(leading.FirstOrDefault(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia)));
        bool staysAbove = comment >= 0 && !leading.Any(trivia => trivia.IsDirective);
        array = array.WithLeadingTrivia(staysAbove ? leading.Take(comment) : leading).WithTrailingTrivia(endOfLine);
        loop = loop.WithLeadingTrivia(staysAbove ? indentation.AddRange(leading.Skip(comment)) : indentation);
        if (staysAbove && comment > 0 && leading[comment - 1].IsKind(SyntaxKind.WhitespaceTrivia))
        {
            loop = loop.WithLeadingTrivia(leading.Skip(comment - 1));
        }

        if (_loop.Parent is GlobalStatementSyntax global)
        {
            return root.ReplaceNode(global, new SyntaxNode[] { SyntaxFactory.GlobalStatement(array), global.WithStatement(loop) });
        }

        return IsInList(_loop)
            ? root.ReplaceNode(_loop, new SyntaxNode[] { array, loop })
            : root.ReplaceNode(_loop, SyntaxFactory.Block(array, loop).WithAdditionalAnnotations(Formatter.Annotation));
    }

    private static bool IsInList(StatementSyntax statement) => statement.Parent is BlockSyntax or SwitchSectionSyntax;

    private static SyntaxTriviaList Indentation(SyntaxTriviaList leading) =>
        leading.Count > 0 && leading.Last().IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(leading.Last()) : SyntaxTriviaList.Empty;

    /// <summary>The local that the outputs are declared as, where that declaration can go before the loop as it is.</summary>
    private static VariableDeclaratorSyntax? DeclaredArray(InvocationExpressionSyntax call, StatementSyntax statement, SemanticModel model, CancellationToken cancellationToken) =>
        statement is LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables }
        && IsInList(statement)
        && variables[0].Initializer?.Value == call
        && model.GetDeclaredSymbol(variables[0], cancellationToken) is ILocalSymbol { Type: IArrayTypeSymbol, RefKind: RefKind.None }
        && !HasCommentsAround(statement, call)
            ? variables[0]
            : null;

    private static bool HasCommentsAround(StatementSyntax statement, InvocationExpressionSyntax call) => statement.DescendantTrivia().Any(trivia =>
        statement.Span.Contains(trivia.Span)
        && !call.Span.Contains(trivia.Span)
        && !trivia.IsKind(SyntaxKind.WhitespaceTrivia)
        && !trivia.IsKind(SyntaxKind.EndOfLineTrivia));

    private static List<IdentifierNameSyntax> References(VariableDeclaratorSyntax local, StatementSyntax loop, SemanticModel model, CancellationToken cancellationToken)
    {
        ISymbol? symbol = model.GetDeclaredSymbol(local, cancellationToken);
        string name = local.Identifier.ValueText;
        return
        [
            .. loop.DescendantNodes().OfType<IdentifierNameSyntax>().Where(identifier =>
                identifier.Identifier.ValueText == name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(identifier, cancellationToken).Symbol, symbol)),
        ];
    }

    /// <summary>The local's own name, or another if anything else in the member goes by it.</summary>
    private static string Name(StatementSyntax loop, VariableDeclaratorSyntax? local, int references)
    {
        SyntaxNode member = loop.Ancestors().FirstOrDefault(node => node is MemberDeclarationSyntax and not GlobalStatementSyntax and not BaseNamespaceDeclarationSyntax) ?? loop.SyntaxTree.GetRoot();
        ILookup<string, SyntaxToken> names = member.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken) && IsSimpleName(token)).ToLookup(token => token.ValueText);
        if (local is not null && names[local.Identifier.ValueText].Count() == references + 1)
        {
            return local.Identifier.Text;
        }

        string wanted = local?.Identifier.ValueText ?? DefaultName;
        return Enumerable.Range(1, int.MaxValue - 1).Select(n => n == 1 ? wanted : FormattableString.Invariant($"{wanted}{n}")).First(name => !names.Contains(name));
    }

    // Members of something else, and names of parameters, are no simple names, which a local could hide.
    private static bool IsSimpleName(SyntaxToken token) =>
        token.Parent?.Parent is not NameColonSyntax and not NameEqualsSyntax
        && !(token.Parent?.Parent is MemberAccessExpressionSyntax access && access.Name == token.Parent);
}
