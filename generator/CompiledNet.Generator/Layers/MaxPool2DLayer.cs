using System.Collections.Generic;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Layers;

/// <summary>The largest value in each window of an image, channel by channel; what lies outside of the image is left out.</summary>
internal sealed class MaxPool2DLayer : PoolingLayer
{
    public override string Kind => "MaxPool2D";

    public override string Formula(LayerEmission layer)
    {
        int n = layer.Model.Number;
        Window window = Window.Of(layer.Model);
        return SourceWriter.Text($"a{n}[y, x, c] = max over ky, kx in {window.Height}x{window.Width} of {Pixel(layer)}");
    }

    public override bool AppliesRectifier => true;

    public override void EmitBackward(SourceWriter writer, LayerEmission layer)
    {
        using (layer.HasParametersBelow ? null : writer.Block("if (!inputGradient.IsEmpty)"))
        {
            if (layer.AppliesSourceRectifier)
            {
                writer.Line($"// dLoss/d{layer.Source}: each delta goes to the first pixel of its window that has the largest value; times the derivative of the layer before, 1 where that is above 0, else 0");
            }
            else
            {
                writer.Line($"// dLoss/d{layer.Source}: each delta goes to the first pixel of its window that has the largest value");
            }

            writer.Line($"Tiles.Delta{layer.Model.Number}({layer.Delta}, {layer.Source}, {layer.Activation}, {layer.SourceDelta});");
        }
    }

    public override IEnumerable<Kernel> Kernels(LayerEmission layer)
    {
        int n = layer.Model.Number;
        int channels = layer.Model.Input.Extents[2];
        (Axis vertical, Axis horizontal) = Axis.Of(layer.Model);
        string formula = Formula(layer);
        yield return new MaxPoolingKernel
        {
            Name = SourceWriter.Text($"Forward{n}One"),
            Formula = formula,
            Names = (layer.Source, layer.Activation),
            Vertical = vertical,
            Horizontal = horizontal,
            CellFloats = channels,
        };
        yield return new MaxPoolingKernel
        {
            Name = SourceWriter.Text($"Forward{n}"),
            Formula = formula,
            Names = (layer.Source, layer.Activation),
            Vertical = vertical,
            Horizontal = horizontal,
            CellFloats = channels * TilePlan.Group,
        };
        yield return new MaxPoolingBackKernel
        {
            Name = SourceWriter.Text($"Delta{n}"),
            Formula = SourceWriter.Text($"{layer.SourceDelta} = delta{n} in the first cell of each window that has its largest value, else 0"),
            Names = (layer.Delta, layer.Source, layer.Activation, layer.SourceDelta),
            Vertical = vertical,
            Horizontal = horizontal,
            CellFloats = channels * TilePlan.Group,
            AppliesRectifier = layer.AppliesSourceRectifier,
        };
    }
}
