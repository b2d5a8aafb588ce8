namespace CompiledNet.Storage;

/// <summary>The tensors of a network, parameters and running statistics, to a file and from it.</summary>
internal static class NetworkTensors
{
    /// <summary>The tensors as a file has them, in its order; each is brought into PyTorch's order when it is written.</summary>
    public static List<TensorContent> ForFile<TNetwork>(TNetwork network)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        IReadOnlyList<ParameterTensor> tensors = TNetwork.Topology.Tensors;
        float[]? scratch = null;
        IEnumerable<TensorContent> statistics = TNetwork.Topology.Statistics.Select(tensor => new TensorContent(
            tensor.Name, SafeTensorType.F32, TensorLayout.FileShape(tensor), sink => sink.Write(network.RunningStatistics.Slice(tensor.Offset, tensor.Length))));
        return SafeTensorsWriter.InFileOrder(statistics.Concat(tensors.Select(tensor => new TensorContent(tensor.Name, SafeTensorType.F32, TensorLayout.FileShape(tensor), sink =>
        {
            Span<float> values = network.Parameters.Slice(tensor.Offset, tensor.Length);
            if (TensorLayout.IsSame(tensor))
            {
                sink.Write(values);
                return;
            }

            scratch ??= new float[LongestReordered(tensors)];
            TensorLayout.ToFile(tensor, values, scratch.AsSpan(0, tensor.Length));
            sink.Write(scratch.AsSpan(0, tensor.Length));
        }))));
    }

    /// <summary>All parameters and running statistics, once every tensor in the file has been found to be the network's and finite.</summary>
    public static (float[] Parameters, float[] Statistics) Read(NetworkTopology topology, SafeTensorsReader file)
    {
        Dictionary<string, ParameterTensor> expected = topology.Tensors.Concat(topology.Statistics).ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        HashSet<string> counters = RunningStatistics.Counters(topology);
        HashSet<ParameterTensor> inStatistics = new(topology.Statistics, ReferenceEqualityComparer.Instance);
        CheckNames(expected, counters, topology, file);
        foreach (SafeTensorInfo tensor in file.Header.Tensors)
        {
            CheckKind(tensor, expected.GetValueOrDefault(tensor.Name), file);
        }

        // From here on memory is as much as the network's own, whatever the file is.
        float[] parameters = new float[topology.ParameterCount];
        float[] statistics = new float[topology.StatisticCount];
        float[] scratch = new float[LongestReordered(topology.Tensors)];
        foreach (SafeTensorInfo info in file.Header.Tensors)
        {
            if (!expected.TryGetValue(info.Name, out ParameterTensor? tensor))
            {
                file.Read<long>(new long[1]); // A counter.
                continue;
            }

            Span<float> values = (inStatistics.Contains(tensor) ? statistics : parameters).AsSpan(tensor.Offset, tensor.Length);
            Span<float> ordered = TensorLayout.IsSame(tensor) ? values : scratch.AsSpan(0, tensor.Length);
            file.Read(ordered);
            int index = RunningStatistics.IndexOfBad(tensor, ordered, out string wanted);
            if (index >= 0)
            {
                throw file.Error(FormattableString.Invariant($"element {Place(index, info.Shape)} of tensor '{info.Name}' is {ordered[index]}, expected {wanted}"));
            }

            if (!TensorLayout.IsSame(tensor))
            {
                TensorLayout.FromFile(tensor, ordered, values);
            }
        }

        file.ExpectEnd();
        return (parameters, statistics);
    }

    private static int LongestReordered(IEnumerable<ParameterTensor> tensors) =>
        tensors.Where(tensor => !TensorLayout.IsSame(tensor)).Select(tensor => tensor.Length).DefaultIfEmpty().Max();

    private static void CheckNames(Dictionary<string, ParameterTensor> expected, HashSet<string> counters, NetworkTopology topology, SafeTensorsReader file)
    {
        HashSet<string> names = [.. file.Header.Tensors.Select(tensor => tensor.Name)];
        string[] missing = [.. expected.Keys.Where(name => !names.Contains(name))];
        string[] extra = [.. file.Header.Tensors.Select(tensor => tensor.Name).Where(name => !expected.ContainsKey(name) && !counters.Contains(name))];
        if (missing.Length + extra.Length > 0)
        {
            string lacks = missing.Length == 0 ? string.Empty : $"it lacks {Quoted.List(missing)}";
            string has = extra.Length == 0 ? string.Empty : $"it has {Quoted.List(extra)}, which the network has not";
            throw file.Error(
                $"the tensors are not those of {topology.Name}: {lacks}{(missing.Length > 0 && extra.Length > 0 ? "; " : string.Empty)}{has}. Expected {Quoted.List([.. expected.Keys])}");
        }
    }

    // Of a counter there is nothing expected but that it is one.
    private static void CheckKind(SafeTensorInfo tensor, ParameterTensor? expected, SafeTensorsReader file)
    {
        if (expected is null)
        {
            if (!RunningStatistics.IsCounter(tensor))
            {
                throw file.Error($"tensor '{tensor.Name}' is {SafeTensorTypes.NameOf(tensor.Type)} {SafeTensorInfo.Text(tensor.Shape)}, expected I64 []");
            }

            return;
        }

        if (tensor.Type != SafeTensorType.F32)
        {
            throw file.Error($"tensor '{tensor.Name}' is {SafeTensorTypes.NameOf(tensor.Type)}, expected F32");
        }

        int[] shape = TensorLayout.FileShape(expected);
        if (!tensor.HasShape(shape))
        {
            string order = shape.Length < 2 ? string.Empty : ", outputs first";
            throw file.Error($"tensor '{tensor.Name}' has the shape {SafeTensorInfo.Text(tensor.Shape)}, expected {SafeTensorInfo.Text(shape.Select(extent => (long)extent))}{order}");
        }
    }

    /// <summary>An element's indices: <c>[3, 17]</c>.</summary>
    private static string Place(long index, IReadOnlyList<long> shape)
    {
        long[] place = new long[shape.Count];
        for (int d = shape.Count - 1; d >= 0; d--)
        {
            (index, place[d]) = Math.DivRem(index, shape[d]);
        }

        return SafeTensorInfo.Text(place);
    }
}
