using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace CompiledNet.Visualization.Tests.Report;

/// <summary>The numbers in a report are those of the run, reckoned anew.</summary>
public sealed class ReportNumberTests
{
    public static TheoryData<string> Names => ReportRuns.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void The_heading_has_the_numbers_of_the_test_and_of_the_run(string name)
    {
        ReportRun run = ReportRuns.Of(name);
        Dictionary<string, string> numbers = Page(run).QuerySelectorAll(".numbers > div").ToDictionary(box => box.QuerySelector("dt")!.TextContent, box => box.QuerySelector("dd")!.TextContent);
        Assert.Equal(Invariant($"{run.Evaluation.Loss:G6}"), numbers["test loss"]);
        Assert.Equal(Invariant($"{run.Test.Count:N0}"), numbers["test examples"]);
        Assert.Equal(Invariant($"{run.Parameters.Length:N0}"), numbers["parameters"]);
        Assert.Equal(run.Evaluation.IsClassification, numbers.ContainsKey("test accuracy"));
        if (run.Evaluation.IsClassification)
        {
            int right = Enumerable.Range(0, run.Test.Count).Count(example => Answer(run, example) == run.Test.Label(example));
            Assert.Equal(Invariant($"{100.0 * right / run.Test.Count:F2} %"), numbers["test accuracy"]);
        }
        else
        {
            Assert.Equal(Invariant($"{run.Evaluation.RootMeanSquaredError:G6}"), numbers["root mean squared error"]);
        }

        Assert.Equal(run.Result is not null, numbers.ContainsKey("epochs"));
        if (run.Result is { } result)
        {
            Assert.Equal(Invariant($"{result.History.Count}"), numbers["epochs"]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_history_has_every_epoch(string name)
    {
        ReportRun run = ReportRuns.Of(name);
        string[][] rows = Rows(Page(run), "#run details");
        IReadOnlyList<EpochReport> history = run.Result?.History ?? [];
        Assert.Equal(history.Count, rows.Length);
        foreach ((EpochReport report, string[] row) in history.Zip(rows))
        {
            string[] measured = report.ValidationLoss is null ? [] : [Invariant($"{report.ValidationLoss:G6}"), Invariant($"{report.ValidationAccuracy * 100:F2} %")];
            Assert.Equal([Invariant($"{report.Epoch}"), Invariant($"{report.TrainLoss:G6}"), .. measured, Invariant($"{report.LearningRate:G6}"), Invariant($"{report.Steps:N0}")], row[..^1]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_hashes_are_those_of_the_layers_the_parameters_and_the_run(string name)
    {
        ReportRun run = ReportRuns.Of(name);
        string[] hashes = [.. Page(run).QuerySelectorAll("#run code").Select(code => code.TextContent)];
        Assert.Equal(run.Topology.Hash, hashes[0]);
        Assert.Equal(Hash(MemoryMarshal.AsBytes(run.Parameters.AsSpan())), hashes[1]); // this test's machine is little-endian
        if (run.Result is { } result)
        {
            Assert.Equal(Hash(Encoding.UTF8.GetBytes(result.Description)), hashes[^1]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_run_has_every_option(string name)
    {
        ReportRun run = ReportRuns.Of(name);
        if (run.Result is not { } result)
        {
            return;
        }

        IElement[] tables = [.. Page(run).QuerySelectorAll("#run > .scroll table")];
        Dictionary<string, string> lines = tables[0].QuerySelectorAll("tbody tr").ToDictionary(row => row.Children[0].TextContent, row => row.Children[1].TextContent);
        TrainingOptions options = result.Options;
        Assert.Equal(options.Optimizer.ToString(), lines["optimizer"]);
        Assert.Equal(Invariant($"{options.BatchSize}"), lines["batch size"]);
        Assert.Equal(Invariant($"{options.Seed}"), lines["seed"]);
        Assert.Equal("yes", lines["shuffle"]);
        Assert.Equal("no", lines["balanced classes"]);
        Assert.Equal("0", lines["penalty L1"]);
        Assert.Equal("0", lines["penalty L2"]);
        Assert.Equal("none", lines["clipping by value"]);
        Assert.Equal("none", lines["clipping by norm"]);
        Assert.Equal("none", lines["class weights"]);
        Assert.Equal("none", lines["schedule"]);
        Assert.Equal("0", lines["label smoothing"]);
        Assert.Equal(run.Topology.Loss.ToString(), lines["loss"]);
        Assert.Contains("examples", lines["data"], StringComparison.Ordinal);

        // Each line of the description is there, and nothing else but two lines that hold two settings each.
        Assert.Equal(result.Description.Split('\n').Length + 2, lines.Count);
        Dictionary<string, string> others = tables[1].QuerySelectorAll("tbody tr").ToDictionary(row => row.Children[0].TextContent, row => row.Children[1].TextContent);
        Assert.Equal(Invariant($"{options.Epochs:N0}"), others["epochs"]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_layers_and_their_parameters_are_those_of_the_topology(string name)
    {
        ReportRun run = ReportRuns.Of(name);
        string[][] rows = Rows(Page(run), "#layers");
        Assert.Equal(run.Topology.Layers.Select(layer => new[] { Invariant($"{layer.Number}"), layer.Kind, $"{layer.Input}", $"{layer.Output}", Invariant($"{layer.ParameterCount:N0}") }), rows.Select(row => new[] { row[0], row[1], row[2], row[3], row[5] }));
        Assert.Equal(Invariant($"{run.Parameters.Length:N0}"), Page(run).QuerySelectorAll("#layers tfoot td")[4].TextContent);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_class_has_its_figures(string name)
    {
        ReportRun run = ReportRuns.Of(name);
        string[][] rows = Rows(Page(run), "#classes");
        ConfusionMatrix matrix = run.Evaluation.Confusion;
        Assert.Equal(run.Evaluation.IsClassification ? matrix.ClassCount : 0, rows.Length);
        for (int c = 0; c < rows.Length; c++)
        {
            string label = run.Options.ClassNames?[c] ?? Invariant($"{c}");
            Assert.Equal([label, Invariant($"{matrix.Precision(c):F4}"), Invariant($"{matrix.Recall(c):F4}"), Invariant($"{matrix.F1(c):F4}"), Invariant($"{matrix.Support(c):N0}")], rows[c]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_confused_pairs_are_the_most_frequent_with_the_surest_of_their_examples(string name)
    {
        ReportRun run = ReportRuns.Of(name);
        if (!run.Evaluation.IsClassification)
        {
            return;
        }

        // By plain search, pair by pair.
        ConfusionMatrix matrix = run.Evaluation.Confusion;
        List<(long Count, int Label, int Answer)> pairs = [];
        for (int label = 0; label < matrix.ClassCount; label++)
        {
            for (int answer = 0; answer < matrix.ClassCount; answer++)
            {
                if (label != answer && matrix[label, answer] > 0)
                {
                    pairs.Add((matrix[label, answer], label, answer));
                }
            }
        }

        IElement[] shown = [.. Page(run).QuerySelectorAll("#mistakes .pair")];
        int examples = 0;
        foreach ((IElement pair, (long count, int label, int answer)) in shown.Zip(pairs.OrderBy(pair => (-pair.Count, pair.Label, pair.Answer))))
        {
            string times = count == 1 ? "once" : Invariant($"{count} times");
            Assert.Equal($"{NameOf(run, label)} taken for {NameOf(run, answer)}: {times}", pair.QuerySelector("h3")!.TextContent);
            int[] surest = [.. Enumerable.Range(0, run.Test.Count)
                .Where(example => run.Test.Label(example) == label && Answer(run, example) == answer)
                .OrderByDescending(example => Surety(run, example))];
            IElement[] cards = [.. pair.QuerySelectorAll(".example")];
            Assert.Equal(Math.Min(3, Math.Min(surest.Length, run.Options.MostConfused - examples)), cards.Length);
            foreach ((IElement card, int example) in cards.Zip(surest))
            {
                Assert.StartsWith(Invariant($"Test example {example}: "), card.QuerySelector("figcaption")!.TextContent, StringComparison.Ordinal);
                CheckOutputs(run, card, example);
            }

            examples += cards.Length;
        }

        Assert.Equal(Math.Min(run.Options.MostConfused, (int)pairs.Sum(pair => Math.Min(3, pair.Count))), examples);
    }

    [Fact]
    public void A_regression_shows_its_largest_errors_with_targets()
    {
        ReportRun run = ReportRuns.Of(ReportRuns.Regression);
        int[] worst = [.. Enumerable.Range(0, run.Test.Count).OrderByDescending(example => run.Predict(example).Zip(run.Test.Target(example).ToArray(), (o, t) => Math.Pow((double)o - t, 2)).Sum()).Take(4)];
        IElement[] cards = [.. Page(run).QuerySelectorAll("#mistakes .example")];
        Assert.Equal(4, cards.Length);
        foreach ((IElement card, int example) in cards.Zip(worst))
        {
            Assert.StartsWith(Invariant($"Test example {example}: off by "), card.QuerySelector("figcaption")!.TextContent, StringComparison.Ordinal);
            string[][] rows = [.. card.QuerySelectorAll("tbody tr").Select(row => row.Children.Select(cell => cell.TextContent).ToArray())];
            float[] outputs = run.Predict(example);
            Assert.Equal(["rent", Invariant($"{outputs[0]:G6}"), Invariant($"{run.Test.Target(example)[0]:G6}")], rows[0]);
            Assert.Equal(["price", Invariant($"{outputs[1]:G6}"), Invariant($"{run.Test.Target(example)[1]:G6}")], rows[1]);
        }
    }

    [Fact]
    public void Without_mistakes_it_says_so()
    {
        ReportRun run = ReportRuns.Of(ReportRuns.Perfect);
        Assert.Equal(1, run.Evaluation.Accuracy);
        Assert.Equal("None: all 60 test examples are classified rightly.", Page(run).QuerySelector("#mistakes p")!.TextContent);
        Assert.Equal("Right & right", Page(run).QuerySelector("h1")!.TextContent);
    }

    private static void CheckOutputs(ReportRun run, IElement card, int example)
    {
        float[] outputs = run.Predict(example);
        string[] values = [.. card.QuerySelectorAll(".outputs .value").Select(value => value.TextContent)];
        if (outputs.Length <= 12)
        {
            Assert.Equal(outputs.Select(output => Invariant($"{output:0.000}")), values);
        }
        else
        {
            Assert.Equal(12, values.Length);
            Assert.Contains(Invariant($"{outputs.Max():0.000}"), values);
        }
    }

    private static string NameOf(ReportRun run, int index) => run.Options.ClassNames?[index] ?? Invariant($"{index}");

    private static int Answer(ReportRun run, int example)
    {
        float[] outputs = run.Predict(example);
        return outputs.Length == 1 ? (outputs[0] >= 0.5f ? 1 : 0) : Array.IndexOf(outputs, outputs.Max());
    }

    private static float Surety(ReportRun run, int example)
    {
        float[] outputs = run.Predict(example);
        return outputs.Length > 1 ? outputs.Max() : Math.Max(outputs[0], 1 - outputs[0]);
    }

    private static string[][] Rows(IHtmlDocument page, string within) =>
        [.. page.QuerySelectorAll($"{within} tbody tr").Select(row => row.Children.Select(cell => cell.TextContent).ToArray())];

    private static IHtmlDocument Page(ReportRun run) => ReportHtmlTests.Parse(run.Html);

    private static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
