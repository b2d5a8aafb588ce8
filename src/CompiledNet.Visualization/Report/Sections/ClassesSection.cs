using System.Xml.Linq;
using static CompiledNet.Reports.Html;

namespace CompiledNet.Reports;

/// <summary>How each class is recognised.</summary>
internal static class ClassesSection
{
    private const int MostRows = 100;

    // So many fit beside each other.
    private const int FewClasses = 15;

    /// <summary>The section; null for a regression.</summary>
    /// <param name="content">What the report is written from.</param>
    public static XElement? Create(ReportContent content)
    {
        if (!content.Evaluation.IsClassification)
        {
            return null;
        }

        ConfusionMatrix matrix = content.Evaluation.Confusion;
        IReadOnlyList<string>? names = content.Options.ClassNames?.Count == matrix.ClassCount ? content.Options.ClassNames : null;
        int[] shown = [.. Enumerable.Range(0, matrix.ClassCount)];

        // One that is neither among the examples nor ever answered is not in the mean.
        bool absent = shown.Any(index => matrix.F1(index) == 0 && matrix.Support(index) == 0 && shown.All(actual => matrix[actual, index] == 0));
        string which = "Each class";
        if (shown.Length > MostRows)
        {
            shown = [.. shown.OrderBy(matrix.F1).ThenBy(index => index).Take(MostRows)];
            which = FormattableString.Invariant($"The {MostRows} of {matrix.ClassCount:N0} classes with the lowest F1");
        }

        XElement? picture = matrix.ClassCount > MostRows ? null : Picture(
            Plots.Confusion(matrix, names),
            "A row for each true class, a column for each answer: what is right lies on the diagonal, and every other cell is a mistake, the stronger its colour the more frequent.");
        XElement table = Table(
            $"{which}: precision is the share of its answers that are right, recall the share of its examples that are found, F1 their harmonic mean",
            [" Class", "Precision", "Recall", "F1", "Examples"],
            shown.Select(index => new object[]
            {
                names is null ? Words.Plain(index) : names[index],
                Words.Four(matrix.Precision(index)),
                Words.Four(matrix.Recall(index)),
                Words.Four(matrix.F1(index)),
                Words.Whole(matrix.Support(index)),
            }),
            [
                [absent ? "Mean of the classes that occur" : "Mean of the classes", Words.Four(matrix.MacroPrecision), Words.Four(matrix.MacroRecall), Words.Four(matrix.MacroF1), Words.Whole(matrix.Count)],
                ["Mean weighted by examples", Words.Four(matrix.WeightedPrecision), Words.Four(matrix.WeightedRecall), Words.Four(matrix.WeightedF1), Words.Whole(matrix.Count)],
            ]);
        return matrix.ClassCount <= FewClasses
            ? Section("classes", "Classes", E("div", Class("figures"), picture, table))
            : Section("classes", "Classes", picture, table);
    }
}
