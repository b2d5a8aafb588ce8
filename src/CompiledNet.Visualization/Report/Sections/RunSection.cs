using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using static CompiledNet.Reports.Html;

namespace CompiledNet.Reports;

/// <summary>What decided the run, its history in numbers, and hashes by which to recognise both.</summary>
internal static class RunSection
{
    // So many rows do not need to be folded away.
    private const int FewRows = 30;

    /// <summary>The section.</summary>
    /// <param name="content">What the report is written from.</param>
    public static XElement Create(ReportContent content)
    {
        if (content.Result is not { } result)
        {
            return Section("run", "The run", E("p", "The network was given without the run that trained it: there are neither options nor a history to be shown."), Hashes(content));
        }

        return Section(
            "run",
            "The run",
            E("p", Course(result)),
            Table("What decided the run", [" Option", " Value"], RunLines.Of(result.Description).Select(line => new object[] { line.Name, line.Value })),
            Table("What else was asked for", [" Option", " Value"], Others(result.Options)),
            History(result.History),
            Hashes(content));
    }

    private static string Course(TrainingResult result)
    {
        List<string> sentences = [$"{Words.Counted(result.History.Count, "epoch")} of {Words.Whole(result.Options.Epochs)} finished in {Words.Time(result.Elapsed)} of training."];
        if (result.IsResumed)
        {
            sentences.Add("The run went on from a checkpoint.");
        }

        if (result.Cancelled)
        {
            sentences.Add("It was cancelled before its end.");
        }

        if (result.StopReason is { } reason)
        {
            sentences.Add($"It was stopped: {reason.TrimEnd('.')}.");
        }

        return string.Join(' ', sentences);
    }

    private static IEnumerable<object[]> Others(TrainingOptions options)
    {
        yield return ["epochs", Words.Whole(options.Epochs)];
        yield return ["most threads", options.MaxDegreeOfParallelism == -1 ? "as many as are worth having" : Words.Plain(options.MaxDegreeOfParallelism)];
        yield return ["examples in memory of a stream", Words.Whole(options.StreamBuffer)];
        yield return ["callbacks", options.Callbacks.Count == 0 ? "none" : string.Join(", ", options.Callbacks.Select(callback => callback.GetType().Name))];
        yield return ["checkpoint", options.Checkpoint is { } checkpoint ? Path.GetFileName(checkpoint.Path) : "none"];
    }

    private static XElement? History(IReadOnlyList<EpochReport> history)
    {
        if (history.Count == 0)
        {
            return null;
        }

        bool isMeasured = history.Any(report => report.ValidationLoss is not null);
        string[] columns = ["Epoch", "Training loss", .. isMeasured ? new[] { "Validation loss", "Validation accuracy" } : [], "Learning rate", "Steps", "Time"];
        return E(
            "details",
            history.Count <= FewRows ? A("open", "open") : null,
            E("summary", $"History: {Words.Counted(history.Count, "epoch")}"),
            Table(
                "Each epoch; the training loss is the mean over its batches as they went by, the validation loss that after its end",
                columns,
                history.Select(report => (IReadOnlyList<object>)[
                    Words.Plain(report.Epoch),
                    Words.Number(report.TrainLoss),
                    .. isMeasured
                        ? new object[] { report.ValidationLoss is { } loss ? Words.Number(loss) : "", report.ValidationAccuracy is { } accuracy ? Words.Percent(accuracy) : "" }
                        : [],
                    Words.Number(report.LearningRate),
                    Words.Whole(report.Steps),
                    Words.Time(report.Elapsed),
                ])));
    }

    private static XElement Hashes(ReportContent content)
    {
        List<object[]> rows =
        [
            ["topology (SHA-256 of the layers' description)", Code(content.Topology.Hash)],
            ["parameters (SHA-256 of the floats, little-endian)", Code(content.ParameterHash)],
        ];
        if (content.StatisticHash is { } statistics)
        {
            rows.Add(["running statistics (likewise)", Code(statistics)]);
        }

        if (content.Result is { } result)
        {
            rows.Add(["run (SHA-256 of what decided it)", Code(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(result.Description))))]);
        }

        rows.Add(["CompiledNet", ReportPage.Version(typeof(NetworkTopology))]);
        rows.Add(["CompiledNet.Visualization", ReportPage.Version(typeof(TrainingReport))]);
        return Table("By which to recognise it: two networks of equal hashes give the same answers", [" What", " Value"], rows);
    }

    private static XElement Code(string hash) => E("code", hash);
}
