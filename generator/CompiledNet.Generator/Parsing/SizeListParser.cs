using System.Collections.Generic;
using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Layers;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Parsing;

/// <summary>The short form: <c>[CompiledNetwork(784, 16, 16, 10)]</c>, dense layers all along.</summary>
internal static class SizeListParser
{
    public static (Shape Input, List<LayerModel> Layers)? Parse(AttributeReader network, IReadOnlyList<AttributeReader> layerAttributes)
    {
        IReadOnlyList<int> sizes = network.Integers();
        if (layerAttributes.Count > 0)
        {
            layerAttributes[0].Error(Descriptors.MixedForms, network.TypeName, $"both sizes and [{layerAttributes[0].Name}]");
            return null;
        }

        if (sizes.Count < 2)
        {
            network.Error(Descriptors.TooFewLayers, network.TypeName, sizes.Count == 0 ? "no sizes and no layer attributes" : "one size");
            return null;
        }

        if (sizes.Count - 1 > Limits.Layers)
        {
            network.Error(
                Descriptors.TooLarge,
                network.TypeName,
                SourceWriter.Text($"it has {SourceWriter.Count(sizes.Count - 1)} layers"),
                SourceWriter.Text($"{Limits.Layers} layers"));
            return null;
        }

        bool valid = true;
        for (int n = 0; n < sizes.Count; n++)
        {
            if (sizes[n] < 1)
            {
                network.ErrorAt(n, Descriptors.SizeBelowOne, SourceWriter.Text($"Size {n + 1}"), network.TypeName, SourceWriter.Text($"{sizes[n]}"));
                valid = false;
            }
        }

        ActivationKind? hidden = network.NamedEnum("Hidden", ActivationKind.Sigmoid);
        ActivationKind? output = network.NamedEnum("Output", ActivationKind.Sigmoid);
        if (!valid || hidden is null || output is null)
        {
            return null;
        }

        List<LayerModel> layers = [];
        int offset = 0;
        for (int n = 1; n < sizes.Count; n++)
        {
            ActivationKind activation = n == sizes.Count - 1 ? output.Value : hidden.Value;
            LayerModel layer = DenseLayer.Create(n, new Shape(sizes[n - 1]), sizes[n], activation, offset);
            layers.Add(layer);
            offset = unchecked(offset + layer.ParameterCount);
        }

        return (new Shape(sizes[0]), layers);
    }
}
