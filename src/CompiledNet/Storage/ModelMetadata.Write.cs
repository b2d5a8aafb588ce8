using System.Text;

namespace CompiledNet.Storage;

/// <content>Writing, without anything of a file's format: the ONNX package compiles this part, too, so that its files say the same.</content>
internal static partial class ModelMetadata
{
    /// <summary>What our own keys start with.</summary>
    public const string Prefix = "compilednet.";

    public const string Format = "format"; // PyTorch's own files say "pt" there.
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
