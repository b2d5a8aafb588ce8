using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CompiledNet.Storage;

/// <summary>Takes the elements of the tensors that are being written.</summary>
/// <param name="stream">Where they go.</param>
/// <param name="hash">Is given them too.</param>
internal sealed class TensorSink(Stream stream, IncrementalHash? hash)
{
    private const int Chunk = 1 << 16;

    /// <summary>The bytes written so far.</summary>
    public long Written { get; private set; }

    public void Write<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        // In parts, because the bytes of a span may be more than a span can have.
        for (int start = 0; start < values.Length; start += Chunk)
        {
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values.Slice(start, Math.Min(Chunk, values.Length - start)));
            stream.Write(bytes);
            hash?.AppendData(bytes);
            Written += bytes.Length;
        }
    }

    public void Write<T>(Span<T> values)
        where T : unmanaged => Write((ReadOnlySpan<T>)values);
}
