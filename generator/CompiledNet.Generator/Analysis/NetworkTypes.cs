using System;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Generator.Analysis;

/// <summary>What the analyzers know of CompiledNet in one compilation: looked up once, when it starts.</summary>
internal sealed class NetworkTypes
{
    private const string GeneratorName = "CompiledNet.Generator";

    private readonly INamedTypeSymbol _compiled;
    private readonly INamedTypeSymbol? _pretrained;
    private readonly INamedTypeSymbol? _onnx;
    private readonly INamedTypeSymbol? _layer;
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _random = new(SymbolEqualityComparer.Default);

    private NetworkTypes(INamedTypeSymbol compiled, Compilation compilation)
    {
        _compiled = compiled;
        _pretrained = compilation.GetTypeByMetadataName("CompiledNet.PretrainedAttribute");
        _onnx = compilation.GetTypeByMetadataName("CompiledNet.OnnxNetworkAttribute");
        _layer = compilation.GetTypeByMetadataName("CompiledNet.LayerAttribute");
    }

    /// <summary>Null where the compilation does not refer to CompiledNet: then there is nothing to look at.</summary>
    public static NetworkTypes? Of(Compilation compilation) =>
        compilation.GetTypeByMetadataName("CompiledNet.CompiledNetworkAttribute") is { } compiled ? new NetworkTypes(compiled, compilation) : null;

    /// <summary>Whether the generator wrote the member, rather than the user in the other half of the class.</summary>
    public static bool IsGenerated(ISymbol member) => member.GetAttributes().Any(attribute =>
        attribute.AttributeClass?.Name == "GeneratedCodeAttribute"
        && attribute.ConstructorArguments.Length > 0
        && attribute.ConstructorArguments[0].Value as string == GeneratorName);

    /// <summary>The attribute that asks for a network of layers given in the source; null where there is none.</summary>
    public AttributeData? NetworkAttribute(ImmutableArray<AttributeData> attributes) => attributes.FirstOrDefault(attribute => Is(attribute, _compiled));

    /// <summary>Whether trained weights come with the class.</summary>
    public bool HasWeights(ImmutableArray<AttributeData> attributes) => attributes.Any(attribute => Is(attribute, _pretrained) || Is(attribute, _onnx));

    /// <summary>Whether the attribute is a layer, or the input.</summary>
    public bool IsLayer(AttributeData attribute) => _layer is not null && SymbolEqualityComparer.Default.Equals(attribute.AttributeClass?.BaseType, _layer);

    /// <summary>Whether the type is a compiled network whose weights are random until it is trained or loaded.</summary>
    public bool StartsRandom(INamedTypeSymbol type) => _random.GetOrAdd(type, LooksRandom);

    private static bool Is(AttributeData attribute, INamedTypeSymbol? type) =>
        type is not null && SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, type);

    private bool LooksRandom(INamedTypeSymbol type)
    {
        ImmutableArray<AttributeData> attributes = type.GetAttributes();
        return NetworkAttribute(attributes) is not null && !HasWeights(attributes);
    }
}
