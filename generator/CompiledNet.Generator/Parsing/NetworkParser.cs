using System.Collections.Generic;
using System.Linq;
using System.Threading;
using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Layers;
using CompiledNet.Generator.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CompiledNet.Generator.Parsing;

/// <summary>What one class with the attribute came to: a model to emit, or what is wrong with it, or both where there are only warnings.</summary>
internal sealed record ParseResult(NetworkModel? Model, EquatableArray<DiagnosticModel> Diagnostics)
{
    /// <summary>The file with its weights; null where it names none.</summary>
    public PretrainedRequest? Pretrained { get; init; }

    /// <summary>Where it names that file.</summary>
    public LocationModel? PretrainedLocation { get; init; }
}

/// <summary>From a class with <c>[CompiledNetwork]</c> to a <see cref="NetworkModel"/>, or to diagnostics that say why not.</summary>
internal static class NetworkParser
{
    private const string LayerAttributeBase = "CompiledNet.LayerAttribute";

    public static ParseResult Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<DiagnosticModel> diagnostics = [];
        NetworkModel? model = null;
        PretrainedRequest? pretrained = null;
        LocationModel? pretrainedLocation = null;
        if (context.TargetSymbol is INamedTypeSymbol type && context.TargetNode is TypeDeclarationSyntax declaration && IsFirst(context.Attributes[0], type))
        {
            AttributeReader network = new(context.Attributes[0], type.Name, diagnostics);
            model = Parse(type, declaration, network, diagnostics);
            pretrained = PretrainedParser.Parse(type, diagnostics, out pretrainedLocation);
        }

        return new ParseResult(model, diagnostics) { Pretrained = pretrained, PretrainedLocation = pretrainedLocation };
    }

    /// <summary>The layer attributes of a class in source order.</summary>
    public static IReadOnlyList<AttributeReader> LayerAttributes(INamedTypeSymbol type, List<DiagnosticModel> diagnostics) =>
    [
        .. type.GetAttributes()
            .Where(attribute => attribute.AttributeClass?.BaseType?.ToDisplayString() == LayerAttributeBase)
            .Select(attribute => new AttributeReader(attribute, type.Name, diagnostics)),
    ];

    // While somebody types, two declarations of a class can both have the attribute. The compiler objects; one of them is enough here.
    private static bool IsFirst(AttributeData attribute, INamedTypeSymbol type)
    {
        SyntaxReference? first = type.GetAttributes()
            .First(other => SymbolEqualityComparer.Default.Equals(other.AttributeClass, attribute.AttributeClass)).ApplicationSyntaxReference;
        SyntaxReference? own = attribute.ApplicationSyntaxReference;
        return first?.SyntaxTree == own?.SyntaxTree && first?.Span == own?.Span;
    }

    private static NetworkModel? Parse(INamedTypeSymbol type, TypeDeclarationSyntax declaration, AttributeReader network, List<DiagnosticModel> diagnostics)
    {
        if (TypeParser.Parse(type, declaration, network) is not { } typeModel)
        {
            return null;
        }

        if (!network.IsWellFormed)
        {
            network.Error(Descriptors.InvalidArgument, "An argument of [CompiledNetwork]", type.Name, "not a constant of the right type", "whole numbers, then named settings");
            return null;
        }

        LossKind? loss = network.NamedEnum("Loss", LossKind.SquaredError);
        UnrollKind? unroll = network.NamedEnum("Unroll", UnrollKind.Auto);
        InitializerKind? initializer = network.NamedEnum("Initializer", InitializerKind.Auto);
        IReadOnlyList<AttributeReader> layerAttributes = LayerAttributes(type, diagnostics);
        (Shape Input, List<LayerModel> Layers)? parsed = network.Integers().Count > 0 || layerAttributes.Count == 0
            ? SizeListParser.Parse(network, layerAttributes)
            : LayerListParser.Parse(network, layerAttributes);
        if (parsed is not var (input, layers) || loss is null || unroll is null || initializer is null)
        {
            return null;
        }

        NetworkModel model = new(typeModel, input, layers, loss.Value, unroll.Value, initializer.Value);
        bool fits = NetworkRules.Check(model, network, layerAttributes) & GeneratedMembers.CheckClashes(type, layers, network);
        if (fits)
        {
            UserConstructors.Check(type, diagnostics);
        }

        return fits ? model : null;
    }
}
