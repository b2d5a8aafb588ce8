using CompiledNet;

namespace Classify;

/// <summary>What a network answers to rows.</summary>
internal sealed class Answers
{
    private readonly float[] _outputs;
    private readonly int _outputSize;
    private readonly int _classes;

    private Answers(float[] outputs, int outputSize, int classes) => (_outputs, _outputSize, _classes) = (outputs, outputSize, classes);

    /// <summary>The number of rows.</summary>
    public int Count => _outputs.Length / _outputSize;

    /// <summary>Asks a network.</summary>
    /// <param name="net">The network.</param>
    /// <param name="inputs">The rows, scaled, with the network's number of inputs.</param>
    /// <param name="classes">How many of the outputs stand for a class.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    public static Answers Of<TNetwork>(TNetwork net, ReadOnlySpan<float> inputs, int classes)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        float[] outputs = new float[inputs.Length / TNetwork.Topology.InputSize * TNetwork.Topology.OutputSize];
        net.PredictBatch(inputs, outputs);
        return new Answers(outputs, TNetwork.Topology.OutputSize, classes);
    }

    /// <summary>The class of a row: the one with the largest output.</summary>
    public int Class(int row)
    {
        ReadOnlySpan<float> outputs = Outputs(row);
        int best = 0;
        for (int c = 1; c < outputs.Length; c++)
        {
            best = outputs[c] > outputs[best] ? c : best;
        }

        return best;
    }

    /// <summary>How sure the network is of it, from 0 to 1: softmax's outputs add up to 1.</summary>
    public float Probability(int row) => Outputs(row)[Class(row)];

    private ReadOnlySpan<float> Outputs(int row) => _outputs.AsSpan(row * _outputSize, _classes);
}
