using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Layers;

/// <summary>The gradient of a layer whose groups of examples each have left their own: a member of a team adds up its share of the parameters'.</summary>
internal static class GroupGradientCode
{
    public static void Emit(SourceWriter writer, LayerEmission layer, string member)
    {
        LayerModel model = layer.Model;
        string groups = SourceWriter.Text($"groups{model.Number}");
        int stride = layer.Buffers.Part(groups).Stride;
        using (writer.Block($"// The gradients of the groups, added up in order."))
        {
            writer.Line($"(int from, int to) = {member}.Share({model.ParameterCount}, {TilePlan.Group});");
            writer.Line($"int groups = (rows + {TilePlan.Group - 1}) / {TilePlan.Group};");
            writer.Line($"GroupGradients.Apply(workspace.Slice({PassesEmitter.OffsetName(groups)} + from), groups, {stride}, gradient.Slice({model.ParameterOffset} + from, to - from), parameters.Slice({model.ParameterOffset} + from, to - from), first, rate);");
        }
    }
}
