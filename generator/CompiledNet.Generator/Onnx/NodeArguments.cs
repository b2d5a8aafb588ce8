using System;
using System.Collections.Generic;
using System.Globalization;
using CompiledNet.Generator.Model;
using CompiledNet.Generator.Parsing;
using CompiledNet.Onnx.Schema;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Generator.Onnx;

/// <summary>
/// What a node says in the place of a layer's attribute. What the layer's own rules find wrong becomes an error that names the node.
/// </summary>
internal sealed class NodeArguments(ImportedLayer layer, string typeName, List<OnnxProblem> warnings) : LayerArguments(layer.Kind, typeName)
{
    private readonly NodeProto _node = layer.Node;

    public override IReadOnlyList<int> PositionalIntegers() => layer.Sizes;

    public override double? PositionalDouble(int index) => null;

    public override int? NamedInteger(string name) => layer.Moves.TryGetValue(name, out int value) ? value : null;

    public override double? NamedDouble(string name) => layer.Fractions.TryGetValue(name, out double value) ? value : null;

    public override TEnum? PositionalEnum<TEnum>(int index, string describedAs)
        where TEnum : struct => (TEnum)(object)layer.Activation;

    // Nothing is left to a default here: what the file does not say is settled.
    public override bool GivesPositional(int index) => true;

    public override void Error(DiagnosticDescriptor descriptor, params string[] arguments)
    {
        if (descriptor.DefaultSeverity != DiagnosticSeverity.Error)
        {
            warnings.Add(new OnnxProblem(descriptor.Id, "Path", arguments));
            return;
        }

        string message = descriptor.MessageFormat.ToString(CultureInfo.InvariantCulture);
        throw OnnxErrors.Node(_node, string.Format(CultureInfo.InvariantCulture, message, arguments));
    }

    public override void ErrorAt(int index, DiagnosticDescriptor descriptor, params string[] arguments) => Error(descriptor, arguments);

    public override void ErrorAt(string name, DiagnosticDescriptor descriptor, params string[] arguments) => Error(descriptor, arguments);
}
