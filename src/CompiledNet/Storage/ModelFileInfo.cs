using CompiledNet.Storage;

namespace CompiledNet;

/// <summary>
/// What a file says of the network in it (<see cref="ModelFile.ReadInfo(string)"/>), without its parameters: of which network it is, and what
/// was saved with it.
/// </summary>
public sealed class ModelFileInfo
{
    private readonly HashSet<string> _counters;

    internal ModelFileInfo(SafeTensorsReader file)
    {
        if (file.Header.Tensors.FirstOrDefault(tensor => tensor.Type != SafeTensorType.F32 && !RunningStatistics.IsCounter(tensor)) is { } other)
        {
            throw file.Error($"tensor {Quoted.Text(other.Name)} is {SafeTensorTypes.NameOf(other.Type)}, expected F32");
        }

        NetworkName = ModelMetadata.NetworkName(file.Header);
        TopologyHash = ModelMetadata.TopologyHash(file.Header);
        _counters = [.. file.Header.Tensors.Where(RunningStatistics.IsCounter).Select(tensor => tensor.Name)];
        Tensors = [.. file.Header.Tensors.Select(tensor => (tensor.Name, tensor.Shape))];
        Info = ModelMetadata.ReadInfo(file.Header, file);
    }

    /// <summary>The name of the network's class; null where the file does not say, as one written from Python.</summary>
    public string? NetworkName { get; }

    /// <summary>
    /// The <see cref="NetworkTopology.Hash"/> of the network: layers, shapes and activations; null where the file does not say.
    /// </summary>
    public string? TopologyHash { get; }

    /// <summary>The tensors in the file, in its order, with their shapes in PyTorch's order: outputs first.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<long> Shape)> Tensors { get; }

    /// <summary>What was saved with the network; without content where there was nothing.</summary>
    public ModelInfo Info { get; }

    /// <summary>
    /// Whether the file is of a network like this: with its tensors and, if the file says so, of its topology. The names play no part. Then
    /// <see cref="ModelFile.Load{TNetwork}(string)"/> takes it, unless its data or what was saved with it is damaged.
    /// </summary>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    public bool IsOf<TNetwork>()
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        NetworkTopology topology = TNetwork.Topology;
        if (TopologyHash is not null && TopologyHash != topology.Hash)
        {
            return false;
        }

        Dictionary<string, IReadOnlyList<long>> shapes = Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Shape, StringComparer.Ordinal);
        ParameterTensor[] expected = [.. topology.Tensors, .. topology.Statistics];
        int passedOver = RunningStatistics.Counters(topology).Count(_counters.Contains);
        return shapes.Count - passedOver == expected.Length && expected.All(tensor =>
            shapes.TryGetValue(tensor.Name, out IReadOnlyList<long>? shape) && shape.SequenceEqual(TensorLayout.FileShape(tensor).Select(extent => (long)extent)));
    }
}
