using System;
using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Layers;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Emit;

/// <summary>
/// The forward and the backward pass of a batch, layer by layer. Where a layer needs all examples of the batch at once, the passes come in parts that end
/// before it: all examples go through one part before any goes through the next.
/// </summary>
internal static class BatchPassEmitter
{
    /// <summary>The layers in parts; a part after the first begins with a layer that needs the whole batch.</summary>
    public static IReadOnlyList<IReadOnlyList<LayerEmission>> Parts(NetworkFiles files)
    {
        List<List<LayerEmission>> parts = [[]];
        foreach (LayerEmission layer in files.Layers)
        {
            if (layer.Kind is WholeBatchLayer)
            {
                parts.Add([]);
            }

            parts[parts.Count - 1].Add(layer);
        }

        return parts;
    }

    public static void EmitForward(SourceWriter writer, NetworkFiles files)
    {
        IReadOnlyList<IReadOnlyList<LayerEmission>> parts = Parts(files);
        string inputs = files.Buffers.IsLanes(0) ? "inputs" : "x";
        string parameters = $"(ReadOnlySpan<float> parameters, ReadOnlySpan<float> {inputs}, {files.SharedParameter}Span<float> workspace, int start, int rows{files.SlotParameter}{files.DropoutParameters})";
        EmitForwardSummary(writer, files);
        writer.Line(TileCode.Optimized);
        using (writer.Block($"internal static void ForwardBatch{parameters}"))
        {
            if (parts.Count == 1)
            {
                EmitForwardPart(writer, files, parts[0], isFirst: true);
                return;
            }

            if (files.Folds)
            {
                EmitForwardPart(writer, files, files.Layers, isFirst: true, folds: true);
            }

            for (int part = 0; part < parts.Count && !files.Folds; part++)
            {
                writer.Line($"ForwardPart{part + 1}(parameters, {inputs}, shared, workspace, start, rows, slot{(files.Buffers.HasDropout ? ", dropoutKey, firstRow" : string.Empty)});");
            }
        }

        for (int part = 0; part < parts.Count; part++)
        {
            writer.Line();
            writer.Line($"/// <summary>The forward pass {Describe(parts, part)}.</summary>");
            writer.Line(TileCode.Optimized);
            using (writer.Block($"internal static void ForwardPart{part + 1}{parameters}"))
            {
                EmitForwardPart(writer, files, parts[part], part == 0);
            }
        }
    }

    public static void EmitBackward(SourceWriter writer, NetworkFiles files)
    {
        IReadOnlyList<IReadOnlyList<LayerEmission>> parts = Parts(files);
        string dropout = files.Buffers.HasDropout ? ", ulong dropoutKey" : string.Empty;
        string loss = $"ReadOnlySpan<float> targets, ReadOnlySpan<float> exampleWeights, {files.SharedParameter}Span<float> workspace, Span<float> inputGradient, int start, int rows, float scale{files.SlotParameter}{dropout}";
        if (parts.Count == 1)
        {
            writer.Line();
            writer.Line("/// <summary>");
            writer.Line("/// Backpropagation for <c>rows</c> examples of a block that went through <see cref=\"ForwardBatch\"/>: from the loss back to the first layer, each");
            writer.Line("/// layer's delta gives the delta of the layer before. Returns the sum of the examples' losses.");
            writer.Line("/// </summary>");
            writer.Line(TileCode.Optimized);
            using (writer.Block($"internal static double BackwardBatch({loss})"))
            {
                EmitLossGradient(writer, files);
                EmitBackwardLayers(writer, files, parts[0]);
                EmitInputGradient(writer, files);
                writer.Line("return loss;");
            }

            return;
        }

        for (int part = parts.Count - 1; part >= 0; part--)
        {
            bool isLast = part == parts.Count - 1;
            writer.Line();
            writer.Line($"/// <summary>Backpropagation {(isLast ? "from the loss " : string.Empty)}{Describe(parts, part)}, for the <c>rows</c> examples of a group.</summary>");
            writer.Line(TileCode.Optimized);
            string inputs = files.Buffers.IsLanes(0) ? string.Empty : "ReadOnlySpan<float> x, ";
            string rest = $"ReadOnlySpan<float> parameters, {inputs}Span<float> shared, Span<float> workspace, Span<float> inputGradient, int batch, int start, int rows{files.SlotParameter}{dropout}";
            using (writer.Block($"internal static void BackwardPart{part + 1}({(isLast ? "ReadOnlySpan<float> targets, ReadOnlySpan<float> exampleWeights, float scale, " : string.Empty)}{rest})"))
            {
                if (isLast)
                {
                    EmitLossGradient(writer, files);
                }
                else
                {
                    LayerEmission above = parts[part + 1][0];
                    EmitSpans(writer, files, above.OwnBackwardBuffers);
                    EmitSpans(writer, files, above.BackwardBuffers);
                    writer.Line($"// Layer {above.Model.Number}, {above.Model.Kind} {above.Model.Input} -> {above.Model.Output}");
                    above.Kind.EmitBackward(writer, above);
                    writer.Line();
                }

                IEnumerable<LayerEmission> layers = part == 0 ? parts[part] : parts[part].Skip(1);
                EmitBackwardLayers(writer, files, layers);
                if (part > 0)
                {
                    LayerEmission first = parts[part][0];
                    writer.Line($"// Layer {first.Model.Number}, {first.Model.Kind} {first.Model.Input} -> {first.Model.Output}");
                    EmitSpans(writer, files, first.SourceBuffers);
                    ((WholeBatchLayer)first.Kind).EmitBackwardSums(writer, first);
                }
                else
                {
                    EmitInputGradient(writer, files);
                }
            }
        }
    }

    /// <summary>The layers one after the other, each with its formula above it.</summary>
    public static void EmitLayers(SourceWriter writer, IEnumerable<LayerEmission> layers, Action<LayerEmission> emit)
    {
        bool isFirst = true;
        foreach (LayerEmission layer in layers)
        {
            LayerModel model = layer.Model;
            if (!isFirst)
            {
                writer.Line();
            }

            isFirst = false;
            writer.Line($"// Layer {model.Number}, {model.Kind} {model.Input} -> {model.Output}:  {layer.Kind.Formula(layer)}");
            emit(layer);
        }
    }

    private static void EmitForwardSummary(SourceWriter writer, NetworkFiles files)
    {
        writer.Line();
        writer.Line("/// <summary>");
        writer.Line("/// The forward pass of <c>rows</c> examples of a block, from example <c>start</c> on; the workspace keeps what the backward pass needs.");
        if (files.Buffers.HasDropout)
        {
            writer.Line("/// The <c>dropoutKey</c> says what is left out, if it is not 0; <c>firstRow</c> is the first example's place in the whole batch.");
        }

        writer.Line("/// </summary>");
    }

    private static void EmitForwardPart(SourceWriter writer, NetworkFiles files, IReadOnlyList<LayerEmission> layers, bool isFirst, bool folds = false)
    {
        if (isFirst && files.Buffers.IsLanes(0))
        {
            writer.Line("// The examples side by side: all first numbers, then all second ones, and so on.");
            PassesEmitter.EmitSpan(writer, files.Buffers, "x");
            writer.Line($"Lanes.FromRows(inputs, {files.Model.Input.Length}, rows, {files.Model.Input.Length}, x);");
            if (layers.Count > 0)
            {
                writer.Line();
            }
        }

        if (!isFirst)
        {
            EmitSpans(writer, files, layers[0].SourceBuffers);
        }

        EmitLayers(writer, layers.Where(layer => !(folds && layer.IsFolded)), layer =>
        {
            if (files.Buffers.PassesThrough(layer.Model.Number))
            {
                return;
            }

            LayerEmission? folded = folds ? layer.Folded : null;
            if (folded is not null)
            {
                EmitFoldedFormula(writer, folded);
            }

            LayerEmission result = folded ?? layer;
            PassesEmitter.EmitSpan(writer, files.Buffers, result.Activation);
            if (result.KeepsPreActivation)
            {
                PassesEmitter.EmitSpan(writer, files.Buffers, result.PreActivation);
            }

            if (folded is not null)
            {
                BatchNormLayer.EmitFoldedBatch(writer, layer, folded);
            }
            else
            {
                layer.Kind.EmitForwardBatch(writer, layer);
            }
        });
    }

    /// <summary>The formula of a layer that is folded into the one whose formula stands above.</summary>
    public static void EmitFoldedFormula(SourceWriter writer, LayerEmission layer) =>
        writer.Line($"// and layer {layer.Model.Number}, {layer.Model.Kind}:  {layer.Kind.Formula(layer)}");

    private static void EmitLossGradient(SourceWriter writer, NetworkFiles files)
    {
        LayerEmission last = files.Layers[files.Buffers.LastOwner - 1];
        EmitSpans(writer, files, last.OwnBackwardBuffers);
        writer.Line($"// {LossGradient(files.Model, last)}");
        writer.Line($"double loss = Loss(targets, workspace, {last.Delta}, start, rows, scale);");
        using (writer.Block("if (!exampleWeights.IsEmpty)"))
        {
            writer.Line("// An example's loss and its gradient, times its weight.");
            PassesEmitter.EmitSpan(writer, files.Buffers, "losses");
            writer.Line($"loss = ExampleWeights.Apply(exampleWeights, losses, {last.Delta}, {last.Stride}){files.MeanOverOutputs};");
        }

        writer.Line();
    }

    private static void EmitBackwardLayers(SourceWriter writer, NetworkFiles files, IEnumerable<LayerEmission> layers)
    {
        foreach (LayerEmission layer in layers.Reverse().Where(layer => !files.Buffers.PassesThrough(layer.Model.Number)))
        {
            LayerModel model = layer.Model;
            writer.Line($"// Layer {model.Number}, {model.Kind} {model.Input} -> {model.Output}");
            EmitSpans(writer, files, layer.BackwardBuffers);
            layer.Kind.EmitBackward(writer, layer);
            writer.Line();
        }
    }

    private static void EmitInputGradient(SourceWriter writer, NetworkFiles files)
    {
        if (files.Buffers.IsLanes(0))
        {
            using (writer.Block("if (!inputGradient.IsEmpty)"))
            {
                writer.Line($"Lanes.ToRows(dx, {files.Model.Input.Length}, rows, inputGradient, {files.Model.Input.Length});");
            }

            writer.Line();
        }
    }

    private static void EmitSpans(SourceWriter writer, NetworkFiles files, IEnumerable<string> buffers)
    {
        foreach (string buffer in buffers)
        {
            PassesEmitter.EmitSpan(writer, files.Buffers, buffer);
        }
    }

    private static string Describe(IReadOnlyList<IReadOnlyList<LayerEmission>> parts, int part)
    {
        string end = part == parts.Count - 1 ? "of the last layers" : SourceWriter.Text($"of the layers before layer {parts[part + 1][0].Model.Number}");
        return part == 0 ? end : SourceWriter.Text($"{end}, from layer {parts[part][0].Model.Number} on");
    }

    private static string LossGradient(NetworkModel model, LayerEmission last)
    {
        string a = last.Activation;
        string z = SourceWriter.Text($"z{last.Model.Number}");
        return model.Loss switch
        {
            LossKind.SquaredError => $"{last.Delta} = dLoss/d{a} = 2 ({a} - y) / batch",
            LossKind.MeanSquaredError => $"{last.Delta} = dLoss/d{a} = 2 ({a} - y) / (batch outputs)",
            LossKind.CrossEntropy => $"{last.Delta} = dLoss/d{z} = ({a} - y) / batch, where y sums to 1: the derivatives of logarithm and softmax cancel",
            _ => $"{last.Delta} = dLoss/d{z} = ({a} - y) / (batch outputs): the derivatives of logarithm and sigmoid cancel",
        };
    }
}
