using CompiledNet.Diagrams;

namespace CompiledNet;

/// <content>The diagram of a network.</content>
public static partial class Plots
{
    /// <summary>
    /// The network's layers as columns of neurons, and its weights as lines: blue where positive, red where negative, wider and stronger the larger they
    /// are beside the largest of their layer. Images are stacks of planes, one for each channel.
    /// </summary>
    /// <remarks>
    /// Of a column of more than 20 neurons the 16 with the strongest weights are shown, in their order (of a network of many layers, 8 of more than 10); of
    /// a layer's weights between them the 256 strongest (of a network of many layers fewer, about 1,000 in all). The description says how many. Batch
    /// normalisation and dropout, which change each number by itself, are part of the column before them.
    /// </remarks>
    /// <param name="network">The network.</param>
    /// <param name="classNames">What the outputs are called, a name for each; null for their numbers.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <exception cref="ArgumentException">There are not as many names as outputs.</exception>
    public static Figure Network<TNetwork>(TNetwork network, IReadOnlyList<string>? classNames = null)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        CheckNames(TNetwork.Topology, classNames);
        return DiagramFigure.Of(NetworkDiagram.Of(TNetwork.Topology, network.Parameters.ToArray(), null, null, classNames));
    }

    /// <summary>
    /// What becomes of one example: the diagram of <see cref="Network{TNetwork}(TNetwork, IReadOnlyList{string})"/>, each neuron filled by its activation
    /// (blue where positive, red where negative, stronger the larger it is beside the largest of its column) and each line drawn by what it contributes, the
    /// weight times the activation it comes from. Of large columns the neurons that contribute most are shown, of the outputs the largest. Of images, each
    /// channel is shown as an image.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="input">The example, <c>[InputSize]</c>.</param>
    /// <param name="classNames">What the outputs are called, a name for each; null for their numbers.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <exception cref="ArgumentException">The input has not the network's size, or there are not as many names as outputs.</exception>
    /// <exception cref="NotSupportedException">The network was written by hand, and does not show its layers.</exception>
    public static Figure Network<TNetwork>(TNetwork network, ReadOnlySpan<float> input, IReadOnlyList<string>? classNames = null)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        NetworkTopology topology = TNetwork.Topology;
        CheckNames(topology, classNames);
        if (input.Length != topology.InputSize)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The input has {input.Length} numbers; expected {topology.InputSize}, as {topology.Name} has inputs."), nameof(input));
        }

        float[] activations = new float[topology.ActivationCount];
        network.Trace(input, activations);
        return DiagramFigure.Of(NetworkDiagram.Of(topology, network.Parameters.ToArray(), input.ToArray(), activations, classNames));
    }

    // A network with one output may have names for the two classes it tells apart, which are not names of the output.
    private static void CheckNames(NetworkTopology topology, IReadOnlyList<string>? classNames)
    {
        if (classNames is null)
        {
            return;
        }

        int expected = Math.Max(2, topology.OutputSize);
        if (classNames.Count != expected || classNames.Contains(null!))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"There are {classNames.Count} class names, or a null among them; expected {expected} names, one for each class of {topology.Name}."),
                nameof(classNames));
        }
    }
}
