using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CompiledNet.Generator.Parsing;

/// <summary>The class to complete: how it is written, and whether it can be completed at all.</summary>
internal static class TypeParser
{
    public static TypeModel? Parse(INamedTypeSymbol type, TypeDeclarationSyntax declaration, AttributeReader attribute)
    {
        if (WhyUnsupported(type, declaration) is { } reason)
        {
            attribute.Error(Descriptors.UnsupportedType, type.Name, reason);
            return null;
        }

        List<string> containing = [];
        foreach (TypeDeclarationSyntax part in declaration.AncestorsAndSelf().OfType<TypeDeclarationSyntax>())
        {
            if (!part.Modifiers.Any(SyntaxKind.PartialKeyword))
            {
                attribute.Error(Descriptors.NotPartial, part.Identifier.ValueText, type.Name);
                return null;
            }

            if (part != declaration)
            {
                containing.Insert(0, Header(part));
            }
        }

        LanguageVersion version = ((CSharpParseOptions)declaration.SyntaxTree.Options).LanguageVersion;
        if (version < Microsoft.CodeAnalysis.CSharp.LanguageVersion.CSharp12)
        {
            attribute.Error(Descriptors.LanguageVersion, type.Name, version.ToDisplayString());
            return null;
        }

        SymbolDisplayFormat escaped = new(
            typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
            miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);
        INamespaceSymbol space = type.ContainingNamespace;
        return new TypeModel(
            space.IsGlobalNamespace ? string.Empty : space.ToDisplayString(escaped),
            containing,
            declaration.Identifier.Text,
            type.ToDisplayString(new SymbolDisplayFormat(typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces)));
    }

    private static string? WhyUnsupported(INamedTypeSymbol type, TypeDeclarationSyntax declaration)
    {
        for (INamedTypeSymbol? part = type; part is not null; part = part.ContainingType)
        {
            if (part.TypeParameters.Length > 0)
            {
                return SymbolEqualityComparer.Default.Equals(part, type) ? "it is generic" : $"the type '{part.Name}' around it is generic";
            }

            if (part.IsFileLocal)
            {
                return "a file-local type cannot be completed from another file";
            }
        }

        return type switch
        {
            { IsRecord: true } => "it is a record, whose generated equality and copying would share one parameter buffer; use a class",
            { TypeKind: not TypeKind.Class } => "it is not a class",
            { IsStatic: true } => "it is static, and a network has parameters of its own",
            { IsAbstract: true } => "it is abstract, so that it cannot be created",
            _ when type.DeclaringSyntaxReferences.Any(HasPrimaryConstructor) => "it has a primary constructor, which the generated constructor would have to call",
            _ when NetworkAmongBases(type) is { } network => $"its base class '{network}' is a compiled network itself",
            _ when !BaseCanBeConstructed(type) => $"its base class '{type.BaseType?.Name}' has no parameterless constructor it can call",
            _ when HasRequiredMembers(type) => "it has required members, which the generated code cannot set",
            _ => null,
        };
    }

    private static bool HasPrimaryConstructor(SyntaxReference reference) => reference.GetSyntax() is TypeDeclarationSyntax { ParameterList: not null };

    private static bool BaseCanBeConstructed(INamedTypeSymbol type) =>
        type.BaseType is null
        || type.BaseType.InstanceConstructors.Any(constructor =>
            constructor.Parameters.All(parameter => parameter.IsOptional || parameter.IsParams)
            && (constructor.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal
                || (constructor.DeclaredAccessibility is Accessibility.Internal or Accessibility.ProtectedAndInternal
                    && SymbolEqualityComparer.Default.Equals(constructor.ContainingAssembly, type.ContainingAssembly))));

    private static string? NetworkAmongBases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? part = type.BaseType; part is not null; part = part.BaseType)
        {
            if (part.GetAttributes().Any(attribute => NetworkAttributes.IsOne(attribute)))
            {
                return part.Name;
            }
        }

        return null;
    }

    private static bool HasRequiredMembers(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? part = type; part is not null; part = part.BaseType)
        {
            if (part.GetMembers().Any(member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }))
            {
                return true;
            }
        }

        return false;
    }

    private static string Header(TypeDeclarationSyntax part)
    {
        string keyword = part is RecordDeclarationSyntax { ClassOrStructKeyword.RawKind: (int)SyntaxKind.StructKeyword }
            ? "record struct"
            : part.Keyword.ValueText;
        return $"partial {keyword} {part.Identifier.Text}";
    }
}
