using System.Xml.Linq;
using static CompiledNet.Reports.Html;

namespace CompiledNet.Reports;

/// <summary>What the weights look like.</summary>
internal static class WeightsSection
{
    /// <summary>The section; null for a network without weights.</summary>
    /// <param name="content">What the report is written from.</param>
    public static XElement? Create(ReportContent content) => content.Histograms is null && content.WeightImages is null
        ? content.BrokenParameters == 0 ? null : Section("weights", "Weights", E("p", Broken(content)))
        : Section(
            "weights",
            "Weights",
            E(
                "div",
                Class("figures"),
                content.WeightImages is { } images
                    ? Picture(
                        images,
                        "Each image is one neuron's weights, or one filter's, laid out as the pixels they look at: where it is blue, a bright pixel speaks for the neuron, where it is red against it; pale pixels do not matter to it. Ordered shapes have been learned, noise has not.")
                    : null,
                content.Histograms is { } histograms
                    ? Picture(
                        histograms,
                        "How many weights of each layer have which value. Before training they are spread about zero, as many above as below; long tails are what was learned. A heap far from zero, or a single bar at zero, is a sign of trouble.")
                    : null));

    private static string Broken(ReportContent content) =>
        $"Of {Words.Counted(content.Topology.ParameterCount, "parameter")}, {Words.Whole(content.BrokenParameters)} {(content.BrokenParameters == 1 ? "is" : "are")} infinite or not a number, so that there are no pictures of the weights. That is what becomes of a network when its learning rate is far too large.";
}
