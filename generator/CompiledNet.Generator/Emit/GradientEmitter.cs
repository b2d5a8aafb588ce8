using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Layers;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Emit;

/// <summary>The gradient of all parameters over a block of examples, and the step of plain gradient descent with it.</summary>
internal static class GradientEmitter
{
    public static void Emit(SourceWriter writer, NetworkFiles files)
    {
        bool hasRuns = files.Buffers.Runs > 0;
        writer.Line();
        writer.Line("/// <summary>");
        writer.Line("/// The gradient of the parameters over a block of <c>rows</c> examples, from each layer's input and delta: added to that of the blocks before, unless");
        writer.Line("/// it is the <c>first</c>. Where <c>rate</c> is not 0, the block is the last, and the parameters take a step of <c>rate</c> times the gradient at once.");
        writer.Line("/// </summary>");
        writer.Line(TileCode.Optimized);
        using (writer.Block($"internal static void GradientBatch(ReadOnlySpan<float> x, {files.SharedParameter}Span<float> workspace, Span<float> gradient, Span<float> parameters, int rows, bool first, float rate, {(hasRuns ? "bool sharesRuns, " : string.Empty)}{(files.Buffers.HasDropout ? "ulong dropoutKey, " : string.Empty)}TeamMember member)"))
        {
            writer.Line("const int start = 0;");
            HashSet<string> known = [];
            LayerEmission[] layers = [.. files.Layers.Reverse().Where(layer => layer.Model.Tensors.Count > 0)];
            LayerEmission[] shared = [.. layers.Where(layer => layer.RunsToShare > 0)];
            LayerEmission[] rest = [.. layers.Except(shared)];
            foreach (string buffer in rest.Concat(shared).Where(layer => !layer.IsLanes).SelectMany(layer => new[] { layer.Delta, layer.Source }).Where(buffer => buffer != "x" && known.Add(buffer)))
            {
                PassesEmitter.EmitSpan(writer, files.Buffers, buffer);
            }

            if (rest.Length > 0)
            {
                writer.Line();
                using (hasRuns ? writer.Block("if (!sharesRuns || member.Index == 0)") : null)
                {
                    writer.Line($"TeamMember rest = {(hasRuns ? "sharesRuns ? default : member" : "member")};");
                    EmitLayers(rest, "rest");
                }
            }

            EmitLayers(shared, "member");
        }

        void EmitLayers(IEnumerable<LayerEmission> layers, string member)
        {
            foreach (LayerEmission layer in layers)
            {
                LayerModel model = layer.Model;
                writer.Line();
                writer.Line($"// Layer {model.Number}, {model.Kind} {model.Input} -> {model.Output}");
                layer.Kind.EmitGradient(writer, layer, member);
            }
        }
    }
}
