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
}
