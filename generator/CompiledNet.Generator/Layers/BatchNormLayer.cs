using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;
using CompiledNet.Generator.Parsing;

namespace CompiledNet.Generator.Layers;

/// <summary>
/// Batch normalisation, for each channel of an image or each number of a flat vector: weights (gamma) and bias (beta) are parameters, mean and
/// variance are those of the batch in training, else running ones.
/// </summary>
internal sealed class BatchNormLayer : Layer
{
    private const double DefaultMomentum = 0.1;
    private const double DefaultEpsilon = 1e-5;

    public override string Kind => "BatchNorm";

    /// <summary>How much of a batch goes into the running statistics, as the bits of a float.</summary>
    public static int Momentum(LayerModel layer) => layer.Settings[0];

    /// <summary>What is added to the variance, as the bits of a float.</summary>
    public static int Epsilon(LayerModel layer) => layer.Settings[1];

    public override LayerModel? Parse(AttributeReader attribute, LayerPlace place)
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

    private static bool Check(AttributeReader attribute, string name, double value, bool valid, string expected)
    {
        if (!valid)
        {
            attribute.ErrorAt(name, Descriptors.InvalidArgument, $"{name} in [BatchNorm]", attribute.TypeName, SourceWriter.Text($"{value}"), expected);
        }

        return valid;
    }
}
