namespace CompiledNet;

/// <summary>How well a network does on a data set: what <c>Evaluate</c> gives.</summary>
/// <remarks>
/// <para>
/// Which figures say something depends on what the network is for. Of a classification: <see cref="Accuracy"/>, <see cref="TopAccuracy"/> and
/// <see cref="Confusion"/>. Of a regression: <see cref="MeanAbsoluteError"/>, <see cref="RootMeanSquaredError"/> and <see cref="RSquared"/>.
/// All are there for both; <see cref="IsClassification"/> tells which of them <see cref="ToString"/> names.
/// </para>
/// <para>
/// Everything is summed in one pass over the data, in double precision, in the order of the examples: the same network and data give the
/// same bits on every machine. Each example counts once; weights of examples are not taken into account.
/// </para>
/// <para>Two evaluations are equal if all their numbers are.</para>
/// </remarks>
public sealed class Evaluation : IEquatable<Evaluation>
{
    // How many examples there are whose right class had so many others before it.
    private readonly long[] _ranks;

    internal Evaluation(
        double loss,
        bool isClassification,
        long[] ranks,
        ConfusionMatrix confusion,
        double meanAbsoluteError,
        double rootMeanSquaredError,
        double rSquared)
    {
        Loss = loss;
        IsClassification = isClassification;
        _ranks = ranks;
        Confusion = confusion;
        MeanAbsoluteError = meanAbsoluteError;
        RootMeanSquaredError = rootMeanSquaredError;
        RSquared = rSquared;
    }

    /// <summary>The mean loss over the examples. NaN or infinite where the network's outputs are.</summary>
    public double Loss { get; }

    /// <summary>
    /// The share of the examples, from 0 to 1, whose largest output is at their <see cref="Dataset.Label"/>, the first of equal ones counting;
    /// with one output, those for which it is at least 0.5 exactly where the label is 1.
    /// </summary>
    /// <remarks>Always defined, but of a regression, with one output or more, it says nothing.</remarks>
    public double Accuracy => TopAccuracy(1);

    /// <summary>The number of examples.</summary>
    public long Count => Confusion.Count;

    /// <summary>
    /// Whether this was a classification: the loss is a cross entropy, or every example's targets are 1 at one class and 0 at the others (a
    /// single target: 0 or 1).
    /// </summary>
    public bool IsClassification { get; }

    /// <summary>How often each class was taken for each. A network with one output tells two classes apart.</summary>
    public ConfusionMatrix Confusion { get; }

    /// <summary>
    /// The mean, over examples and outputs, of |output - target|: <c>sklearn.metrics.mean_absolute_error</c>. NaN where an output is.
    /// </summary>
    public double MeanAbsoluteError { get; }

    /// <summary>
    /// The square root of the mean, over examples and outputs, of (output - target)^2. NaN where an output is.
    /// </summary>
    /// <remarks>
    /// One root over all outputs, so that its square is <see cref="CompiledNet.Loss.MeanSquaredError"/>;
    /// <c>sklearn.metrics.root_mean_squared_error</c> takes one root per output and their mean, which differs where there are several.
    /// </remarks>
    public double RootMeanSquaredError { get; }

    /// <summary>
    /// The coefficient of determination, R^2 = 1 - SSres / SStot, of each output, averaged over the outputs: 1 is perfect, 0 as good as
    /// always giving the mean of the targets, less is worse.
    /// </summary>
    /// <remarks>
    /// SSres is the sum over the examples of (target - output)^2, SStot that of (target - mean target)^2. As
    /// <c>sklearn.metrics.r2_score</c> with <c>multioutput="uniform_average"</c>: an output whose targets are all equal counts 1 if the network
    /// gives exactly that, else 0; of a single example it is NaN.
    /// </remarks>
    public double RSquared { get; }

    /// <summary>The share of the examples, from 0 to 1, whose right class is among the <paramref name="k"/> largest outputs.</summary>
    /// <remarks>
    /// Of equal outputs the lower index counts as the larger, as in <c>Classify</c>. An output that is NaN counts as the smallest, but as the
    /// largest where it is the first, which is what <c>Classify</c> then answers. A network with one output has two classes.
    /// </remarks>
    /// <param name="k">How many, at least 1; from the number of classes on, the result is 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is below 1.</exception>
    public double TopAccuracy(int k)
    {
        if (k < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(k), FormattableString.Invariant($"k is {k}; expected at least 1."));
        }

        long right = 0;
        foreach (long count in _ranks.AsSpan(0, Math.Min(k, _ranks.Length)))
        {
            right += count;
        }

        return (double)right / Count;
    }

    /// <inheritdoc/>
    public bool Equals(Evaluation? other) =>
        other is not null
        && Loss.Equals(other.Loss)
        && IsClassification == other.IsClassification
        && MeanAbsoluteError.Equals(other.MeanAbsoluteError)
        && RootMeanSquaredError.Equals(other.RootMeanSquaredError)
        && RSquared.Equals(other.RSquared)
        && _ranks.AsSpan().SequenceEqual(other._ranks)
        && Confusion.Equals(other.Confusion);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Evaluation);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Loss, Accuracy, Count, MeanAbsoluteError, RSquared);

    /// <summary>One invariant line: the loss, and what matters of a classification or of a regression.</summary>
    public override string ToString() => IsClassification
        ? FormattableString.Invariant($"loss {Loss:G6}, accuracy {Accuracy * 100:F2} % of {Count} examples")
        : FormattableString.Invariant(
            $"loss {Loss:G6}, mean absolute error {MeanAbsoluteError:G6}, root mean squared error {RootMeanSquaredError:G6}, R^2 {RSquared:G6} over {Count} examples");
}
