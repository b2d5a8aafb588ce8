using System.Linq;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Generator.Parsing;

/// <summary>The attributes that make a class a network, and those that say more of one.</summary>
internal static class NetworkAttributes
{
    public const string Compiled = "CompiledNet.CompiledNetworkAttribute";
    public const string Onnx = "CompiledNet.OnnxNetworkAttribute";
    public const string LayerBase = "CompiledNet.LayerAttribute";

    /// <summary>Whether an attribute makes its class a network.</summary>
    public static bool IsOne(AttributeData attribute) => attribute.AttributeClass?.ToDisplayString() is Compiled or Onnx;

    /// <summary>The first attribute of a class that says what an ONNX file says, too: another network, or a layer; null where there is none.</summary>
    public static AttributeData? BesideOnnx(INamedTypeSymbol type) => type.GetAttributes().FirstOrDefault(attribute =>
        attribute.AttributeClass?.ToDisplayString() is Compiled || attribute.AttributeClass?.BaseType?.ToDisplayString() == LayerBase);
}
