using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;
using CompiledNet.Generator.Parsing;

namespace CompiledNet.Generator.Layers;

/// <summary>An image read as a flat vector: channels-last images already lie flat, so that nothing moves.</summary>
internal sealed class FlattenLayer : Layer
{
    public override string Kind => "Flatten";

    public override bool PassesThrough => true;

    public override LayerModel? Parse(AttributeReader attribute, LayerPlace place) =>
        new(place.Number, Kind, place.Input, new Shape(place.Input.Length), ActivationKind.Identity, default, default);

    public override string Formula(LayerEmission layer) => $"a{layer.Model.Number} = {layer.Source}, read as {layer.Model.Output} numbers in a row";
}
