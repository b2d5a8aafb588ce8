using System.Xml.Linq;
using static CompiledNet.Reports.Html;

namespace CompiledNet.Reports;

/// <summary>The activation functions that the network uses.</summary>
internal static class FunctionsSection
{
    /// <summary>The section; null where there is none but the identity.</summary>
    /// <param name="content">What the report is written from.</param>
    public static XElement? Create(ReportContent content)
    {
        Activation[] used = [.. content.Topology.Layers.Select(layer => layer.Activation).Where(activation => activation != Activation.Identity).Distinct()];
        return used.Length == 0 ? null : Section(
            "activations",
            "Activation functions",
            E("div", Class("figures"), used.Select(activation => Picture(Plots.ActivationFunction(activation), Caption(content.Topology, activation)))));
    }

    private static string Caption(NetworkTopology topology, Activation activation)
    {
        int[] layers = [.. topology.Layers.Where(layer => layer.Activation == activation).Select(layer => layer.Number)];
        string where = layers.Length == 1 ? FormattableString.Invariant($"layer {layers[0]}") : $"layers {string.Join(", ", layers[..^1].Select(layer => Words.Plain(layer)))} and {Words.Plain(layers[^1])}";
        return $"What a weighted sum becomes in {where}, and the derivative that backpropagation multiplies by: where it is near zero, next to nothing is learned.";
    }
}
