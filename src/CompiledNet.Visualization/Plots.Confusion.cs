using CompiledNet.Drawing;
using SkiaSharp;

namespace CompiledNet;

/// <content>The confusion matrix.</content>
public static partial class Plots
{
    private const int MostClassesWithNumbers = 12;
    private const int MostConfusionsNamed = 3;

    /// <summary>
    /// How often examples of each class were taken for each class: right answers in blue, wrong ones in red, stronger the larger their share of the class.
    /// Up to 12 classes with the numbers; more in colours only.
    /// </summary>
    /// <param name="matrix">The counts, as <see cref="Evaluation.Confusion"/> has them.</param>
    /// <param name="classNames">A name for each class; null for their numbers.</param>
    /// <exception cref="ArgumentException">There are not as many names as classes.</exception>
    public static Figure Confusion(ConfusionMatrix matrix, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        int classes = matrix.ClassCount;
        if (classNames is not null && classNames.Count != classes)
        {
            throw new ArgumentException(FormattableString.Invariant($"There are {classNames.Count} names; expected {classes}, one for each class."), nameof(classNames));
        }

        string[] names = [.. Enumerable.Range(0, classes).Select(i => classNames?[i] ?? FormattableString.Invariant($"{i}"))];
        ConfusionLayout layout = new(matrix, names, classes <= MostClassesWithNumbers);
        return new Figure("Confusion matrix", Describe(matrix, names), layout.Width, layout.Height, layout.Draw);
    }

    private static string Describe(ConfusionMatrix matrix, string[] names)
    {
        var worst = Enumerable.Range(0, names.Length)
            .SelectMany(actual => Enumerable.Range(0, names.Length).Select(predicted => (Actual: actual, Predicted: predicted, Count: matrix[actual, predicted])))
            .Where(cell => cell.Actual != cell.Predicted && cell.Count > 0)
            .OrderByDescending(cell => cell.Count)
            .Take(MostConfusionsNamed)
            .Select(cell => FormattableString.Invariant($"{names[cell.Actual]} taken for {names[cell.Predicted]} ({Count(cell.Count, "time")})"));
        string list = string.Join(", ", worst);
        return FormattableString.Invariant(
            $"Of {Count(matrix.Count, "example")} of {names.Length:N0} classes, {Ticks.Percent(matrix.Accuracy)} lie on the diagonal. ")
            + (list.Length == 0 ? "None was taken for another class." : $"Most often confused: {list}.");
    }
}
