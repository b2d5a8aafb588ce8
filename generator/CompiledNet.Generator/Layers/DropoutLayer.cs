using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;
using CompiledNet.Generator.Parsing;

namespace CompiledNet.Generator.Layers;

/// <summary>Leaves values out at random while training; else its output is its input, and nothing moves.</summary>
internal sealed class DropoutLayer : Layer
{
    public override string Kind => "Dropout";

    public override bool OnlyTrains => true;

    public override LayerModel? Parse(LayerArguments attribute, LayerPlace place)
    {
        double? given = attribute.PositionalDouble(0);

        // As a float, as the generated code has it: 0.99999999 would be 1.
        if (given is not { } rate || !(rate >= 0 && (float)rate < 1))
        {
            attribute.ErrorAt(0, Descriptors.InvalidArgument, "The rate in [Dropout]", attribute.TypeName, given is { } value ? SourceWriter.Text($"{value}") : "not a constant", "a probability of at least 0 and below 1");
            return null;
        }

        return new(place.Number, Kind, place.Input, place.Input, ActivationKind.Identity, default, new[] { FloatBits.Of(rate) });
    }

    public override string? TopologySettings(LayerModel layer) => SourceWriter.Text($"DropoutSettings({FloatBits.Text(layer.Settings[0])}f)");

    public override string Formula(LayerEmission layer)
    {
        int n = layer.Model.Number;
        return SourceWriter.Text($"a{n} = {layer.Source} mask{n}, where mask{n} is 0 with probability {Rate(layer)}, else 1 / (1 - {Rate(layer)}); only in training");
    }

    // The network's own input can be read alone, also where other layers like this one are between.
    public override void EmitForward(SourceWriter writer, LayerEmission layer) =>
        writer.Line($"{(layer.Buffers.SingleOwner(layer.Model.Number) == 0 ? "ReadOnlySpan" : "Span")}<float> {layer.Activation} = {layer.Source};");

    public override void EmitForwardBatch(SourceWriter writer, LayerEmission layer)
    {
        using (AlwaysCopies(layer) ? null : writer.Block("if (dropoutKey != 0)"))
        {
            PassesEmitter.EmitSpan(writer, layer.Buffers, Mask(layer));
            if (layer.IsLanes)
            {
                writer.Line($"Dropout.ForwardLanes({layer.Source}, {layer.Activation}, {Mask(layer)}, {layer.Model.Output.Length}, dropoutKey, {layer.Model.Number}, firstRow, {Rate(layer)}f);");
                return;
            }

            writer.Line($"Dropout.Forward({layer.Source}, {layer.SourceStride}, {layer.Activation}, {Mask(layer)}, rows, {layer.Model.Output.Length}, {layer.Stride}, dropoutKey, {layer.Model.Number}, firstRow, {Rate(layer)}f);");
        }
    }

    public override void EmitBackward(SourceWriter writer, LayerEmission layer)
    {
        using (writer.Block((layer.HasParametersBelow, AlwaysCopies(layer)) switch
        {
            (true, _) => "if (dropoutKey != 0)",
            (_, true) => "if (!inputGradient.IsEmpty)",
            _ => "if (dropoutKey != 0 && !inputGradient.IsEmpty)",
        }))
        {
            PassesEmitter.EmitSpan(writer, layer.Buffers, Mask(layer));
            writer.Line($"// dLoss/d{layer.Source} = delta{layer.Model.Number} mask{layer.Model.Number}");
            if (layer.IsLanes)
            {
                writer.Line($"Dropout.BackwardLanes({layer.Delta}, {Mask(layer)}, {layer.SourceDelta});");
                return;
            }

            writer.Line($"Dropout.Backward({layer.Delta}, {Mask(layer)}, {layer.SourceDelta}, {layer.SourceStride}, rows, {layer.Model.Output.Length}, {layer.Stride});");
        }
    }

    // The rows of the network's own input are not padded, and no buffer of it could take the place of this layer's.
    private static bool AlwaysCopies(LayerEmission layer) => layer.Buffers.Part(layer.Activation).WithoutDropout is null;

    private static string Mask(LayerEmission layer) => SourceWriter.Text($"mask{layer.Model.Number}");

    private static string Rate(LayerEmission layer) => FloatBits.Text(layer.Model.Settings[0]);
}
