using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Layers;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Emit;

/// <summary>
/// Backpropagation over a batch, by one thread or by a team: what each member takes of the examples and of the parameters, and where they meet.
/// </summary>
/// <remarks>
/// Where the first layer has many inputs, a team shares its sums by runs of the inputs, and each member owns the weights of its inputs: it
/// alone reads them forward and changes them. Member 0 does the rest of the network, as the others would wait longer for those layers' weights
/// out of its cache than the arithmetic takes: measured on 784-128-64-10, two threads were 1.2 (batch 32) and 1.5 times (128) as fast as one
/// with the rest shared. Elsewhere the members share the examples, and then the gradient.
/// </remarks>
internal static class StepEmitter
{
    public static void EmitBackpropagate(SourceWriter writer, NetworkFiles files)
    {
        int inputs = files.Model.Input.Length;
        int outputs = files.Model.Output.Length;
        bool hasRuns = files.Buffers.Runs > 0;
        writer.Line("/// <summary>");
        writer.Line("/// Backpropagation over a batch: the mean loss, and its gradient with respect to the parameters and, where asked for, the inputs. Where <c>rate</c> is");
        writer.Line("/// not 0, the parameters take a step of <c>rate</c> times the gradient, and <c>gradient</c> is only room to work in; nothing changes where the loss is");
        writer.Line("/// not finite. The members of a team call it together: each takes some of the examples on their way through the network and back, then some of");
        writer.Line($"/// the parameters{(hasRuns ? "; or some of the inputs and their weights, and member 0 the rest" : string.Empty)}.");
        writer.Line("/// </summary>");
        writer.Line(TileCode.Optimized);
        using (writer.Block("internal static float Backpropagate(Span<float> parameters, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> exampleWeights, Span<float> gradient, Span<float> inputGradient, Span<float> workspace, float rate, " + (files.Buffers.HasDropout ? "ulong dropoutKey, " : string.Empty) + "TeamMember member)"))
        {
            writer.Line($"int batch = targets.Length / {outputs};");
            writer.Line("float scale = 1f / batch;");
            writer.Line("double loss = 0;");
            if (hasRuns)
            {
                writer.Line("bool sharesRuns = member.Count > 1 && TeamRuns % member.Count == 0;");
                writer.Line("bool takesExamples = !sharesRuns || member.Index == 0;");
                writer.Line("TeamMember rest = sharesRuns ? default : member;");
                EmitMeetingBeforeRuns(writer, files);
            }

            using (hasRuns ? writer.Block("if (takesExamples)") : null)
            {
                writer.Line($"PrepareBackward(parameters, workspace, !inputGradient.IsEmpty, {(hasRuns ? "rest" : "member")});");
            }

            writer.Line();
            using (writer.Block("for (int done = 0, rows; done < batch; done += rows)"))
            {
                writer.Line("rows = Math.Min(BlockRows, batch - done);");
                writer.Line(hasRuns ? "(int start, int end) = takesExamples ? rest.Share(rows, 8) : (0, 0);" : "(int start, int end) = member.Share(rows, 8);");
                writer.Line($"ReadOnlySpan<float> x = inputs.Slice((done + start) * {inputs}, (end - start) * {inputs});");
                if (hasRuns)
                {
                    EmitRuns(writer, files);
                }

                writer.Line("member.Meet();");
                using (writer.Block("if (start < end)"))
                {
                    writer.Line($"ForwardBatch(parameters, x, workspace, start, end - start{(files.Buffers.HasDropout ? ", dropoutKey, done + start" : string.Empty)});");
                    writer.Line($"Span<float> dx = inputGradient.IsEmpty ? default : inputGradient.Slice((done + start) * {inputs}, (end - start) * {inputs});");
                    writer.Line("ReadOnlySpan<float> weights = exampleWeights.IsEmpty ? default : exampleWeights.Slice(done + start, end - start);");
                    writer.Line($"double part = BackwardBatch(targets.Slice((done + start) * {outputs}, (end - start) * {outputs}), weights, workspace, dx, start, end - start, scale{(files.Buffers.HasDropout ? ", dropoutKey" : string.Empty)});");
                    writer.Line("loss += member.Count == 1 ? part : 0;");
                }

                writer.Line();
                writer.Line("member.Meet();");
                using (writer.Block("if (member.Count > 1)"))
                {
                    writer.Line("// Added up in order, as one thread does.");
                    writer.Line($"loss += RunSums.Sum(workspace.Slice(LossesStart, rows)){files.MeanOverOutputs};");
                }

                writer.Line();
                writer.Line("bool last = done + rows == batch;");
                using (writer.Block("if (last && rate != 0 && !float.IsFinite((float)(loss / batch)))"))
                {
                    writer.Line("break;");
                }

                writer.Line();
                writer.Line($"GradientBatch(inputs.Slice(done * {inputs}, rows * {inputs}), workspace, gradient, parameters, rows, done == 0, last ? rate : 0, {(hasRuns ? "sharesRuns, " : string.Empty)}{(files.Buffers.HasDropout ? "dropoutKey, " : string.Empty)}member);");
            }

            writer.Line();
            writer.Line("return (float)(loss / batch);");
        }

        EmitInputShare(writer, files);
    }

    /// <summary>A member's runs of the first layer's sums, for all examples of the block.</summary>
    private static void EmitRuns(SourceWriter writer, NetworkFiles files)
    {
        LayerModel layer = files.Model.Layers[files.Buffers.LayerInRuns - 1];
        int inputs = files.Model.Input.Length;
        using (writer.Block("if (sharesRuns)"))
        {
            writer.Line($"(int run, int endRun) = member.Share({files.Buffers.Runs});");
            using (writer.Block("for (; run < endRun; run++)"))
            {
                writer.Line($"Tiles.Forward{layer.Number}Run(inputs.Slice(done * {inputs}), parameters.Slice({layer.ParameterOffset}, {layer.ParameterCount}), workspace.Slice(RunsStart + (run * {files.Buffers.RunStride})), rows, run);");
            }

            writer.Line();
            writer.Line("x = default;");
        }

        writer.Line();
    }

    /// <summary>
    /// A member that takes runs of the first layer's sums reads the weights of their inputs: its own, unless the runs end elsewhere than the tiles
    /// in which members change the weights. Then the last step has to be over for all.
    /// </summary>
    private static void EmitMeetingBeforeRuns(SourceWriter writer, NetworkFiles files)
    {
        int inputs = files.Model.Input.Length;
        GradientKernel gradient = files.Kernels.OfType<GradientKernel>().First(kernel => kernel.Name == SourceWriter.Text($"Gradient{files.Buffers.LayerInRuns}"));
        bool[] meets = [.. VectorWidth.All.Select(width => inputs % files.Buffers.Runs != 0 || inputs / files.Buffers.Runs % gradient.TileRows(width) != 0)];
        if (!meets.Contains(true))
        {
            return;
        }

        string condition = meets.Contains(false)
            ? $" && (Vector512.IsHardwareAccelerated ? {Literal(meets[0])} : Vector256.IsHardwareAccelerated ? {Literal(meets[1])} : {Literal(meets[2])})"
            : string.Empty;
        using (writer.Block($"if (sharesRuns{condition})"))
        {
            writer.Line("// Where the runs end is not where the members' weights end: another may still be changing weights this one reads.");
            writer.Line("member.Meet();");
        }

        writer.Line();

        static string Literal(bool value) => value ? "true" : "false";
    }

    public static void EmitInputShare(SourceWriter writer, NetworkFiles files)
    {
        writer.Line();
        writer.Line("/// <summary>Which inputs of every example a member reads, if the team shares the runs of the first layer's sums.</summary>");
        using (writer.Block("internal static (int Start, int End) InputShare(TeamMember member)"))
        {
            if (files.Buffers.Runs == 0)
            {
                writer.Line($"return (0, {files.Model.Input.Length});");
                return;
            }

            int length = files.Model.Input.Length / files.Buffers.Runs;
            writer.Line($"(int run, int endRun) = member.Share({files.Buffers.Runs});");
            writer.Line($"(int start, int end) = Tiles.Gradient{files.Buffers.LayerInRuns}Inputs(member);");
            int head = files.Model.Input.Length % files.Buffers.Runs;
            writer.Line(head == 0
                ? SourceWriter.Text($"return (Math.Min(start, run * {length}), Math.Max(end, endRun * {length}));")
                : SourceWriter.Text($"return (Math.Min(start, run == 0 ? 0 : (run * {length}) + {head}), Math.Max(end, (endRun * {length}) + {head}));"));
        }
    }
}
