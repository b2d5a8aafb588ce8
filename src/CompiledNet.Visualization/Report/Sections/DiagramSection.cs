using System.Xml.Linq;
using static CompiledNet.Reports.Html;

namespace CompiledNet.Reports;

/// <summary>The network's diagram, by itself and with an example.</summary>
internal static class DiagramSection
{
    // Two of them go side by side.
    private const int HalfPage = 540;

    /// <summary>The section.</summary>
    /// <param name="content">What the report is written from.</param>
    public static XElement Create(ReportContent content)
    {
        XElement network = Picture(
            content.Diagram,
            "Each circle is a neuron, each line a weight: blue ones are positive, so that the more active the neuron they come from, the more they add to the one they lead to; red ones are negative and take from it; the wider, the more. Of large layers the neurons with the strongest weights are shown."
            + (HasImages(content) ? " A stack of planes is an image, with a plane for each channel." : ""));
        XElement? example = content.ExampleDiagram is { } diagram ? Picture(diagram, Example(content)) : null;
        if (example is not null && content.ImageShape is { } shape)
        {
            example.Elements().Last().AddFirst(ExampleCard.Image(content, 0, shape, PixelImage.Range(content.Test, [0]), 56, "The image of the first test example"));
        }

        bool isNarrow = Math.Max(content.Diagram.Width, content.ExampleDiagram?.Width ?? 0) <= HalfPage;
        return Section("network", "The network", isNarrow ? E("div", Class("figures"), network, example) : null, isNarrow ? null : network, isNarrow ? null : example);
    }

    private static string Example(ReportContent content)
    {
        string which = content.Evaluation.IsClassification
            ? $", {Quote(content.NameOf(content.Answers.Label(0)))}, taken for {Quote(content.NameOf(content.Answers.Answer(0)))}"
            : "";
        return $"The first test example{which}: the fuller a circle, the larger its activation (blue positive, red negative); a line is what its weight contributes, the weight times the activation it comes from."
            + (HasImages(content) ? " Of an image, each channel is drawn by itself, in the same colours." : "");
    }

    private static bool HasImages(ReportContent content) => content.Topology.Input.Count == 3;

    private static string Quote(string name) => $"\u201C{name}\u201D";
}
