using System.Buffers;
using System.Runtime.CompilerServices;
using CompiledNet.Numerics;

namespace CompiledNet;

/// <summary>What can be done with any generated network.</summary>
public static class NetworkExtensions
{
    // Large enough that the generated code runs at full speed, small enough that the outputs stay in cache.
    private const int SliceSize = 1024;

    // The most inputs in a slice, where an example has very many of them; they may have to be decoded to a buffer.
    private const int SliceInputs = 4 * 1024 * 1024;

    /// <summary>
    /// Measures a network on a data set: its mean loss, its accuracy and confusion matrix, its errors as a regression. The network does not change.
    /// </summary>
    /// <remarks>One pass over the data, on the calling thread, in slices of up to 1024 examples; nothing is allocated from slice to slice.</remarks>
    /// <param name="network">The network.</param>
    /// <param name="data">The data.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <exception cref="ArgumentException">The data's sizes are not the network's, or a target is not one its loss has a meaning for.</exception>
    [OverloadResolutionPriority(1)] // so that Evaluate(new(inputs, targets, 4, 3)) means a data set
    public static Evaluation Evaluate<TNetwork>(this TNetwork network, Dataset data)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        CheckFits(TNetwork.Topology, data, nameof(data));

        int sliceSize = Math.Min(SliceSizeOf(data.InputSize), data.Count);
        float[] outputs = new float[sliceSize * data.TargetSize];
        float[] buffer = ArrayPool<float>.Shared.Rent(data.HasFloatInputs ? 0 : sliceSize * data.InputSize);
        ReadOnlySpan<float> allTargets = data.Targets.Span;
        EvaluationSums sums = new(TNetwork.Topology.Loss, data.TargetSize);
        for (int start = 0; start < data.Count; start += sliceSize)
        {
            int count = Math.Min(sliceSize, data.Count - start);
            Span<float> rows = outputs.AsSpan(0, count * data.TargetSize);
            ReadOnlySpan<float> targets = allTargets.Slice(start * data.TargetSize, rows.Length);
            double loss = network.ComputeLoss(data.ReadInputs(start, count, buffer), targets, rows);
            sums.Add(rows, targets, count, loss * count);
        }

        ArrayPool<float>.Shared.Return(buffer);
        return sums.ToEvaluation();
    }

    /// <summary>Measures a network on a stream, for data larger than memory; as on a data set, and to the same numbers.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">The data.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <exception cref="ArgumentException">The data's sizes are not the network's, or a target is not one its loss has a meaning for.</exception>
    /// <exception cref="InvalidDataException">The stream delivers other than it promised.</exception>
    public static Evaluation Evaluate<TNetwork>(this TNetwork network, DataStream data)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        CheckSizes(TNetwork.Topology, data.InputSize, data.TargetSize, nameof(data));
        using ChunkReader chunks = new(data, SliceSizeOf(data.InputSize));
        float[] outputs = new float[SliceSizeOf(data.InputSize) * data.TargetSize];
        EvaluationSums sums = new(TNetwork.Topology.Loss, data.TargetSize);
        while (chunks.Next() is { } chunk)
        {
            CheckTargets(TNetwork.Topology.Loss, chunk, nameof(data));
            Span<float> rows = outputs.AsSpan(0, chunk.Count * chunk.TargetSize);
            double loss = network.ComputeLoss(chunk.Inputs.Span, chunk.Targets.Span, rows);
            sums.Add(rows, chunk.Targets.Span, chunk.Count, loss * chunk.Count);
        }

        return sums.ToEvaluation();
    }

    // Set by the size of an example alone: the loss is summed slice by slice, and must not depend on how the data is stored.
    private static int SliceSizeOf(int inputSize) => Math.Clamp(SliceInputs / inputSize, 1, SliceSize);

    /// <summary>Checks that a data set has the network's sizes, and targets for its loss.</summary>
    internal static void CheckFits(NetworkTopology topology, Dataset data, string parameter)
    {
        CheckSizes(topology, data.InputSize, data.TargetSize, parameter);
        CheckTargets(topology.Loss, data, parameter);
    }

    /// <summary>Checks that examples have the network's sizes.</summary>
    internal static void CheckSizes(NetworkTopology topology, int inputSize, int targetSize, string parameter)
    {
        if (inputSize != topology.InputSize || targetSize != topology.OutputSize)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"An example of the {(parameter == nameof(TrainingOptions.Validation) ? "validation data" : "data")} has {inputSize} inputs and {targetSize} targets; expected {topology.InputSize} and {topology.OutputSize}, the sizes of {topology.Name}."),
                parameter);
        }
    }

    /// <summary>Checks that the cross entropies get targets they have a meaning for: with others, the loss has no lower end.</summary>
    internal static void CheckTargets(Loss loss, Dataset data, string parameter)
    {
        if (loss is not (Loss.CrossEntropy or Loss.BinaryCrossEntropy))
        {
            return;
        }

        float most = loss == Loss.BinaryCrossEntropy ? 1 : float.MaxValue;
        ReadOnlySpan<float> targets = data.Targets.Span;
        for (int i = 0; i < targets.Length; i++)
        {
            if (targets[i] < 0 || targets[i] > most)
            {
                string expected = loss == Loss.BinaryCrossEntropy ? "0 to 1" : "at least 0, such as one-hot targets";
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"Target {i % data.TargetSize} of example {i / data.TargetSize} is {targets[i]}; Loss.{loss} expects {expected}."),
                    parameter);
            }
        }
    }
}
