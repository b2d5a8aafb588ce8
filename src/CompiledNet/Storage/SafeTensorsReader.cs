using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CompiledNet.Storage;

/// <summary>
/// Reads a safetensors file from front to end: the header, then the data of one tensor after the other. It needs no more memory than what the
/// file really holds, whatever it claims. Everything wrong with the file is an <see cref="InvalidDataException"/>.
/// </summary>
internal sealed class SafeTensorsReader
{
    private const int Chunk = 1 << 16;

    private readonly Stream _stream;
    private readonly string _name;
    private readonly IncrementalHash? _hash;

    /// <summary>Reads and checks the header. Where the stream's length is known, it has been checked too.</summary>
    /// <param name="stream">The file's content from here on; it stays open.</param>
    /// <param name="name">What error messages call the file.</param>
    /// <param name="hash">Is given the data as it is read.</param>
    public SafeTensorsReader(Stream stream, string name, IncrementalHash? hash = null)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Files of tensors are little-endian; this machine is not.");
        }

        _stream = stream;
        _name = name;
        _hash = hash;
        long left = stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) : long.MaxValue;
        HeaderBytes = ReadHeader(left);
        Header = new HeaderParser(name).Parse(HeaderBytes.AsSpan(SafeTensorsHeader.LengthBytes));
        long data = left - HeaderBytes.Length;
        if (stream.CanSeek && data != Header.DataLength)
        {
            throw Error(data < Header.DataLength
                ? FormattableString.Invariant($"the file is cut short: it has {data} bytes of data, expected {Header.DataLength}")
                : FormattableString.Invariant($"there are {data - Header.DataLength} bytes behind the last tensor"));
        }
    }

    public SafeTensorsHeader Header { get; }

    /// <summary>The header as it stands in the file, with its length in front.</summary>
    public byte[] HeaderBytes { get; }

    /// <summary>Reads the next elements of the data.</summary>
    public void Read<T>(Span<T> values)
        where T : unmanaged
    {
        // In parts, because the bytes of a span may be more than a span can have.
        for (int start = 0; start < values.Length; start += Chunk)
        {
            Span<byte> bytes = MemoryMarshal.AsBytes(values.Slice(start, Math.Min(Chunk, values.Length - start)));
            int got = _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (got < bytes.Length)
            {
                throw Error(FormattableString.Invariant($"the file is cut short: its data ends before the {Header.DataLength} bytes its header lists"));
            }

            _hash?.AppendData(bytes);
        }
    }

    /// <summary>Checks that there is nothing behind the last tensor.</summary>
    public void ExpectEnd()
    {
        if (_stream.ReadByte() >= 0)
        {
            throw Error("there are bytes behind the last tensor");
        }
    }

    public InvalidDataException Error(string message) => new($"{_name}: {message}.");

    private byte[] ReadHeader(long left)
    {
        byte[] bytes = new byte[SafeTensorsHeader.LengthBytes];
        int got = _stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (got < bytes.Length)
        {
            throw Error(FormattableString.Invariant($"the file has {got} bytes, expected at least {bytes.Length} for the length of the header"));
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (length > SafeTensorsHeader.MaxLength)
        {
            throw Error(FormattableString.Invariant($"the length of the header is {length}, expected at most {SafeTensorsHeader.MaxLength}: this is not a safetensors file, or damaged"));
        }

        int total = bytes.Length + (int)length;
        if (total > left)
        {
            throw HeaderCutShort(length);
        }

        // Grows with what arrives: only a header that is there is worth its memory.
        while (got < total)
        {
            Array.Resize(ref bytes, (int)Math.Min(total, Math.Max(Chunk, 2L * got)));
            int more = _stream.ReadAtLeast(bytes.AsSpan(got), bytes.Length - got, throwOnEndOfStream: false);
            got += more;
            if (got < bytes.Length)
            {
                throw HeaderCutShort(length);
            }
        }

        return bytes;
    }

    private InvalidDataException HeaderCutShort(ulong length) =>
        Error(FormattableString.Invariant($"the file is cut short: it ends before its header of {length} bytes does"));
}
