using CompiledNet.Numerics;

namespace CompiledNet.Benchmarks;

/// <summary>Inputs and targets, row after row, in memory aligned as the trainer's batches are.</summary>
internal sealed class Examples
{
    private readonly AlignedBuffer _inputs;
    private readonly AlignedBuffer _targets;

    private Examples(int inputSize, int outputSize, int count)
    {
        Count = count;
        InputSize = inputSize;
        OutputSize = outputSize;
        _inputs = new AlignedBuffer(count * InputSize);
        _targets = new AlignedBuffer(count * OutputSize);
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    public int InputSize { get; }

    public int OutputSize { get; }

    public Span<float> Inputs => _inputs.Span;

    public Span<float> Targets => _targets.Span;

    /// <summary>Each row's class, where the targets are one-hot.</summary>
    public long[]? Labels { get; private init; }

    /// <summary>Inputs from 0 to 1; targets of random classes for cross entropy, else from 0.1 to 0.9.</summary>
    public static Examples Random(NetworkTopology topology, int count)
    {
        SeededRandom random = new(1);
        bool classes = topology.Loss == Loss.CrossEntropy;
        Examples examples = new(topology.InputSize, topology.OutputSize, count) { Labels = classes ? new long[count] : null };
        foreach (ref float input in examples.Inputs)
        {
            input = random.NextSingle();
        }

        for (int row = 0; row < count && examples.Labels is not null; row++)
        {
            int label = random.NextInt32(topology.OutputSize);
            examples.Labels[row] = label;
            examples.Targets[(row * topology.OutputSize) + label] = 1;
        }

        for (int n = 0; n < examples.Targets.Length && examples.Labels is null; n++)
        {
            examples.Targets[n] = random.NextSingle(0.1f, 0.9f);
        }

        return examples;
    }

    /// <summary>The first rows of a data set.</summary>
    public static Examples Of(Dataset data, int count)
    {
        Examples examples = new(data.InputSize, data.TargetSize, count) { Labels = new long[count] };
        data.Inputs.Span[..examples.Inputs.Length].CopyTo(examples.Inputs);
        data.Targets.Span[..examples.Targets.Length].CopyTo(examples.Targets);
        for (int row = 0; row < count; row++)
        {
            examples.Labels[row] = data.Label(row);
        }

        return examples;
    }

    /// <summary>
    /// Normally distributed 2x2 matrices, and for targets their matrix exponentials: what SimpleChains.jl's small example learns
    /// (https://pumasai.github.io/SimpleChains.jl/dev/examples/smallmlp/).
    /// </summary>
    public static Examples MatrixExponentials(NetworkTopology topology, int count)
    {
        SeededRandom random = new(1);
        Examples examples = new(topology.InputSize, topology.OutputSize, count);
        for (int n = 0; n < examples.Inputs.Length; n++)
        {
            // Box and Muller's transform of two uniform numbers.
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextSingle()));
            examples.Inputs[n] = (float)(radius * Math.Cos(2 * Math.PI * random.NextSingle()));
        }

        for (int row = 0; row < count; row++)
        {
            MatrixExponential.Of2x2(examples.Inputs.Slice(row * 4, 4), examples.Targets.Slice(row * 4, 4));
        }

        return examples;
    }
}
