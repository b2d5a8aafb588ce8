namespace CompiledNet;

/// <summary>How often examples of each class were taken for each class, and what follows from it.</summary>
/// <remarks>
/// Precision, recall and F1 as in scikit-learn's <c>precision_recall_fscore_support</c> with <c>zero_division=0</c>: where one would be 0 / 0, as
/// the precision of a class that was never answered, it is 0. Two matrices are equal if all their counts are.
/// </remarks>
public sealed class ConfusionMatrix : IEquatable<ConfusionMatrix>
{
    private readonly ConfusionCounts _counts;

    internal ConfusionMatrix(ConfusionCounts counts) => _counts = counts;

    /// <summary>The number of examples.</summary>
    public long Count => _counts.Total;

    /// <summary>The number of classes: that of the outputs, or two where there is one output.</summary>
    public int ClassCount => _counts.ClassCount;

    /// <summary>The share of the examples that lie on the diagonal, from 0 to 1.</summary>
    public double Accuracy => (double)_counts.Right.Sum() / Count;

    /// <summary>The mean of <see cref="Precision"/> over the classes that occur, as actual or as predicted.</summary>
    public double MacroPrecision => Macro(Precision);

    /// <summary>The mean of <see cref="Recall"/> over the classes that occur, as actual or as predicted.</summary>
    public double MacroRecall => Macro(Recall);

    /// <summary>The mean of <see cref="F1"/> over the classes that occur, as actual or as predicted.</summary>
    public double MacroF1 => Macro(F1);

    /// <summary>The mean of <see cref="Precision"/>, each class weighted by its <see cref="Support"/>.</summary>
    public double WeightedPrecision => Weighted(Precision);

    /// <summary>The mean of <see cref="Recall"/>, each class weighted by its <see cref="Support"/>; the same as the accuracy.</summary>
    public double WeightedRecall => Weighted(Recall);

    /// <summary>The mean of <see cref="F1"/>, each class weighted by its <see cref="Support"/>.</summary>
    public double WeightedF1 => Weighted(F1);

    /// <summary>How many examples of one class were taken for another, or for itself.</summary>
    /// <param name="actual">Their class, from 0.</param>
    /// <param name="predicted">The network's answer, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public long this[int actual, int predicted]
    {
        get
        {
            Check(actual, nameof(actual));
            Check(predicted, nameof(predicted));
            return _counts.Of(actual, predicted);
        }
    }

    /// <summary>Of the examples taken for this class, the share that were of it: TP / (TP + FP); 0 where there were none.</summary>
    /// <param name="index">The class, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double Precision(int index)
    {
        Check(index, nameof(index));
        return Share(_counts.Right[index], _counts.Predicted[index]);
    }

    /// <summary>Of the examples of this class, the share that were taken for it: TP / (TP + FN); 0 where there were none.</summary>
    /// <param name="index">The class, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double Recall(int index)
    {
        Check(index, nameof(index));
        return Share(_counts.Right[index], _counts.Actual[index]);
    }

    /// <summary>The harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN); 0 where the class does not occur at all.</summary>
    /// <param name="index">The class, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public double F1(int index)
    {
        Check(index, nameof(index));
        return Share(2 * _counts.Right[index], _counts.Actual[index] + _counts.Predicted[index]);
    }

    /// <summary>The number of examples of this class.</summary>
    /// <param name="index">The class, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such class.</exception>
    public long Support(int index)
    {
        Check(index, nameof(index));
        return _counts.Actual[index];
    }

    /// <inheritdoc/>
    public bool Equals(ConfusionMatrix? other) => other is not null && _counts.SameAs(other._counts);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ConfusionMatrix);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ClassCount, Count, _counts.Right[0], _counts.Actual[0], _counts.Predicted[0]);

    /// <summary>
    /// An aligned, invariant table: a row for each class, with how often it was taken for which, and its precision, recall, F1 and support;
    /// then the averages. Of more than 50 classes, the averages alone.
    /// </summary>
    public override string ToString() => ConfusionTable.Write(this, null);

    /// <summary>The table of <see cref="ToString()"/>, its rows with the names of the classes.</summary>
    /// <param name="classNames">A name for each class.</param>
    /// <exception cref="ArgumentException">There are not as many names as classes.</exception>
    public string ToString(IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        return classNames.Count == ClassCount
            ? ConfusionTable.Write(this, classNames)
            : throw new ArgumentException(
                FormattableString.Invariant($"There {Amount.Are(classNames.Count, "name")}; expected {ClassCount}, one for each class."), nameof(classNames));
    }

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private double Macro(Func<int, double> value)
    {
        double sum = 0;
        int classes = 0;
        for (int i = 0; i < ClassCount; i++)
        {
            if (_counts.Actual[i] + _counts.Predicted[i] > 0)
            {
                sum += value(i);
                classes++;
            }
        }

        return sum / classes;
    }

    private double Weighted(Func<int, double> value)
    {
        double sum = 0;
        for (int i = 0; i < ClassCount; i++)
        {
            sum += value(i) * _counts.Actual[i];
        }

        return sum / Count;
    }

    private void Check(int index, string parameter)
    {
        if ((uint)index >= (uint)ClassCount)
        {
            throw new ArgumentOutOfRangeException(
                parameter, FormattableString.Invariant($"There is no class {index}; expected 0 to {ClassCount - 1}, as there are {ClassCount} classes."));
        }
    }
}
