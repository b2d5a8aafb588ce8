using System.Xml.Linq;
using static CompiledNet.Reports.Html;

namespace CompiledNet.Reports;

/// <summary>The course of the training, epoch by epoch.</summary>
internal static class CurvesSection
{
    /// <summary>The section; null for a network that was loaded.</summary>
    /// <param name="content">What the report is written from.</param>
    public static XElement? Create(ReportContent content)
    {
        if (content.Result is not { } result)
        {
            return null;
        }

        if (result.History.Count == 0)
        {
            return Section("curves", "Training", E("p", "No epoch was finished, so that there is no curve to be drawn."));
        }

        bool hasAccuracy = content.Evaluation.IsClassification && result.History.Any(report => report.ValidationAccuracy is not null);
        return Section(
            "curves",
            "Training",
            E("p", Summary(result)),
            E(
                "div",
                Class("figures"),
                Picture(
                    Plots.Loss(result.History),
                    "The loss, epoch by epoch: it should fall, steeply at first. Where the loss on validation data rises while that on training data still falls, the network has begun to learn its examples by heart."),
                hasAccuracy
                    ? Picture(Plots.Accuracy(result.History), "The share of the validation data that is classified rightly after each epoch. A curve that has become flat has little to gain from more epochs.")
                    : null));
    }

    private static string Summary(TrainingResult result)
    {
        EpochReport last = result.History[^1];
        string losses = result.History.Count == 1
            ? Words.Number(last.TrainLoss)
            : $"{Words.Number(result.History[0].TrainLoss)} in the first epoch and {Words.Number(last.TrainLoss)} in the last";
        string text = $"{Words.Counted(result.History.Count, "epoch")}, {Words.Counted(last.Steps, "step")}; the training loss was {losses}.";
        return last.ValidationLoss is { } loss ? $"{text} The validation loss ended at {Words.Number(loss)}." : text;
    }
}
