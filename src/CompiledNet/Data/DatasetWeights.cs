namespace CompiledNet;

// How much each example counts.
public sealed partial class Dataset
{
    /// <summary>
    /// How much each example counts in the loss, <c>[Count]</c>: 0 for not at all, 2 for as much as two of weight 1. Empty where the data set
    /// has no weights and every example counts the same.
    /// </summary>
    /// <remarks>
    /// <see cref="Slice"/>, <see cref="Select"/>, the splits and <see cref="Concat"/> keep each example's weight; where only one of two joined
    /// data sets has weights, the other's are 1. A part may hold nothing but examples of weight 0.
    /// </remarks>
    public ReadOnlyMemory<float> Weights { get; }

    /// <summary>Whether there is a weight for each example.</summary>
    internal bool HasWeights => !Weights.IsEmpty;

    /// <summary>The same examples with a weight for each, in place of the weights they had. Nothing is copied.</summary>
    /// <param name="weights">The weights, <c>[Count]</c>: finite, at least 0, and not all 0. Leave the memory as it is.</param>
    /// <returns>The data set with these weights.</returns>
    /// <exception cref="ArgumentException">There is not one weight for each example, or all are 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative, NaN or infinite.</exception>
    public Dataset WithWeights(ReadOnlyMemory<float> weights)
    {
        if (weights.Length != Count)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"There {Amount.Are(weights.Length, "weight")} for {Amount.Of(Count, "example")}; expected one for each."), nameof(weights));
        }

        CheckWeights(weights.Span, "example", nameof(weights));
        return new Dataset(_inputs, _targets, InputSize, TargetSize, FirstRow, Count, weights);
    }

    /// <summary>
    /// The same examples, each one's weight (1, if there are none) multiplied by a number for its class (<see cref="Label"/>). With
    /// <see cref="ClassWeights.Balanced"/> rare classes count as much as frequent ones.
    /// </summary>
    /// <param name="perClass">
    /// A number for each class, finite and at least 0: as many as there are targets, or two where there is one target only.
    /// </param>
    /// <returns>The data set with weights.</returns>
    /// <exception cref="ArgumentException">There is not one number for each class, or every example's weight would be 0.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number, or an example's weight times its class's, is negative, NaN or infinite.</exception>
    public Dataset WithClassWeights(ReadOnlySpan<float> perClass)
    {
        if (perClass.Length != ClassCount)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"There {Amount.Are(perClass.Length, "class weight")} for {ClassCount} classes; expected one for each."),
                nameof(perClass));
        }

        CheckWeights(perClass, "class", nameof(perClass));
        Dataset weighted = MultiplyWeights(perClass);
        CheckWeights(weighted.Weights.Span, "example", nameof(perClass));
        return weighted;
    }

    /// <summary>The same, of a part of a data set, in which all weights may be 0.</summary>
    /// <param name="perClass">A finite number of at least 0 for each class.</param>
    internal Dataset MultiplyWeights(ReadOnlySpan<float> perClass)
    {
        ReadOnlySpan<float> old = Weights.Span;
        float[] weights = new float[Count];
        for (int i = 0; i < weights.Length; i++)
        {
            float weight = perClass[Label(i)];
            weights[i] = old.IsEmpty ? weight : old[i] * weight;
        }

        return new Dataset(_inputs, _targets, InputSize, TargetSize, FirstRow, Count, weights);
    }

    /// <summary>Examples with other numbers, and what else these have. Of a part of a data set the weights may all be 0.</summary>
    /// <param name="inputs">The inputs, <c>[Count][InputSize]</c>.</param>
    /// <param name="targets">The targets, <c>[Count][TargetSize]</c>.</param>
    /// <exception cref="ArgumentException">A value is NaN or infinite.</exception>
    internal Dataset WithValues(ReadOnlyMemory<float> inputs, ReadOnlyMemory<float> targets)
    {
        Dataset data = new(inputs, targets, InputSize, TargetSize);
        return new Dataset(data._inputs, data._targets, InputSize, TargetSize, 0, Count, Weights);
    }

    private static void CheckWeights(ReadOnlySpan<float> weights, string of, string parameter)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0 && float.IsFinite(weights[i])))
            {
                throw new ArgumentOutOfRangeException(
                    parameter,
                    FormattableString.Invariant($"The weight of {of} {i} is {weights[i]}; expected a finite number, at least 0."));
            }
        }

        if (weights.IndexOfAnyExcept(0f) < 0)
        {
            throw new ArgumentException($"The weight of every {of} is 0; expected at least one above 0, or there is nothing to learn.", parameter);
        }
    }

    // A sliced memory of another data set's weights, or ones.
    private void CopyWeights(Span<float> destination)
    {
        if (HasWeights)
        {
            Weights.Span.CopyTo(destination);
        }
        else
        {
            destination.Fill(1);
        }
    }
}
