using CompiledNet.Generator.Model;
using CompiledNet.Generator.Parsing;

namespace CompiledNet.Generator.Emit;

/// <summary>The running statistics of a network that keeps any: their memory, all of them as one span, and each of them.</summary>
internal static class StatisticsEmitter
{
    public static void EmitField(SourceWriter writer, NetworkModel model)
    {
        if (model.StatisticCount > 0)
        {
            writer.Line(ApiText.Generated);
            writer.Line("private readonly global::CompiledNet.Numerics.AlignedBuffer _statistics = new(StatisticCount);");
            writer.Line();
        }
    }

    public static void EmitProperties(SourceWriter writer, NetworkModel model)
    {
        if (model.StatisticCount == 0)
        {
            return;
        }

        writer.Line("/// <summary>");
        writer.Line("/// What the network keeps of the batches it was trained on, and predicts with: per layer of batch normalization the running means, then the running");
        writer.Line("/// variances. Train and Trainer move them; no optimizer does, nor Backpropagate, which normalizes by its own batch. Writing to it changes the network.");
        writer.Line("/// </summary>");
        writer.Line(ApiText.Generated);
        writer.Line("public global::System.Span<float> RunningStatistics => _statistics.Span;");
        writer.Line();
        foreach (LayerModel layer in model.Layers)
        {
            foreach (TensorModel tensor in layer.Statistics)
            {
                string what = tensor.Role == "RunningMean" ? "running means" : "running variances";
                writer.Line($"/// <summary>Layer {layer.Number}'s {what}, <c>[{tensor.Shape.Length}]</c>.</summary>");
                writer.Line(ApiText.Generated);
                writer.Line($"public global::System.Span<float> {GeneratedMembers.SourceName(tensor, layer)} => _statistics.Span.Slice({SourceWriter.Literal(tensor.Offset)}, {SourceWriter.Literal(tensor.Shape.Length)});");
                writer.Line();
            }
        }
    }
}
