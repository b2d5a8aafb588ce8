using CompiledNet.Visualization.Tests.Figures;

namespace CompiledNet.Visualization.Tests.Report;

/// <summary>What belongs to another network is refused, not drawn beside the wrong one.</summary>
public class OtherNetworkTests
{
    private static readonly Dataset Classes = SmallData.Classes(16, 3, 30);
    private static readonly Dataset Line = new(new float[] { 1, 2, 3 }, new float[] { 2, 4, 6 }, 1, 1);

    [Fact]
    public void A_report_refuses_what_is_of_a_network_with_other_layers()
    {
        SmallClassifier net = new(1);
        TrainingResult result = net.Train(Classes, new TrainingOptions { Epochs = 1 });
        TrainingResult other = new SmallLine(1).Train(Line, new TrainingOptions { Epochs = 1, Optimizer = new Sgd(0.01) });
        Refused("training result", () => TrainingReport.Create(net, other, Classes));
        Refused("GradientLog", () => Create(new() { Gradients = GradientLog.Watch(new SmallLine(1), Line) }));
        Refused("LearningCurve", () => Create(new() { LearningCurve = LearningCurve.Measure<SmallLine>(Line, Line, new TrainingOptions { Epochs = 1, Optimizer = new Sgd(0.01) }, [2], seeds: 1) }));
        Refused("CostSurface", () => Create(new() { CostSurface = CostSurface.Measure(new SmallLine(1), Line, new CostSurfaceOptions { Resolution = 5, LearningRate = 0.01 }) }));
        Assert.Contains("</html>", Create(new()), StringComparison.Ordinal);

        string Create(TrainingReportOptions options) => TrainingReport.Create(net, result, Classes, options);
    }

    [Fact]
    public void A_callback_that_watches_another_network_ends_the_run_before_it_starts()
    {
        SmallClassifier watched = new(1);
        SmallClassifier trained = new(2);
        float[] before = trained.Parameters.ToArray();
        foreach (TrainingCallback callback in new TrainingCallback[] { GradientLog.Watch(watched, Classes), DescentPath.Record(watched) })
        {
            InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => trained.Train(Classes, new TrainingOptions { Callbacks = [callback] }));
            Assert.Contains(callback.GetType().Name, error.Message, StringComparison.Ordinal);
            Assert.Equal(before, trained.Parameters.ToArray());
        }
    }

    private static void Refused(string what, Func<string> create)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(create);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(SmallLine), error.Message, StringComparison.Ordinal);
    }
}
