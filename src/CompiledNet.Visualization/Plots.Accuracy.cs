using CompiledNet.Drawing;

namespace CompiledNet;

/// <content>The accuracy.</content>
public static partial class Plots
{
    /// <summary>The share of the validation data classified rightly, epoch by epoch, its highest marked.</summary>
    /// <param name="history">The epochs' reports, as <see cref="TrainingResult.History"/> has them.</param>
    /// <exception cref="ArgumentException">There is no epoch, or none was measured on validation data.</exception>
    public static Figure Accuracy(IReadOnlyList<EpochReport> history)
    {
        double[] epochs = Epochs(history, "accuracy");
        double[] accuracy = [.. history.Select(report => report.ValidationAccuracy ?? double.NaN)];
        int best = IndexOfBest(accuracy, highest: true);
        if (best < 0)
        {
            throw new ArgumentException(
                $"The history has no accuracy, because training had no validation data; expected that of a network that classifies, trained with {nameof(TrainingOptions)}.{nameof(TrainingOptions.Validation)}.", nameof(history));
        }

        int first = Array.FindIndex(accuracy, double.IsFinite);
        int last = Array.FindLastIndex(accuracy, double.IsFinite);
        string description = first == last
            ? FormattableString.Invariant($"The accuracy on the validation data in epoch {history[best].Epoch} is {Ticks.Percent(accuracy[best])}.")
            : FormattableString.Invariant(
                $"The accuracy on the validation data goes from {Ticks.Percent(accuracy[first])} in epoch {history[first].Epoch} to {Ticks.Percent(accuracy[last])} in epoch {history[last].Epoch}; it is highest in epoch {history[best].Epoch}, {Ticks.Percent(accuracy[best])}.");
        LinePlot plot = new()
        {
            Series = [new("validation", Palette.Orange, epochs, accuracy)],
            XLabel = "epoch",
            YLabel = "examples classified rightly",
            WholeX = true,
            LogY = false,
            YFormat = Ticks.Percent,
            YMost = 1,
            Mark = (epochs[best], accuracy[best], FormattableString.Invariant($"best: epoch {history[best].Epoch}, {Ticks.Percent(accuracy[best])}")),
        };
        return PlotDrawing.Create("Accuracy", description, plot);
    }
}
