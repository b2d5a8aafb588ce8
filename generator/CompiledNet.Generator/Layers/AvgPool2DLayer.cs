using System.Collections.Generic;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;
using CompiledNet.Generator.Parsing;

namespace CompiledNet.Generator.Layers;

/// <summary>The mean of each window of an image, channel by channel; what lies outside of the image counts as zeros.</summary>
internal sealed class AvgPool2DLayer : Layer
{
    public override string Kind => "AvgPool2D";

    public override LayerModel? Parse(AttributeReader attribute, LayerPlace place) =>
        new WindowReader(attribute, place, pools: true).Read(first: 0, outputChannels: null) is { } window
            ? new(place.Number, Kind, place.Input, window.Output(place.Input, place.Input.Extents[2]), ActivationKind.Identity, default, window.Settings)
            : null;

    public override string Formula(LayerEmission layer)
    {
        int n = layer.Model.Number;
        Window window = Window.Of(layer.Model);
        string y = WindowCode.Position("y", window.StrideHeight, "ky", window.PaddingHeight);
        string x = WindowCode.Position("x", window.StrideWidth, "kx", window.PaddingWidth);
        return SourceWriter.Text($"a{n}[y, x, c] = sum over ky, kx in {window.Height}x{window.Width} of {layer.Source}[{y}, {x}, c] / {window.Length}");
    }

    public override bool NeedsLanes(LayerModel layer) => true;

    public override bool ReadsBeyondInput => true;

    public override void EmitForward(SourceWriter writer, LayerEmission layer) =>
        writer.Line($"Tiles.Forward{layer.Model.Number}One({layer.Source}, {layer.Activation});");

    public override void EmitForwardBatch(SourceWriter writer, LayerEmission layer) =>
        writer.Line($"Tiles.Forward{layer.Model.Number}({layer.Source}, {layer.Activation});");

    public override void EmitBackward(SourceWriter writer, LayerEmission layer)
    {
        using (layer.HasParametersBelow ? null : writer.Block("if (!inputGradient.IsEmpty)"))
        {
            writer.Line($"// dLoss/d{layer.Source}: each pixel of a window gets its share of the delta");
            writer.Line($"Tiles.Delta{layer.Model.Number}({layer.Delta}, {layer.SourceDelta});");
        }
    }

    public override IEnumerable<Kernel> Kernels(LayerEmission layer)
    {
        int n = layer.Model.Number;
        Window window = Window.Of(layer.Model);
        EquatableArray<int> input = layer.Model.Input.Extents;
        EquatableArray<int> output = layer.Model.Output.Extents;
        Axis vertical = Axis.Forward(input[0], output[0], window.Height, window.StrideHeight, window.PaddingHeight);
        Axis horizontal = Axis.Forward(input[1], output[1], window.Width, window.StrideWidth, window.PaddingWidth);
        string formula = Formula(layer);
        yield return new AveragePoolingKernel
        {
            Name = SourceWriter.Text($"Forward{n}One"),
            Formula = formula,
            Names = (layer.Source, layer.Activation),
            Vertical = vertical,
            Horizontal = horizontal,
            CellFloats = input[2],
            IsBack = false,
        };
        yield return new AveragePoolingKernel
        {
            Name = SourceWriter.Text($"Forward{n}"),
            Formula = formula,
            Names = (layer.Source, layer.Activation),
            Vertical = vertical,
            Horizontal = horizontal,
            CellFloats = input[2] * TilePlan.Group,
            IsBack = false,
        };
        yield return new AveragePoolingKernel
        {
            Name = SourceWriter.Text($"Delta{n}"),
            Formula = SourceWriter.Text($"{layer.SourceDelta} = a share of delta{n} in each cell of its window"),
            Names = (layer.SourceDelta, layer.Delta),
            Vertical = vertical,
            Horizontal = horizontal,
            CellFloats = input[2] * TilePlan.Group,
            IsBack = true,
        };
    }
}
