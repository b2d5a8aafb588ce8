using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Layers;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Emit;

/// <summary>
/// Backpropagation over a batch in which layers need the whole batch at once: the members of a team take some of the groups of 16 examples each, and meet at
/// every such layer, on the way forward and on the way back.
/// </summary>
internal static class WholeBatchEmitter
{
    private const int Group = TilePlan.Group;

    /// <summary>At the start of a prediction: such layers go by what was kept of training.</summary>
    public static void EmitRunningStatistics(SourceWriter writer, NetworkFiles files)
    {
        if (files.Model.StatisticCount == 0)
        {
            return;
        }

        writer.Line("Span<float> shared = workspace.Slice(0, SharedFloats);");
        writer.Line("workspace = workspace.Slice(SharedFloats);");
        foreach (LayerEmission layer in Layers(files))
        {
            using (writer.Block($"// Layer {layer.Model.Number}"))
            {
                ((WholeBatchLayer)layer.Kind).EmitUseStatistics(writer, layer);
            }
        }

        writer.Line();
    }

    public static void EmitBackpropagate(SourceWriter writer, NetworkFiles files)
    {
        int inputs = files.Model.Input.Length;
        int outputs = files.Model.Output.Length;
        string dropout = files.Buffers.HasDropout ? ", dropoutKey" : string.Empty;
        string forwardDropout = files.Buffers.HasDropout ? ", dropoutKey, start" : string.Empty;
        string x = files.Buffers.IsLanes(0) ? string.Empty : SourceWriter.Text($"inputs.Slice(start * {inputs}, rows * {inputs}), ");
        LayerEmission[] layers = [.. Layers(files)];
        writer.Line("/// <summary>");
        writer.Line("/// Backpropagation over a batch: the mean loss, and its gradient with respect to the parameters and, where asked for, the inputs. Where <c>rate</c> is");
        writer.Line("/// not 0, the parameters take a step of <c>rate</c> times the gradient, and <c>gradient</c> is only room to work in; nothing changes where the loss is");
        writer.Line($"/// not finite. The members of a team call it together: each takes some of the groups of {Group} examples, and waits for the others where a layer needs");
        writer.Line("/// all of them; then some of the parameters.");
        writer.Line("/// </summary>");
        writer.Line(TileCode.Optimized);
        using (writer.Block("internal static float Backpropagate(Span<float> parameters, Span<float> statistics, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> exampleWeights, Span<float> gradient, Span<float> inputGradient, Span<float> workspace, float rate, bool keepsStatistics, " + (files.Buffers.HasDropout ? "ulong dropoutKey, " : string.Empty) + "TeamMember member)"))
        {
            writer.Line($"int batch = targets.Length / {outputs};");
            writer.Line($"int groups = (batch + {Group - 1}) / {Group};");
            writer.Line("float scale = 1f / batch;");
            writer.Line("Span<float> shared = workspace.Slice(0, SharedFloats);");
            writer.Line("workspace = workspace.Slice(SharedFloats, groups * GroupFloats);");
            writer.Line("(int firstGroup, int endGroup) = member.Share(groups);");
            writer.Line();
            writer.Line("// The last step has to be over for all, and each member has gathered its share of the examples.");
            writer.Line("member.Meet();");
            writer.Line("PrepareBackward(parameters, shared, !inputGradient.IsEmpty, member);");
            for (int part = 0; part < layers.Length; part++)
            {
                LayerEmission layer = layers[part];
                writer.Line();
                writer.Line($"// Forward to layer {layer.Model.Number}, which needs all examples.");
                using (EmitGroups(writer))
                {
                    writer.Line($"ForwardPart{part + 1}(parameters, inputs.Slice(start * {inputs}, rows * {inputs}), shared, group, 0, rows, 0{forwardDropout});");
                    writer.Line($"Measure{layer.Model.Number}({x}shared, group, rows{dropout});");
                }

                EmitMeeting(writer, $"Combine{layer.Model.Number}(parameters, shared, workspace, groups, batch);");
            }

            writer.Line();
            writer.Line("// Forward to the outputs, and back from the loss.");
            using (EmitGroups(writer))
            {
                writer.Line($"ForwardPart{layers.Length + 1}(parameters, inputs.Slice(start * {inputs}, rows * {inputs}), shared, group, 0, rows, 0{forwardDropout});");
                EmitInputGradient(writer, inputs);
                writer.Line("ReadOnlySpan<float> weights = exampleWeights.IsEmpty ? default : exampleWeights.Slice(start, rows);");
                writer.Line($"BackwardPart{layers.Length + 1}(targets.Slice(start * {outputs}, rows * {outputs}), weights, scale, parameters, {x}shared, group, dx, batch, 0, rows, 0{dropout});");
            }

            for (int part = layers.Length - 1; part >= 0; part--)
            {
                LayerEmission layer = layers[part];
                EmitMeeting(writer, $"CombineBackward{layer.Model.Number}(shared, workspace, groups);");
                writer.Line();
                writer.Line($"// Back from layer {layer.Model.Number}.");
                using (EmitGroups(writer))
                {
                    EmitInputGradient(writer, inputs);
                    writer.Line($"BackwardPart{part + 1}(parameters, {x}shared, group, dx, batch, 0, rows, 0{dropout});");
                }
            }

            writer.Line();
            writer.Line("member.Meet();");
            writer.Line("double loss = 0;");
            using (writer.Block($"for (int start = 0; start < batch; start += {Group})"))
            {
                writer.Line($"loss += RunSums.Sum(workspace.Slice((start / {Group} * GroupFloats) + LossesStart, Math.Min({Group}, batch - start))){files.MeanOverOutputs};");
            }

            writer.Line();
            writer.Line("float mean = (float)(loss / batch);");
            using (writer.Block("if (rate != 0 && !float.IsFinite(mean))"))
            {
                writer.Line("return mean;");
            }

            writer.Line();
            using (writer.Block("if (keepsStatistics && member.Index == 0 && float.IsFinite(mean))"))
            {
                foreach (LayerEmission layer in layers)
                {
                    using (writer.Block($"// Layer {layer.Model.Number}"))
                    {
                        ((WholeBatchLayer)layer.Kind).EmitUpdateStatistics(writer, layer);
                    }
                }
            }

            writer.Line();
            using (writer.Block($"for (int start = 0; start < batch; start += {Group})"))
            {
                writer.Line($"int rows = Math.Min({Group}, batch - start);");
                writer.Line($"GradientBatch(inputs.Slice(start * {inputs}, rows * {inputs}), shared, workspace.Slice(start / {Group} * GroupFloats, GroupFloats), gradient, parameters, rows, start == 0, start + rows == batch ? rate : 0{dropout}, member);");
            }

            writer.Line();
            writer.Line("return mean;");
        }

        foreach (LayerEmission layer in layers)
        {
            EmitMethods(writer, files, layer);
        }

        writer.Line();
        writer.Line("/// <summary>The floats that a batch needs to work in.</summary>");
        writer.Line($"internal static int WorkspaceFor(int batch) => checked(SharedFloats + (Math.Max(1, (batch + {Group - 1}) / {Group}) * GroupFloats));");
        StepEmitter.EmitInputShare(writer, files);
    }

    private static IEnumerable<LayerEmission> Layers(NetworkFiles files) => files.Layers.Where(layer => layer.Kind is WholeBatchLayer);

    /// <summary>The loop over a member's groups: <c>start</c> is a group's first example, <c>rows</c> how many it has, <c>group</c> its part of the workspace.</summary>
    private static System.IDisposable EmitGroups(SourceWriter writer)
    {
        System.IDisposable block = writer.Block($"for (int start = firstGroup * {Group}; start < endGroup * {Group} && start < batch; start += {Group})");
        writer.Line($"int rows = Math.Min({Group}, batch - start);");
        writer.Line($"Span<float> group = workspace.Slice(start / {Group} * GroupFloats, GroupFloats);");
        return block;
    }

    private static void EmitInputGradient(SourceWriter writer, int inputs) =>
        writer.Line($"Span<float> dx = inputGradient.IsEmpty ? default : inputGradient.Slice(start * {inputs}, rows * {inputs});");

    private static void EmitMeeting(SourceWriter writer, string work)
    {
        writer.Line();
        writer.Line("member.Meet();");
        using (writer.Block("if (member.Index == 0)"))
        {
            writer.Line(work);
        }

        writer.Line();
        writer.Line("member.Meet();");
    }

    private static void EmitMethods(SourceWriter writer, NetworkFiles files, LayerEmission layer)
    {
        int n = layer.Model.Number;
        WholeBatchLayer kind = (WholeBatchLayer)layer.Kind;
        string inputs = files.Buffers.IsLanes(0) ? string.Empty : "ReadOnlySpan<float> x, ";
        writer.Line();
        writer.Line($"/// <summary>What layer {n} has to know of a group of examples.</summary>");
        using (writer.Block($"internal static void Measure{n}({inputs}Span<float> shared, Span<float> workspace, int rows{(files.Buffers.HasDropout ? ", ulong dropoutKey" : string.Empty)})"))
        {
            writer.Line(layer.SourceIsLanes ? "const int start = 0, slot = 0;" : "const int start = 0;");
            foreach (string buffer in layer.SourceBuffers)
            {
                PassesEmitter.EmitSpan(writer, files.Buffers, buffer);
            }

            kind.EmitMeasure(writer, layer);
        }

        writer.Line();
        writer.Line($"/// <summary>What layer {n} makes of all groups on the way forward.</summary>");
        using (writer.Block($"internal static void Combine{n}(ReadOnlySpan<float> parameters, Span<float> shared, ReadOnlySpan<float> workspace, int groups, int batch)"))
        {
            kind.EmitCombine(writer, layer);
        }

        writer.Line();
        writer.Line($"/// <summary>What layer {n} makes of all groups on the way back.</summary>");
        using (writer.Block($"internal static void CombineBackward{n}(Span<float> shared, ReadOnlySpan<float> workspace, int groups)"))
        {
            kind.EmitCombineBackward(writer, layer);
        }
    }
}
