namespace CompiledNet.Storage;

/// <summary>The metadata of a network's file: which network it is of, and a <see cref="ModelInfo"/>.</summary>
internal static partial class ModelMetadata
{
    private static readonly HashSet<string> Known =
        [Name, Version, Topology, Layers, InputScaler, TargetScaler, InputNames, ClassNames];

    /// <summary>The info of a file, once it has been checked that its metadata is of this network, or does not say of which.</summary>
    public static ModelInfo Read(SafeTensorsHeader header, NetworkTopology topology, SafeTensorsReader file)
    {
        CheckNetwork(header, topology, file);
        ModelInfo info = ReadInfo(header, file);
        CheckFits(topology, info, message => file.Error($"the metadata does not fit: {message}"));
        return info;
    }

    /// <summary>The network's name in a file, or null.</summary>
    public static string? NetworkName(SafeTensorsHeader header) => header.Find(Name);

    /// <summary>The topology's hash in a file, or null.</summary>
    public static string? TopologyHash(SafeTensorsHeader header) => header.Find(Topology);

    /// <summary>The info of a file of whatever network.</summary>
    public static ModelInfo ReadInfo(SafeTensorsHeader header, SafeTensorsReader file)
    {
        string? unknown = header.Metadata.Select(pair => pair.Key).FirstOrDefault(key => key.StartsWith(Prefix, StringComparison.Ordinal) && !Known.Contains(key));
        if (unknown == CheckpointContainer.HashKey)
        {
            throw file.Error("this is a checkpoint of training, not a saved network; resume training from it, and save the network then");
        }

        if (unknown is not null)
        {
            throw file.Error(
                $"the metadata has {Quoted.Text(unknown)}, which this version of CompiledNet does not know; the file was written by version {Quoted.Text(header.Find(Version) ?? "unknown")}");
        }

        return new ModelInfo
        {
            InputScaler = Parse(InputScaler, InfoJson.ReadScaler),
            TargetScaler = Parse(TargetScaler, InfoJson.ReadScaler),
            InputNames = Parse(InputNames, InfoJson.ReadNames),
            ClassNames = Parse(ClassNames, InfoJson.ReadNames),
            Properties = header.Metadata
                .Where(pair => pair.Key != Format && !pair.Key.StartsWith(Prefix, StringComparison.Ordinal))
                .ToDictionary(StringComparer.Ordinal),
        };

        T? Parse<T>(string key, Func<string, T> parse)
            where T : class
        {
            if (header.Find(key) is not { } text)
            {
                return null;
            }

            try
            {
                return parse(text);
            }
            catch (FormatException exception)
            {
                throw file.Error($"the metadata's '{key}' cannot be read: {exception.Message.TrimEnd('.')}");
            }
        }
    }

    private static void CheckNetwork(SafeTensorsHeader header, NetworkTopology topology, SafeTensorsReader file)
    {
        if (header.Find(Topology) is not { } hash || hash == topology.Hash)
        {
            return;
        }

        string[] lines = (header.Find(Layers) ?? string.Empty).Split('\n');
        string[] expected = topology.Description.Split('\n');
        int n = 0;
        while (n < lines.Length && n < expected.Length && lines[n] == expected[n])
        {
            n++;
        }

        string difference = header.Find(Layers) is null || (n == lines.Length && n == expected.Length)
            ? "its layers or activations differ"
            : $"where it has {LineText(lines, n)}, expected {LineText(expected, n)}";
        throw file.Error(
            $"the file is of another network ({Quoted.Text(header.Find(Name) ?? "unnamed")}), not of one like {topology.Name}: {difference}; its topology is {Quoted.Text(hash)}, expected '{topology.Hash}'");
    }

    private static string LineText(string[] lines, int n) => n < lines.Length && lines[n].Length > 0 ? Quoted.Text(lines[n]) : "no more layers";
}
