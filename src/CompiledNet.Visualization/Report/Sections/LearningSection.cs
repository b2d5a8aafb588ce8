using System.Xml.Linq;
using static CompiledNet.Reports.Html;

namespace CompiledNet.Reports;

/// <summary>What was measured of the learning itself: gradients, the amount of data, the surface of the cost.</summary>
internal static class LearningSection
{
    /// <summary>The section; null for a network that was loaded, where nothing of it was measured.</summary>
    /// <param name="content">What the report is written from.</param>
    public static XElement? Create(ReportContent content)
    {
        TrainingReportOptions options = content.Options;
        List<string> missing = [];
        XElement[] figures =
        [
            .. Given(
                options.Gradients is { Entries.Count: > 0 } log ? log : null,
                Plots.Gradients,
                "How long the gradient of each layer is during the training, on the same examples each time: which layers' weights the cost calls for to be changed most. Where a layer near the input has far less than the others, little is learned there.",
                "the gradients (GradientLog.Watch, among the callbacks)"),
            .. Given(
                options.LearningCurve,
                Plots.LearningCurve,
                "The same network trained anew on growing parts of the data. While the two curves are still apart, and the one on test data still improves, more data would help; where they have met, a larger network might.",
                "the learning curve (LearningCurve.Measure)"),
            .. Given(
                options.CostSurface,
                Plots.CostSurface,
                "A plane through the trained weights, cut out of a space with as many directions as there are parameters, and the cost on it as lines of equal height. The paths show how descent over all examples at once, and over mini-batches, found their way down.",
                "the cost surface (CostSurface.Measure)"),
        ];
        XElement? hint = missing.Count == 0 ? null : E("p", Class("hint"), $"Not measured: {string.Join("; ", missing)}. Measured, they go into TrainingReportOptions.");
        return figures.Length == 0 && content.Result is null ? null : Section("learning", "How it learns", figures.Length == 0 ? null : E("div", Class("figures"), figures), hint);

        IEnumerable<XElement> Given<T>(T? measured, Func<T, Figure> plot, string caption, string how)
            where T : class
        {
            if (measured is null)
            {
                missing.Add(how);
                return [];
            }

            return [Picture(plot(measured), caption)];
        }
    }
}
