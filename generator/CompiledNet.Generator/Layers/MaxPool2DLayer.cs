using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;
using CompiledNet.Generator.Parsing;

namespace CompiledNet.Generator.Layers;

/// <summary>The largest value in each window of an image, channel by channel; what lies outside of the image is left out.</summary>
internal sealed class MaxPool2DLayer : Layer
{
    public override string Kind => "MaxPool2D";

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
        return SourceWriter.Text($"a{n}[y, x, c] = max over ky < {window.Height}, kx < {window.Width} of {layer.Source}[{y}, {x}, c]");
    }
}
