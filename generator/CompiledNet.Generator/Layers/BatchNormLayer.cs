using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;
using CompiledNet.Generator.Parsing;

namespace CompiledNet.Generator.Layers;

/// <summary>
/// Batch normalisation, for each channel of an image or each number of a flat vector: weights (gamma) and bias (beta) are parameters, mean and
/// variance are those of the batch in training, else running ones.
/// </summary>
internal sealed class BatchNormLayer : WholeBatchLayer
{
    private const double DefaultMomentum = 0.1;
    private const double DefaultEpsilon = 1e-5;

    public override string Kind => "BatchNorm";

    /// <summary>How much of a batch goes into the running statistics, as the bits of a float.</summary>
    public static int Momentum(LayerModel layer) => layer.Settings[0];

    /// <summary>What is added to the variance, as the bits of a float.</summary>
    public static int Epsilon(LayerModel layer) => layer.Settings[1];

    public override LayerModel? Parse(LayerArguments attribute, LayerPlace place)
    {
        ActivationKind? activation = attribute.PositionalEnum<ActivationKind>(0, "The activation");
        double momentum = attribute.NamedDouble("Momentum") ?? DefaultMomentum;
        double epsilon = attribute.NamedDouble("Epsilon") ?? DefaultEpsilon;

        // As a float, as the generated code has it: 1e-50 would be 0, 1e50 infinite.
        bool valid = Check(attribute, "Momentum", momentum, momentum is >= 0 and <= 1, "a number from 0 to 1")
            & Check(attribute, "Epsilon", epsilon, (float)epsilon > 0 && !float.IsInfinity((float)epsilon), "a number above 0");
        if (!valid || activation is null)
        {
            return null;
        }

        if (activation == ActivationKind.Softmax && !place.Input.IsFlat)
        {
            SoftmaxRules.ReportImage(attribute, place, place.Input);
            return null;
        }

        int n = place.Number;
        int channels = place.Input.Extents[place.Input.Extents.Count - 1];
        Shape shape = new(channels);
        return new LayerModel(
            n,
            Kind,
            place.Input,
            place.Input,
            activation.Value,
            new TensorModel[]
            {
                new("Weights", SourceWriter.Text($"{n}.weight"), shape, place.ParameterOffset),
                new("Bias", SourceWriter.Text($"{n}.bias"), shape, unchecked(place.ParameterOffset + channels)),
            },
            new[] { FloatBits.Of(momentum), FloatBits.Of(epsilon) })
        {
            Statistics = new TensorModel[]
            {
                new("RunningMean", SourceWriter.Text($"{n}.running_mean"), shape, place.StatisticOffset),
                new("RunningVariance", SourceWriter.Text($"{n}.running_var"), shape, unchecked(place.StatisticOffset + channels)),
            },
        };
    }

    public override string? TopologySettings(LayerModel layer) =>
        SourceWriter.Text($"BatchNormSettings({FloatBits.Text(Momentum(layer))}f, {FloatBits.Text(Epsilon(layer))}f)");

    public override string Formula(LayerEmission layer)
    {
        int n = layer.Model.Number;
        string formula = SourceWriter.Text($"z{n} = weights{n} ({layer.Source} - mean{n}) / sqrt(variance{n} + {FloatBits.Text(Epsilon(layer.Model))}) + bias{n}");
        return SourceWriter.Text($"{formula},  a{n} = {ActivationCode.Of(layer.Model.Activation).Name}(z{n})");
    }

    // Whatever the network's initializer: first the layer only brings the batch to mean 0 and variance 1. Bias and running mean are zero anyway.
    public override void EmitInitialize(SourceWriter writer, LayerModel layer, InitializerKind initializer)
    {
        writer.Line($"Weights{layer.Number}.Fill(1);");
        writer.Line($"RunningVariance{layer.Number}.Fill(1);");
    }

    public override bool NeedsLanes(LayerModel layer) => !layer.Input.IsFlat;

    public override void EmitForward(SourceWriter writer, LayerEmission layer)
    {
        int n = layer.Model.Number;
        int channels = Channels(layer);
        EmitSingleScale(writer, layer);
        writer.Line($"BatchNormalization.NormalizeOne({layer.Source}, {Pixels(layer)}, {channels}, scale{n}, shift{n}, {layer.Activation});");

        // Softmax takes rows with the padding behind them, and leaves that out itself; others would compute it, and nobody has written it.
        string a = layer.Model.Activation == ActivationKind.Softmax ? layer.Activation : SourceWriter.Text($"{layer.Activation}.Slice(0, {layer.Model.Output.Length})");
        EmitActivation(writer, layer, a, a, "1");
    }

    /// <summary>A prediction of one example, where the convolution before has the layer folded in.</summary>
    public static void EmitFolded(SourceWriter writer, LayerEmission convolution, LayerEmission layer)
    {
        EmitSingleScale(writer, layer);
        Conv2DLayer.EmitFolded(writer, convolution, layer, layer.Activation, "One");
        if (layer.Model.Activation != ActivationKind.ReLU)
        {
            string a = SourceWriter.Text($"{layer.Activation}.Slice(0, {layer.Model.Output.Length})");
            EmitActivation(writer, layer, a, a, "1");
        }
    }

    /// <summary>The same for a group of examples.</summary>
    public static void EmitFoldedBatch(SourceWriter writer, LayerEmission convolution, LayerEmission layer)
    {
        EmitSpans(writer, layer, "scale", "shift");
        Conv2DLayer.EmitFolded(writer, convolution, layer, layer.PreActivation, string.Empty);
        if (layer.Model.Activation != ActivationKind.ReLU || layer.PreActivation != layer.Activation)
        {
            EmitActivation(writer, layer, layer.PreActivation, layer.Activation, "rows");
        }
    }

    public override void EmitForwardBatch(SourceWriter writer, LayerEmission layer)
    {
        int n = layer.Model.Number;
        EmitSpans(writer, layer, "scale", "shift");
        writer.Line(layer.IsLanes
            ? SourceWriter.Text($"BatchNormalization.NormalizeLanes({layer.Source}, {Pixels(layer)}, {Channels(layer)}, scale{n}, shift{n}, {layer.PreActivation});")
            : SourceWriter.Text($"BatchNormalization.NormalizeRows({layer.Source}, {layer.SourceStride}, rows, {Channels(layer)}, scale{n}, shift{n}, {layer.PreActivation}, {layer.Stride});"));
        EmitActivation(writer, layer, layer.PreActivation, layer.Activation, "rows");
    }

    public override void EmitMeasure(SourceWriter writer, LayerEmission layer)
    {
        EmitSpans(writer, layer, "moments");
        writer.Line(layer.IsLanes
            ? SourceWriter.Text($"BatchNormalization.MeasureLanes({layer.Source}, {Pixels(layer)}, {Channels(layer)}, rows, moments{layer.Model.Number});")
            : SourceWriter.Text($"BatchNormalization.MeasureRows({layer.Source}, {layer.SourceStride}, rows, {Channels(layer)}, moments{layer.Model.Number});"));
    }

    public override void EmitCombine(SourceWriter writer, LayerEmission layer)
    {
        int n = layer.Model.Number;
        EmitSpans(writer, layer, "mean", "variance", "scale", "shift");
        writer.Line($"BatchNormalization.Combine(workspace.Slice({PassesEmitter.OffsetName(SourceWriter.Text($"moments{n}"))}), GroupFloats, groups, batch, {Pixels(layer)}, {Channels(layer)}, mean{n}, variance{n});");
        EmitScale(writer, layer, SourceWriter.Text($"mean{n}"), SourceWriter.Text($"variance{n}"));
    }

    public override void EmitUseStatistics(SourceWriter writer, LayerEmission layer)
    {
        EmitSpans(writer, layer, "scale", "shift");
        EmitScale(writer, layer, Statistic(layer, 0), Statistic(layer, 1));
    }

    public override void EmitUpdateStatistics(SourceWriter writer, LayerEmission layer)
    {
        int n = layer.Model.Number;
        EmitSpans(writer, layer, "mean", "variance");
        writer.Line($"BatchNormalization.UpdateRunning(mean{n}, variance{n}, batch * {Pixels(layer)}, {FloatBits.Text(Momentum(layer.Model))}f, {Statistic(layer, 0)}, {Statistic(layer, 1)});");
    }

    public override void EmitBackwardSums(SourceWriter writer, LayerEmission layer)
    {
        int n = layer.Model.Number;
        ActivationCode activation = ActivationCode.Of(layer.Model.Activation);
        string saved = activation.KeepsPreActivation ? layer.PreActivation : layer.Activation;
        if (!layer.DeltaIsOfLogits && !layer.DerivativeIsApplied
            && ActivationCode.Backward(layer.Model.Activation, layer.Delta, saved, layer.Model.Output.Length, layer.Stride) is { } derivative)
        {
            writer.Line($"// dLoss/dz{n} = dLoss/da{n} da{n}/dz{n}, where da/dz = {activation.Derivative}");
            writer.Line(derivative);
        }

        writer.Line($"// dLoss/dweights{n} = the sum over examples and pixels of delta{n} ({layer.Source} - mean{n}) / sqrt(variance{n} + epsilon), dLoss/dbias{n} that of delta{n}");
        EmitSpans(writer, layer, "mean", "variance", "groups");
        string statistics = SourceWriter.Text($"mean{n}, variance{n}, {Epsilon(layer)}, groups{n}");
        writer.Line(layer.IsLanes
            ? SourceWriter.Text($"BatchNormalization.GradientLanes({layer.Delta}, {layer.Source}, {Pixels(layer)}, {Channels(layer)}, {statistics});")
            : SourceWriter.Text($"BatchNormalization.GradientRows({layer.Delta}, {layer.Stride}, {layer.Source}, {layer.SourceStride}, rows, {Channels(layer)}, {statistics});"));
    }

    public override void EmitCombineBackward(SourceWriter writer, LayerEmission layer)
    {
        int n = layer.Model.Number;
        EmitSpans(writer, layer, "totals");
        writer.Line($"GroupGradients.Apply(workspace.Slice({PassesEmitter.OffsetName(SourceWriter.Text($"groups{n}"))}), groups, GroupFloats, totals{n}, totals{n}, true, 0);");
    }

    public override void EmitBackward(SourceWriter writer, LayerEmission layer)
    {
        int n = layer.Model.Number;
        using (layer.HasParametersBelow ? null : writer.Block("if (!inputGradient.IsEmpty)"))
        {
            writer.Line($"// dLoss/d{layer.Source} = weights{n} / sqrt(variance{n} + epsilon) (delta{n} - its mean - n{n} the mean of delta{n} n{n}), where n{n} = ({layer.Source} - mean{n}) / sqrt(variance{n} + epsilon) and");
            writer.Line("// the means are over the batch's examples and pixels: what mean and variance take back");
            EmitSpans(writer, layer, "mean", "variance", "totals");
            string statistics = SourceWriter.Text($"{Parameters(layer, 0)}, mean{n}, variance{n}, {Epsilon(layer)}, totals{n}, batch, {layer.SourceDelta}");
            writer.Line(layer.IsLanes
                ? SourceWriter.Text($"BatchNormalization.BackwardLanes({layer.Delta}, {layer.Source}, {Pixels(layer)}, {Channels(layer)}, rows, {statistics});")
                : SourceWriter.Text($"BatchNormalization.BackwardRows({layer.Delta}, {layer.Stride}, {layer.Source}, {layer.SourceStride}, rows, {Channels(layer)}, {statistics}, {layer.SourceStride});"));
        }
    }

    public override void EmitGradient(SourceWriter writer, LayerEmission layer, string member) => GroupGradientCode.Emit(writer, layer, member);

    private static int Channels(LayerEmission layer) => layer.Model.StatisticCount / 2;

    private static int Pixels(LayerEmission layer) => layer.Model.Input.Length / Channels(layer);

    private static string Epsilon(LayerEmission layer) => FloatBits.Text(Epsilon(layer.Model)) + "f";

    private static string Parameters(LayerEmission layer, int tensor) =>
        SourceWriter.Text($"parameters.Slice({layer.Model.Tensors[tensor].Offset}, {Channels(layer)})");

    private static string Statistic(LayerEmission layer, int tensor) =>
        SourceWriter.Text($"statistics.Slice({layer.Model.Statistics[tensor].Offset}, {Channels(layer)})");

    private static void EmitSingleScale(SourceWriter writer, LayerEmission layer)
    {
        int n = layer.Model.Number;
        int channels = Channels(layer);
        int scales = layer.Buffers.SingleScales[n];
        writer.Line($"Span<float> scale{n} = activations.Slice({scales}, {channels});");
        writer.Line($"Span<float> shift{n} = activations.Slice({scales + TilePlan.Padded(channels)}, {channels});");
        EmitScale(writer, layer, Statistic(layer, 0), Statistic(layer, 1));
    }

    private static void EmitScale(SourceWriter writer, LayerEmission layer, string mean, string variance)
    {
        int n = layer.Model.Number;
        writer.Line($"BatchNormalization.Scale({Parameters(layer, 0)}, {Parameters(layer, 1)}, {mean}, {variance}, {Epsilon(layer)}, scale{n}, shift{n});");
    }

    private static void EmitSpans(SourceWriter writer, LayerEmission layer, params string[] roles)
    {
        foreach (string role in roles)
        {
            PassesEmitter.EmitSpan(writer, layer.Buffers, SourceWriter.Text($"{role}{layer.Model.Number}"));
        }
    }

    private static void EmitActivation(SourceWriter writer, LayerEmission layer, string z, string a, string rows)
    {
        if (ActivationCode.Forward(layer.Model.Activation, z, a, rows, layer.Model.Output.Length, layer.Stride) is { } call)
        {
            writer.Line(call);
        }
    }

    private static bool Check(LayerArguments attribute, string name, double value, bool valid, string expected)
    {
        if (!valid)
        {
            attribute.ErrorAt(name, Descriptors.InvalidArgument, $"{name} in [BatchNorm]", attribute.TypeName, SourceWriter.Text($"{value}"), expected);
        }

        return valid;
    }
}
