using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Layers;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Parsing;

/// <summary>The long form: <c>[Input]</c> and then a layer attribute for each layer.</summary>
internal static class LayerListParser
{
    private const string InputKind = "Input";

    public static (Shape Input, List<LayerModel> Layers)? Parse(AttributeReader network, IReadOnlyList<AttributeReader> attributes)
    {
        foreach (string setting in new[] { "Hidden", "Output" })
        {
            if (network.Has(setting))
            {
                network.ErrorAt(setting, Descriptors.MixedForms, network.TypeName, $"both {setting} and layer attributes");
                return null;
            }
        }

        if (attributes.FirstOrDefault(attribute => attribute.Declaration != attributes[0].Declaration) is { } stray)
        {
            stray.Error(Descriptors.LayersDoNotFit, $"[{stray.Name}]", network.TypeName, "the layer attributes stand on several declarations of the class; put them on one, in the order of the layers");
            return null;
        }

        if (attributes.FirstOrDefault(attribute => !attribute.IsWellFormed) is { } malformed)
        {
            malformed.Error(Descriptors.InvalidArgument, $"An argument of [{malformed.Name}]", network.TypeName, "missing, or not a constant of the right type", "whole numbers and named values");
            return null;
        }

        if (attributes.Count - 1 > Limits.Layers)
        {
            network.Error(
                Descriptors.TooLarge,
                network.TypeName,
                SourceWriter.Text($"it has {SourceWriter.Count(attributes.Count - 1)} layers"),
                SourceWriter.Text($"{Limits.Layers} layers"));
            return null;
        }

        if (attributes[0].Name != InputKind)
        {
            attributes[0].Error(Descriptors.LayersDoNotFit, $"[{attributes[0].Name}]", network.TypeName, "it comes before [Input], which says the shape of one example");
            return null;
        }

        Shape? shape = ParseInput(attributes[0]);
        if (shape is null)
        {
            return null;
        }

        Shape input = shape;
        List<LayerModel> layers = [];
        int parameters = 0;
        int statistics = 0;
        foreach (AttributeReader attribute in attributes.Skip(1))
        {
            if (attribute.Name == InputKind)
            {
                attribute.Error(Descriptors.LayersDoNotFit, "A second [Input]", network.TypeName, "a network has one input, before its first layer");
                return null;
            }

            if (LayerCatalog.Find(attribute.Name) is not { } kind)
            {
                attribute.Error(Descriptors.LayersDoNotFit, $"[{attribute.Name}]", network.TypeName, "this version of the generator does not know such a layer; use the generator of the same package as the attributes");
                return null;
            }

            if (kind.Parse(attribute, new LayerPlace(layers.Count + 1, shape, parameters, statistics)) is not { } layer)
            {
                return null;
            }

            layers.Add(layer);
            parameters = unchecked(parameters + layer.ParameterCount);
            statistics = unchecked(statistics + layer.StatisticCount);
            shape = layer.Output;
        }

        if (layers.All(layer => layer.Tensors.Count == 0))
        {
            network.Error(Descriptors.TooFewLayers, network.TypeName, "no layer with parameters");
            return null;
        }

        int last = layers.FindLastIndex(layer => !LayerCatalog.Get(layer.Kind).PassesThrough);
        if (LayerCatalog.Get(layers[last].Kind).OnlyTrains)
        {
            attributes[last + 1].Error(Descriptors.LayersDoNotFit, $"[{layers[last].Kind}]", network.TypeName, "it is the last layer, and would change the outputs themselves while training; put a layer with neurons after it");
            return null;
        }

        if (!shape.IsFlat)
        {
            attributes[attributes.Count - 1].Error(
                Descriptors.LayersDoNotFit,
                SourceWriter.Text($"Layer {layers.Count}"),
                network.TypeName,
                $"{layers[layers.Count - 1].Kind} is the last layer and its output is an image of {shape}, but a network ends in a flat vector; put [Flatten] after it");
            return null;
        }

        return (input, layers);
    }

    private static Shape? ParseInput(AttributeReader attribute)
    {
        IReadOnlyList<int> extents = attribute.PositionalIntegers();
        string[] names = extents.Count == 1 ? ["The size"] : ["The height", "The width", "The number of channels"];
        bool valid = true;
        for (int n = 0; n < extents.Count; n++)
        {
            if (extents[n] < 1)
            {
                attribute.ErrorAt(n, Descriptors.SizeBelowOne, names[n] + " of the input", attribute.TypeName, SourceWriter.Text($"{extents[n]}"));
                valid = false;
            }
        }

        decimal length = extents.Aggregate(1m, (product, extent) => product * extent);
        if (valid && length > Limits.InputSize)
        {
            attribute.Error(
                Descriptors.TooLarge,
                attribute.TypeName,
                SourceWriter.Text($"one example has {length:N0} numbers"),
                SourceWriter.Text($"{Limits.InputSize:N0}"));
            valid = false;
        }

        return valid ? new Shape([.. extents]) : null;
    }
}
