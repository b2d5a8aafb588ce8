using System.Linq;
using CompiledNet.Generator.Layers;

namespace CompiledNet.Generator.Emit;

/// <summary>
/// Backpropagation over a batch whose examples go through the network in groups of 16: each group all the way forward and back before the next one, so that
/// its images stay in the cache of the thread that has it. The members of a team share the groups, and then the gradient.
/// </summary>
internal static class GroupedStepEmitter
{
    public static void EmitBackpropagate(SourceWriter writer, NetworkFiles files)
    {
        int inputs = files.Model.Input.Length;
        int outputs = files.Model.Output.Length;
        const int Group = TilePlan.Group;
        string dropout = files.Buffers.HasDropout ? ", dropoutKey" : string.Empty;
        writer.Line("/// <summary>");
        writer.Line("/// Backpropagation over a batch: the mean loss, and its gradient with respect to the parameters and, where asked for, the inputs. Where <c>rate</c> is");
        writer.Line("/// not 0, the parameters take a step of <c>rate</c> times the gradient, and <c>gradient</c> is only room to work in; nothing changes where the loss is");
        writer.Line($"/// not finite. The members of a team call it together: each takes some of the groups of {Group} examples on their way through the network and back, then");
        writer.Line("/// some of the parameters.");
        writer.Line("/// </summary>");
        writer.Line(TileCode.Optimized);
        using (writer.Block("internal static float Backpropagate(Span<float> parameters, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, ReadOnlySpan<float> exampleWeights, Span<float> gradient, Span<float> inputGradient, Span<float> workspace, float rate, " + (files.Buffers.HasDropout ? "ulong dropoutKey, " : string.Empty) + "TeamMember member)"))
        {
            writer.Line($"int batch = targets.Length / {outputs};");
            writer.Line("float scale = 1f / batch;");
            writer.Line("double loss = 0;");
            if (files.Layers.Any(layer => layer.HasParametersBelow && layer.Kind is Conv2DLayer))
            {
                writer.Line();
                writer.Line("// A member turns round other weights of a convolution than it changes in a step: the last one has to be over for all.");
                writer.Line("member.Meet();");
            }

            writer.Line("PrepareBackward(parameters, workspace, !inputGradient.IsEmpty, member);");
            writer.Line();
            using (writer.Block("for (int done = 0, rows; done < batch; done += rows)"))
            {
                writer.Line("rows = Math.Min(BlockRows, batch - done);");
                writer.Line($"(int first, int end) = member.Share(rows, {Group});");
                writer.Line();
                writer.Line("// The member's groups all use its own place in the workspace.");
                writer.Line($"int slot = first / {Group};");
                writer.Line("member.Meet();");
                using (writer.Block($"for (int start = first; start < end; start += {Group})"))
                {
                    writer.Line($"int count = Math.Min({Group}, end - start);");
                    writer.Line($"ForwardBatch(parameters, inputs.Slice((done + start) * {inputs}, count * {inputs}), workspace, start, count, slot{(files.Buffers.HasDropout ? ", dropoutKey, done + start" : string.Empty)});");
                    writer.Line($"Span<float> gradientOfInputs = inputGradient.IsEmpty ? default : inputGradient.Slice((done + start) * {inputs}, count * {inputs});");
                    writer.Line("ReadOnlySpan<float> weights = exampleWeights.IsEmpty ? default : exampleWeights.Slice(done + start, count);");
                    writer.Line($"BackwardBatch(targets.Slice((done + start) * {outputs}, count * {outputs}), weights, workspace, gradientOfInputs, start, count, scale, slot{dropout});");
                }

                writer.Line();
                writer.Line("member.Meet();");
                writer.Line($"loss += RunSums.Sum(workspace.Slice(LossesStart, rows)){files.MeanOverOutputs};");
                writer.Line("bool last = done + rows == batch;");
                using (writer.Block("if (last && rate != 0 && !float.IsFinite((float)(loss / batch)))"))
                {
                    writer.Line("break;");
                }

                writer.Line();
                writer.Line($"GradientBatch(inputs.Slice(done * {inputs}, rows * {inputs}), workspace, gradient, parameters, rows, done == 0, last ? rate : 0{dropout}, member);");
            }

            writer.Line();
            writer.Line("return (float)(loss / batch);");
        }

        StepEmitter.EmitInputShare(writer, files);
    }
}
