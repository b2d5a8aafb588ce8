namespace CompiledNet.Storage;

/// <summary>A tensor to be written: its place in the header, and what writes its elements when their turn comes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its extents, outermost first; none for a single number.</param>
/// <param name="Write">Writes all elements in order, in as many calls as it likes.</param>
internal sealed record TensorContent(string Name, SafeTensorType Type, IReadOnlyList<int> Shape, Action<TensorSink> Write)
{
    public long ByteLength
    {
        get
        {
            long length = SafeTensorTypes.SizeOf(Type);
            foreach (int extent in Shape)
            {
                length = checked(length * extent);
            }

            return length;
        }
    }

    /// <summary>A list of numbers that is at hand; it is not copied.</summary>
    public static TensorContent Of<T>(string name, ReadOnlyMemory<T> values)
        where T : unmanaged =>
        new(name, SafeTensorTypes.Of<T>(), [values.Length], sink => sink.Write(values.Span));
}
