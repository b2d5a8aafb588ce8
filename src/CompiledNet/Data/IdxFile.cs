using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;

namespace CompiledNet;

/// <summary>
/// An array of bytes read from a file in the IDX format, in which MNIST and its relatives are published
/// (LeCun, Cortes and Burges, "The MNIST database of handwritten digits", section "The IDX file format").
/// </summary>
/// <remarks>
/// The format: two zero bytes, the type of an element (8 for unsigned bytes, the only one read here), the number of dimensions, each
/// dimension as a 32-bit big-endian number, then the elements, the last dimension changing fastest. A gzip-compressed file is recognised by
/// its content, whatever its name.
/// </remarks>
public sealed class IdxFile
{
    /// <summary>The most dimensions a file may have.</summary>
    public const int MaxDimensions = 4;

    private const int MagicLength = 4;
    private const int DimensionLength = 4;
    private const int MaxDataLength = 0x7FFF_FF00; // what an array can hold, and the header
    private const byte UnsignedByteType = 0x08;
    private const int FirstBuffer = 1 << 20;
    private const string Damaged = "the gzip-compressed data is damaged or cut short.";

    // A gzip member that holds the one byte EndMark.
    private const byte EndMark = 0xE5;
    private static readonly byte[] EndMarkMember = Compress(EndMark);

    private IdxFile(int[] dimensions, ReadOnlyMemory<byte> data)
    {
        Dimensions = dimensions;
        Data = data;
    }

    /// <summary>The extents, outermost first, each at least 1: <c>[60000, 28, 28]</c> for MNIST's training images.</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>The elements, the last dimension changing fastest. As many as the product of <see cref="Dimensions"/>.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Reads a file, plain or gzip-compressed.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">
    /// It is not a whole IDX file of unsigned bytes: its start is another's, it is cut short, it goes on behind its end, its dimensions are out
    /// of range, or its compressed data is damaged. The message names the file.
    /// </exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IdxFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse(File.ReadAllBytes(path), path);
    }

    /// <summary>Reads the rest of a stream, plain or gzip-compressed.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="InvalidDataException">What it holds is not a whole IDX file of unsigned bytes.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IdxFile Read(Stream stream, string name = "the stream")
    {
        ArgumentNullException.ThrowIfNull(stream);
        using MemoryStream content = new();
        stream.CopyTo(content);
        return Parse(content.ToArray(), name);
    }

    /// <summary>Reads a header.</summary>
    /// <param name="header">The file's first bytes.</param>
    /// <param name="name">What error messages call the file.</param>
    /// <param name="maxLength">The most bytes of data there may be.</param>
    /// <param name="headerLength">The header's length.</param>
    /// <param name="dataLength">The length that the dimensions make.</param>
    /// <returns>The dimensions.</returns>
    /// <exception cref="InvalidDataException">It is not a header of unsigned bytes, or is out of range.</exception>
    internal static int[] ReadHeader(ReadOnlySpan<byte> header, string name, long maxLength, out int headerLength, out long dataLength)
    {
        if (header.Length < MagicLength)
        {
            throw new InvalidDataException(FormattableString.Invariant($"{name}: the header is cut short: {header.Length} bytes, expected at least {MagicLength}."));
        }

        if (header[0] != 0 || header[1] != 0)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"{name}: not an IDX file: it starts with the bytes {header[0]:x2} {header[1]:x2}, expected 00 00 (or 1f 8b, if gzip-compressed)."));
        }

        if (header[2] != UnsignedByteType)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"{name}: the elements' type is 0x{header[2]:x2}, expected 0x{UnsignedByteType:x2} (unsigned byte), the only one supported."));
        }

        int count = header[3];
        if (count is < 1 or > MaxDimensions)
        {
            throw new InvalidDataException(FormattableString.Invariant($"{name}: the number of dimensions is {count}, expected 1 to {MaxDimensions}."));
        }

        headerLength = MagicLength + (count * DimensionLength);
        if (header.Length < headerLength)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"{name}: the header is cut short: {header.Length} bytes, expected {headerLength} for {count} dimensions."));
        }

        int[] dimensions = new int[count];
        long length = 1;
        for (int d = 0; d < count; d++)
        {
            uint extent = BinaryPrimitives.ReadUInt32BigEndian(header[(MagicLength + (d * DimensionLength))..]);
            if (extent is 0 or > int.MaxValue)
            {
                throw new InvalidDataException(FormattableString.Invariant($"{name}: dimension {d} is {extent}, expected 1 to {int.MaxValue}."));
            }

            // Both factors are below 2^63, so this cannot overflow.
            Int128 product = (Int128)length * extent;
            if (product > maxLength)
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"{name}: the dimensions up to dimension {d} multiply to {product} bytes, expected at most {maxLength}."));
            }

            length = (long)product;

            dimensions[d] = (int)extent;
        }

        dataLength = length;
        return dimensions;
    }

    /// <summary>Dimensions for an error message: 60000x28x28.</summary>
    internal static string Shape(int[] dimensions) =>
        string.Join('x', dimensions.Select(extent => extent.ToString(CultureInfo.InvariantCulture)));

    private static IdxFile Parse(byte[] content, string name)
    {
        ReadOnlyMemory<byte> plain = content is [0x1F, 0x8B, ..] ? Decompress(content, name) : content;
        int[] dimensions = ReadHeader(plain.Span, name, MaxDataLength, out int headerLength, out long dataLength);
        long got = plain.Length - headerLength;
        if (got != dataLength)
        {
            string found = got < dataLength ? FormattableString.Invariant($"got {got}") : "and there are more";
            throw new InvalidDataException(FormattableString.Invariant(
                $"{name}: expected {dataLength} bytes of data for the dimensions {Shape(dimensions)}, {found}."));
        }

        return new IdxFile(dimensions, plain[headerLength..]);
    }

    // Up to one byte more than the header tells, so that there can be too much, but never without end.
    private static ReadOnlyMemory<byte> Decompress(byte[] content, string name)
    {
        // GZipStream takes data that is cut short for data that ends there. With a member of our own behind it, only whole data is followed by
        // the end mark; what is missing would be made up from that member's first bytes, and the checksum would not fit.
        using GZipStream stream = new(new MemoryStream([.. content, .. EndMarkMember]), CompressionMode.Decompress);
        byte[] buffer = new byte[FirstBuffer];
        int got = ReadUpTo(stream, buffer, name);
        if (got == buffer.Length)
        {
            ReadHeader(buffer, name, MaxDataLength, out int headerLength, out long dataLength);
            long wanted = headerLength + dataLength + 2;
            while (got == buffer.Length && got < wanted)
            {
                // The buffer grows with what arrives: a header may claim any size, and only data that is there is worth its memory.
                Array.Resize(ref buffer, (int)Math.Min(wanted, 2L * buffer.Length));
                got += ReadUpTo(stream, buffer.AsSpan(got), name);
            }
        }

        if (got == 0 || (got < buffer.Length && buffer[got - 1] != EndMark))
        {
            throw new InvalidDataException($"{name}: {Damaged}");
        }

        return buffer.AsMemory(0, got - 1);
    }

    private static byte[] Compress(byte content)
    {
        using MemoryStream compressed = new();
        using (GZipStream stream = new(compressed, CompressionLevel.Fastest))
        {
            stream.WriteByte(content);
        }

        return compressed.ToArray();
    }

    private static int ReadUpTo(GZipStream stream, Span<byte> buffer, string name)
    {
        try
        {
            return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{name}: {Damaged} {exception.Message}", exception);
        }
    }
}
