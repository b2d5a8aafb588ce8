using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;
using CompiledNet.Generator.Parsing;

namespace CompiledNet.Generator.Layers;

/// <summary>The mean of each channel over all pixels of an image: a flat vector.</summary>
internal sealed class GlobalAvgPool2DLayer : Layer
{
    public override string Kind => "GlobalAvgPool2D";

    public override LayerModel? Parse(LayerArguments attribute, LayerPlace place) =>
        WindowReader.TakesAnImage(attribute, place)
            ? new(place.Number, Kind, place.Input, new Shape(place.Input.Extents[2]), ActivationKind.Identity, default, default)
            : null;

    public override string Formula(LayerEmission layer)
    {
        EquatableArray<int> input = layer.Model.Input.Extents;
        return SourceWriter.Text($"a{layer.Model.Number}[c] = sum over y, x of {layer.Source}[y, x, c] / {input[0] * input[1]}");
    }

    public override bool NeedsLanes(LayerModel layer) => true;

    public override void EmitForward(SourceWriter writer, LayerEmission layer) =>
        writer.Line($"GlobalAveragePooling.ForwardOne({layer.Source}, {Pixels(layer)}, {layer.Model.Output.Length}, {layer.Activation});");

    public override void EmitForwardBatch(SourceWriter writer, LayerEmission layer) =>
        writer.Line($"GlobalAveragePooling.ForwardLanes({layer.Source}, {Pixels(layer)}, {layer.Model.Output.Length}, rows, {layer.Activation}, {layer.Stride});");

    public override void EmitBackward(SourceWriter writer, LayerEmission layer)
    {
        using (layer.HasParametersBelow ? null : writer.Block("if (!inputGradient.IsEmpty)"))
        {
            writer.Line($"// dLoss/d{layer.Source}: each pixel gets its share of the delta");
            writer.Line($"GlobalAveragePooling.BackwardLanes({layer.Delta}, {layer.Stride}, rows, {Pixels(layer)}, {layer.Model.Output.Length}, {layer.SourceDelta});");
        }
    }

    private static int Pixels(LayerEmission layer) => layer.Model.Input.Extents[0] * layer.Model.Input.Extents[1];
}
