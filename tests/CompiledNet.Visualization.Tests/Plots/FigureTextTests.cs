using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace CompiledNet.Visualization.Tests.Figures;

public sealed partial class FigureTextTests
{
    private static readonly Dataset Data = SmallData.Classes(16, 3, 60);

    [Fact]
    public void ClassNamesStandInTheSvgAsTheyAre()
    {
        string[] names = ["<b>&", "\u65e5\u672c\u8a9e", "a\"'\u0001\ud83d\ude00"];
        string[] texts = Texts(Plots.Confusion(new SmallClassifier(1).Evaluate(Data).Confusion, names));

        Assert.Equal(2, texts.Count(text => text == "<b>&"));
        Assert.Equal(2, texts.Count(text => text == "\u65e5\u672c\u8a9e"));
        Assert.Equal(2, texts.Count(text => text == "a\"' \ud83d\ude00"));
    }

    [Fact]
    public void LongNamesAreCutAndDoNotOverlap()
    {
        string[] names = [.. Enumerable.Range(0, 3).Select(i => "a name that is far too long to be written in full " + i)];
        Figure figure = Plots.Confusion(new SmallClassifier(1).Evaluate(Data).Confusion, names);

        Assert.Equal(6, Texts(figure).Count(text => text.StartsWith("a name", StringComparison.Ordinal) && text.EndsWith('\u2026')));
        Assert.Contains(names[2], figure.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void NothingIsWrittenTwice()
    {
        Assert.Single(Texts(Plots.Loss([new EpochReport(1, 0.5, null, null, TimeSpan.Zero)])), "mean loss per example");
        Assert.Equal(2, Texts(Plots.WeightHistograms(new SmallClassifier(1))).Count(text => text == "number"));
        string[] gradients = Texts(Plots.Gradients(Watched(1)));
        Assert.All(["layer 1", "layer 2", "weights", "bias", "norm of the gradient"], text => Assert.Single(gradients, text));
    }

    [Fact]
    public void OneIsNotWrittenInThePlural()
    {
        SmallLine line = new(1);
        Dataset data = SmallData.Line();
        TrainingResult result = line.Train(data, new TrainingOptions { Epochs = 1, Optimizer = new Sgd(0.01) });
        Dataset one = new(new float[] { 1 }, new float[] { 2 }, 1, 1);
        string[] descriptions =
        [
            Plots.WeightHistograms(line).Description,
            Plots.NeuronWeights(line).Description,
            Plots.Loss(result.History).Description,
            Plots.Gradients(Watched(1)).Description,
            Plots.LearningCurve(LearningCurve.Measure<SmallLine>(data, data, new TrainingOptions { Epochs = 1, Optimizer = new Sgd(0.01) }, [1], seeds: 1)).Description,
            Plots.CostSurface(CostSurface.Measure(line, one, new CostSurfaceOptions { Resolution = 5, Steps = 2 })).Description,
        ];

        Assert.All(descriptions, text => Assert.DoesNotMatch(PluralOfOne(), text));
        Assert.Contains("1 weight, ", descriptions[0], StringComparison.Ordinal);
        Assert.DoesNotContain("goes from", descriptions[2], StringComparison.Ordinal);
        Assert.Contains("one seed", descriptions[4], StringComparison.Ordinal);
    }

    [Fact]
    public void DescriptionsHaveTheNumbers()
    {
        EpochReport[] history =
        [
            new(1, 0.75, 0.5, 0.25, TimeSpan.Zero),
            new(2, 0.625, 0.125, 0.875, TimeSpan.Zero),
            new(3, 0.375, 0.1875, 0.5, TimeSpan.Zero),
        ];

        Assert.Contains("from 0.75 in epoch 1 to 0.375 in epoch 3", Plots.Loss(history).Description, StringComparison.Ordinal);
        Assert.Contains("lowest in epoch 2, 0.125, and 0.188 in epoch 3", Plots.Loss(history).Description, StringComparison.Ordinal);
        Assert.Contains("from 25 % in epoch 1 to 50 % in epoch 3; it is highest in epoch 2, 87.5 %", Plots.Accuracy(history).Description, StringComparison.Ordinal);
        Assert.Contains("At -6 it is 0, at 0 0, at 6 6", Plots.ActivationFunction(Activation.ReLU).Description, StringComparison.Ordinal);
    }

    private static GradientLog Watched(int epochs)
    {
        SmallClassifier network = new(1);
        GradientLog log = GradientLog.Watch(network, Data, every: 2);
        network.Train(Data, new TrainingOptions { Epochs = epochs, BatchSize = 60, Callbacks = [log] });
        return log;
    }

    private static string[] Texts(Figure figure) =>
        [.. XElement.Parse(figure.ToSvg()).Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value)];

    [GeneratedRegex(@"(?<![\d.,])1 (weights|examples|steps|seeds|neurons|filters|times|epochs)\b")]
    private static partial Regex PluralOfOne();
}
