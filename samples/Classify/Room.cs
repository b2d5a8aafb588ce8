using CompiledNet;

namespace Classify;

/// <summary>How data of one size goes through a network that has room for more.</summary>
internal static class Room
{
    private const string Unused = "(unused)";

    // Softmax gives such an output no share at all, and so no gradient to its weights; far enough down that no weight decay brings it back.
    private const float Off = -1e30f;

    /// <summary>Whether the data has exactly the network's sizes.</summary>
    public static bool IsExact<TNetwork>(CsvSchema schema)
        where TNetwork : class, ICompiledNetwork<TNetwork> =>
        schema.InputSize == TNetwork.Topology.InputSize && schema.TargetSize == TNetwork.Topology.OutputSize;

    /// <summary>Checks that there is room.</summary>
    /// <exception cref="InvalidDataException">There is not.</exception>
    public static void Check<TNetwork>(CsvSchema schema, string file)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        NetworkTopology topology = TNetwork.Topology;
        if (schema.TargetSize > topology.OutputSize)
        {
            throw new InvalidDataException(
                $"{file}: the column '{schema.TargetColumns[0]}' has {schema.TargetSize} classes; {topology.Name} has room for {topology.OutputSize}. A network's sizes are set at build time: write larger ones in Networks.cs.");
        }

        if (schema.InputSize > topology.InputSize)
        {
            throw new InvalidDataException(
                $"{file}: its columns make {schema.InputSize} inputs, one for each column of numbers and each category of text; {topology.Name} has room for {topology.InputSize}. Leave columns out with --ignore, or write larger sizes in Networks.cs.");
        }
    }

    /// <summary>Rows with zeros at the end of each.</summary>
    public static float[] Widen(ReadOnlySpan<float> rows, int size, int room)
    {
        float[] widened = new float[rows.Length / size * room];
        for (int row = 0; row < rows.Length / size; row++)
        {
            rows.Slice(row * size, size).CopyTo(widened.AsSpan(row * room));
        }

        return widened;
    }

    /// <summary>The examples with the network's sizes.</summary>
    public static Dataset Widen<TNetwork>(Dataset data)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        int inputs = TNetwork.Topology.InputSize;
        int outputs = TNetwork.Topology.OutputSize;
        return new Dataset(Widen(data.Inputs.Span, data.InputSize, inputs), Widen(data.Targets.Span, data.TargetSize, outputs), inputs, outputs);
    }

    /// <summary>Switches off the outputs that stand for no class. The biases of the last layer are the last of the parameters.</summary>
    public static void SwitchOffUnused<TNetwork>(TNetwork net, int classes)
        where TNetwork : class, ICompiledNetwork<TNetwork> =>
        net.Parameters[^TNetwork.Topology.OutputSize..][classes..].Fill(Off);

    /// <summary>As many names as a network has places for.</summary>
    public static string[] Pad(IReadOnlyList<string> names, int room) => [.. names, .. Enumerable.Repeat(Unused, room - names.Count)];
}
