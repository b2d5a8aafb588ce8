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
        NetworkTopology topology = content.Topology;
        Activation[] used = [.. topology.Layers.Select(layer => layer.Activation).Where(activation => activation != Activation.Identity).Distinct()];
        if (used.Length == 0)
        {
            return null;
        }

        // Softmax has no curve: each of its outputs depends on all inputs.
        XElement[] curves = [.. used.Where(activation => activation != Activation.Softmax).Select(activation => Picture(Plots.ActivationFunction(activation), Caption(topology, activation)))];
        return Section(
            "activations",
            "Activation functions",
            curves.Length == 0 ? null : E("div", Class("figures"), curves),
            used.Contains(Activation.Softmax)
                ? E("p", "The last layer has softmax: it makes of its weighted sums numbers above 0 that add up to 1, each the exponential of its sum divided by that of all. So they can be read as shares of one certainty.")
                : null);
    }

    private static string Caption(NetworkTopology topology, Activation activation)
    {
        int[] layers = [.. topology.Layers.Where(layer => layer.Activation == activation).Select(layer => layer.Number)];
        string where = layers.Length == 1 ? FormattableString.Invariant($"layer {layers[0]}") : $"layers {string.Join(", ", layers[..^1].Select(layer => Words.Plain(layer)))} and {Words.Plain(layers[^1])}";
        return $"What a weighted sum becomes in {where}, and the derivative that backpropagation multiplies by: where it is near zero, next to nothing is learned.";
    }
}
