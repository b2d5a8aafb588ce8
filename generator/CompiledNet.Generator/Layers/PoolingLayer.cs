using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;
using CompiledNet.Generator.Parsing;

namespace CompiledNet.Generator.Layers;

/// <summary>What the layers share that make one value of each window of an image, channel by channel.</summary>
internal abstract class PoolingLayer : Layer
{
    public sealed override LayerModel? Parse(LayerArguments attribute, LayerPlace place) =>
        new WindowReader(attribute, place, pools: true).Read(first: 0, outputChannels: null) is { } window
            ? new(place.Number, Kind, place.Input, window.Output(place.Input, place.Input.Extents[2]), ActivationKind.Identity, default, window.Settings)
            : null;

    public sealed override string? TopologySettings(LayerModel layer) => Window.Of(layer).TopologySettings;

    public sealed override bool NeedsLanes(LayerModel layer) => true;

    public sealed override bool ReadsBeyondInput => true;

    public sealed override void EmitForward(SourceWriter writer, LayerEmission layer) =>
        writer.Line($"Tiles.Forward{layer.Model.Number}One({layer.Source}, {layer.Activation});");

    public sealed override void EmitForwardBatch(SourceWriter writer, LayerEmission layer) =>
        writer.Line($"Tiles.Forward{layer.Model.Number}({layer.Source}, {layer.Activation});");

    /// <summary>The pixel under a place of the window, for formulas: <c>a1[2 y + ky, 2 x + kx, c]</c>.</summary>
    protected static string Pixel(LayerEmission layer)
    {
        Window window = Window.Of(layer.Model);
        string y = WindowCode.Position("y", window.StrideHeight, "ky", window.PaddingHeight);
        string x = WindowCode.Position("x", window.StrideWidth, "kx", window.PaddingWidth);
        return $"{layer.Source}[{y}, {x}, c]";
    }
}
