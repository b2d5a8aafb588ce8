using System.Collections.Generic;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Layers;

/// <summary>The mean of each window of an image, channel by channel; what lies outside of the image counts as zeros.</summary>
internal sealed class AvgPool2DLayer : PoolingLayer
{
    public override string Kind => "AvgPool2D";

    public override string Formula(LayerEmission layer)
    {
        int n = layer.Model.Number;
        Window window = Window.Of(layer.Model);
        return SourceWriter.Text($"a{n}[y, x, c] = sum over ky, kx in {window.Height}x{window.Width} of {Pixel(layer)} / {window.Length}");
    }

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
        int channels = layer.Model.Input.Extents[2];
        (Axis vertical, Axis horizontal) = Axis.Of(layer.Model);
        string formula = Formula(layer);
        yield return new AveragePoolingKernel
        {
            Name = SourceWriter.Text($"Forward{n}One"),
            Formula = formula,
            Names = (layer.Source, layer.Activation),
            Vertical = vertical,
            Horizontal = horizontal,
            CellFloats = channels,
            IsBack = false,
        };
        yield return new AveragePoolingKernel
        {
            Name = SourceWriter.Text($"Forward{n}"),
            Formula = formula,
            Names = (layer.Source, layer.Activation),
            Vertical = vertical,
            Horizontal = horizontal,
            CellFloats = channels * TilePlan.Group,
            IsBack = false,
        };
        yield return new AveragePoolingKernel
        {
            Name = SourceWriter.Text($"Delta{n}"),
            Formula = SourceWriter.Text($"{layer.SourceDelta} = a share of delta{n} in each cell of its window"),
            Names = (layer.SourceDelta, layer.Delta),
            Vertical = vertical,
            Horizontal = horizontal,
            CellFloats = channels * TilePlan.Group,
            IsBack = true,
        };
    }
}
