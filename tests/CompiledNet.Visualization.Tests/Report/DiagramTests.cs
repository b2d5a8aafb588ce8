using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SkiaSharp;

namespace CompiledNet.Visualization.Tests.Report;

/// <summary>The network's diagram.</summary>
public sealed partial class DiagramTests
{
    [Fact]
    public void Draws_as_many_lines_as_it_says()
    {
        YesNoNet net = new(seed: 1);
        Figure figure = Plots.Network(net);
        Assert.Contains("2 inputs; 5 neurons, sigmoid; 1 output, sigmoid", figure.Description, StringComparison.Ordinal);
        Assert.Contains("Layer 1: lines for 10 of 10 weights", figure.Description, StringComparison.Ordinal);
        Assert.Contains("Layer 2: lines for 5 of 5 weights", figure.Description, StringComparison.Ordinal);
        Assert.Equal((15, 8), Count(figure));
        float largest = net.Weights1.ToArray().Max(Math.Abs);
        Assert.Contains($"the largest {largest.ToString("G3", CultureInfo.InvariantCulture)} in absolute value", figure.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Positive_weights_are_blue_and_negative_ones_red()
    {
        YesNoNet net = new(seed: 1);
        net.Parameters.Clear();
        net.Weights1[0] = 2;
        net.Weights1[3] = -1;
        string svg = Plots.Network(net).ToSvg();
        Assert.Equal((2, 8), Count(Plots.Network(net)));
        (double Width, string Data) blue = Line(svg, Palette.Blue);
        (double Width, string Data) red = Line(svg, Palette.Red);
        Assert.True(blue.Width > red.Width);
        net.Weights1[3] = 0;
        Assert.DoesNotContain(Palette.Css(Palette.Red), Plots.Network(net).ToSvg(), StringComparison.OrdinalIgnoreCase);
        net.Weights1[0] = -2;
        Assert.DoesNotContain(Palette.Css(Palette.Blue), Plots.Network(net).ToSvg(), StringComparison.OrdinalIgnoreCase);

        (double, string) Line(string text, SKColor color)
        {
            XElement path = Assert.Single(Paths(text), path => path.Attribute("stroke")?.Value.Equals(Palette.Css(color), StringComparison.OrdinalIgnoreCase) == true);
            return (double.Parse(path.Attribute("stroke-width")!.Value, CultureInfo.InvariantCulture), path.Attribute("d")!.Value);
        }
    }

    [Fact]
    public void Large_layers_are_abbreviated_to_what_matters_and_the_file_stays_small()
    {
        FlatImageNet net = new(seed: 1);
        net.Weights1.Clear();
        foreach (int pixel in new[] { 200, 7, 100 })
        {
            net.Weights1[pixel * 8] = 1;
        }

        Figure figure = Plots.Network(net);
        Assert.Contains("Of the 256 in \"256 inputs\", the 16 with the strongest weights are shown.", figure.Description, StringComparison.Ordinal);
        Assert.Contains("Layer 1: lines for 3 of 2,048 weights", figure.Description, StringComparison.Ordinal);
        string[] texts = [.. XElement.Parse(figure.ToSvg()).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value.Trim())];
        Assert.Contains("7", texts);
        Assert.Contains("100", texts);
        Assert.Contains("200", texts);
        Assert.Contains("16 of 256", texts);
        Assert.True(Encoding.UTF8.GetByteCount(Plots.Network(new FlatImageNet(seed: 1)).ToSvg()) < 120_000);
        Assert.True(Encoding.UTF8.GetByteCount(Plots.Network(new HundredNet(seed: 1)).ToSvg()) < 120_000);
    }

    [Fact]
    public void An_example_fills_the_neurons_and_weighs_the_lines()
    {
        YesNoNet net = new(seed: 1);
        Figure figure = Plots.Network(net, [0.5f, 0]);

        // Nothing comes from an input of 0.
        Assert.Contains("Layer 1: lines for 5 of 10 contributions", figure.Description, StringComparison.Ordinal);
        Assert.Contains($"Output: {net.Predict([0.5f, 0])[0].ToString("G3", CultureInfo.InvariantCulture)}.", figure.Description, StringComparison.Ordinal);
        Assert.NotEqual(Plots.Network(net).ToSvg(), figure.ToSvg());
    }

    [Fact]
    public void Convolutions_are_planes_and_what_works_number_by_number_belongs_to_the_column_before()
    {
        Figure figure = Plots.Network(new ConvolutionalNet(seed: 1), new float[256], ["a", "b", "c", "d"]);
        Assert.Contains(
            "16x16x1 input; 8 filters 3x3, 16x16x8, batch norm, ReLU; max pool, 8x8x8; 4 filters 3x3, 6x6x4, leaky ReLU; mean pool, 3x3x4; in one row, 36; 30 neurons, tanh, dropout; 4 outputs, softmax",
            figure.Description,
            StringComparison.Ordinal);
        Assert.Contains("a: 0.", figure.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_sizes_are_refused()
    {
        YesNoNet net = new(seed: 1);
        Assert.Contains("The input has 3 numbers; expected 2", Assert.Throws<ArgumentException>(() => Plots.Network(net, new float[3])).Message, StringComparison.Ordinal);
        Assert.Contains("There are 3 class names", Assert.Throws<ArgumentException>(() => Plots.Network(net, ["a", "b", "c"])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => Plots.Network<YesNoNet>(null!));
    }

    [Fact]
    public void Parameters_that_are_not_finite_are_left_out()
    {
        YesNoNet net = new(seed: 1);
        net.Parameters.Fill(float.NaN);
        Assert.Equal((0, 8), Count(Plots.Network(net)));
        Assert.NotEmpty(Plots.Network(net, [1, 1]).ToSvg());
        net.Parameters.Fill(float.PositiveInfinity);
        Assert.NotEmpty(Plots.Network(net).ToPng());
    }

    // Lines between neurons, and rings around them.
    private static (int Lines, int Neurons) Count(Figure figure)
    {
        string svg = figure.ToSvg();
        int lines = Paths(svg).Where(path => path.Attribute("fill")?.Value == "none").Sum(path => MoveTo().Count(path.Attribute("d")!.Value));
        int rings = XElement.Parse(svg).Descendants().Count(element => element.Name.LocalName is "circle" or "ellipse" && element.Attribute("fill")?.Value == "none");
        return (lines, rings);
    }

    private static IEnumerable<XElement> Paths(string svg) => XElement.Parse(svg).Descendants().Where(element => element.Name.LocalName == "path");

    [GeneratedRegex("M")]
    private static partial Regex MoveTo();
}
