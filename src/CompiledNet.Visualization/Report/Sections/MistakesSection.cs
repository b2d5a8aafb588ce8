using System.Xml.Linq;
using static CompiledNet.Reports.Html;

namespace CompiledNet.Reports;

/// <summary>The examples that the network does worst on.</summary>
internal static class MistakesSection
{
    /// <summary>The section; null where none is wanted.</summary>
    /// <param name="content">What the report is written from.</param>
    public static XElement? Create(ReportContent content)
    {
        int most = content.Options.MostConfused;
        return most == 0 ? null : content.Evaluation.IsClassification ? Confused(content, most) : Errors(content, most);
    }

    private static XElement Confused(ReportContent content, int most)
    {
        IReadOnlyList<ConfusedPair> pairs = content.Answers.MostConfused(most);
        if (pairs.Count == 0)
        {
            return Section("mistakes", "Mistakes", E("p", $"None: all {Words.Whole(content.Test.Count)} test examples are classified rightly."));
        }

        ExampleCard card = new(content, [.. pairs.SelectMany(pair => pair.Examples)]);
        long wrong = content.Evaluation.Count - (long)Math.Round(content.Evaluation.Accuracy * content.Evaluation.Count);
        return Section(
            "mistakes",
            "Mistakes",
            E("p", $"{Words.Counted(wrong, "test example")} of {Words.Whole(content.Evaluation.Count)} {(wrong == 1 ? "is" : "are")} classified wrongly. The classes confused most often, each with those examples of whose wrong answer the network is surest:"),
            pairs.Select(pair => E(
                "section",
                Class("pair"),
                E("h3", $"{content.NameOf(pair.Label)} taken for {content.NameOf(pair.Answer)}: {(pair.Count == 1 ? "once" : $"{Words.Whole(pair.Count)} times")}"),
                E("div", Class("examples"), pair.Examples.Select(card.Create)))));
    }

    private static XElement Errors(ReportContent content, int most)
    {
        int[] worst = content.Answers.Worst(most);
        ExampleCard card = new(content, worst);
        return Section(
            "mistakes",
            "Largest errors",
            E("p", "The test examples on which the outputs are farthest from the targets (root mean squared error over the outputs):"),
            E("div", Class("examples"), worst.Select(card.Create)));
    }
}
