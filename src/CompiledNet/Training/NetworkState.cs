namespace CompiledNet;

/// <summary>All that training changes in a network, as one vector: the parameters, then the running statistics where there are any.</summary>
internal static class NetworkState
{
    /// <summary>The vector's length.</summary>
    public static int LengthOf<TNetwork>(TNetwork network)
        where TNetwork : class, ICompiledNetwork<TNetwork> => network.Parameters.Length + network.RunningStatistics.Length;

    /// <summary>Copies it aside.</summary>
    public static void CopyTo<TNetwork>(TNetwork network, Span<float> state)
        where TNetwork : class, ICompiledNetwork<TNetwork> => Copy(network.Parameters, network.RunningStatistics, state);

    /// <summary>Puts it back.</summary>
    public static void Restore<TNetwork>(TNetwork network, ReadOnlySpan<float> state)
        where TNetwork : class, ICompiledNetwork<TNetwork> => Restore(state, network.Parameters, network.RunningStatistics);

    /// <summary>Copies both parts into one.</summary>
    public static void Copy(ReadOnlySpan<float> parameters, ReadOnlySpan<float> statistics, Span<float> state)
    {
        parameters.CopyTo(state);
        statistics.CopyTo(state[parameters.Length..]);
    }

    /// <summary>Copies one into both parts.</summary>
    public static void Restore(ReadOnlySpan<float> state, Span<float> parameters, Span<float> statistics)
    {
        state[..parameters.Length].CopyTo(parameters);
        state[parameters.Length..].CopyTo(statistics);
    }
}
