using CompiledNet.Drawing;

namespace CompiledNet;

/// <content>The magnitudes of gradients.</content>
public static partial class Plots
{
    /// <summary>
    /// How large the gradient of each layer is as training goes on, on a logarithmic axis: that of the weights solid, that of the bias dashed. Where it is
    /// large, a small change of the layer changes the cost much.
    /// </summary>
    /// <param name="log">What was recorded.</param>
    /// <exception cref="ArgumentException">Nothing was recorded: no run had the log among its callbacks.</exception>
    public static Figure Gradients(GradientLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (log.Entries.Count == 0)
        {
            throw new ArgumentException($"The log has no entries; expected it among the {nameof(TrainingOptions.Callbacks)} of a training run.", nameof(log));
        }

        List<Series> lines = [];
        List<string> captions = [];
        foreach (IGrouping<int, GradientEntry> layer in log.Entries.GroupBy(entry => entry.Layer))
        {
            SkiaSharp.SKColor color = Palette.Layer(lines.Count(line => !line.Dashed));
            double[] steps = [.. layer.Select(entry => (double)entry.Step)];

            // A gradient of exactly 0 has no place on a logarithmic axis.
            double[] weights = [.. layer.Select(entry => entry.WeightNorm > 0 ? entry.WeightNorm : double.NaN)];
            double[] bias = [.. layer.Select(entry => entry.BiasNorm > 0 ? entry.BiasNorm : double.NaN)];
            lines.Add(new Series(FormattableString.Invariant($"layer {layer.Key}"), color, steps, weights));
            if (bias.Any(double.IsFinite))
            {
                lines.Add(new Series("bias", color, steps, bias) { Dashed = true });
            }

            GradientEntry first = layer.First();
            GradientEntry last = layer.Last();
            captions.Add(last.Step == first.Step
                ? FormattableString.Invariant($"Layer {layer.Key}: {Norms(first)} at step {first.Step:N0}.")
                : FormattableString.Invariant($"Layer {layer.Key}: {Norms(first)} at step {first.Step:N0}, {Norms(last)} at step {last.Step:N0}."));
        }

        LegendEntry[] keys = lines.Exists(line => line.Dashed)
            ? [new(LegendKey.Line, Palette.Ink, "weights"), new(LegendKey.Dashes, Palette.Ink, "bias")]
            : [];
        LinePlot plot = new() { Series = lines, Keys = keys, XLabel = "step", YLabel = "norm of the gradient", WholeX = true, LogY = true };
        return PlotDrawing.Create(
            "Gradient of each layer",
            "The Euclidean norm of the cost's gradient with respect to the weights (solid) and the bias (dashed) of each layer, on a logarithmic axis. " + string.Join(" ", captions),
            plot);
    }

    private static string Norms(GradientEntry entry) =>
        Ticks.Short(entry.WeightNorm) + (entry.BiasNorm > 0 ? $" (bias {Ticks.Short(entry.BiasNorm)})" : "");
}
