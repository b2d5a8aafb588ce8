using CompiledNet.Numerics;

namespace CompiledNet;

/// <summary>How many threads are worth having for a training step.</summary>
internal static class TeamSize
{
    /// <summary>
    /// The floating-point operations of a step that each thread has to have: about 35 microseconds of arithmetic at the 140 GFLOP/s one core with
    /// AVX-512 reaches in these steps. Measured through <c>Train</c>, two threads were no faster than one with 5 million each (784-16-16-10,
    /// batch 128), and 1.4 times as fast with 11 million (784-128-64-10, batch 32).
    /// </summary>
    private const double OperationsForEach = 5e6;

    /// <summary>The number of threads for a network and a batch size: never more than processors, one where that is faster.</summary>
    /// <param name="most">The most to use, or -1 for as many as are worth having.</param>
    /// <param name="network">The network.</param>
    /// <param name="topology">Its topology.</param>
    /// <param name="batchSize">The examples of a step.</param>
    public static int Choose(int most, ITrainableNetwork network, NetworkTopology topology, int batchSize)
    {
        int processors = Environment.ProcessorCount;
        int limit = most == -1 ? processors : Math.Min(most, processors);

        // Forward, gradient and delta: a multiply-add each for every weight and example; the first layer has no delta.
        double first = Uses(topology.Layers.First(layer => layer.ParameterCount > 0));
        double operations = 2.0 * batchSize * ((3.0 * topology.Layers.Sum(Uses)) - first);
        int size = (int)Math.Clamp(operations / OperationsForEach, 1, limit);
        return Fit(size, network.TeamRuns);
    }

    /// <summary>How often the parameters of a layer are used for one example: where its output is an image, each in every pixel.</summary>
    private static double Uses(LayerTopology layer) =>
        layer.Output.Count == 3 ? (double)layer.ParameterCount * layer.Output[0] * layer.Output[1] : layer.ParameterCount;

    /// <summary>The next smaller size that the network can share its inputs between.</summary>
    private static int Fit(int size, int runs)
    {
        if (runs < 0)
        {
            return 1;
        }

        while (runs > 0 && size > 1 && runs % size != 0)
        {
            size--;
        }

        return size;
    }
}
