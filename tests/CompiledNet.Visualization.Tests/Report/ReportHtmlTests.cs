using System.Text.RegularExpressions;
using System.Xml.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Dom.Events;
using AngleSharp.Html.Parser;
using SkiaSharp;

namespace CompiledNet.Visualization.Tests.Report;

/// <summary>What a browser, a reader of screens and a strict parser ask of a report.</summary>
public sealed partial class ReportHtmlTests
{
    private static readonly string[] Namespaces = ["http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"];

    public static TheoryData<string> Names => ReportRuns.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_well_formed_as_html_and_as_xml(string name)
    {
        string html = ReportRuns.Of(name).Html;
        Assert.StartsWith("<!DOCTYPE html>\n<html", html, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', html);
        Assert.DoesNotContain('\uFEFF', html);
        Assert.EndsWith("</html>\n", html, StringComparison.Ordinal);
        XDocument xml = XDocument.Parse(html);

        // The two parsers see the same elements: nothing was moved or closed by the rules of HTML.
        IHtmlDocument document = Parse(html);
        Assert.Equal(xml.Descendants().Select(element => element.Name.LocalName.ToLowerInvariant()), document.All.Select(element => element.LocalName.ToLowerInvariant()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Refers_to_nothing_outside_of_itself(string name)
    {
        string html = ReportRuns.Of(name).Html;
        IHtmlDocument document = Parse(html);
        foreach (IAttr attribute in document.All.SelectMany(element => element.Attributes))
        {
            if (attribute.LocalName is "href" or "src" or "srcset" or "action" or "data" or "poster" or "background")
            {
                Assert.Matches("^(#|data:image/png;base64,)", attribute.Value);
            }

            Assert.False(attribute.LocalName.StartsWith("on", StringComparison.Ordinal), attribute.LocalName);
        }

        Assert.Empty(document.QuerySelectorAll("script, link, iframe, object, embed, base, form, input, button, audio, video"));
        string rest = Namespaces.Aggregate(html, (text, one) => text.Replace($"\"{one}\"", "\"\"", StringComparison.Ordinal));
        Assert.DoesNotContain("://", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", rest, StringComparison.Ordinal);
        Assert.All(Address().Matches(rest), match => Assert.Matches("^url\\(['\"]?(#|data:image)", match.Value));
        Assert.Equal("default-src 'none'; img-src data:; style-src 'unsafe-inline'", document.QuerySelector("meta[http-equiv='Content-Security-Policy']")!.GetAttribute("content"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_image_can_be_decoded_and_shows_something(string name)
    {
        IHtmlDocument document = Parse(ReportRuns.Of(name).Html);
        foreach (IElement image in document.QuerySelectorAll("img, svg image"))
        {
            string address = image.GetAttribute("src") ?? image.GetAttribute("href") ?? image.GetAttribute("xlink:href") ?? "";
            Assert.StartsWith("data:image/png;base64,", address, StringComparison.Ordinal);
            using SKBitmap bitmap = SKBitmap.Decode(Convert.FromBase64String(address[(address.IndexOf(',') + 1)..]));
            Assert.NotNull(bitmap);

            // What a filter sees of an image may well be nothing; the image itself never is.
            Assert.True(image.LocalName != "img" || bitmap.Pixels.Distinct().Count() > 1, "The image has one colour only.");
        }

        Assert.All(document.QuerySelectorAll("img"), image => Assert.NotEmpty(image.GetAttribute("alt")!));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_figure_has_a_caption_and_every_svg_an_alternative_text_and_something_in_it(string name)
    {
        IHtmlDocument document = Parse(ReportRuns.Of(name).Html);
        IElement[] all = [.. document.QuerySelectorAll("svg")];
        Assert.NotEmpty(all);
        foreach (IElement svg in all)
        {
            Assert.Equal("img", svg.GetAttribute("role"));
            Assert.NotEmpty(svg.QuerySelector("title")!.TextContent.Trim());
            Assert.True(svg.QuerySelector("desc")!.TextContent.Trim().Length > 20);
            Assert.NotEmpty(svg.QuerySelectorAll("path, rect, circle, ellipse, line, polyline, text, image"));
        }

        Assert.All(document.QuerySelectorAll("figure"), figure => Assert.NotEmpty(figure.QuerySelector("figcaption")!.TextContent));
        Assert.All(document.QuerySelectorAll("table"), table => Assert.NotEmpty(table.QuerySelector("caption")!.TextContent));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Ids_are_unique_and_links_and_labels_lead_to_them(string name)
    {
        IHtmlDocument document = Parse(ReportRuns.Of(name).Html);
        string[] ids = [.. document.All.Select(element => element.Id ?? "").Where(id => id.Length > 0)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(document.QuerySelectorAll("a"), link => Assert.Contains(link.GetAttribute("href")!.TrimStart('#'), ids));
        Assert.All(document.QuerySelectorAll("[aria-labelledby]"), element => Assert.All(element.GetAttribute("aria-labelledby")!.Split(' '), id => Assert.Contains(id, ids)));

        // Headings go down one level at a time, and the list of contents has every section.
        string[] headings = [.. document.QuerySelectorAll("h1, h2, h3").Select(heading => heading.LocalName)];
        Assert.Equal("h1", headings[0]);
        Assert.Single(headings, "h1");
        Assert.Equal(document.QuerySelectorAll("main h2").Select(heading => heading.TextContent), document.QuerySelectorAll("nav a").Select(link => link.TextContent));
        Assert.Equal("en", document.DocumentElement.GetAttribute("lang"));
        Assert.Equal("width=device-width, initial-scale=1", document.QuerySelector("meta[name=viewport]")!.GetAttribute("content"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_scrolls_by_itself_can_be_reached_by_keyboard_and_has_a_name(string name)
    {
        IHtmlDocument document = Parse(ReportRuns.Of(name).Html);
        Assert.All(document.QuerySelectorAll(".scroll"), box =>
        {
            Assert.Equal("0", box.GetAttribute("tabindex"));
            Assert.NotEmpty(box.GetAttribute("aria-label")!);
        });
        Assert.All(document.QuerySelectorAll("main table, main svg"), element => Assert.NotNull(element.Closest(".scroll")));
    }

    /// <summary>Parses; anything that a browser would have to put right is an error.</summary>
    internal static IHtmlDocument Parse(string html)
    {
        List<string> errors = [];
        HtmlParser parser = new();
        parser.Error += (_, error) =>
        {
            HtmlErrorEvent found = (HtmlErrorEvent)error;

            // The standard compares the names of SVG's elements in lower case, this parser does not: </clipPath> ends <clipPath>.
            string around = html[Math.Max(0, found.Position.Index - 14)..Math.Min(html.Length, found.Position.Index + 14)];
            if (found.Code != (int)HtmlParseError.TagClosingMismatch || !around.Contains("</clipPath>", StringComparison.Ordinal))
            {
                errors.Add($"{found.Message} At {found.Position}: {around}");
            }
        };
        IHtmlDocument document = parser.ParseDocument(html);
        Assert.Empty(errors);
        return document;
    }

    [GeneratedRegex(@"url\([^)]*\)")]
    private static partial Regex Address();
}
