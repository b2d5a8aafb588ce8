using System.Text.RegularExpressions;
using System.Xml.Linq;
using TourSample;

namespace CompiledNet.Visualization.Tests.Tour;

/// <summary>The tour's pages: texts, pictures and code, and that the committed ones are what the program writes.</summary>
public sealed partial class TourPagesTests
{
    private static readonly Dictionary<int, Dictionary<string, TourPage>> Pages = new[] { TourWorld.UsualSeed, 42 }
        .ToDictionary(seed => seed, RunAll);

    public static TheoryData<string, int> Steps
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (TourStep step in GuidedTour.Steps)
            {
                data.Add(step.Id, TourWorld.UsualSeed);
                data.Add(step.Id, 42);
            }

            return data;
        }
    }

    private static string Folder => Path.Combine(Root(), "samples", "Tour");

    [Fact]
    public void The_steps_go_from_a_neuron_to_data_in_the_order_of_the_subject()
    {
        Assert.Equal(
            [
                "image", "neuron", "layer", "weights-and-bias", "sigmoid", "cost", "gradient-descent", "which-weights-matter", "backpropagation-bias",
                "backpropagation-weights", "backpropagation-activations", "mini-batches", "data-size", "balance", "look-inside",
            ],
            GuidedTour.Steps.Select(step => step.Id));
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_page_has_a_short_text_with_finite_numbers(string id, int seed)
    {
        TourPage page = Pages[seed][id];
        Assert.InRange(page.Text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Length, 60, 170);
        Assert.DoesNotMatch(NotFinite(), page.Text + page.Figure.Description);
        Assert.DoesNotContain("  ", page.Text, StringComparison.Ordinal);
        Assert.Equal(0, page.Text.Count(c => c == '*') % 2);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_picture_is_a_well_formed_figure_that_stands_by_itself(string id, int seed)
    {
        Figure figure = Pages[seed][id].Figure;
        string svg = figure.ToSvg();
        XElement root = XDocument.Parse(svg).Root!;
        XNamespace ns = root.Name.Namespace;
        Assert.Equal("svg", root.Name.LocalName);
        Assert.Equal("img", (string?)root.Attribute("role"));
        Assert.Equal(figure.Title, root.Element(ns + "title")?.Value);
        Assert.Equal(figure.Description, root.Element(ns + "desc")?.Value);
        Assert.True(root.Descendants().Count() > 20);
        Assert.All(root.DescendantsAndSelf().Attributes().Where(attribute => attribute.Name.LocalName != "href"), attribute => Assert.DoesNotMatch(NotFinite(), attribute.Value));
        Assert.DoesNotMatch(NotFinite(), root.Value);
        Assert.All(
            root.Descendants().Attributes().Where(attribute => attribute.Name.LocalName == "href"),
            reference => Assert.Matches("^(#|data:image/png;base64,)", reference.Value));
        Assert.Equal(svg, figure.ToSvg());
        Assert.InRange(svg.Length, 1_000, 150_000);
    }

    [Fact]
    public void Another_seed_gives_another_picture()
    {
        foreach (TourStep step in GuidedTour.Steps.Where(step => step.Id != "sigmoid"))
        {
            Assert.NotEqual(Pages[TourWorld.UsualSeed][step.Id].Figure.ToSvg(), Pages[42][step.Id].Figure.ToSvg());
        }
    }

    [Fact]
    public void The_code_is_that_of_the_source_file_without_its_indentation()
    {
        foreach (TourStep step in GuidedTour.Steps)
        {
            string[] source = File.ReadAllLines(Path.Combine(Folder, "Steps", $"{step.GetType().Name}.cs"));
            string[] code = step.Code.Split('\n');
            Assert.InRange(code.Length, 5, 30);
            Assert.Contains(code, line => line.Length > 0 && !char.IsWhiteSpace(line[0]));
            Assert.All(code, line => Assert.Contains(source, other => other.Trim() == line.Trim()));
            Assert.DoesNotContain("<code>", step.Code, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_committed_tour_is_what_the_program_writes()
    {
        string written = TourBook.Compose(GuidedTour.Steps.Select(step => (step, Pages[TourWorld.UsualSeed][step.Id])));
        string committed = File.ReadAllText(Path.Combine(Folder, "README.md")).ReplaceLineEndings("\n");
        Assert.Equal(WithoutNumbers(committed), WithoutNumbers(written));
        if (DrawnAlike())
        {
            Assert.Equal(committed, written);
        }
    }

    [Fact]
    public void The_committed_pictures_are_those_of_the_steps()
    {
        string folder = Path.Combine(Folder, "pictures");
        Assert.Equal(
            GuidedTour.Steps.Select(step => $"{step.Id}.svg").Order(StringComparer.Ordinal),
            Directory.GetFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        foreach (TourStep step in GuidedTour.Steps)
        {
            string committed = File.ReadAllText(Path.Combine(folder, $"{step.Id}.svg"));
            string written = Pages[TourWorld.UsualSeed][step.Id].Figure.ToSvg();
            Assert.Equal(Texts(written).Select(WithoutNumbers), Texts(committed).Select(WithoutNumbers));
            if (DrawnAlike())
            {
                Assert.True(written == committed.TrimEnd('\n'), $"{step.Id}.svg is not what the program writes; write the tour anew.");
            }
        }
    }

    // Both paths start at the weight -3 and the bias 3 of a map from -8 to 8, and the dot there is the last one drawn on it.
    [Theory]
    [InlineData("gradient-descent")]
    [InlineData("mini-batches")]
    public void The_map_of_the_cost_lies_exactly_between_its_axes_and_under_its_paths(string id)
    {
        XElement svg = XElement.Parse(Pages[TourWorld.UsualSeed][id].Figure.ToSvg());
        double[] map = Numbers(svg.Descendants().Single(element => element.Name.LocalName == "image"), "x", "y", "width", "height");
        (double left, double top, double right, double bottom) = (map[0], map[1], map[0] + map[2], map[1] + map[3]);

        string[] lines = [.. svg.Descendants().Where(element => element.Name.LocalName == "path").Select(path => (string)path.Attribute("d")!)];
        Assert.Contains(lines, line => line.Contains(FormattableString.Invariant($"M{left} {bottom}L{right} {bottom}M{left} {top}L{left} {bottom}"), StringComparison.Ordinal));
        double[] start = Numbers(svg.Descendants().Last(element => element.Name.LocalName == "circle" && (string?)element.Attribute("fill") == "currentColor"), "cx", "cy");
        Assert.Equal(left + ((right - left) * 5 / 16), start[0], 0.02);
        Assert.Equal(top + ((bottom - top) * 5 / 16), start[1], 0.02);
    }

    [Fact]
    public void What_a_step_lets_one_try_is_a_specification_with_a_problem()
    {
        string?[] specs = [.. GuidedTour.Steps.Select(step => step.TryIt).Where(spec => spec is not null)];
        Assert.True(specs.Length >= 4);
        foreach (string? spec in specs)
        {
            using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(spec!);
            Assert.Contains(document.RootElement.GetProperty("problem").GetString(), (string[])["digits", "circle", "xor", "spiral", "gaussian"]);
        }
    }

    // The digits are drawn with the sine of the platform's own library, of which only Linux's is known here to be that of the committed pictures.
    private static bool DrawnAlike() => OperatingSystem.IsLinux();

    private static IEnumerable<string> Texts(string svg) => XDocument.Parse(svg).Descendants().Where(element => element.Name.LocalName is "text" or "title" or "desc").Select(element => element.Value);

    private static double[] Numbers(XElement element, params string[] names) =>
        [.. names.Select(name => double.Parse((string)element.Attribute(name)!, System.Globalization.CultureInfo.InvariantCulture))];

    private static string WithoutNumbers(string text) => Numbers().Replace(text, "#");

    private static Dictionary<string, TourPage> RunAll(int seed)
    {
        TourWorld world = new(seed);
        return GuidedTour.Steps.ToDictionary(step => step.Id, step => step.Run(world));
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "CompiledNet.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException($"There is no CompiledNet.sln in any folder above {AppContext.BaseDirectory}.");
    }

    [GeneratedRegex("NaN|Infinity|∞")]
    private static partial Regex NotFinite();

    [GeneratedRegex("[-+]?[0-9][0-9.,]*")]
    private static partial Regex Numbers();
}
