using CompiledNet;
using Spectre.Console;

namespace Samples;

/// <summary>The confusion matrix: a row for each true class, a column for each answer. What is right lies on the diagonal.</summary>
internal static class ConfusionView
{
    public static void Write(ConfusionMatrix confusion, IReadOnlyList<string> classNames)
    {
        int classes = confusion.ClassCount;
        Table table = new Table().Border(TableBorder.Simple).Title("Rows: the true class. Columns: the network's answer.").AddColumn(new TableColumn("").NoWrap());
        for (int c = 0; c < classes; c++)
        {
            table.AddColumn(new TableColumn($"[bold]{c}[/]").RightAligned().Padding(0, 0).NoWrap());
        }

        table.AddColumn(new TableColumn("right").RightAligned().NoWrap());
        for (int row = 0; row < classes; row++)
        {
            long total = confusion.Support(row);
            IEnumerable<string> cells = Enumerable.Range(0, classes).Select(column => Cell(confusion[row, column], total, row == column));
            string share = total == 0 ? "" : $"{confusion.Recall(row):P1}";
            string name = classNames[row] == $"{row}" ? "" : classNames[row];
            table.AddRow([$"[bold]{row}[/] {name}", .. cells, share]);
        }

        AnsiConsole.Write(table);
    }

    // Green for what is right; the more often a mistake, the redder.
    private static string Cell(long count, long total, bool right)
    {
        if (count == 0)
        {
            return "[grey39]·[/]";
        }

        double share = (double)count / total;
        string colour = right ? "green" : share < 0.01 ? "grey62" : share < 0.03 ? "orange3" : "red";
        return $"[{colour}]{count}[/]";
    }
}
