namespace CompiledNet.Storage;

/// <summary>The header of a safetensors file that has been checked: the tensors follow each other without gaps.</summary>
/// <param name="Metadata">The file's own strings, in its order.</param>
/// <param name="Tensors">The tensors, in the order of their data.</param>
/// <param name="DataLength">The bytes of all tensors.</param>
internal sealed record SafeTensorsHeader(IReadOnlyList<KeyValuePair<string, string>> Metadata, IReadOnlyList<SafeTensorInfo> Tensors, long DataLength)
{
    /// <summary>The bytes in front of the header: its length.</summary>
    public const int LengthBytes = 8;

    /// <summary>The longest header the reference implementation reads.</summary>
    public const int MaxLength = 100_000_000;

    /// <summary>The key of the file's own strings.</summary>
    public const string MetadataKey = "__metadata__";

    /// <summary>The string of a key, or null if there is none.</summary>
    public string? Find(string key)
    {
        foreach (KeyValuePair<string, string> pair in Metadata)
        {
            if (pair.Key == key)
            {
                return pair.Value;
            }
        }

        return null;
    }
}
