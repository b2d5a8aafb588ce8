using System.Linq;
using CompiledNet.Generator.Layers;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Emit;

/// <summary>The forward and the backward pass, layer by layer: the file to read.</summary>
internal static class PassesEmitter
{
    public static string Emit(NetworkFiles files)
    {
        SourceWriter writer = new();
        NetworkFiles.EmitHeader(
            writer,
            [
                $"The forward pass and backpropagation of {files.Model.Type.PlainName}.",
                string.Empty,
                "x       the inputs, one example a row",
                "z1, a1  layer 1's weighted sums and activations, and so on; rows are padded to whole vectors",
                "delta1  the gradient of the loss with respect to a1, and then, times the derivative of the activation, with respect to z1",
                .. files.Buffers.HasLanes
                    ? new[]
                    {
                        string.Empty,
                        SourceWriter.Text($"The images of a batch lie side by side, {TilePlan.Group} examples in the lanes of a vector: [y][x][channel][{TilePlan.Group}], until they are made flat."),
                    }
                    : [],
            ]);
        using (writer.Block($"namespace {files.PassesNamespace}"))
        {
            NetworkFiles.EmitUsings(writer);
            NetworkFiles.EmitTypeAttributes(writer);
            using (writer.Block("internal static class Passes"))
            {
                EmitConstants(writer, files);
                EmitForward(writer, files);
                BatchPassEmitter.EmitForward(writer, files);
                BatchPassEmitter.EmitBackward(writer, files);
                GradientEmitter.Emit(writer, files);
                EmitLoss(writer, files);
                EmitPrepareBackward(writer, files);
                EmitCopyOutputs(writer, files);
                EmitBatches(writer, files);
            }
        }

        return writer.ToString();
    }

    private static void EmitConstants(SourceWriter writer, NetworkFiles files)
    {
        writer.Line("/// <summary>How many examples go through the network together, to stay in the cache.</summary>");
        writer.Line($"internal const int BlockRows = {files.Buffers.BlockRows};");
        writer.Line();
        writer.Line("/// <summary>The floats that hold the activations of one example.</summary>");
        writer.Line($"internal const int ActivationFloats = {SourceWriter.Literal(files.Buffers.SingleLength + (files.Buffers.HasLanes ? TilePlan.RowPadding : 0))};");
        writer.Line();
        writer.Line("/// <summary>The floats that hold a block of examples on its way through the network and back.</summary>");
        writer.Line($"internal const int WorkspaceFloats = {SourceWriter.Literal(files.Buffers.SharedLength + files.Buffers.Length)};");
        if (files.Buffers.SharedLength > 0)
        {
            writer.Line();
            writer.Line("/// <summary>The floats at the start of it that all groups of examples share.</summary>");
            writer.Line($"internal const int SharedFloats = {SourceWriter.Literal(files.Buffers.SharedLength)};");
            writer.Line();
            writer.Line("/// <summary>The floats of a group: as a layer needs the whole batch before any example can go on, all groups are there at once.</summary>");
            writer.Line($"internal const int GroupFloats = {SourceWriter.Literal(files.Buffers.Length)};");
        }

        writer.Line();
        writer.Line("/// <summary>How many threads can share the inputs of the first layer, or any number that divides it; 0 if each needs all inputs; -1 where one thread works alone.</summary>");
        writer.Line($"internal const int TeamRuns = {(files.Model.Unroll == UnrollKind.Full ? "-1" : SourceWriter.Text($"{files.Buffers.Runs}"))};");
        writer.Line();
        writer.Line(files.Buffers.HasLanes
            ? SourceWriter.Text($"// Where each buffer starts in the workspace; it has BlockRows rows, or a place for every {TilePlan.Group} of them in lanes, except for the transposed weights.")
            : "// Where each buffer starts in the workspace; it has BlockRows rows, except for the transposed weights.");
        foreach (BufferPart part in files.Buffers.Parts)
        {
            writer.Line($"private const int {OffsetName(part.Name)} = {SourceWriter.Literal(part.Offset)};");
        }
    }

    private static void EmitForward(SourceWriter writer, NetworkFiles files)
    {
        writer.Line();
        writer.Line("/// <summary>The forward pass of one example: the activations of every layer.</summary>");
        EmitForward(writer, files, "Forward", folds: false);
        if (files.Folds)
        {
            writer.Line();
            writer.Line("/// <summary>The same for a prediction, with batch normalisation folded into convolutions: what those give is not kept.</summary>");
            EmitForward(writer, files, "Infer", folds: true);
        }
    }

    private static void EmitForward(SourceWriter writer, NetworkFiles files, string name, bool folds)
    {
        writer.Line(TileCode.Optimized);
        using (writer.Block($"internal static void {name}(ReadOnlySpan<float> parameters, {files.StatisticsParameter}ReadOnlySpan<float> x, Span<float> activations)"))
        {
            if (files.Buffers.CopiesInput)
            {
                writer.Line("// A copy, behind whose end whole vectors can be read.");
                writer.Line($"Span<float> image = activations.Slice({files.Buffers.InputOffset}, {files.Model.Input.Length});");
                writer.Line("x.CopyTo(image);");
                writer.Line("x = image;");
                writer.Line();
            }

            BatchPassEmitter.EmitLayers(writer, files.Layers.Where(layer => !(folds && layer.IsFolded)), layer =>
            {
                LayerEmission? folded = folds ? layer.Folded : null;
                LayerEmission result = folded ?? layer;
                if (layer.Kind.OnlyTrains || (layer.Kind.PassesThrough && layer.SourceIsLanes))
                {
                    layer.Kind.EmitForward(writer, layer);
                }
                else if (!layer.Kind.PassesThrough)
                {
                    if (folded is not null)
                    {
                        BatchPassEmitter.EmitFoldedFormula(writer, folded);
                    }

                    writer.Line($"Span<float> {result.Activation} = activations.Slice({files.Buffers.SingleOffsets[result.Model.Number]}, {result.Stride});");
                    if (folded is not null)
                    {
                        BatchNormLayer.EmitFolded(writer, layer, folded);
                    }
                    else
                    {
                        layer.Kind.EmitForward(writer, layer);
                    }
                }
            });
        }
    }

    private static void EmitLoss(SourceWriter writer, NetworkFiles files)
    {
        LayerEmission last = files.Layers[files.Buffers.LastOwner - 1];
        writer.Line();
        writer.Line("/// <summary>");
        writer.Line($"/// The sum over the examples of {LossFormula(files.Model)}; and, where <c>delta</c> is not empty, the gradient of the mean loss with respect to");
        writer.Line($"/// the last layer's {(files.Model.LossIsOfLogits ? "weighted sums" : "activations")}. <c>scale</c> is one over the number of examples in the whole batch.");
        writer.Line("/// </summary>");
        using (writer.Block("internal static double Loss(ReadOnlySpan<float> targets, Span<float> workspace, Span<float> delta, int start, int rows, float scale)"))
        {
            EmitSpan(writer, files.Buffers, last.Activation);
            string logits = "default";
            if (files.Model.LossIsOfLogits)
            {
                EmitSpan(writer, files.Buffers, last.PreActivation);
                logits = last.PreActivation;
            }

            EmitSpan(writer, files.Buffers, "losses");
            writer.Line($"return {files.Model.Loss}Loss.Compute({last.Activation}, {logits}, targets, delta, losses, rows, {last.Model.Output.Length}, {last.Stride}, scale);");
        }
    }

    private static void EmitPrepareBackward(SourceWriter writer, NetworkFiles files)
    {
        writer.Line();
        writer.Line("/// <summary>Transposes the weights the backward pass reads by column: once a call, for all blocks of the batch. A member does its share.</summary>");
        writer.Line(TileCode.Optimized);
        using (writer.Block("internal static void PrepareBackward(ReadOnlySpan<float> parameters, Span<float> " + (files.Model.StatisticCount > 0 ? "shared" : "workspace") + ", bool withInputGradient, TeamMember member)"))
        {
            LayerEmission[] layers = [.. files.Layers.Where(layer => layer.Kind.TransposedFloats(layer.Model) > 0)];
            if (layers.Length > 0)
            {
                writer.Line("int from, to;");
            }

            foreach (LayerEmission layer in layers)
            {
                if (layer.Model.Number > files.Model.FirstParameterLayer)
                {
                    writer.Line();
                }

                EmitSpan(writer, files.Buffers, SourceWriter.Text($"transposed{layer.Model.Number}"));
                layer.Kind.EmitPrepareBackward(writer, layer);
            }
        }
    }

    private static void EmitCopyOutputs(SourceWriter writer, NetworkFiles files)
    {
        LayerEmission last = files.Layers[files.Buffers.LastOwner - 1];
        int outputs = last.Model.Output.Length;
        writer.Line();
        writer.Line("/// <summary>Copies the last layer's activations, without the padding of their rows.</summary>");
        writer.Line(TileCode.Optimized);
        using (writer.Block("internal static void CopyOutputs(ReadOnlySpan<float> workspace, Span<float> outputs, int rows)"))
        {
            if (outputs == last.Stride)
            {
                writer.Line($"workspace.Slice({OffsetName(last.Activation)}, rows * {outputs}).CopyTo(outputs);");
                return;
            }

            using (writer.Block("for (int row = 0; row < rows; row++)"))
            {
                writer.Line($"workspace.Slice({OffsetName(last.Activation)} + (row * {last.Stride}), {outputs}).CopyTo(outputs.Slice(row * {outputs}));");
            }
        }
    }

    /// <summary>The loops over a batch of any size, a block of examples at a time.</summary>
    private static void EmitBatches(SourceWriter writer, NetworkFiles files)
    {
        int inputs = files.Model.Input.Length;
        int outputs = files.Model.Output.Length;
        string block = files.Buffers.IsGrouped ? SourceWriter.Text($"rows = Math.Min({TilePlan.Group}, batch - start);") : "rows = Math.Min(BlockRows, batch - start);";
        string forward = SourceWriter.Text($"ForwardBatch(parameters, inputs.Slice(start * {inputs}, rows * {inputs}), {files.SharedArgument}workspace, 0, rows{(files.Buffers.IsGrouped ? ", 0" : string.Empty)}{(files.Buffers.HasDropout ? ", 0, 0" : string.Empty)});");
        string targets = SourceWriter.Text($"targets.Slice(start * {outputs}, rows * {outputs})");
        string copy = SourceWriter.Text($"CopyOutputs(workspace, outputs.Slice(start * {outputs}, rows * {outputs}), rows);");

        writer.Line();
        writer.Line("/// <summary>The outputs for a batch, a block of examples at a time.</summary>");
        writer.Line(TileCode.Optimized);
        using (writer.Block("internal static void PredictBatch(ReadOnlySpan<float> parameters, " + files.StatisticsParameter + "ReadOnlySpan<float> inputs, Span<float> outputs, Span<float> workspace)"))
        {
            WholeBatchEmitter.EmitRunningStatistics(writer, files);
            writer.Line($"int batch = inputs.Length / {inputs};");
            using (writer.Block("for (int start = 0, rows; start < batch; start += rows)"))
            {
                writer.Line(block);
                EmitFew(writer, files);
                writer.Line(forward);
                writer.Line(copy);
            }
        }

        writer.Line();
        writer.Line("/// <summary>The outputs for a batch and the mean loss over its examples.</summary>");
        writer.Line(TileCode.Optimized);
        using (writer.Block("internal static float ComputeLoss(ReadOnlySpan<float> parameters, " + files.StatisticsParameter + "ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> outputs, Span<float> workspace)"))
        {
            WholeBatchEmitter.EmitRunningStatistics(writer, files);
            writer.Line($"int batch = inputs.Length / {inputs};");
            writer.Line("double loss = 0;");
            using (writer.Block("for (int start = 0, rows; start < batch; start += rows)"))
            {
                writer.Line(block);
                writer.Line(forward);
                writer.Line($"loss += Loss({targets}, workspace, default, 0, rows, 1f / batch);");
                writer.Line(copy);
            }

            writer.Line();
            writer.Line("return (float)(loss / batch);");
        }

        writer.Line();
        if (files.Model.StatisticCount > 0)
        {
            WholeBatchEmitter.EmitBackpropagate(writer, files);
        }
        else if (files.Buffers.IsGrouped)
        {
            GroupedStepEmitter.EmitBackpropagate(writer, files);
        }
        else
        {
            StepEmitter.EmitBackpropagate(writer, files);
        }
    }

    /// <summary>The last examples of a batch, where they are too few to fill the lanes of a group: one by one, with the same results.</summary>
    private static void EmitFew(SourceWriter writer, NetworkFiles files)
    {
        if (!files.Buffers.HasLanes)
        {
            return;
        }

        int inputs = files.Model.Input.Length;
        int outputs = files.Model.Output.Length;
        int place = files.Buffers.SingleOffsets[files.Buffers.SingleOwner(files.Model.Layers.Count)];
        using (writer.Block($"if (rows <= {TilePlan.FewRows})"))
        {
            using (writer.Block("for (; start < batch; start++)"))
            {
                writer.Line($"{files.InferName}(parameters, {(files.Model.StatisticCount > 0 ? "statistics, " : string.Empty)}inputs.Slice(start * {inputs}, {inputs}), workspace);");
                writer.Line($"workspace.Slice({place}, {outputs}).CopyTo(outputs.Slice(start * {outputs}));");
            }

            writer.Line();
            writer.Line("return;");
        }

        writer.Line();
    }

    /// <summary>The constant that says where a buffer starts.</summary>
    public static string OffsetName(string buffer) => char.ToUpperInvariant(buffer[0]) + buffer.Substring(1) + "Start";

    private static string LossFormula(NetworkModel model) => model.Loss switch
    {
        LossKind.SquaredError => "(a - y)^2, summed over the outputs",
        LossKind.MeanSquaredError => "(a - y)^2, averaged over the outputs",
        LossKind.CrossEntropy => "-y ln a, summed over the outputs",
        _ => "-(y ln a + (1 - y) ln(1 - a)), averaged over the outputs",
    };

    /// <summary>A buffer's part for the examples at hand.</summary>
    public static void EmitSpan(SourceWriter writer, BufferLayout buffers, string name)
    {
        BufferPart part = buffers.Part(name);
        string offset = part.WithoutDropout is { } other ? $"(dropoutKey == 0 ? {OffsetName(other)} : {OffsetName(name)})" : OffsetName(name);
        string stride = SourceWriter.Text($"{part.Stride}");
        (string start, string length) = part.Owner switch
        {
            BufferOwner.Workspace or BufferOwner.Shared => (offset, stride),
            BufferOwner.Slot => ($"{offset} + (slot * {stride})", stride),
            BufferOwner.Group => ($"{offset} + (start / {SourceWriter.Text($"{TilePlan.Group}")} * {stride})", stride),
            _ => part.Stride == 1 ? ($"{offset} + start", "rows") : ($"{offset} + (start * {stride})", $"rows * {stride}"),
        };
        writer.Line($"Span<float> {name} = {(part.Owner == BufferOwner.Shared ? "shared" : "workspace")}.Slice({start}, {length});");
    }
}
