using System.Globalization;

namespace CompiledNet.Storage;

/// <summary>One tensor as a file's header describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its extents, outermost first; none for a single number.</param>
/// <param name="Start">Where its data starts, in bytes behind the header.</param>
/// <param name="End">Where its data ends.</param>
internal sealed record SafeTensorInfo(string Name, SafeTensorType Type, IReadOnlyList<long> Shape, long Start, long End)
{
    public long ByteLength => End - Start;

    public long Length => ByteLength / SafeTensorTypes.SizeOf(Type);

    public bool HasShape(ReadOnlySpan<int> shape)
    {
        bool same = shape.Length == Shape.Count;
        for (int d = 0; same && d < shape.Length; d++)
        {
            same = Shape[d] == shape[d];
        }

        return same;
    }

    /// <summary>A shape for messages: <c>[16, 784]</c>; only the first extents of a shape that has very many.</summary>
    public static string Text(IEnumerable<long> shape)
    {
        const int Most = 8;
        string[] extents = [.. shape.Take(Most + 1).Select(extent => extent.ToString(CultureInfo.InvariantCulture))];
        return extents.Length > Most ? $"[{string.Join(", ", extents[..Most])}, ...]" : $"[{string.Join(", ", extents)}]";
    }
}
