using System.Xml.Linq;
using static CompiledNet.Reports.Html;

namespace CompiledNet.Reports;

/// <summary>The few numbers that matter most.</summary>
internal static class SummarySection
{
    /// <summary>Them.</summary>
    /// <param name="content">What the report is written from.</param>
    public static XElement Create(ReportContent content)
    {
        Evaluation test = content.Evaluation;
        List<(string Name, string Value)> numbers = [];
        if (test.IsClassification)
        {
            numbers.Add(("test accuracy", Words.Percent(test.Accuracy)));
        }

        numbers.Add(("test loss", Words.Number(test.Loss)));
        if (!test.IsClassification)
        {
            numbers.Add(("mean absolute error", Words.Number(test.MeanAbsoluteError)));
            numbers.Add(("root mean squared error", Words.Number(test.RootMeanSquaredError)));
            numbers.Add(("R\u00B2", Words.Number(test.RSquared)));
        }

        numbers.Add(("test examples", Words.Whole(test.Count)));
        numbers.Add(("parameters", Words.Whole(content.Topology.ParameterCount)));
        if (content.Result is { } result)
        {
            numbers.Add(("epochs", Words.Whole(result.History.Count)));
            numbers.Add(("training time", Words.Time(result.Elapsed)));
        }

        return E("dl", Class("numbers"), numbers.Select(number => E("div", E("dt", number.Name), E("dd", number.Value))));
    }
}
