using CompiledNet.Drawing;

namespace CompiledNet;

/// <summary>Pictures of networks and of their training. Each is computed from what is given; none shows a time or a clock.</summary>
public static partial class Plots
{
    /// <summary>The training loss epoch by epoch, and the validation loss where there is one, its lowest marked. Logarithmic beyond two decades.</summary>
    /// <param name="history">The epochs' reports, as <see cref="TrainingResult.History"/> has them.</param>
    /// <exception cref="ArgumentException">There is no epoch.</exception>
    public static Figure Loss(IReadOnlyList<EpochReport> history)
    {
        double[] epochs = Epochs(history, "loss");
        double[] training = [.. history.Select(report => report.TrainLoss)];
        double[] validation = [.. history.Select(report => report.ValidationLoss ?? double.NaN)];
        List<Series> lines = [new("training", Palette.Blue, epochs, training)];
        string description = history.Count == 1
            ? FormattableString.Invariant($"The training loss of the only epoch, {history[0].Epoch}, is {Ticks.Short(training[0])}.")
            : FormattableString.Invariant(
                $"The training loss goes from {Ticks.Short(training[0])} in epoch {history[0].Epoch} to {Ticks.Short(training[^1])} in epoch {history[^1].Epoch}.");
        (double, double, string)? mark = null;
        if (validation.Any(double.IsFinite))
        {
            lines.Add(new("validation", Palette.Orange, epochs, validation));
            int best = IndexOfBest(validation, highest: false);
            mark = (epochs[best], validation[best], FormattableString.Invariant($"best: epoch {history[best].Epoch}"));
            int end = Array.FindLastIndex(validation, double.IsFinite);
            description += history.Count == 1
                ? FormattableString.Invariant($" The validation loss is {Ticks.Short(validation[best])}.")
                : best == end
                ? FormattableString.Invariant($" The validation loss is lowest at the end, {Ticks.Short(validation[best])} in epoch {history[best].Epoch}.")
                : FormattableString.Invariant(
                    $" The validation loss is lowest in epoch {history[best].Epoch}, {Ticks.Short(validation[best])}, and {Ticks.Short(validation[end])} in epoch {history[end].Epoch}.");
        }
        else
        {
            description += " There was no validation data.";
        }

        LinePlot plot = new() { Series = lines, XLabel = "epoch", YLabel = "mean loss per example", WholeX = true, Mark = mark };
        return PlotDrawing.Create("Loss", description + (plot.IsLogarithmic ? " The axis of the loss is logarithmic." : ""), plot);
    }

    private static string Count(long number, string one) => FormattableString.Invariant($"{number:N0} {one}{(number == 1 ? "" : "s")}");

    private static double[] Epochs(IReadOnlyList<EpochReport> history, string what)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.Count == 0
            ? throw new ArgumentException($"The history has no epoch; expected at least one to draw its {what}.", nameof(history))
            : [.. history.Select(report => (double)report.Epoch)];
    }

    private static int IndexOfBest(double[] values, bool highest)
    {
        int best = -1;
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(values[i]) && (best < 0 || (highest ? values[i] > values[best] : values[i] < values[best])))
            {
                best = i;
            }
        }

        return best;
    }
}
