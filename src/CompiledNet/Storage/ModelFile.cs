using CompiledNet.Storage;

namespace CompiledNet;

/// <summary>
/// Networks in files, in the safetensors format (github.com/huggingface/safetensors). Python reads and writes the same files:
/// tensors have PyTorch's names, numbers and order, so that <c>load_state_dict</c> takes them as they are.
/// </summary>
/// <remarks>
/// <para>
/// <b>The tensors</b> are those of <see cref="NetworkTopology.Tensors"/> and <see cref="NetworkTopology.Statistics"/>, as 32-bit floats:
/// <c>1.weight</c> as <c>[out][in]</c>, <c>1.bias</c>, of batch normalization also <c>2.running_mean</c> and <c>2.running_var</c>, numbered by layer
/// from 1, counting all layers. The inputs of a dense layer behind <c>[Flatten]</c> are in this library's
/// order, channels last.
/// </para>
/// <para>
/// <b>The metadata</b> are strings by keys, for any language to read. Always there: <c>format</c>, which is <c>pt</c>, as in PyTorch's files;
/// <c>compilednet.network</c>, the class's name; <c>compilednet.version</c>, this library's; <c>compilednet.topology</c>, the hash
/// (<see cref="NetworkTopology.Hash"/>); <c>compilednet.layers</c>, the layers in words, one a line. What is there of a <see cref="ModelInfo"/>,
/// as JSON: <c>compilednet.input_scaler</c> and <c>compilednet.target_scaler</c>, an object of two lists with a number for each column,
/// <c>{"offset":[...],"scale":[...]}</c>, where a scaled value is <c>(value - offset) / scale</c>; <c>compilednet.input_names</c> and
/// <c>compilednet.class_names</c>, a list of strings. <see cref="ModelInfo.Properties"/> stand there by their own keys, as they are.
/// </para>
/// <para>
/// <b>Loading is strict.</b> The file must have all tensors of the network and no others, with their shapes, as 32-bit floats, all finite, and no
/// variance negative. Beside running statistics, PyTorch keeps <c>2.num_batches_tracked</c>, a 64-bit whole number: a file may have it or not,
/// it is passed over. And
/// if it says of which topology it is (<see cref="NetworkTopology.Hash"/>: layers, shapes and activations), that must be the network's. A file
/// that does not say, as one written from Python, is loaded if its tensors fit: then the activations are yours to get right. Everything is
/// checked before the first parameter changes; a network that could not be loaded is as it was. Hostile files cannot do more than be refused:
/// nothing in a file is run, and no more memory is used than the file's size warrants.
/// </para>
/// <para>
/// <b>Saving</b> to a path is all or nothing: the file appears once it is complete and on the disk, and until then the old one stays.
/// </para>
/// </remarks>
public static class ModelFile
{
    private const string StreamName = "the stream";

    /// <summary>This library's version, as files name it.</summary>
    internal static string LibraryVersion { get; } = typeof(ModelFile).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    /// <summary>Saves a network to a file. A file that is there already is replaced, once the new one is complete.</summary>
    /// <param name="network">The network; it must not be training at the same time.</param>
    /// <param name="path">The file, by convention ending in <c>.safetensors</c>.</param>
    /// <param name="info">What to save with it; nothing where it is null.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <exception cref="ArgumentException">The info does not fit the network. No file has been touched.</exception>
    /// <exception cref="InvalidOperationException">A parameter or running statistic is not finite, or a variance negative, and could not be loaded again. No file has been touched.</exception>
    /// <exception cref="IOException">The file cannot be written. What was there before is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be written. What was there before is as it was.</exception>
    public static void Save<TNetwork>(TNetwork network, string path, ModelInfo? info = null)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] header = Prepare(network, info, LibraryVersion, out List<TensorContent> tensors);
        AtomicFile.Write(path, stream =>
        {
            stream.Write(header);
            SafeTensorsWriter.WriteData(stream, tensors);
        });
    }

    /// <summary>Saves a network to a stream.</summary>
    /// <param name="network">The network; it must not be training at the same time.</param>
    /// <param name="stream">Receives the file's content; it stays open. After an error in it, what it has is not complete.</param>
    /// <param name="info">What to save with it; nothing where it is null.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <exception cref="ArgumentException">The info does not fit the network. Nothing has been written.</exception>
    /// <exception cref="InvalidOperationException">A parameter or running statistic is not finite, or a variance negative, and could not be loaded again. Nothing has been written.</exception>
    public static void Save<TNetwork>(TNetwork network, Stream stream, ModelInfo? info = null)
        where TNetwork : class, ICompiledNetwork<TNetwork> => Save(network, stream, info, LibraryVersion);

    /// <summary>Loads a network from a file.</summary>
    /// <param name="path">The file.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <exception cref="InvalidDataException">It is not a safetensors file, is damaged, or holds another network. The message says what and where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static TNetwork Load<TNetwork>(string path)
        where TNetwork : class, ICompiledNetwork<TNetwork> => Load<TNetwork>(path, out _);

    /// <summary>Loads a network and what was saved with it from a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="info">What was saved with it; without content where there was nothing.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <exception cref="InvalidDataException">It is not a safetensors file, is damaged, or holds another network. The message says what and where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static TNetwork Load<TNetwork>(string path, out ModelInfo info)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        TNetwork network = TNetwork.Create(0);
        info = LoadInto(network, path);
        return network;
    }

    /// <summary>Loads a network from a stream.</summary>
    /// <param name="stream">The file's content, from where the stream stands to its end; it stays open.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <exception cref="InvalidDataException">It is not a safetensors file, is damaged, or holds another network. The message says what and where.</exception>
    public static TNetwork Load<TNetwork>(Stream stream)
        where TNetwork : class, ICompiledNetwork<TNetwork> => Load<TNetwork>(stream, out _);

    /// <summary>Loads a network and what was saved with it from a stream.</summary>
    /// <param name="stream">The file's content, from where the stream stands to its end; it stays open.</param>
    /// <param name="info">What was saved with it; without content where there was nothing.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <exception cref="InvalidDataException">It is not a safetensors file, is damaged, or holds another network. The message says what and where.</exception>
    public static TNetwork Load<TNetwork>(Stream stream, out ModelInfo info)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        TNetwork network = TNetwork.Create(0);
        info = LoadInto(network, stream);
        return network;
    }

    /// <summary>Loads the parameters of a file into a network that is there already. After an error it is as it was.</summary>
    /// <param name="network">The network; it must not be in use at the same time.</param>
    /// <param name="path">The file.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <returns>What was saved with the network; without content where there was nothing.</returns>
    /// <exception cref="InvalidDataException">It is not a safetensors file, is damaged, or holds another network. The message says what and where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static ModelInfo LoadInto<TNetwork>(TNetwork network, string path)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = AtomicFile.OpenToRead(path);
        return LoadInto(network, stream, path);
    }

    /// <summary>Loads the parameters in a stream into a network that is there already. After an error it is as it was.</summary>
    /// <param name="network">The network; it must not be in use at the same time.</param>
    /// <param name="stream">The file's content, from where the stream stands to its end; it stays open.</param>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <returns>What was saved with the network; without content where there was nothing.</returns>
    /// <exception cref="InvalidDataException">It is not a safetensors file, is damaged, or holds another network. The message says what and where.</exception>
    public static ModelInfo LoadInto<TNetwork>(TNetwork network, Stream stream)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(stream);
        return LoadInto(network, stream, StreamName);
    }

    /// <summary>
    /// Reads what a file says of the network in it, but not the parameters: so that a program with several network classes can ask which one a
    /// file is of (<see cref="ModelFileInfo.IsOf{TNetwork}"/>).
    /// </summary>
    /// <remarks>
    /// The header and the file's length are checked as loading does, apart from what only the network can tell: which tensors there must be, of
    /// which shapes, and how many inputs and outputs. The parameters' values are not looked at.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is not a safetensors file, or is damaged. The message says what and where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static ModelFileInfo ReadInfo(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = AtomicFile.OpenToRead(path);
        return new ModelFileInfo(new SafeTensorsReader(stream, path));
    }

    internal static void Save<TNetwork>(TNetwork network, Stream stream, ModelInfo? info, string version)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Prepare(network, info, version, out List<TensorContent> tensors));
        SafeTensorsWriter.WriteData(stream, tensors);
    }

    private static byte[] Prepare<TNetwork>(TNetwork network, ModelInfo? info, string version, out List<TensorContent> tensors)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        ArgumentNullException.ThrowIfNull(network);
        NetworkTopology topology = TNetwork.Topology;
        CheckValues(topology.Tensors, network.Parameters);
        CheckValues(topology.Statistics, network.RunningStatistics);
        tensors = NetworkTensors.ForFile(network);
        return SafeTensorsWriter.Header(ModelMetadata.Write(topology, info ?? new ModelInfo(), version), tensors);
    }

    private static ModelInfo LoadInto<TNetwork>(TNetwork network, Stream stream, string name)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        SafeTensorsReader file = new(stream, name);
        ModelInfo info = ModelMetadata.Read(file.Header, TNetwork.Topology, file);
        (float[] parameters, float[] statistics) = NetworkTensors.Read(TNetwork.Topology, file);
        parameters.CopyTo(network.Parameters);
        statistics.CopyTo(network.RunningStatistics);
        return info;
    }

    private static void CheckValues(IReadOnlyList<ParameterTensor> tensors, ReadOnlySpan<float> all)
    {
        foreach (ParameterTensor tensor in tensors)
        {
            ReadOnlySpan<float> values = all.Slice(tensor.Offset, tensor.Length);
            int index = RunningStatistics.IndexOfBad(tensor, values, out string expected);
            if (index >= 0)
            {
                string what = float.IsFinite(values[index]) ? "like that" : "that is not finite";
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"Element {index} of {tensor.Name} is {values[index]}; expected {expected}, as a network {what} could not be loaded again."));
            }
        }
    }
}
