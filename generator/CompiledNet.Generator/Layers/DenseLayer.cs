using System.Collections.Generic;
using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;
using CompiledNet.Generator.Parsing;

namespace CompiledNet.Generator.Layers;

/// <summary>A fully connected layer: <c>a = activation(x · weights + bias)</c>, weights <c>[in][out]</c>.</summary>
internal sealed class DenseLayer : Layer
{
    public override string Kind => "Dense";

    public static LayerModel Create(int number, Shape input, int units, ActivationKind activation, int offset)
    {
        Shape weights = new(input.Length, units);
        return new LayerModel(
            number,
            "Dense",
            input,
            new Shape(units),
            activation,
            new TensorModel[]
            {
                new("Weights", SourceWriter.Text($"{number}.weight"), weights, offset),
                new("Bias", SourceWriter.Text($"{number}.bias"), new Shape(units), unchecked(offset + weights.Length)),
            },
            default);
    }

    public override LayerModel? Parse(LayerArguments attribute, LayerPlace place)
    {
        IReadOnlyList<int> units = attribute.PositionalIntegers();
        ActivationKind? activation = attribute.PositionalEnum<ActivationKind>(1, "The activation");
        if (units.Count != 1 || activation is null)
        {
            return null;
        }

        if (units[0] < 1)
        {
            attribute.ErrorAt(0, Descriptors.SizeBelowOne, "The number of neurons", attribute.TypeName, SourceWriter.Text($"{units[0]}"));
            return null;
        }

        if (!place.Input.IsFlat)
        {
            attribute.Error(Descriptors.LayersDoNotFit, SourceWriter.Text($"[Dense({units[0]})]"), attribute.TypeName, $"a dense layer takes a flat vector, but an image of {place.Input} comes in; put [Flatten] before it");
            return null;
        }

        return Create(place.Number, place.Input, units[0], activation.Value, place.ParameterOffset);
    }

    public override long UnrolledStatements(LayerModel layer) =>
        (2L * layer.Input.Length * UnrolledSize.Vectors(layer.Output.Length)) + ((long)layer.Output.Length * UnrolledSize.Vectors(layer.Input.Length));

    public override int RunsToShare(LayerModel layer) =>
        layer.Input.Length >= TilePlan.LongSum && TilePlan.Runs(layer.Input.Length, layer.Output.Length, readsInput: true) is > 1 and int runs ? runs : 0;

    public override int TransposedFloats(LayerModel layer) => layer.Output.Length * TilePlan.Padded(layer.Input.Length);

    public override string Formula(LayerEmission layer)
    {
        int n = layer.Model.Number;
        return SourceWriter.Text($"z{n} = {layer.Source} · weights{n} + bias{n},  a{n} = {ActivationCode.Of(layer.Model.Activation).Name}(z{n})");
    }

    public override void EmitInitialize(SourceWriter writer, LayerModel layer, InitializerKind initializer) =>
        InitializerCode.Emit(writer, layer, initializer, layer.Input.Length, layer.Output.Length);

    public override void EmitForward(SourceWriter writer, LayerEmission layer)
    {
        writer.Line($"Tiles.Forward{layer.Model.Number}({layer.Source}, {Parameters(layer)}, {layer.Activation});");
        EmitActivation(writer, layer, layer.Activation, "1");
    }

    public override void EmitForwardBatch(SourceWriter writer, LayerEmission layer)
    {
        string whole = SourceWriter.Text($"Tiles.Forward{layer.Model.Number}({layer.Source}, {Parameters(layer)}, {layer.PreActivation}, rows);");
        if (layer.RunsToShare > 0)
        {
            writer.Line("if (x.IsEmpty)");
            writer.Line("{");
            writer.Line("    // A team has taken the runs of the sums.");
            writer.Line($"    RunSums.Add(workspace.Slice(RunsStart + (start * {layer.Stride})), {layer.RunsToShare}, {layer.Buffers.RunStride}, {layer.PreActivation});");
            writer.Line("}");
            writer.Line("else");
            writer.Line("{");
            writer.Line("    " + whole);
            writer.Line("}");
            writer.Line();
        }
        else
        {
            writer.Line(whole);
        }

        EmitActivation(writer, layer, layer.PreActivation, "rows");
    }

    public override void EmitPrepareBackward(SourceWriter writer, LayerEmission layer)
    {
        int inputs = layer.Model.Input.Length;
        int outputs = layer.Model.Output.Length;
        int n = layer.Model.Number;
        using (layer.HasParametersBelow ? null : writer.Block("if (withInputGradient)"))
        {
            writer.Line($"(from, to) = Tiles.Gradient{n}Inputs(member);");
            writer.Line($"MatrixTranspose.Transpose(parameters.Slice({(layer.Model.ParameterOffset == 0 ? string.Empty : SourceWriter.Text($"{layer.Model.ParameterOffset} + "))}(from * {outputs}), (to - from) * {outputs}), to - from, {outputs}, transposed{n}.Slice(from), {TilePlan.Padded(inputs)});");
        }
    }

    public override void EmitBackward(SourceWriter writer, LayerEmission layer)
    {
        int n = layer.Model.Number;
        ActivationCode activation = ActivationCode.Of(layer.Model.Activation);
        string saved = activation.KeepsPreActivation ? layer.PreActivation : layer.Activation;
        string? derivative = layer.DeltaIsOfLogits
            ? null
            : ActivationCode.Backward(layer.Model.Activation, layer.Delta, saved, layer.Model.Output.Length, layer.Stride);
        if (derivative is not null)
        {
            writer.Line($"// dLoss/dz{n} = dLoss/da{n} da{n}/dz{n}, where da/dz = {activation.Derivative}");
            writer.Line(derivative);
        }

        using (layer.HasParametersBelow ? null : writer.Block("if (!inputGradient.IsEmpty)"))
        {
            writer.Line(layer.ReadsInput ? $"// dLoss/dx = delta{n} · weights{n}ᵀ" : $"// dLoss/d{layer.Source} = delta{n} · weights{n}ᵀ");
            writer.Line($"Tiles.Delta{n}({layer.Delta}, transposed{n}, {layer.SourceDelta}, rows);");
        }
    }

    public override void EmitGradient(SourceWriter writer, LayerEmission layer, string member)
    {
        int n = layer.Model.Number;
        string part = SourceWriter.Text($"Slice({layer.Model.ParameterOffset}, {layer.Model.ParameterCount})");
        writer.Line($"// dLoss/dweights{n} = {layer.Source}ᵀ · delta{n},  dLoss/dbias{n} = the sum of delta{n} over the examples");
        writer.Line($"Tiles.Gradient{n}({layer.Source}, {layer.Delta}, gradient.{part}, parameters.{part}, rows, first, rate, {member});");
    }

    public override IEnumerable<Kernel> Kernels(LayerEmission layer)
    {
        int n = layer.Model.Number;
        int inputs = layer.Model.Input.Length;
        int outputs = layer.Model.Output.Length;
        yield return new MatmulKernel
        {
            Name = SourceWriter.Text($"Forward{n}"),
            Formula = $"z{n} = {layer.Source} · weights{n} + bias{n}",
            Names = (layer.Source, "parameters", SourceWriter.Text($"z{n}")),
            Length = inputs,
            Outputs = outputs,
            XStride = layer.SourceStride,
            WeightsStride = outputs,
            ZStride = layer.Stride,
            HasBias = true,
            HasSingle = true,
            Runs = TilePlan.Runs(inputs, outputs, layer.ReadsInput),
            Straight = layer.Straight,
        };
        yield return new GradientKernel
        {
            Name = SourceWriter.Text($"Gradient{n}"),
            Formula = $"dWeights{n} = {layer.Source}ᵀ · delta{n}, dBias{n} = sum of delta{n}",
            Names = (layer.Source, layer.Delta),
            Inputs = inputs,
            Outputs = outputs,
            XStride = layer.SourceStride,
            DeltaStride = layer.Stride,
            Straight = layer.Straight,
        };
        yield return new MatmulKernel
        {
            Name = SourceWriter.Text($"Delta{n}"),
            Formula = $"{layer.SourceDelta} = delta{n} · weights{n}ᵀ",
            Names = (layer.Delta, SourceWriter.Text($"transposed{n}"), layer.SourceDelta),
            Length = outputs,
            Outputs = inputs,
            XStride = layer.Stride,
            WeightsStride = TilePlan.Padded(inputs),
            ZStride = layer.SourceStride,
            HasBias = false,
            HasSingle = false,
            IsRare = layer.ReadsInput,
            Runs = 1,
            Straight = layer.Straight,
        };
    }

    private static string Parameters(LayerEmission layer) =>
        SourceWriter.Text($"parameters.Slice({layer.Model.ParameterOffset}, {layer.Model.ParameterCount})");

    private static void EmitActivation(SourceWriter writer, LayerEmission layer, string z, string rows)
    {
        if (ActivationCode.Forward(layer.Model.Activation, z, layer.Activation, rows, layer.Model.Output.Length, layer.Stride) is { } call)
        {
            writer.Line(call);
        }
    }
}
