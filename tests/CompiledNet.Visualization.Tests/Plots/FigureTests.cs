using System.Globalization;
using System.Xml.Linq;
using SkiaSharp;

namespace CompiledNet.Visualization.Tests.Figures;

public sealed class FigureTests
{
    private static readonly Dataset Data = SmallData.Classes(16, 3, 60);

    public static TheoryData<string> Names => [.. All().Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryFigureIsAWholeSvg(string name)
    {
        Figure figure = All()[name];
        string text = figure.ToSvg();
        XElement svg = XElement.Parse(text);

        Assert.Equal(figure.Title, svg.Elements().Single(element => element.Name.LocalName == "title").Value);
        Assert.Equal(figure.Description, svg.Elements().Single(element => element.Name.LocalName == "desc").Value);
        Assert.Equal("img", svg.Attribute("role")!.Value);
        string[] ids = [.. svg.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(svg.Attribute("aria-labelledby")!.Value.Split(' '), id => Assert.Contains(id, ids));
        Assert.All(svg.Descendants().Attributes("href"), link => Assert.StartsWith("data:image/png;base64,", link.Value));
        Assert.All(svg.Descendants().Attributes().Where(a => a.Value.StartsWith("url(", StringComparison.Ordinal)), a => Assert.Contains(a.Value[5..^1], ids));
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        Assert.Contains(svg.Descendants(), element => element.Name.LocalName == "text");
        Assert.DoesNotContain(svg.Descendants(), element => element.Name.LocalName == "rect" && element.Attribute("fill") is null && element.Parent!.Name.LocalName != "clipPath");
        Assert.Equal(text, All()[name].ToSvg());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void EveryFigureIsAPngOfItsSizeWithSomethingOnIt(string name)
    {
        Figure figure = All()[name];
        using SKBitmap bitmap = SKBitmap.Decode(figure.ToPng(1));

        Assert.Equal((figure.Width, figure.Height), (bitmap.Width, bitmap.Height));
        Assert.True(bitmap.Pixels.Distinct().Count() > 20);
        Assert.Equal(SKColors.White, bitmap.GetPixel(1, 1));
    }

    [Fact]
    public void TheCultureChangesNothing()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        Dictionary<string, string> expected = All().ToDictionary(pair => pair.Key, pair => pair.Value.ToSvg());
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(expected, All().ToDictionary(pair => pair.Key, pair => pair.Value.ToSvg()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void AnotherExtensionIsRefused()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => Plots.ActivationFunction(Activation.ReLU).Save("figure.jpg"));

        Assert.Contains(".jpg", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBeDrawnIsNamed()
    {
        Assert.Throws<ArgumentException>(() => Plots.Loss([]));
        Assert.Throws<ArgumentException>(() => Plots.Accuracy([new EpochReport(1, 0.5, null, null, TimeSpan.Zero)]));
        Assert.Throws<ArgumentException>(() => Plots.ActivationFunction(Activation.Softmax));
        Assert.Throws<ArgumentException>(() => Plots.Gradients(GradientLog.Watch(new SmallClassifier(1), Data)));
        Assert.Throws<ArgumentException>(() => GradientLog.Watch(new SmallClassifier(1), SmallData.Line()));
    }

    private static Dictionary<string, Figure> All()
    {
        SmallClassifier network = new SmallClassifier(1);
        GradientLog log = GradientLog.Watch(network, Data, every: 5);
        TrainingOptions options = new() { Epochs = 4, BatchSize = 8, Validation = Data };
        TrainingResult result = network.Train(Data, options with { Callbacks = [log] });
        SmallConvolution convolution = new SmallConvolution(1);
        return new()
        {
            ["loss"] = Plots.Loss(result.History),
            ["accuracy"] = Plots.Accuracy(result.History),
            ["confusion"] = Plots.Confusion(network.Evaluate(Data).Confusion, ["a < b", "Größe & co", "third"]),
            ["activation"] = Plots.ActivationFunction(Activation.GELU),
            ["histograms"] = Plots.WeightHistograms(network),
            ["neurons"] = Plots.NeuronWeights(network),
            ["filters"] = Plots.NeuronWeights(convolution),
            ["gradients"] = Plots.Gradients(log),
            ["learning"] = Plots.LearningCurve(LearningCurve.Measure<SmallClassifier>(Data, Data, options, [10, 60], seeds: 2)),
            ["cost"] = Plots.CostSurface(CostSurface.Measure(network, Data, new CostSurfaceOptions { Resolution = 7, Steps = 12 })),
        };
    }
}
