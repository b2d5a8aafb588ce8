using System.Text;

namespace CompiledNet.Storage;

/// <summary>The metadata of a network's file: which network it is of, and a <see cref="ModelInfo"/>.</summary>
internal static class ModelMetadata
{
    /// <summary>What our own keys start with.</summary>
    public const string Prefix = "compilednet.";

    private const string Format = "format"; // PyTorch's own files say "pt" there.
    private const string Name = Prefix + "network";
    private const string Version = Prefix + "version";
    private const string Topology = Prefix + "topology";
    private const string Layers = Prefix + "layers";
    private const string InputScaler = Prefix + "input_scaler";
    private const string TargetScaler = Prefix + "target_scaler";
    private const string InputNames = Prefix + "input_names";
    private const string ClassNames = Prefix + "class_names";

    // Refuses what is not text, where the writer of JSON would put a replacement character.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly HashSet<string> Known =
        [Name, Version, Topology, Layers, InputScaler, TargetScaler, InputNames, ClassNames];

    /// <summary>The metadata of a file to be written, always in the same order.</summary>
    /// <exception cref="ArgumentException">The info does not fit the network, or has text that cannot be stored.</exception>
    public static List<KeyValuePair<string, string>> Write(NetworkTopology topology, ModelInfo info, string version)
    {
        if (info.Properties is null)
        {
            throw new ArgumentException("The properties are null; expected an empty dictionary where there are none.", nameof(info));
        }

        CheckFits(topology, info, message => new ArgumentException($"{message}.", nameof(info)));
        List<KeyValuePair<string, string>> metadata =
            [new(Format, "pt"), new(Name, topology.Name), new(Version, version), new(Topology, topology.Hash), new(Layers, topology.Description)];
        AddIfAny(InputScaler, info.InputScaler is null ? null : InfoJson.Write(info.InputScaler));
        AddIfAny(TargetScaler, info.TargetScaler is null ? null : InfoJson.Write(info.TargetScaler));
        AddIfAny(InputNames, info.InputNames is null ? null : InfoJson.Write(CheckTexts(info.InputNames, "input", nameof(info))));
        AddIfAny(ClassNames, info.ClassNames is null ? null : InfoJson.Write(CheckTexts(info.ClassNames, "class", nameof(info))));
        foreach ((string key, string value) in info.Properties.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (key == Format || key.StartsWith(Prefix, StringComparison.Ordinal))
            {
                throw new ArgumentException($"The property {Quoted.Text(key)} has a name that the file uses itself; expected one that is not '{Format}' and does not start with '{Prefix}'.", nameof(info));
            }

            CheckText(key, $"The name of the property {Quoted.Text(key)}", nameof(info));
            metadata.Add(new(key, CheckText(value, $"The property {Quoted.Text(key)}", nameof(info))));
        }

        return metadata;

        void AddIfAny(string key, string? value)
        {
            if (value is not null)
            {
                metadata.Add(new(key, value));
            }
        }
    }

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

    private static void CheckFits(NetworkTopology topology, ModelInfo info, Func<string, Exception> error)
    {
        Check(info.InputScaler?.Size, topology.InputSize, "column in the input scaler", "columns in the input scaler", "inputs");
        Check(info.TargetScaler?.Size, topology.OutputSize, "column in the target scaler", "columns in the target scaler", "outputs");
        Check(info.InputNames?.Count, topology.InputSize, "name of inputs", "names of inputs", "inputs");
        Check(info.ClassNames?.Count, Math.Max(topology.OutputSize, 2), "name of classes", "names of classes", "classes");

        void Check(int? count, int expected, string one, string many, string of)
        {
            if (count is not null && count != expected)
            {
                throw error(FormattableString.Invariant($"There {Amount.Are(count.Value, one, many)}; expected {expected}, as many as {topology.Name} has {of}"));
            }
        }
    }

    private static IReadOnlyList<string> CheckTexts(IReadOnlyList<string> texts, string what, string parameter)
    {
        for (int n = 0; n < texts.Count; n++)
        {
            CheckText(texts[n], FormattableString.Invariant($"The name of {what} {n}"), parameter);
        }

        return texts;
    }

    private static string CheckText(string? text, string what, string parameter)
    {
        if (text is null)
        {
            throw new ArgumentException($"{what} is null; expected a string.", parameter);
        }

        try
        {
            Strict.GetByteCount(text);
            return text;
        }
        catch (EncoderFallbackException)
        {
            throw new ArgumentException($"{what} holds half a surrogate pair, which is not a character and cannot be stored.", parameter);
        }
    }
}
