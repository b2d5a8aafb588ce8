using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace CompiledNet.CodeFixes;

/// <summary>Changes the arguments of an attribute and leaves everything else about it as it is written.</summary>
internal static class AttributeEdit
{
    /// <summary>Sets a property, as <c>Loss</c> in <c>[CompiledNetwork(2, 1, Loss = Loss.CrossEntropy)]</c>, to a value of an enumeration.</summary>
    public static AttributeSyntax SetProperty(AttributeSyntax attribute, string name, string enumeration, string value)
    {
        AttributeArgumentSyntax? given = (attribute.ArgumentList?.Arguments ?? default).FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name);
        if (given is not null)
        {
            return SetValue(attribute, given, enumeration, value);
        }

        NameEqualsSyntax property = SyntaxFactory.NameEquals(
            SyntaxFactory.IdentifierName(name), SyntaxFactory.Token(SyntaxKind.EqualsToken).WithLeadingTrivia(SyntaxFactory.Space).WithTrailingTrivia(SyntaxFactory.Space));
        return Insert(attribute, attribute.ArgumentList?.Arguments.Count ?? 0, SyntaxFactory.AttributeArgument(property, null, Value(enumeration, value)));
    }

    /// <summary>Gives the constructor's optional argument of an enumeration, or changes it where it is given.</summary>
    public static AttributeSyntax SetArgument(AttributeSyntax attribute, AttributeArgumentSyntax? given, string parameter, string enumeration, string value)
    {
        if (given is not null)
        {
            return SetValue(attribute, given, enumeration, value);
        }

        SeparatedSyntaxList<AttributeArgumentSyntax> arguments = attribute.ArgumentList?.Arguments ?? default;
        NameColonSyntax? name = arguments.Any(argument => argument.NameColon is not null)
            ? SyntaxFactory.NameColon(SyntaxFactory.IdentifierName(parameter), SyntaxFactory.Token(SyntaxKind.ColonToken).WithTrailingTrivia(SyntaxFactory.Space))
            : null;
        return Insert(attribute, arguments.Count(argument => argument.NameEquals is null), SyntaxFactory.AttributeArgument(null, name, Value(enumeration, value)));
    }

    private static AttributeSyntax SetValue(AttributeSyntax attribute, AttributeArgumentSyntax given, string enumeration, string value)
    {
        // However the enumeration is written there, it is known under that name. A constant of another class is not one of its values.
        ExpressionSyntax old = given.Expression;
        ExpressionSyntax changed = old is MemberAccessExpressionSyntax access && LastName(access.Expression) == enumeration
            ? access.WithName(SyntaxFactory.IdentifierName(value).WithTriviaFrom(access.Name))
            : Value(enumeration, value).WithTriviaFrom(old);
        return attribute.ReplaceNode(old, changed);
    }

    private static string? LastName(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        _ => null,
    };

    private static ExpressionSyntax Value(string enumeration, string value) =>
        SyntaxFactory.ParseExpression($"global::CompiledNet.{enumeration}.{value}").WithAdditionalAnnotations(Simplifier.Annotation);

    private static AttributeSyntax Insert(AttributeSyntax attribute, int index, AttributeArgumentSyntax argument)
    {
        AttributeArgumentListSyntax list = attribute.ArgumentList ?? SyntaxFactory.AttributeArgumentList();
        if (list.Arguments.Count == 0)
        {
            SyntaxTriviaList after = attribute.ArgumentList is null ? attribute.GetTrailingTrivia() : list.GetTrailingTrivia();
            return attribute.WithName(attribute.Name.WithoutTrailingTrivia()).WithArgumentList(list.WithArguments(SyntaxFactory.SingletonSeparatedList(argument)).WithTrailingTrivia(after));
        }

        if (index == 0)
        {
            return attribute.WithArgumentList(list.WithArguments(list.Arguments.Insert(0, argument)));
        }

        // A comment behind the argument before stays there: behind its comma.
        AttributeArgumentSyntax before = list.Arguments[index - 1];
        SyntaxTriviaList trivia = before.GetTrailingTrivia();
        bool newLine = index == list.Arguments.Count && trivia.Any(SyntaxKind.EndOfLineTrivia);
        SyntaxToken comma = SyntaxFactory.Token(SyntaxKind.CommaToken);
        if (index < list.Arguments.Count)
        {
            comma = comma.WithTrailingTrivia(SyntaxFactory.Space);
            SyntaxNodeOrTokenList items = list.Arguments.GetWithSeparators();
            return attribute.WithArgumentList(list.WithArguments(SyntaxFactory.SeparatedList<AttributeArgumentSyntax>(items.InsertRange((2 * index) - 1, [comma, argument]))));
        }

        comma = comma.WithTrailingTrivia(newLine ? trivia : trivia.Add(SyntaxFactory.Space));
        if (newLine)
        {
            argument = argument.WithLeadingTrivia(before.GetLeadingTrivia()).WithTrailingTrivia(trivia.Last(item => item.IsKind(SyntaxKind.EndOfLineTrivia)));
        }

        SyntaxNodeOrTokenList all = list.Arguments.Replace(before, before.WithoutTrailingTrivia()).GetWithSeparators().AddRange([comma, argument]);
        return attribute.WithArgumentList(list.WithArguments(SyntaxFactory.SeparatedList<AttributeArgumentSyntax>(all)));
    }
}
