namespace CompiledNet;

/// <summary>Weights for classes of which some are rare, for <see cref="Dataset.WithClassWeights"/>.</summary>
public static class ClassWeights
{
    /// <summary>
    /// Weights with which every class counts the same, however many examples it has: <c>count / (classes * countOfClass)</c>, as
    /// scikit-learn's <c>class_weight="balanced"</c> (King and Zeng, "Logistic regression in rare events data", Political Analysis 9, 2001).
    /// Their mean over the examples is 1, so that the learning rate need not change.
    /// </summary>
    /// <param name="data">The training data; weights it may have are not looked at.</param>
    /// <returns>
    /// A weight for each class, as <see cref="Dataset.ClassCounts"/> has a count for each. A class without examples gets 0, and is not among
    /// the <c>classes</c> of the formula: it has nothing to be balanced against.
    /// </returns>
    public static float[] Balanced(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        int[] counts = data.ClassCounts();
        int classes = counts.Count(count => count > 0);
        return [.. counts.Select(count => count == 0 ? 0 : (float)(data.Count / ((double)classes * count)))];
    }
}
