using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Layers;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Parsing;

/// <summary>The rules that look at the network as a whole.</summary>
internal static class NetworkRules
{
    private const int BytesPerParameter = 4;

    public static bool Check(NetworkModel model, LayerArguments network, IReadOnlyList<LayerArguments> layers)
    {
        if (!CheckSize(model, network) || !(CheckSoftmax(model, network, layers) & CheckLoss(model, network)) || !CheckUnroll(model, network))
        {
            return false;
        }

        WarnOfSingleSoftmax(model, network, layers);
        WarnOfDefaultBeforeBatchNorm(model, layers);
        return true;
    }

    private static void WarnOfDefaultBeforeBatchNorm(NetworkModel model, IReadOnlyList<LayerArguments> layers)
    {
        // The attribute before the first layer's is the input's.
        foreach (LayerModel layer in model.Layers.Where(layer => layer.Number < layers.Count - 1))
        {
            LayerArguments attribute = layers[layer.Number];
            if (layer is { Kind: "Dense", Activation: ActivationKind.Sigmoid } && layers[layer.Number + 1].Name == "BatchNorm" && !attribute.GivesPositional(1))
            {
                attribute.Error(Descriptors.DefaultBeforeBatchNorm, SourceWriter.Text($"{layer.Number}"), attribute.TypeName, SourceWriter.Text($"Dense({layer.Output.Length})"));
            }
        }
    }

    private static bool CheckSize(NetworkModel model, LayerArguments network)
    {
        decimal parameters = model.Layers.SelectMany(layer => layer.Tensors).Sum(tensor => Length(tensor.Shape));
        decimal activations = model.Layers.Sum(layer => Length(layer.Output));
        decimal input = Length(model.Input);
        string? reason = null;
        int limit = 0;
        if (parameters > Limits.Parameters)
        {
            reason = SourceWriter.Text($"it has {parameters:N0} parameters, {parameters * BytesPerParameter:N0} bytes");
            limit = Limits.Parameters;
        }
        else if (activations > Limits.Activations)
        {
            reason = SourceWriter.Text($"its layers have {activations:N0} outputs for one example (and {parameters:N0} parameters, {parameters * BytesPerParameter:N0} bytes)");
            limit = Limits.Activations;
        }
        else if (input > Limits.InputSize)
        {
            reason = SourceWriter.Text($"one example has {input:N0} numbers (and the network {parameters:N0} parameters, {parameters * BytesPerParameter:N0} bytes)");
            limit = Limits.InputSize;
        }

        if (reason is not null)
        {
            network.Error(Descriptors.TooLarge, network.TypeName, reason, SourceWriter.Text($"{limit:N0}"));
        }

        return reason is null;
    }

    private static bool CheckSoftmax(NetworkModel model, LayerArguments network, IReadOnlyList<LayerArguments> layers)
    {
        LayerModel? early = model.Layers.Take(OutputLayer(model).Number - 1).FirstOrDefault(layer => layer.Activation == ActivationKind.Softmax);
        if (early is not null)
        {
            string[] arguments = [SourceWriter.Text($"{early.Number}"), network.TypeName];
            if (layers.Count == 0)
            {
                network.ErrorAt("Hidden", Descriptors.SoftmaxNotLast, arguments);
            }
            else
            {
                // The attribute before the first layer's is the input's.
                layers[early.Number].Error(Descriptors.SoftmaxNotLast, arguments);
            }
        }

        return early is null;
    }

    // Only a warning: it can be computed, there is just nothing to learn.
    private static void WarnOfSingleSoftmax(NetworkModel model, LayerArguments network, IReadOnlyList<LayerArguments> layers)
    {
        LayerModel last = OutputLayer(model);
        if (last.Activation != ActivationKind.Softmax || model.Output.Length > 1)
        {
            return;
        }

        if (layers.Count == 0)
        {
            network.ErrorAt("Output", Descriptors.SoftmaxOverOne, network.TypeName);
        }
        else
        {
            layers[last.Number].Error(Descriptors.SoftmaxOverOne, network.TypeName);
        }
    }

    private static bool CheckLoss(NetworkModel model, LayerArguments network)
    {
        ActivationKind? needed = model.Loss switch
        {
            LossKind.CrossEntropy => ActivationKind.Softmax,
            LossKind.BinaryCrossEntropy => ActivationKind.Sigmoid,
            _ => null,
        };
        ActivationKind output = OutputLayer(model).Activation;
        if (needed is null || needed == output)
        {
            return true;
        }

        network.ErrorAt("Loss", Descriptors.LossDoesNotFit, model.Loss.ToString(), needed.Value.ToString(), network.TypeName, output.ToString());
        return false;
    }

    private static bool CheckUnroll(NetworkModel model, LayerArguments network)
    {
        if (model.Unroll != UnrollKind.Full)
        {
            return true;
        }

        long statements = UnrolledSize.Statements(model);
        if (statements > Limits.UnrolledStatements)
        {
            network.ErrorAt(
                "Unroll",
                Descriptors.TooLarge,
                network.TypeName,
                SourceWriter.Text($"Unroll.Full would write {statements:N0} multiply-add statements for its {model.ParameterCount:N0} parameters ({(long)model.ParameterCount * BytesPerParameter:N0} bytes)"),
                SourceWriter.Text($"{Limits.UnrolledStatements:N0} statements; Unroll.Auto has no such limit"));
            return false;
        }

        if (statements > Limits.UnrolledStatementsWarning)
        {
            network.ErrorAt(
                "Unroll",
                Descriptors.UnrollIsCostly,
                network.TypeName,
                SourceWriter.Text($"{statements:N0}"),
                SourceWriter.Text($"{UnrolledSize.JitMilliseconds(statements):N0}"),
                SourceWriter.Text($"{UnrolledSize.BuildSeconds(statements):N0}"));
        }

        return true;
    }

    // The layer that makes the outputs: one that only calls them otherwise may follow.
    private static LayerModel OutputLayer(NetworkModel model) => model.Layers.Last(layer => !LayerCatalog.Get(layer.Kind).PassesThrough);

    private static decimal Length(Shape shape) => shape.Extents.Aggregate(1m, (product, extent) => product * extent);
}
