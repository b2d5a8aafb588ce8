using CompiledNet.Drawing;

namespace CompiledNet;

/// <content>The learning curve.</content>
public static partial class Plots
{
    /// <summary>
    /// The accuracy, or for regressions the loss, against the number of training examples on a logarithmic axis: the mean over the seeds, in a band from the
    /// least to the greatest; on the training examples and on the test data.
    /// </summary>
    /// <param name="curve">What was measured.</param>
    public static Figure LearningCurve(LearningCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        bool accuracy = curve.IsClassification;
        Series training = CurveOf("training examples", Palette.Blue, curve, point => accuracy ? point.TrainingAccuracy : point.TrainingLoss);
        Series test = CurveOf("test data", Palette.Orange, curve, point => accuracy ? point.TestAccuracy : point.TestLoss);
        Func<double, string> write = accuracy ? Ticks.Percent : Ticks.Short;
        int seeds = curve.Points.Select(point => point.Seed).Distinct().Count();
        LinePlot plot = new()
        {
            Series = [training, test],
            XLabel = "training examples",
            YLabel = accuracy ? "classified rightly" : "mean loss per example",
            LogX = true,
            LogY = accuracy ? false : null,
            YFormat = accuracy ? Ticks.Percent : null,
            YMost = accuracy ? 1 : double.PositiveInfinity,
        };
        string what = accuracy ? "accuracy" : "loss";
        string trained = test.X.Length == 1
            ? $"on the test data {write(test.Y[0])} with {Count((long)test.X[0], "example")}; on the training examples themselves {write(training.Y[0])}"
            : FormattableString.Invariant(
                $"on the test data {write(test.Y[0])} with {Count((long)test.X[0], "example")} and {write(test.Y[^1])} with {test.X[^1]:N0}; on the training examples themselves {write(training.Y[0])} and {write(training.Y[^1])}");
        string description = $"The {what} against the number of training examples, {(seeds == 1 ? "one seed" : $"mean of {Count(seeds, "seed")}")}: {trained}.";
        return PlotDrawing.Create("Learning curve", description, plot);
    }

    private static Series CurveOf(string name, SkiaSharp.SKColor color, LearningCurve curve, Func<LearningCurvePoint, double> value)
    {
        var groups = curve.Points.GroupBy(point => point.Count).Select(group => (group.Key, Values: group.Select(value).ToArray())).ToList();
        Series series = new(name, color, [.. groups.Select(group => (double)group.Key)], [.. groups.Select(group => group.Values.Average())]);
        return groups.Count > 1 && groups.Exists(group => group.Values.Length > 1)
            ? series with { Band = ([.. groups.Select(group => group.Values.Min())], [.. groups.Select(group => group.Values.Max())]) }
            : series;
    }
}
