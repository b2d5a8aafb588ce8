using CompiledNet.Drawing;
using ScottPlot;

namespace CompiledNet;

/// <content>The histograms of weights.</content>
public static partial class Plots
{
    private const int MostBins = 41;
    private const int FewestBins = 7;
    private const int PanelHeight = 150;

    /// <summary>How the weights of each layer are distributed, a panel for each, with their mean and standard deviation; biases are left out.</summary>
    /// <param name="network">The network.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <exception cref="ArgumentException">No layer has weights, or one is NaN or infinite.</exception>
    public static Figure WeightHistograms<TNetwork>(TNetwork network)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        List<(LayerTopology Layer, float[] Weights)> layers = [];
        foreach (LayerTopology layer in TNetwork.Topology.Layers)
        {
            if (WeightsOf(layer) is { } tensor)
            {
                float[] weights = network.Parameters.Slice(tensor.Offset, tensor.Length).ToArray();
                layers.Add((layer, Finite(weights, tensor, nameof(network))));
            }
        }

        if (layers.Count == 0)
        {
            throw new ArgumentException($"No layer of {TNetwork.Topology.Name} has weights; expected at least one.", nameof(network));
        }

        string[] captions = [.. layers.Select(layer => Caption(layer.Layer, layer.Weights))];
        int height = 24 + (layers.Count * PanelHeight);
        return new Figure("Weights of each layer", "The distribution of the weights of each layer. " + string.Join(" ", captions), PlotDrawing.Width, height, canvas =>
        {
            new Pen(canvas).Text("Weights of each layer", PlotDrawing.Width / 2d, 18, PlotDrawing.TitleSize, SkiaSharp.SKTextAlign.Center);
            for (int n = 0; n < layers.Count; n++)
            {
                canvas.Save();
                canvas.Translate(0, 24 + (n * PanelHeight));

                // ScottPlot clears what it may draw on.
                canvas.ClipRect(SkiaSharp.SKRect.Create(PlotDrawing.Width, PanelHeight));
                using Plot plot = PlotDrawing.CreatePlot();
                DrawHistogram(plot, layers[n].Weights, captions[n].TrimEnd('.').Replace('-', '\u2212'), Palette.Layer(n));
                PlotDrawing.Render(plot, canvas, PlotDrawing.Width, PanelHeight);
                canvas.Restore();
            }
        });
    }

    /// <summary>The tensor of a layer's weights: of dense layers and convolutions, not the scales of a normalization.</summary>
    internal static ParameterTensor? WeightsOf(LayerTopology layer) =>
        layer.Tensors.FirstOrDefault(tensor => tensor.Shape.Count > 1 && tensor.Name.EndsWith(".weight", StringComparison.Ordinal));

    internal static (double Mean, double Deviation) Moments(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += value;
        }

        double mean = sum / values.Length;
        double squares = 0;
        foreach (float value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return (mean, Math.Sqrt(squares / values.Length));
    }

    private static float[] Finite(float[] weights, ParameterTensor tensor, string parameter)
    {
        int bad = Array.FindIndex(weights, weight => !float.IsFinite(weight));
        return bad < 0
            ? weights
            : throw new ArgumentException(FormattableString.Invariant($"Number {bad} of the tensor {tensor.Name} is {weights[bad]}; expected finite weights."), parameter);
    }

    private static string Caption(LayerTopology layer, float[] weights)
    {
        (double mean, double deviation) = Moments(weights);
        return weights.Length == 1
            ? FormattableString.Invariant($"Layer {layer.Number}, {layer.Kind}: 1 weight, {Ticks.Short(weights[0])}.")
            : FormattableString.Invariant($"Layer {layer.Number}, {layer.Kind}: {weights.Length:N0} weights, mean {Ticks.Short(mean)}, std {Ticks.Short(deviation)}.");
    }

    /// <summary>How many values lie in each of some ranges of equal width, an odd number of them from minus to plus the largest absolute value.</summary>
    /// <param name="values">The values.</param>
    internal static (int[] Counts, double Reach) Histogram(ReadOnlySpan<float> values)
    {
        double reach = 1e-6;
        foreach (float value in values)
        {
            reach = Math.Max(reach, Math.Abs(value));
        }

        // Symmetric about zero, so that the sign can be seen.
        int[] counts = new int[Math.Clamp(((int)Math.Sqrt(values.Length) / 2 * 2) + 1, FewestBins, MostBins)];
        foreach (float value in values)
        {
            counts[Math.Clamp((int)((value + reach) / (2 * reach) * counts.Length), 0, counts.Length - 1)]++;
        }

        return (counts, reach);
    }

    private static void DrawHistogram(Plot plot, float[] weights, string caption, SkiaSharp.SKColor color)
    {
        (int[] counts, double reach) = Histogram(weights);
        int bins = counts.Length;
        double width = 2 * reach / bins;
        for (int bin = 0; bin < bins; bin++)
        {
            if (counts[bin] > 0)
            {
                plot.Add.Bar(new Bar { Position = -reach + ((bin + 0.5) * width), Value = counts[bin], Size = width * 0.94, FillColor = PlotDrawing.Of(color), LineWidth = 0 });
            }
        }

        plot.Title(caption, PlotDrawing.TextSize);
        plot.XLabel("weight");
        plot.YLabel("number");
        double most = counts.Max() * 1.06;
        plot.Axes.SetLimits(-reach * 1.02, reach * 1.02, 0, most);
        plot.Axes.Bottom.TickGenerator = Ticks.Linear(-reach, reach);
        plot.Axes.Left.TickGenerator = Ticks.Whole(0, most, most: 3);
    }
}
