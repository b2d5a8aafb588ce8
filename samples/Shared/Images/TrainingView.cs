using CompiledNet;
using Spectre.Console;

namespace Samples;

/// <summary>Trains a network and shows each epoch as it ends: in a growing table, or as plain lines where the output is no terminal.</summary>
internal sealed class TrainingView(TrainingOptions options)
{
    // With the numbers beside it, the table fits eighty columns.
    private const int BarWidth = 24;

    private double _firstCost;

    /// <summary>Trains; the token ends it early, and what was learned stays.</summary>
    public TrainingResult Train<TNetwork>(TNetwork net, Dataset data, CancellationToken cancellationToken)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        if (!AnsiConsole.Profile.Out.IsTerminal)
        {
            return Train(WriteLine);
        }

        Table table = new Table()
            .Border(TableBorder.Rounded)
            .AddColumn(new TableColumn("epoch").RightAligned())
            .AddColumn("cost over the training images")
            .AddColumn(new TableColumn("right on test images").RightAligned())
            .AddColumn(new TableColumn("seconds").RightAligned())
            .Caption(Running(1));
        return AnsiConsole.Live(table).Cropping(VerticalOverflowCropping.Top).Start(live =>
        {
            live.Refresh();
            TrainingResult result = Train(AddRow);
            table.Caption(result.Cancelled ? $"stopped in epoch {result.History.Count + 1} of {options.Epochs}" : "");
            return result;

            void AddRow(EpochReport epoch)
            {
                table.AddRow(
                    $"{epoch.Epoch}", $"{epoch.TrainLoss:F4} [deepskyblue1]{Bar(epoch)}[/]", $"{epoch.ValidationAccuracy:P2}", $"{epoch.Elapsed.TotalSeconds:F2}");
                table.Caption(Running(epoch.Epoch + 1));
                live.Refresh();
            }
        });

        TrainingResult Train(Action<EpochReport> write) =>
            new Trainer<TNetwork>(net, options with { Callbacks = [new EpochRows(write), .. options.Callbacks] }).Train(data, cancellationToken);
    }

    private string Running(int epoch) => $"epoch {epoch} of {options.Epochs} is running; Ctrl+C stops";

    private void WriteLine(EpochReport epoch) => Console.WriteLine(
        $"epoch {epoch.Epoch,3}   cost {epoch.TrainLoss:F4}   right on test images {epoch.ValidationAccuracy:P2}   {epoch.Elapsed.TotalSeconds,6:F2} s");

    // The first epoch's cost is the whole width.
    private string Bar(EpochReport epoch)
    {
        _firstCost = epoch.Epoch == 1 ? epoch.TrainLoss : _firstCost;
        return new string('█', Math.Clamp((int)Math.Round(BarWidth * epoch.TrainLoss / _firstCost), 1, BarWidth));
    }
}
