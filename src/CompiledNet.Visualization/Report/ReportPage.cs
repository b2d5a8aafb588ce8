using System.Reflection;
using System.Xml.Linq;
using static CompiledNet.Reports.Html;

namespace CompiledNet.Reports;

/// <summary>The page: its head, the list of contents, the sections in order.</summary>
internal static class ReportPage
{
    // Nothing is loaded from anywhere, whatever should ever get into the page.
    private const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

    /// <summary>Writes it.</summary>
    /// <param name="content">What it is written from.</param>
    public static string Write(ReportContent content)
    {
        XElement?[] all =
        [
            DiagramSection.Create(content),
            LayersSection.Create(content),
            CurvesSection.Create(content),
            ClassesSection.Create(content),
            MistakesSection.Create(content),
            WeightsSection.Create(content),
            FunctionsSection.Create(content),
            LearningSection.Create(content),
            RunSection.Create(content),
        ];
        XElement[] sections = [.. all.OfType<XElement>()];
        string title = string.IsNullOrWhiteSpace(content.Options.Title) ? content.Topology.Name : content.Options.Title;
        XElement page = E(
            "html",
            A("lang", "en"),
            E(
                "head",
                E("meta", A("charset", "utf-8")),
                E("meta", A("name", "viewport"), A("content", "width=device-width, initial-scale=1")),
                E("meta", A("http-equiv", "Content-Security-Policy"), A("content", Policy)),
                E("meta", A("name", "color-scheme"), A("content", "light dark")),
                E("meta", A("name", "generator"), A("content", $"CompiledNet {Version(typeof(ReportPage)).Split('+')[0]}")),
                E("title", $"{title}: training report"),
                E("style", Style())),
            E(
                "body",
                E("a", Class("skip"), A("href", "#report"), "Skip to the report"),
                E("header", E("h1", title), SummarySection.Create(content)),
                Contents(sections),
                E("main", A("id", "report"), sections),
                E("footer", E("p", $"Written by CompiledNet {Version(typeof(ReportPage)).Split('+')[0]}. One file, without scripts; it loads nothing from anywhere."))));
        return Html.Write(page);
    }

    /// <summary>The version of the library that a type is in.</summary>
    public static string Version(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? type.Assembly.GetName().Version?.ToString() ?? "?";

    private static XElement Contents(IEnumerable<XElement> sections) => E(
        "nav",
        A("aria-label", "Contents"),
        E("ul", sections.Select(section => E("li", E("a", A("href", $"#{section.Attribute("id")!.Value}"), section.Elements().First().Value)))));

    // The colours of data are those of the figures. Line ends as in every other line, whatever the source had.
    private static string Style()
    {
        using Stream stream = typeof(ReportPage).Assembly.GetManifestResourceStream("CompiledNet.Report.css")!;
        using StreamReader reader = new(stream);
        return ("\n" + reader.ReadToEnd())
            .ReplaceLineEndings("\n")
            .Replace("BLUE", Palette.Css(Palette.Blue), StringComparison.Ordinal)
            .Replace("RED", Palette.Css(Palette.Red), StringComparison.Ordinal);
    }
}
