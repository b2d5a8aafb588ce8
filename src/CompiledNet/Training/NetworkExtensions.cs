namespace CompiledNet;

/// <summary>What can be done with any generated network.</summary>
public static class NetworkExtensions
{
    // Large enough that the generated code runs at full speed, small enough that the outputs stay in cache.
    private const int SliceSize = 1024;

    /// <summary>Measures a network on a data set: its mean loss and its accuracy. The network does not change.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The data.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <exception cref="ArgumentException">The data's sizes are not the network's.</exception>
    public static Evaluation Evaluate<TNetwork>(this TNetwork network, Dataset data)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        CheckFits(TNetwork.Topology, data, nameof(data));

        float[] outputs = new float[Math.Min(SliceSize, data.Count) * data.TargetSize];
        double loss = 0;
        int right = 0;
        for (int start = 0; start < data.Count; start += SliceSize)
        {
            Dataset slice = data.Slice(start, Math.Min(SliceSize, data.Count - start));
            Span<float> rows = outputs.AsSpan(0, slice.Count * data.TargetSize);
            loss += (double)network.ComputeLoss(slice.Inputs.Span, slice.Targets.Span, rows) * slice.Count;
            for (int i = 0; i < slice.Count; i++)
            {
                if (OutputClass.Of(rows.Slice(i * data.TargetSize, data.TargetSize)) == slice.Label(i))
                {
                    right++;
                }
            }
        }

        return new Evaluation(loss / data.Count, (double)right / data.Count);
    }

    /// <summary>Checks that a data set has the network's sizes.</summary>
    internal static void CheckFits(NetworkTopology topology, Dataset data, string parameter)
    {
        if (data.InputSize != topology.InputSize || data.TargetSize != topology.OutputSize)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"An example of the data has {data.InputSize} inputs and {data.TargetSize} targets; expected {topology.InputSize} and {topology.OutputSize}, the sizes of {topology.Name}."),
                parameter);
        }
    }
}
