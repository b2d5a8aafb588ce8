namespace CompiledNet.Storage;

/// <summary>A checkpoint that has been read whole and found to be undamaged.</summary>
/// <param name="name">Which file it was: the one asked for, or the one before it.</param>
/// <param name="header">Its header.</param>
/// <param name="tensors">The elements of each tensor.</param>
internal sealed class CheckpointContent(string name, SafeTensorsHeader header, IReadOnlyDictionary<string, Array> tensors)
{
    /// <summary>Which file it was: the one asked for, or the one before it.</summary>
    public string FileName => name;

    /// <summary>Its header: strings, and tensors in the file's order.</summary>
    public SafeTensorsHeader Header => header;

    /// <summary>A string; it must be there.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public string Text(string key) => header.Find(key) ?? throw Error($"the metadata lacks '{key}'");

    public bool Has(string tensor) => tensors.ContainsKey(tensor);

    /// <summary>A tensor's elements; it must be there, with this type and shape.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public T[] Get<T>(string tensor, params ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        SafeTensorInfo info = header.Tensors.FirstOrDefault(info => info.Name == tensor) ?? throw Error($"there is no tensor '{tensor}'");
        SafeTensorType type = SafeTensorTypes.Of<T>();
        if (info.Type != type || !info.HasShape(shape))
        {
            long[] extents = new long[shape.Length];
            for (int d = 0; d < shape.Length; d++)
            {
                extents[d] = shape[d];
            }

            throw Error(
                $"tensor '{tensor}' is {SafeTensorTypes.NameOf(info.Type)} {SafeTensorInfo.Text(info.Shape)}, expected {SafeTensorTypes.NameOf(type)} {SafeTensorInfo.Text(extents)}");
        }

        return (T[])tensors[tensor];
    }

    /// <summary>An error in what the file says, for what reads it further.</summary>
    public InvalidDataException Error(string message) => new($"{name}: {message}.");
}
