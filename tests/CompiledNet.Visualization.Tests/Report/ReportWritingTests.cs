using System.Globalization;
using System.Xml.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace CompiledNet.Visualization.Tests.Report;

/// <summary>How a report is written, and what it is refused for.</summary>
public sealed class ReportWritingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private string Target => Path.Combine(_folder, "report.html");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_file_is_the_text_in_utf8_and_replaces_an_older_one()
    {
        (FlatImageNet net, TrainingResult result, Dataset test) = Train();
        File.WriteAllText(Target, "older");
        TrainingReport.Write(Target, net, result, test);
        byte[] bytes = File.ReadAllBytes(Target);
        Assert.Equal((byte)'<', bytes[0]);
        Assert.Equal(TrainingReport.Create(net, result, test), File.ReadAllText(Target));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void The_same_run_gives_the_same_bytes_in_every_culture()
    {
        (FlatImageNet net, TrainingResult result, Dataset test) = Train();
        string first = TrainingReport.Create(net, result, test);
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            foreach (string name in new[] { "de-DE", "tr-TR", "ar-SA", "th-TH" })
            {
                CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = new CultureInfo(name);
                Assert.Equal(first, TrainingReport.Create(net, result, test));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
        }
    }

    [Fact]
    public void Two_runs_of_the_same_differ_in_their_times_alone()
    {
        string[] reports = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            (FlatImageNet net, TrainingResult result, Dataset test) = Train();
            IHtmlDocument page = ReportHtmlTests.Parse(TrainingReport.Create(net, result, test));
            foreach (IElement time in page.QuerySelectorAll(".numbers dd, #run p, #run details td").Where(element => element.TextContent.Contains(" s", StringComparison.Ordinal)).ToArray())
            {
                time.TextContent = "";
            }

            return page.DocumentElement.OuterHtml;
        })];
        Assert.Equal(reports[0], reports[1]);
    }

    [Fact]
    public void What_cannot_be_written_leaves_everything_as_it_was()
    {
        (FlatImageNet net, TrainingResult result, Dataset test) = Train();
        Assert.Throws<DirectoryNotFoundException>(() => TrainingReport.Write(Path.Combine(_folder, "none", "report.html"), net, result, test));
        Assert.ThrowsAny<IOException>(() => TrainingReport.Write(_folder, net, result, test));
        Assert.Throws<ArgumentException>(() => TrainingReport.Write("", net, result, test));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));

        File.WriteAllText(Target, "older");
        Assert.Throws<ArgumentException>(() => TrainingReport.Write(Target, net, result, ReportRuns.Points(5, 1)));
        Assert.Equal("older", File.ReadAllText(Target));
        Assert.Single(Directory.GetFiles(_folder));
    }

    [Fact]
    public void What_does_not_go_with_the_network_is_refused_by_name()
    {
        (FlatImageNet net, TrainingResult result, Dataset test) = Train();
        Refused("ClassNames has 3 names; expected 4, a name for each class of FlatImageNet.", new() { ClassNames = ["a", "b", "c"] });
        Refused("ClassNames holds a null", new() { ClassNames = ["a", "b", "c", null!] });
        Refused("InputNames has 1 names; expected 256", new() { InputNames = ["a"] });
        Refused("ImageShape is 16x15, 240 numbers; expected height x width or height x width x channels of 256", new() { ImageShape = new TensorShape(16, 15) });
        Refused("ImageShape is 256, 256 numbers", new() { ImageShape = new TensorShape(256) });
        Refused("MostConfused is -1; expected 0 to 100.", new() { MostConfused = -1 });
        Refused("MostConfused is 101; expected 0 to 100.", new() { MostConfused = 101 });
        ArgumentException sizes = Assert.Throws<ArgumentException>(() => TrainingReport.Create(net, result, ReportRuns.Points(5, 1)));
        Assert.Contains("2 inputs and 1 targets; expected 256 and 4", sizes.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => TrainingReport.Create<FlatImageNet>(null!, result, test));
        Assert.Throws<ArgumentNullException>(() => TrainingReport.Create(net, result, null!));

        void Refused(string why, TrainingReportOptions options)
        {
            ArgumentException exception = Assert.ThrowsAny<ArgumentException>(() => TrainingReport.Create(net, result, test, options));
            Assert.Contains(why, exception.Message, StringComparison.Ordinal);
            Assert.Equal("options", exception.ParamName);
        }
    }

    [Fact]
    public void Names_are_texts_whatever_is_in_them()
    {
        (FlatImageNet net, TrainingResult result, Dataset test) = Train();
        string[] names = ["<script>alert(1)</script>", "&amp; ]]> <!-- \"'", "null \0, bell \a, half \uD83D, whole \U0001F600", "ligne\nbreak \u202E " + new string('x', 300)];
        string html = TrainingReport.Create(net, result, test, new() { ClassNames = names, Title = names[0], ImageShape = new TensorShape(8, 32) });
        Assert.NotNull(XDocument.Parse(html));
        IHtmlDocument page = ReportHtmlTests.Parse(html);
        Assert.Empty(page.QuerySelectorAll("script"));
        Assert.Equal(names[0], page.QuerySelector("h1")!.TextContent);
        string[] heads = [.. page.QuerySelectorAll("#classes tbody th").Select(head => head.TextContent)];
        Assert.Equal(names[0], heads[0]);
        Assert.Equal(names[1], heads[1]);
        Assert.Equal("null \uFFFD, bell \uFFFD, half \uFFFD, whole \U0001F600", heads[2]);
    }

    [Fact]
    public void A_cancelled_run_without_an_epoch_has_no_curves_and_says_so()
    {
        ReportRun run = ReportRuns.Of(ReportRuns.Cancelled);
        IHtmlDocument page = ReportHtmlTests.Parse(run.Html);
        Assert.Equal("No epoch was finished, so that there is no curve to be drawn.", page.QuerySelector("#curves p")!.TextContent);
        Assert.Contains("It was cancelled before its end.", page.QuerySelector("#run p")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("#run details"));
    }

    [Fact]
    public void A_loaded_network_has_no_run_and_the_report_says_so()
    {
        IHtmlDocument page = ReportHtmlTests.Parse(ReportRuns.Of(ReportRuns.Loaded).Html);
        Assert.Null(page.QuerySelector("#curves"));
        Assert.Null(page.QuerySelector("#learning"));
        Assert.Contains("without the run", page.QuerySelector("#run p")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("#network svg"));
    }

    [Fact]
    public void What_was_measured_is_shown_and_what_was_not_has_a_hint()
    {
        IHtmlDocument all = ReportHtmlTests.Parse(ReportRuns.Of(ReportRuns.Measured).Html);
        Assert.Equal(3, all.QuerySelectorAll("#learning svg").Length);
        Assert.Null(all.QuerySelector("#learning .hint"));
        IHtmlDocument none = ReportHtmlTests.Parse(ReportRuns.Of(ReportRuns.Flat).Html);
        Assert.Empty(none.QuerySelectorAll("#learning svg"));
        Assert.Contains("GradientLog.Watch", none.QuerySelector("#learning .hint")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Examples_are_images_or_named_numbers()
    {
        Assert.NotEmpty(Examples(ReportRuns.Flat, "img"));
        Assert.NotEmpty(Examples(ReportRuns.Colour, "img"));
        Assert.Empty(Examples(ReportRuns.YesNo, "img"));
        Assert.Equal(["height", "width & breadth"], Examples(ReportRuns.YesNo, ".inputs dt").Take(2).Select(name => name.TextContent));
        ReportRun run = ReportRuns.Of(ReportRuns.YesNo);
        IElement card = ReportHtmlTests.Parse(run.Html).QuerySelector("#mistakes .example")!;
        int example = int.Parse(card.QuerySelector("figcaption")!.TextContent.Split(' ', ':')[2], CultureInfo.InvariantCulture);
        Assert.Equal(run.Test.Input(example).ToArray().Select(value => value.ToString("G6", CultureInfo.InvariantCulture)), card.QuerySelectorAll(".inputs dd").Select(value => value.TextContent));

        static IHtmlCollection<IElement> Examples(string name, string what) => ReportHtmlTests.Parse(ReportRuns.Of(name).Html).QuerySelectorAll($"#mistakes .example {what}");
    }

    private static (FlatImageNet Net, TrainingResult Result, Dataset Test) Train()
    {
        FlatImageNet net = new(seed: 3);
        Dataset training = ReportRuns.Images(256, 40, 1);
        TrainingResult result = net.Train(training, ReportRuns.Epochs(2) with { Validation = training });
        return (net, result, ReportRuns.Images(256, 30, 2));
    }
}
