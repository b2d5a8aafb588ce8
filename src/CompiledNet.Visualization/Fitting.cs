using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CompiledNet;

/// <summary>Whether data go with a network.</summary>
internal static class Fitting
{
    /// <summary>Checks that examples have a network's sizes.</summary>
    /// <exception cref="ArgumentException">They have not.</exception>
    public static void Check(NetworkTopology topology, Dataset data, string parameter)
    {
        if (data.InputSize != topology.InputSize || data.TargetSize != topology.OutputSize)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"An example of the data has {data.InputSize} inputs and {data.TargetSize} targets; expected {topology.InputSize} and {topology.OutputSize}, the sizes of {topology.Name}."),
                parameter);
        }
    }

    /// <summary>Whether a run is of this very network, not of another of its class.</summary>
    public static bool IsOf<TNetwork>(TrainingRun run, TNetwork network)
        where TNetwork : class, ICompiledNetwork<TNetwork> =>
        Unsafe.AreSame(ref MemoryMarshal.GetReference(run.Parameters), ref MemoryMarshal.GetReference(network.Parameters));

    /// <summary>The error for a run that is not.</summary>
    public static InvalidOperationException OtherNetwork(string callback, string factory, NetworkTopology watched, TrainingRun run) => new(
        $"The {callback} among the callbacks of this run of {run.Topology.Name} is of another network of class {watched.Name}; expected one made with {callback}.{factory}(network), of the network that is trained.");

    /// <summary>Checks that something to be shown beside a network is of a network with the same layers.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static void CheckSame(NetworkTopology topology, NetworkTopology? other, string what, string parameter)
    {
        if (other is not null && other.Hash != topology.Hash)
        {
            throw new ArgumentException($"The {what} is of {other.Name}, which has other layers; expected one of {topology.Name}.", parameter);
        }
    }
}
