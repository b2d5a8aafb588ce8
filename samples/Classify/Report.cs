using CompiledNet;
using Spectre.Console;

namespace Classify;

/// <summary>How well the network does on the test rows.</summary>
internal static class Report
{
    private const int MostInputs = 4;

    /// <summary>Precision, recall and F1 of each class, and which are taken for which.</summary>
    public static void Write(Evaluation evaluation, IReadOnlyList<string> classNames)
    {
        ConfusionMatrix confusion = evaluation.Confusion;
        AnsiConsole.MarkupLine($"[bold]{evaluation.Accuracy:P2}[/] of the {evaluation.Count} test rows are classified rightly; loss {evaluation.Loss:F4}.");
        Table table = new Table().Border(TableBorder.Simple).AddColumn("class");
        foreach (string heading in (string[])["precision", "recall", "F1", "rows"])
        {
            table.AddColumn(new TableColumn(heading).RightAligned().NoWrap());
        }

        table.AddColumn("taken for, by number");
        for (int c = 0; c < classNames.Count; c++)
        {
            int row = c;
            IEnumerable<string> cells = Enumerable.Range(0, classNames.Count)
                .Where(other => confusion[row, other] > 0)
                .Select(other => $"[{(other == row ? "green" : "red")}]{other}: {confusion[row, other]}[/]");
            table.AddRow(
                $"{c} {Markup.Escape(classNames[c])}", $"{confusion.Precision(c):F3}", $"{confusion.Recall(c):F3}", $"{confusion.F1(c):F3}", $"{confusion.Support(c)}", string.Join("  ", cells));
        }

        table.AddRow("mean", $"{confusion.MacroPrecision:F3}", $"{confusion.MacroRecall:F3}", $"{confusion.MacroF1:F3}", $"{confusion.Count}", "");
        AnsiConsole.Write(table);
    }

    /// <summary>Some rows and the answers to them: those it gets wrong, and those it is least sure of.</summary>
    /// <param name="net">The network.</param>
    /// <param name="rows">The test rows, as in the file.</param>
    /// <param name="scaled">The same, as the network gets them.</param>
    /// <param name="schema">What the columns mean.</param>
    /// <param name="count">How many rows.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    public static void WriteAnswers<TNetwork>(TNetwork net, Dataset rows, Dataset scaled, CsvSchema schema, int count)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        Answers answers = Answers.Of(net, scaled.Inputs.Span, schema.TargetSize);
        Console.WriteLine("The test rows it gets wrong or is least sure of:");
        Table table = new Table().Border(TableBorder.Simple);
        int inputs = Math.Min(MostInputs, schema.InputSize);
        foreach (string name in schema.InputNames.Take(inputs))
        {
            table.AddColumn(Narrow(name.Replace('_', ' ')).RightAligned()); // a heading can only break at a blank
        }

        table.AddColumn(Narrow(schema.TargetColumns[0]).NoWrap()).AddColumn(Narrow("answer").NoWrap()).AddColumn(Narrow("sure").RightAligned().NoWrap());
        foreach (int row in Enumerable.Range(0, rows.Count).OrderBy(row => answers.Class(row) == rows.Label(row)).ThenBy(answers.Probability).Take(count))
        {
            float[] values = rows.Input(row)[..inputs].ToArray();
            string colour = answers.Class(row) == rows.Label(row) ? "green" : "red";
            table.AddRow(
            [
                .. values.Select(value => $"{value:G6}"),
                Markup.Escape(schema.ClassNames[rows.Label(row)]),
                $"[{colour}]{Markup.Escape(schema.ClassNames[answers.Class(row)])}[/]",
                $"{answers.Probability(row):F2}",
            ]);
        }

        AnsiConsole.Write(table);
    }

    // Seven of these, with the names of the flowers' measures, fit eighty columns.
    private static TableColumn Narrow(string heading) => new TableColumn(Markup.Escape(heading)).Padding(0, 0, 1, 0);
}
