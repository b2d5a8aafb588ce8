using CompiledNet.Numerics;

namespace CompiledNet;

// Data sets made of a data set's examples.
public sealed partial class Dataset
{
    /// <summary>The number of classes that <see cref="Label"/> tells apart: that of the targets, or two where there is one target only.</summary>
    internal int ClassCount => Math.Max(TargetSize, 2);

    /// <summary>Some of the examples in a given order, each as often as it is named. They are copied, bytes as bytes.</summary>
    /// <param name="indices">Which, from 0; at least one. The same may occur more than once.</param>
    /// <returns>A data set of its own, with the examples' weights.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    /// <exception cref="ArgumentException">No example is named, or more than an array can hold.</exception>
    public Dataset Select(ReadOnlySpan<int> indices)
    {
        if (indices.IsEmpty)
        {
            throw new ArgumentException("No example is selected; a data set has at least one example.", nameof(indices));
        }

        foreach (int index in indices)
        {
            CheckIndex(index, nameof(indices));
        }

        CheckFits(indices.Length, nameof(indices));
        float[] weights = [];
        if (HasWeights)
        {
            weights = new float[indices.Length];
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] = Weights.Span[indices[i]];
            }
        }

        return new Dataset(
            _inputs.Select(FirstRow, indices), _targets.Select(FirstRow, indices), InputSize, TargetSize, 0, indices.Length, weights);
    }

    /// <summary>All examples in a random order, copied. Training shuffles by itself: this is for taking parts.</summary>
    /// <param name="seed">What decides the order: the same on every machine (<see cref="SeededRandom"/>).</param>
    public Dataset Shuffled(int seed = 0) => Select(ShuffledIndices(seed));

    /// <summary>Two data sets of copied examples, dealt out at random: one to learn from, one to be tested on.</summary>
    /// <param name="trainingShare">
    /// The first one's share of the examples, above 0 and below 1; rounded to the nearest number of examples, a half up, but so that neither is
    /// empty.
    /// </param>
    /// <param name="seed">What decides which example goes where, and their orders: the same on every machine.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not above 0 and below 1.</exception>
    /// <exception cref="InvalidOperationException">There is only one example.</exception>
    public (Dataset Training, Dataset Test) Split(double trainingShare, int seed = 0)
    {
        int training = TrainingCount(trainingShare);
        int[] order = ShuffledIndices(seed);
        return (Select(order.AsSpan(0, training)), Select(order.AsSpan(training)));
    }

    /// <summary>
    /// Two data sets of copied examples, dealt out at random as by <see cref="Split"/>, but so that each class (<see cref="Label"/>) has its
    /// share of both.
    /// </summary>
    /// <remarks>
    /// Each class's share is rounded down; the examples still missing from the training data's own share go one each to the classes that were
    /// rounded down most, the lower class first (the method of the largest remainder). Every class with two examples or more is on both
    /// sides; where that takes it, the training data has a few examples more or fewer than its share.
    /// </remarks>
    /// <param name="trainingShare">The training data's share of the examples, above 0 and below 1.</param>
    /// <param name="seed">What decides which example goes where, and their orders: the same on every machine.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not above 0 and below 1.</exception>
    /// <exception cref="InvalidOperationException">There is only one example.</exception>
    public (Dataset Training, Dataset Test) StratifiedSplit(double trainingShare, int seed = 0)
    {
        int[] left = StratifiedShares.Compute(ClassCounts(), trainingShare, TrainingCount(trainingShare));
        List<int> training = new(Count);
        List<int> test = new(Count);
        foreach (int example in ShuffledIndices(seed))
        {
            (left[Label(example)]-- > 0 ? training : test).Add(example);
        }

        return (Select([.. training]), Select([.. test]));
    }

    /// <summary>
    /// For cross-validation: deals the examples out at random to a number of parts as equal as can be, and gives each part in turn as
    /// <c>Validation</c> with all others as <c>Training</c>. Each pair is copied only when it is asked for.
    /// </summary>
    /// <param name="folds">The number of parts, from 2 to <see cref="Count"/>.</param>
    /// <param name="seed">What decides which example goes where: the same on every machine.</param>
    /// <param name="stratified">Whether each class (<see cref="Label"/>) is spread over the parts as equally as can be.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of parts is below 2, or above that of the examples.</exception>
    public IEnumerable<(Dataset Training, Dataset Validation)> Folds(int folds, int seed = 0, bool stratified = false)
    {
        if (folds < 2 || folds > Count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(folds), FormattableString.Invariant($"Cannot make {Amount.Of(folds, "fold")}; expected 2 to {Count}, as there {Amount.Are(Count, "example")}."));
        }

        // Dealt out like cards: place p goes to fold p % folds. Sorted by class, each class is dealt out evenly.
        int[] order = ShuffledIndices(seed);
        if (stratified)
        {
            order = [.. order.OrderBy(Label)];
        }

        return Enumerable.Range(0, folds).Select(fold => (
            Select([.. order.Where((_, place) => place % folds != fold)]), Select([.. order.Where((_, place) => place % folds == fold)])));
    }

    /// <summary>The examples of this data set followed by those of another, copied; as bytes if both are, else as floats.</summary>
    /// <param name="other">The other, of the same sizes. Where only one has weights, the other's are 1.</param>
    /// <exception cref="ArgumentException">The sizes differ, or the two are more than an array can hold.</exception>
    public Dataset Concat(Dataset other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.InputSize != InputSize || other.TargetSize != TargetSize)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"An example of the other data has {Amount.Of(other.InputSize, "input")} and {Amount.Of(other.TargetSize, "target")}; expected {InputSize} and {TargetSize}, as here."),
                nameof(other));
        }

        CheckFits((long)Count + other.Count, nameof(other));
        float[] weights = [];
        if (HasWeights || other.HasWeights)
        {
            weights = new float[Count + other.Count];
            CopyWeights(weights.AsSpan(0, Count));
            other.CopyWeights(weights.AsSpan(Count));
        }

        return new Dataset(
            _inputs.Append(FirstRow, Count, other._inputs, other.FirstRow, other.Count),
            _targets.Append(FirstRow, Count, other._targets, other.FirstRow, other.Count),
            InputSize,
            TargetSize,
            0,
            Count + other.Count,
            weights);
    }

    /// <summary>The examples in their own order, so many at a time, without copying; the last time there may be fewer.</summary>
    /// <param name="batchSize">How many, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is below 1.</exception>
    public IEnumerable<Dataset> Batches(int batchSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        int count = ((Count - 1) / batchSize) + 1;
        return Enumerable.Range(0, count).Select(batch => Slice(batch * batchSize, Math.Min(batchSize, Count - (batch * batchSize))));
    }

    /// <summary>How many examples each class (<see cref="Label"/>) has: for each target, or of classes 0 and 1 where there is one target only.</summary>
    public int[] ClassCounts()
    {
        int[] counts = new int[ClassCount];
        for (int i = 0; i < Count; i++)
        {
            counts[Label(i)]++;
        }

        return counts;
    }

    private int[] ShuffledIndices(int seed)
    {
        int[] order = [.. Enumerable.Range(0, Count)];
        new SeededRandom(seed).Shuffle(order.AsSpan());
        return order;
    }

    private int TrainingCount(double trainingShare)
    {
        if (!(trainingShare > 0 && trainingShare < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(trainingShare), FormattableString.Invariant($"The training data's share is {trainingShare}; expected above 0 and below 1."));
        }

        if (Count < 2)
        {
            throw new InvalidOperationException("A data set of one example cannot be split in two; expected at least 2 examples.");
        }

        return Math.Clamp((int)Math.Round(Count * trainingShare, MidpointRounding.AwayFromZero), 1, Count - 1);
    }

    private void CheckFits(long count, string parameter)
    {
        long numbers = count * Math.Max(InputSize, TargetSize);
        if (numbers > Array.MaxLength)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{count} examples would be {numbers} numbers; expected at most {Array.MaxLength}."), parameter);
        }
    }
}
