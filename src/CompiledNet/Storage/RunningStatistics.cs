using CompiledNet.Numerics;

namespace CompiledNet.Storage;

/// <summary>What files know of running statistics: PyTorch's names, and that a variance is not negative.</summary>
internal static class RunningStatistics
{
    private const string VarianceSuffix = ".running_var";
    private const string CounterSuffix = ".num_batches_tracked";

    /// <summary>
    /// The names of the counters that PyTorch's batch normalization keeps beside its running statistics, one for each layer that keeps any. It counts
    /// for a momentum that this library has not (the mean over all batches), and a network does not need it.
    /// </summary>
    public static HashSet<string> Counters(NetworkTopology topology) =>
        [.. topology.Layers.Where(layer => layer.Statistics.Count > 0).Select(layer => FormattableString.Invariant($"{layer.Number}{CounterSuffix}"))];

    /// <summary>Whether a file's tensor is such a counter, by its name, type and shape.</summary>
    public static bool IsCounter(SafeTensorInfo tensor) =>
        tensor.Name.EndsWith(CounterSuffix, StringComparison.Ordinal) && tensor.Type == SafeTensorType.I64 && tensor.Shape.Count == 0;

    /// <summary>What is wrong with a tensor's values: the first that is not finite or, of a variance, negative; -1 if none.</summary>
    public static int IndexOfBad(ParameterTensor tensor, ReadOnlySpan<float> values, out string expected)
    {
        int index = ParameterMath.IndexOfNonFinite(values);
        expected = "a finite number";
        if (index >= 0 || !tensor.Name.EndsWith(VarianceSuffix, StringComparison.Ordinal))
        {
            return index;
        }

        expected = "no negative number, as it is a variance";
        return values.IndexOfAnyExceptInRange(-0f, float.MaxValue);
    }
}
