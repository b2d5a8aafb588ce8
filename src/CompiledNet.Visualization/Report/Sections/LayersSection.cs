using System.Xml.Linq;
using static CompiledNet.Reports.Html;

namespace CompiledNet.Reports;

/// <summary>The layers and their parameters.</summary>
internal static class LayersSection
{
    /// <summary>The section.</summary>
    /// <param name="content">What the report is written from.</param>
    public static XElement Create(ReportContent content)
    {
        NetworkTopology topology = content.Topology;
        return Section(
            "layers",
            "Layers",
            Table(
                FormattableString.Invariant($"{topology.Name}: {Words.Counted(topology.Layers.Count, "layer")}, {Words.Counted(topology.ParameterCount, "parameter")}, loss {topology.Loss}"),
                [" Layer", " Kind", " Takes", " Gives", " Activation", "Parameters", "Share", " Tensors"],
                topology.Layers.Select(layer => Row(layer, topology.ParameterCount)),
                [["All", "", $"{topology.Input}", $"{topology.Output}", "", Words.Whole(topology.ParameterCount), topology.ParameterCount == 0 ? "" : Words.Percent(1), ""]]));
    }

    private static object[] Row(LayerTopology layer, int all) =>
    [
        Words.Plain(layer.Number),
        layer.Kind,
        $"{layer.Input}",
        $"{layer.Output}",
        layer.Activation == Activation.Identity ? "" : ActivationName.Of(layer.Activation),
        Words.Whole(layer.ParameterCount),
        layer.ParameterCount == 0 ? "" : Words.Percent((double)layer.ParameterCount / all),
        string.Join(", ", layer.Tensors.Concat(layer.Statistics).Select(tensor => $"{tensor.Name} {tensor.Shape}")),
    ];
}
