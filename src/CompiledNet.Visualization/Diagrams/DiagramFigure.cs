using System.Text;

namespace CompiledNet.Diagrams;

/// <summary>A network's diagram as a figure, with what it shows in words.</summary>
internal static class DiagramFigure
{
    /// <summary>The figure.</summary>
    /// <param name="diagram">The diagram.</param>
    public static Figure Of(NetworkDiagram diagram)
    {
        DiagramPainter painter = new(diagram);
        string name = PlainText.Shorten(diagram.Topology.Name, 40);
        string title = diagram.HasExample ? $"One example in {name}" : $"The network {name}";
        return new Figure(title, Describe(diagram), painter.Width, painter.Height, canvas => painter.Draw(canvas, title));
    }

    private static string Describe(NetworkDiagram diagram)
    {
        StringBuilder text = new();
        text.Append(PlainText.Clean(diagram.Topology.Name)).Append(", from left to right: ");
        text.AppendJoin("; ", diagram.Columns.Select(column => string.Join(", ", column.Caption))).Append('.');
        foreach (DiagramColumn column in diagram.Columns.Where(column => !column.IsImage && column.Shown.Length < column.Count))
        {
            string which = !diagram.HasExample ? "with the strongest weights" : column == diagram.Columns[^1] ? "with the largest values" : "that contribute most";
            text.Append(FormattableString.Invariant($" Of the {column.Count:N0} in \"{column.Caption[0]}\", the {column.Shown.Length} {which} are shown."));
        }

        string what = diagram.HasExample ? "contributions (weight times activation)" : "weights";
        foreach (DiagramColumn column in diagram.Columns)
        {
            if (column.Weights is { } weights)
            {
                text.Append(FormattableString.Invariant(
                    $" Layer {weights.Layer}: lines for {weights.Lines.Count} of {weights.Values.Length:N0} {what}, the largest {weights.Largest:G3} in absolute value."));
            }
        }

        if (diagram.Columns.Any(column => column.Weights is not null))
        {
            text.Append(" Blue lines are positive, red ones negative, wider the larger.");
        }

        if (diagram is { HasExample: true, Columns: [.., { Values: { } outputs, IsImage: false } last] })
        {
            text.Append(outputs.Length == 1
                ? FormattableString.Invariant($" Output: {outputs[0]:G3}.")
                : $" Outputs: {string.Join(", ", last.Shown.Select(output => FormattableString.Invariant($"{diagram.NameOf(output)}: {outputs[output]:G3}")))}.");
        }

        return text.ToString();
    }
}
