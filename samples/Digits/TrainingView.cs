using CompiledNet;
using Spectre.Console;

namespace Digits;

/// <summary>Trains the network and shows each epoch as it ends: in a growing table, or as plain lines where the output is no terminal.</summary>
internal sealed class TrainingView(Images images, Settings settings)
{
    // With the numbers beside it, the table fits eighty columns.
    private const int BarWidth = 24;

    private static readonly TimeSpan CheckpointInterval = TimeSpan.FromSeconds(5);

    private double _firstCost;

    /// <summary>Trains; Ctrl+C ends it early, and what was learned stays.</summary>
    public TrainingResult Train(DigitNet net, CancellationToken cancellationToken)
    {
        TrainingOptions options = new()
        {
            Epochs = settings.Epochs,
            BatchSize = settings.BatchSize,
            Optimizer = settings.Optimizer,
            Seed = settings.Seed,
            Validation = images.Test,
            Checkpoint = settings.Checkpoint is { } file
                ? new CheckpointOptions(file) { EveryEpochs = 1, EveryInterval = CheckpointInterval, Resume = settings.Resume }
                : null,
        };

        if (!AnsiConsole.Profile.Out.IsTerminal)
        {
            return net.Train(images.Train, options with { Callbacks = [new EpochRows(WriteLine)] }, cancellationToken);
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
            TrainingResult result = net.Train(images.Train, options with { Callbacks = [new EpochRows(AddRow)] }, cancellationToken);
            table.Caption(result.Cancelled ? $"stopped in epoch {result.History.Count + 1} of {settings.Epochs}" : "");
            return result;

            void AddRow(EpochReport epoch)
            {
                table.AddRow(
                    $"{epoch.Epoch}", $"{epoch.TrainLoss:F4} [deepskyblue1]{Bar(epoch)}[/]", $"{epoch.ValidationAccuracy:P2}", $"{epoch.Elapsed.TotalSeconds:F2}");
                table.Caption(Running(epoch.Epoch + 1));
                live.Refresh();
            }
        });
    }

    private string Running(int epoch) => $"epoch {epoch} of {settings.Epochs} is running; Ctrl+C stops";

    private void WriteLine(EpochReport epoch) => Console.WriteLine(
        $"epoch {epoch.Epoch,3}   cost {epoch.TrainLoss:F4}   right on test images {epoch.ValidationAccuracy:P2}   {epoch.Elapsed.TotalSeconds,6:F2} s");

    // The first epoch's cost is the whole width.
    private string Bar(EpochReport epoch)
    {
        _firstCost = epoch.Epoch == 1 ? epoch.TrainLoss : _firstCost;
        return new string('█', Math.Clamp((int)Math.Round(BarWidth * epoch.TrainLoss / _firstCost), 1, BarWidth));
    }
}
