using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;
using CompiledNet.Generator.Parsing;

namespace CompiledNet.Generator.Layers;

/// <summary>The mean of each channel over all pixels of an image: a flat vector.</summary>
internal sealed class GlobalAvgPool2DLayer : Layer
{
    public override string Kind => "GlobalAvgPool2D";

    public override LayerModel? Parse(AttributeReader attribute, LayerPlace place) =>
        WindowReader.TakesAnImage(attribute, place)
            ? new(place.Number, Kind, place.Input, new Shape(place.Input.Extents[2]), ActivationKind.Identity, default, default)
            : null;

    public override string Formula(LayerEmission layer)
    {
        EquatableArray<int> input = layer.Model.Input.Extents;
        return SourceWriter.Text($"a{layer.Model.Number}[c] = sum over y, x of {layer.Source}[y, x, c] / {input[0] * input[1]}");
    }
}
