using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;
using CompiledNet.Generator.Parsing;

namespace CompiledNet.Generator.Layers;

/// <summary>An image read as a flat vector: channels-last images already lie flat, so that nothing moves.</summary>
internal sealed class FlattenLayer : Layer
{
    public override string Kind => "Flatten";

    public override bool PassesThrough => true;

    public override LayerModel? Parse(LayerArguments attribute, LayerPlace place) =>
        new(place.Number, Kind, place.Input, new Shape(place.Input.Length), ActivationKind.Identity, default, default);

    public override string Formula(LayerEmission layer) => $"a{layer.Model.Number} = {layer.Source}, read as {layer.Model.Output} numbers in a row";

    // One example lies flat already; only its name changes.
    public override void EmitForward(SourceWriter writer, LayerEmission layer) => writer.Line($"Span<float> {layer.Activation} = {layer.Source};");

    public override void EmitForwardBatch(SourceWriter writer, LayerEmission layer)
    {
        int features = layer.Model.Output.Length;
        writer.Line($"Lanes.ToRows({layer.Source}, {features}, rows, {layer.Activation}, {layer.Stride});");
        if (layer.KeepsPreActivation)
        {
            writer.Line($"Lanes.ToRows({layer.SourcePreActivation}, {features}, rows, {layer.PreActivation}, {layer.Stride});");
        }
    }

    public override void EmitBackward(SourceWriter writer, LayerEmission layer)
    {
        using (layer.HasParametersBelow ? null : writer.Block("if (!inputGradient.IsEmpty)"))
        {
            writer.Line($"Lanes.FromRows({layer.Delta}, {layer.Stride}, rows, {layer.Model.Output.Length}, {layer.SourceDelta});");
        }
    }
}
