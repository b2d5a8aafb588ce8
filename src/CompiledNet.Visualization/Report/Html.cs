using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace CompiledNet.Reports;

/// <summary>Makes HTML of elements, so that it is well-formed and every text in it encoded.</summary>
internal static class Html
{
    private static readonly XNamespace Xhtml = "http://www.w3.org/1999/xhtml";

    private static readonly HashSet<string> Blocks =
        ["head", "meta", "title", "style", "body", "header", "nav", "main", "footer", "section", "h1", "h2", "h3", "p", "ul", "ol", "li", "dl", "dt", "dd", "div", "figure", "figcaption", "table", "caption", "thead", "tbody", "tfoot", "tr", "details", "summary"];

    private static readonly HashSet<string> Voids = ["meta", "img", "br", "wbr", "col"];

    /// <summary>An element.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="content">Attributes, elements, texts.</param>
    public static XElement E(string name, params ReadOnlySpan<object?> content)
    {
        XElement element = new(Xhtml + name);
        foreach (object? part in content)
        {
            element.Add(part is string text ? PlainText.Clean(text) : part);
        }

        return element;
    }

    /// <summary>An attribute.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public static XAttribute A(string name, string value) => new(name, PlainText.Clean(value));

    /// <summary>The attribute that names an element's style.</summary>
    /// <param name="name">The class.</param>
    public static XAttribute Class(string name) => A("class", name);

    /// <summary>A section with a heading, which the list of contents leads to.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="heading">Its heading.</param>
    /// <param name="content">What is in it.</param>
    public static XElement Section(string id, string heading, params ReadOnlySpan<object?> content)
    {
        XElement section = E("section", A("id", id), A("aria-labelledby", $"{id}-heading"), E("h2", A("id", $"{id}-heading"), heading));
        foreach (object? part in content)
        {
            section.Add(part);
        }

        return section;
    }

    /// <summary>A figure with how to read it. Where it is wider than the screen, it scrolls by itself, also by the keyboard.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="caption">How to read it.</param>
    public static XElement Picture(Figure figure, string caption)
    {
        XElement svg = XElement.Parse(figure.ToSvg());

        // What is for a figure that is a file of its own.
        svg.Elements(svg.Name.Namespace + "style").Remove();

        // Shrunk too far, its texts could not be read.
        int least = Math.Min(figure.Width, Math.Max(340, figure.Width * 7 / 10));
        svg.SetAttributeValue("style", FormattableString.Invariant($"width:{figure.Width}px;min-width:{least}px"));
        return E("figure", Scroll(figure.Title, svg), E("figcaption", caption));
    }

    /// <summary>A part that scrolls by itself where it is too wide for the page.</summary>
    /// <param name="label">What is in it, for those who come to it by keyboard.</param>
    /// <param name="content">What is in it.</param>
    public static XElement Scroll(string label, XElement content) =>
        E("div", Class("scroll"), A("role", "group"), A("tabindex", "0"), A("aria-label", label), content);

    /// <summary>A table.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="columns">The heads of its columns; one that starts with a space is of a column of text, the others of numbers.</param>
    /// <param name="rows">Its rows: the first cell is the row's head.</param>
    /// <param name="footRows">Rows with totals.</param>
    public static XElement Table(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object>> rows, IEnumerable<IReadOnlyList<object>>? footRows = null)
    {
        XElement table = E(
            "table",
            E("caption", E("span", caption)),
            E("thead", E("tr", columns.Select((column, c) => E("th", A("scope", "col"), CellClass(columns, c), column.TrimStart())))),
            E("tbody", rows.Select(Row)));
        if (footRows is not null)
        {
            table.Add(E("tfoot", footRows.Select(Row)));
        }

        return Scroll(caption, table);

        XElement Row(IReadOnlyList<object> cells) => E("tr", cells.Select((cell, c) =>
            c == 0 ? E("th", A("scope", "row"), CellClass(columns, c), cell) : E("td", CellClass(columns, c), cell)));
    }

    /// <summary>The page as text.</summary>
    /// <param name="page">Its root element.</param>
    public static string Write(XElement page)
    {
        foreach (XElement element in page.DescendantsAndSelf().ToArray())
        {
            Prepare(element);
        }

        StringBuilder text = new("<!DOCTYPE html>\n");
        XmlWriterSettings settings = new() { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.None };
        using (XmlWriter writer = XmlWriter.Create(text, settings))
        {
            page.Save(writer);
        }

        return text.Replace("\r\n", "\n").Append('\n').ToString();
    }

    // Where an element has no end tag in HTML, it must not have one; where it has, it must. Each block starts on a line of its own.
    private static void Prepare(XElement element)
    {
        if (element.Name.Namespace != Xhtml)
        {
            return;
        }

        string name = element.Name.LocalName;
        if (element.IsEmpty && !Voids.Contains(name))
        {
            element.Add(new XText(""));
        }

        if (Blocks.Contains(name) && element.Parent is not null)
        {
            element.AddBeforeSelf(new XText("\n"));
        }
    }

    private static XAttribute? CellClass(IReadOnlyList<string> columns, int c) => columns[c].StartsWith(' ') ? Class("text") : null;
}
