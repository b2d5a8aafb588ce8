using CompiledNet.Numerics;

namespace CompiledNet;

/// <summary>Says what was not finite, where, once training has failed; so it may take its time.</summary>
internal static class FailedBatch
{
    private const string Advice =
        "The network has been put back to the start of this epoch. A smaller learning rate, or inputs of smaller size, may help.";

    /// <summary>The error for a loss that is not finite: the batch again, one example at a time.</summary>
    /// <param name="network">The network, as it was when the batch came.</param>
    /// <param name="batchLoss">The batch's loss.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="number">The batch's number in the epoch, from 1.</param>
    /// <param name="batches">The batches of the part at hand.</param>
    /// <param name="batch">The batch among them, from 0.</param>
    /// <param name="firstExample">The example of the data that is the part's first.</param>
    public static TrainingException Describe<TNetwork>(
        TNetwork network, float batchLoss, int epoch, int number, BatchReader batches, int batch, long firstExample)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        int inputSize = TNetwork.Topology.InputSize;
        int outputSize = TNetwork.Topology.OutputSize;
        ReadOnlySpan<float> inputs = batches.Inputs(batch);
        ReadOnlySpan<float> targets = batches.Targets(batch);
        float[] outputs = new float[outputSize];
        float worst = float.NegativeInfinity;
        int worstRow = 0;
        for (int row = 0; row < batches.CountOf(batch); row++)
        {
            float loss = network.ComputeLoss(inputs.Slice(row * inputSize, inputSize), targets.Slice(row * outputSize, outputSize), outputs);
            if (!float.IsFinite(loss) || loss > worst)
            {
                (worst, worstRow) = (loss, row);
            }

            if (!float.IsFinite(loss))
            {
                break;
            }
        }

        int example = (int)Math.Min(int.MaxValue, firstExample + batches.Example(batch, worstRow));
        string cause = FindNonFiniteParameter(network) is { } parameter ? $" because {parameter} since an earlier step" : "";
        string what = float.IsFinite(worst)
            ? FormattableString.Invariant($"the loss of the batch is {batchLoss}, though no single example's is; the largest, {worst}, is that of example {example}")
            : FormattableString.Invariant($"the loss of example {example} is {worst}{cause}");
        return new TrainingException(FormattableString.Invariant($"Epoch {epoch}, batch {number}: {what}. {Advice}"), epoch, number, example);
    }

    /// <summary>Puts the network back to the start of its epoch and throws if a parameter is not finite.</summary>
    /// <param name="network">The network.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="batch">The batch after which this is asked, from 1.</param>
    /// <param name="atEpochStart">The network's state at the start of the epoch.</param>
    public static void ThrowIfNotFinite<TNetwork>(TNetwork network, int epoch, int batch, AlignedBuffer atEpochStart)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        if (FindNonFiniteParameter(network) is { } parameter)
        {
            NetworkState.Restore(network, atEpochStart.Span);
            throw new TrainingException(FormattableString.Invariant($"Epoch {epoch}: after batch {batch}, {parameter}. {Advice}"), epoch, batch, null);
        }
    }

    /// <summary>A parameter or a running statistic that is not finite, in words; null if all are.</summary>
    /// <param name="network">The network.</param>
    public static string? FindNonFiniteParameter<TNetwork>(TNetwork network)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        return Find("parameter", network.Parameters, TNetwork.Topology.Tensors)
            ?? Find("running statistic", network.RunningStatistics, TNetwork.Topology.Statistics);
    }

    private static string? Find(string what, ReadOnlySpan<float> values, IReadOnlyList<ParameterTensor> tensors)
    {
        int index = ParameterMath.IndexOfNonFinite(values);
        if (index < 0)
        {
            return null;
        }

        ParameterTensor tensor = tensors.Last(tensor => tensor.Offset <= index);
        return FormattableString.Invariant($"{what} {index} (element {index - tensor.Offset} of {tensor.Name}) is {values[index]}");
    }
}
