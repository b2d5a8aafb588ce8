using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;
using CompiledNet.Generator.Parsing;

namespace CompiledNet.Generator.Layers;

/// <summary>A convolution: each filter sees the image through a window; weights <c>[ky][kx][in][out]</c>.</summary>
internal sealed class Conv2DLayer : Layer
{
    public override string Kind => "Conv2D";

    public override LayerModel? Parse(AttributeReader attribute, LayerPlace place)
    {
        int arguments = attribute.PositionalIntegers().Count;
        if (arguments < 2)
        {
            return null;
        }

        int filters = attribute.PositionalIntegers()[0];
        ActivationKind? activation = attribute.PositionalEnum<ActivationKind>(arguments, "The activation");
        if (filters < 1)
        {
            attribute.ErrorAt(0, Descriptors.SizeBelowOne, "The number of filters", attribute.TypeName, SourceWriter.Text($"{filters}"));
            return null;
        }

        if (activation is null
            || new WindowReader(attribute, place, pools: false).Read(first: 1, filters) is not { } window
            || !CheckParameters(attribute, place, window, filters))
        {
            return null;
        }

        Shape output = window.Output(place.Input, filters);
        if (activation == ActivationKind.Softmax)
        {
            SoftmaxRules.ReportImage(attribute, place, output);
            return null;
        }

        Shape weights = new(window.Height, window.Width, place.Input.Extents[2], filters);
        return new LayerModel(
            place.Number,
            Kind,
            place.Input,
            output,
            activation.Value,
            new TensorModel[]
            {
                new("Weights", SourceWriter.Text($"{place.Number}.weight"), weights, place.ParameterOffset),
                new("Bias", SourceWriter.Text($"{place.Number}.bias"), new Shape(filters), unchecked(place.ParameterOffset + weights.Length)),
            },
            window.Settings);
    }

    public override string Formula(LayerEmission layer)
    {
        int n = layer.Model.Number;
        Window window = Window.Of(layer.Model);
        string y = WindowCode.Position("y", window.StrideHeight, "ky", window.PaddingHeight);
        string x = WindowCode.Position("x", window.StrideWidth, "kx", window.PaddingWidth);
        string formula = SourceWriter.Text($"z{n}[y, x, f] = bias{n}[f] + sum over ky, kx, c of {layer.Source}[{y}, {x}, c] weights{n}[ky, kx, c, f]");
        return SourceWriter.Text($"{formula},  a{n} = {ActivationCode.Of(layer.Model.Activation).Name}(z{n})");
    }

    public override void EmitInitialize(SourceWriter writer, LayerModel layer, InitializerKind initializer)
    {
        int pixels = Window.Of(layer).Length;
        InitializerCode.Emit(writer, layer, initializer, pixels * layer.Input.Extents[2], pixels * layer.Output.Extents[2]);
    }

    // Also where a later layer would make the network too large: the sizes of this one have to fit an int.
    private static bool CheckParameters(AttributeReader attribute, LayerPlace place, Window window, int filters)
    {
        decimal weights = (decimal)window.Length * place.Input.Extents[2] * filters;
        if (weights > Limits.Parameters)
        {
            attribute.Error(
                Descriptors.TooLarge,
                attribute.TypeName,
                SourceWriter.Text($"layer {place.Number}, Conv2D, has {weights:N0} weights, {window.Height}x{window.Width}x{place.Input.Extents[2]}x{filters}"),
                SourceWriter.Count(Limits.Parameters));
        }

        return weights <= Limits.Parameters;
    }
}
