using System.Collections.Generic;
using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;
using CompiledNet.Generator.Parsing;

namespace CompiledNet.Generator.Layers;

/// <summary>A convolution: each filter sees the image through a window; weights <c>[ky][kx][in][out]</c>.</summary>
internal sealed class Conv2DLayer : Layer
{
    public override string Kind => "Conv2D";

    public override LayerModel? Parse(LayerArguments attribute, LayerPlace place)
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

    public override string? TopologySettings(LayerModel layer) => Window.Of(layer).TopologySettings;

    public override string Formula(LayerEmission layer)
    {
        int n = layer.Model.Number;
        Window window = Window.Of(layer.Model);
        string formula = SourceWriter.Text($"z{n}[y, x, f] = bias{n}[f] + sum over ky, kx, c of {layer.Source}[{Pixel(window)}, c] weights{n}[ky, kx, c, f]");
        return SourceWriter.Text($"{formula},  a{n} = {ActivationCode.Of(layer.Model.Activation).Name}(z{n})");
    }

    /// <summary>The pixel of the input that a place of the kernel lies on: <c>2 y + ky - 1, 2 x + kx - 1</c>.</summary>
    private static string Pixel(Window window)
    {
        string y = WindowCode.Position("y", window.StrideHeight, "ky", window.PaddingHeight);
        string x = WindowCode.Position("x", window.StrideWidth, "kx", window.PaddingWidth);
        return SourceWriter.Text($"{y}, {x}");
    }

    public override void EmitInitialize(SourceWriter writer, LayerModel layer, InitializerKind initializer)
    {
        int pixels = Window.Of(layer).Length;
        InitializerCode.Emit(writer, layer, initializer, pixels * layer.Input.Extents[2], pixels * layer.Output.Extents[2]);
    }

    public override bool NeedsLanes(LayerModel layer) => true;

    public override int TransposedFloats(LayerModel layer) => layer.Tensors[0].Shape.Length;

    public override void EmitForward(SourceWriter writer, LayerEmission layer)
    {
        writer.Line($"Tiles.Forward{layer.Model.Number}One({layer.Source}, {Parameters(layer)}, {layer.Activation});");
        if (layer.Model.Activation != ActivationKind.ReLU)
        {
            // Without the padding behind the image, which nobody has written.
            string a = SourceWriter.Text($"{layer.Activation}.Slice(0, {layer.Model.Output.Length})");
            EmitActivation(writer, layer, a, a);
        }
    }

    public override void EmitForwardBatch(SourceWriter writer, LayerEmission layer)
    {
        writer.Line($"Tiles.Forward{layer.Model.Number}({layer.Source}, {Parameters(layer)}, {layer.PreActivation});");
        if (!IsRectified(layer))
        {
            EmitActivation(writer, layer, layer.PreActivation, layer.Activation);
        }
    }

    public override void EmitPrepareBackward(SourceWriter writer, LayerEmission layer)
    {
        int n = layer.Model.Number;
        int taps = Window.Of(layer.Model).Length;
        int channels = layer.Model.Input.Extents[2];
        int filters = layer.Model.Output.Extents[2];
        using (layer.HasParametersBelow ? null : writer.Block("if (withInputGradient)"))
        {
            writer.Line("// The kernel turned round, from filters to channels.");
            writer.Line($"(from, to) = member.Share({taps});");
            using (writer.Block("for (; from < to; from++)"))
            {
                writer.Line($"MatrixTranspose.Transpose(parameters.Slice({layer.Model.ParameterOffset} + (from * {channels * filters}), {channels * filters}), {channels}, {filters}, transposed{n}.Slice(({taps - 1} - from) * {channels * filters}), {channels});");
            }
        }
    }

    public override void EmitBackward(SourceWriter writer, LayerEmission layer)
    {
        int n = layer.Model.Number;
        LayerModel model = layer.Model;
        string pixel = Pixel(Window.Of(model));
        ActivationCode activation = ActivationCode.Of(model.Activation);
        string saved = activation.KeepsPreActivation ? layer.PreActivation : layer.Activation;
        string? derivative = layer.DeltaIsOfLogits || layer.DerivativeIsApplied ? null : ActivationCode.Backward(model.Activation, layer.Delta, saved, 0, 0);
        if (derivative is not null)
        {
            writer.Line($"// dLoss/dz{n} = dLoss/da{n} da{n}/dz{n}, where da/dz = {activation.Derivative}");
            writer.Line(derivative);
        }

        using (writer.Block($"// dLoss/dweights{n}[ky, kx, c, f] = the sum over the examples and y, x of {layer.Source}[{pixel}, c] delta{n}[y, x, f], dLoss/dbias{n} that of delta{n}"))
        {
            PassesEmitter.EmitSpan(writer, layer.Buffers, "laneSums");
            PassesEmitter.EmitSpan(writer, layer.Buffers, SourceWriter.Text($"groups{n}"));
            writer.Line($"Tiles.Gradient{n}({layer.Source}, {layer.Delta}, laneSums);");
            writer.Line($"Lanes.Sum(laneSums, {model.ParameterCount}, groups{n});");
        }

        writer.Line();
        using (layer.HasParametersBelow ? null : writer.Block("if (!inputGradient.IsEmpty)"))
        {
            writer.Line($"// dLoss/d{layer.Source}: every delta goes back through the weights it came by, delta{n}[y, x, f] weights{n}[ky, kx, c, f] to [{pixel}, c]");
            writer.Line($"Tiles.Delta{n}({layer.Delta}, transposed{n}, {layer.SourceDelta});");
        }
    }

    public override void EmitGradient(SourceWriter writer, LayerEmission layer, string member) => GroupGradientCode.Emit(writer, layer, member);

    public override IEnumerable<Kernel> Kernels(LayerEmission layer)
    {
        int n = layer.Model.Number;
        int channels = layer.Model.Input.Extents[2];
        int filters = layer.Model.Output.Extents[2];
        (Axis vertical, Axis horizontal) = Axis.Of(layer.Model);
        string sums = SourceWriter.Text($"{layer.Source} * weights{n} + bias{n}");
        string Formula(bool rectified) =>
            SourceWriter.Text($"{(rectified ? $"a{n} = relu({sums})" : $"z{n} = {sums}")}, where * is the convolution");

        yield return new SingleConvolution
        {
            Name = SourceWriter.Text($"Forward{n}One"),
            Formula = Formula(layer.Model.Activation == ActivationKind.ReLU),
            Names = (layer.Source, "parameters", SourceWriter.Text($"z{n}")),
            Vertical = vertical,
            Horizontal = horizontal,
            Channels = channels,
            Filters = filters,
            IsRectified = layer.Model.Activation == ActivationKind.ReLU,
            Folds = layer.Folded is not null,
        };
        yield return new LanesConvolution
        {
            Name = SourceWriter.Text($"Forward{n}"),
            Formula = Formula(IsRectified(layer)),
            Names = (layer.Source, "parameters", SourceWriter.Text($"z{n}")),
            Vertical = vertical,
            Horizontal = horizontal,
            Channels = channels,
            Filters = filters,
            HasBias = true,
            IsRectified = IsRectified(layer),
            Folds = layer.Folded is not null,
        };
        yield return new LanesConvolutionGradient
        {
            Name = SourceWriter.Text($"Gradient{n}"),
            Formula = SourceWriter.Text($"dWeights{n}[ky, kx, c, f] = sum of {layer.Source}[{Pixel(Window.Of(layer.Model))}, c] delta{n}[y, x, f], dBias{n} = sum of delta{n}"),
            Names = (layer.Source, layer.Delta),
            Vertical = vertical,
            Horizontal = horizontal,
            Channels = channels,
            Filters = filters,
        };
        yield return new LanesConvolution
        {
            Name = SourceWriter.Text($"Delta{n}"),
            Formula = SourceWriter.Text($"{layer.SourceDelta} = delta{n} * weights{n} turned round"),
            Names = (layer.Delta, SourceWriter.Text($"transposed{n}"), layer.SourceDelta),
            Vertical = vertical.Back(),
            Horizontal = horizontal.Back(),
            Channels = filters,
            Filters = channels,
            HasBias = false,
        };
    }

    /// <summary>The forward pass of a prediction with the batch normalisation behind folded in: its scales are applied to the sums in the registers.</summary>
    public static void EmitFolded(SourceWriter writer, LayerEmission layer, LayerEmission folded, string result, string one)
    {
        int n = folded.Model.Number;
        string rectify = folded.Model.Activation == ActivationKind.ReLU && result == folded.Activation ? "true" : "false";
        writer.Line($"Tiles.Forward{layer.Model.Number}{one}({layer.Source}, {Parameters(layer)}, {result}, scale{n}, shift{n}, {rectify});");
    }

    // The sums become activations on their way to memory, where nothing else needs them.
    private static bool IsRectified(LayerEmission layer) => layer.Model.Activation == ActivationKind.ReLU && !layer.KeepsPreActivation;

    private static string Parameters(LayerEmission layer) =>
        SourceWriter.Text($"parameters.Slice({layer.Model.ParameterOffset}, {layer.Model.ParameterCount})");

    private static void EmitActivation(SourceWriter writer, LayerEmission layer, string z, string a)
    {
        if (ActivationCode.Forward(layer.Model.Activation, z, a, "1", 0, 0) is { } call)
        {
            writer.Line(call);
        }
    }

    // Also where a later layer would make the network too large: the sizes of this one have to fit an int.
    private static bool CheckParameters(LayerArguments attribute, LayerPlace place, Window window, int filters)
    {
        decimal weights = (decimal)window.Length * place.Input.Extents[2] * filters;
        if (weights > Limits.Parameters)
        {
            attribute.Error(
                Descriptors.TooLarge,
                attribute.TypeName,
                SourceWriter.Text($"layer {place.Number}, Conv2D, has {weights:N0} weights, {window.Height}x{window.Width}x{place.Input.Extents[2]}x{filters}"),
                SourceWriter.Count(Limits.Parameters));
            return false;
        }

        if (window.Width > Limits.KernelWidth)
        {
            attribute.Error(
                Descriptors.TooLarge,
                attribute.TypeName,
                SourceWriter.Text($"layer {place.Number}, Conv2D, has a kernel {SourceWriter.Count(window.Width)} pixels wide"),
                SourceWriter.Text($"a width of {Limits.KernelWidth}, the height is free: lay the long side of the image along its height"));
            return false;
        }

        return true;
    }
}
