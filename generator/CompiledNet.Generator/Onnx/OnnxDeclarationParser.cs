using System.Collections.Generic;
using System.Linq;
using System.Threading;
using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Model;
using CompiledNet.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CompiledNet.Generator.Onnx;

/// <summary>From a class with <c>[OnnxNetwork]</c> to a request for a network, or to diagnostics that say why not. No file is looked at.</summary>
internal static class OnnxDeclarationParser
{
    private const int HashDigits = 64;

    public static OnnxDeclaration Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<DiagnosticModel> diagnostics = [];
        OnnxRequest? request = null;
        OnnxPlaces? places = null;
        AttributeData attribute = context.Attributes[0];
        if (context.TargetSymbol is INamedTypeSymbol type && context.TargetNode is TypeDeclarationSyntax declaration && IsFirst(attribute, type))
        {
            AttributeReader reader = new(attribute, type.Name, diagnostics);
            request = Parse(type, declaration, attribute, reader);
            if (request is not null)
            {
                if (!GeneratedMembers.HasClashingConstructor(request.Members))
                {
                    UserConstructors.Check(type, diagnostics);
                }

                places = Places(request.Type.FullName, attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) as AttributeSyntax);
            }
        }

        return new OnnxDeclaration(request, places, diagnostics);
    }

    private static OnnxRequest? Parse(INamedTypeSymbol type, TypeDeclarationSyntax declaration, AttributeData attribute, AttributeReader reader)
    {
        if (TypeParser.Parse(type, declaration, reader) is not { } typeModel)
        {
            return null;
        }

        if (NetworkAttributes.BesideOnnx(type) is { } other)
        {
            reader.Error(Descriptors.OnnxBesideOther, type.Name, AttributeReader.ShortName(other));
            return null;
        }

        if (!reader.IsWellFormed || attribute.ConstructorArguments.FirstOrDefault().Value is not string path || string.IsNullOrWhiteSpace(path))
        {
            reader.ErrorAt(0, Descriptors.InvalidArgument, "The path in [OnnxNetwork]", type.Name, "missing, empty, or not a constant", "the name of an ONNX file, as in [OnnxNetwork(\"model.onnx\")]");
            return null;
        }

        LossKind? loss = reader.NamedEnum("Loss", LossKind.SquaredError);
        UnrollKind? unroll = reader.NamedEnum("Unroll", UnrollKind.Auto);
        InitializerKind? initializer = reader.NamedEnum("Initializer", InitializerKind.Auto);
        StorageKind? storage = reader.NamedEnum("Storage", StorageKind.Float32);
        string? hash = attribute.NamedArguments.FirstOrDefault(argument => argument.Key == "Sha256").Value.Value as string;
        bool hashIsOne = hash is null || (hash.Length == HashDigits && hash.All(digit => digit is (>= '0' and <= '9') or (>= 'a' and <= 'f') or (>= 'A' and <= 'F')));
        if (!hashIsOne)
        {
            reader.ErrorAt("Sha256", Descriptors.InvalidArgument, "Sha256 in [OnnxNetwork]", type.Name, $"'{hash}'", "64 hexadecimal digits");
        }

        return loss is null || unroll is null || initializer is null || storage is null || !hashIsOne
            ? null
            : new OnnxRequest(typeModel, GeneratedMembers.MembersOf(type), path, hash, storage.Value, reader.Has("Loss") ? loss : null, unroll.Value, initializer.Value);
    }

    // While somebody types, two declarations of a class can both have the attribute. The compiler objects; one of them is enough here.
    private static bool IsFirst(AttributeData attribute, INamedTypeSymbol type)
    {
        SyntaxReference? first = type.GetAttributes()
            .First(other => SymbolEqualityComparer.Default.Equals(other.AttributeClass, attribute.AttributeClass)).ApplicationSyntaxReference;
        SyntaxReference? own = attribute.ApplicationSyntaxReference;
        return first?.SyntaxTree == own?.SyntaxTree && first?.Span == own?.Span;
    }

    private static OnnxPlaces Places(string fullName, AttributeSyntax? syntax) => new(
        fullName,
        LocationModel.Of(syntax),
        (syntax?.ArgumentList?.Arguments ?? default)
            .Select(argument => new OnnxArgumentPlace(argument.NameEquals?.Name.Identifier.ValueText ?? "Path", LocationModel.Of(argument))).ToArray());
}
