using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CompiledNet.Storage;

namespace CompiledNet;

/// <summary>
/// A file of examples for streaming: quick to read, with every example in its place, so that a pass can start anywhere. The way to train again
/// and again on data that is slow to parse or to make.
/// </summary>
/// <remarks>
/// The format, everything little-endian: the eight bytes <c>CNETDATA</c>, the version (32 bits, 1), the inputs and the targets of one example
/// (32 bits each), 32 bits of 0, the number of examples (64 bits); then for each example its inputs and its targets as 32-bit IEEE floats.
/// </remarks>
public sealed class BinaryDataFile : DataStream
{
    private const int HeaderLength = 32;
    private const int Version = 1;
    private const int WriteAtOnce = 1 << 18; // numbers
    private const int BufferNumbers = 1 << 14;

    private readonly string _path;

    private BinaryDataFile(string path, int inputSize, int targetSize, long count)
        : base(inputSize, targetSize, count) => _path = path;

    private static ReadOnlySpan<byte> Magic => "CNETDATA"u8;

    /// <summary>The bytes of one example.</summary>
    private long RowBytes => ((long)InputSize + TargetSize) * sizeof(float);

    /// <summary>What is in it, for messages.</summary>
    private string Shape =>
        $"{Amount.Of(Count, "example")} of {Amount.Of(InputSize, "input")} and {Amount.Of(TargetSize, "target")}";

    /// <summary>Opens a file that <see cref="Write"/> wrote. Only its header is read now.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is not such a file, it is cut short, or it goes on behind its end.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static BinaryDataFile Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
        return ReadHeader(file, path);
    }

    /// <summary>Writes all examples of a stream to a file, over one that may be there; a pass that fails leaves that one as it was.</summary>
    /// <param name="path">The file.</param>
    /// <param name="examples">The examples; for a data set, <see cref="DataStream.From(Dataset)"/>. Weights are not written.</param>
    /// <exception cref="InvalidDataException">
    /// The stream delivers fewer or more examples than it said, or a value is NaN or infinite.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written, or the stream not read.</exception>
    public static void Write(string path, DataStream examples)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(examples);

        // Under another name, until it is whole: so the stream may be the file itself, too.
        AtomicFile.Write(path, file => WriteAll(file, examples));
    }

    /// <inheritdoc/>
    public override DataStreamReader Open() => new Reader(this);

    private static BinaryDataFile ReadHeader(FileStream file, string path)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        int got = file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false);
        if (got < HeaderLength || !header.StartsWith(Magic))
        {
            throw new InvalidDataException($"{path}: not a file of examples; expected a header that starts with CNETDATA.");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        if (version != Version)
        {
            throw new InvalidDataException(FormattableString.Invariant($"{path}: the format's version is {version}, expected {Version}."));
        }

        int inputSize = BinaryPrimitives.ReadInt32LittleEndian(header[12..]);
        int targetSize = BinaryPrimitives.ReadInt32LittleEndian(header[16..]);
        long count = BinaryPrimitives.ReadInt64LittleEndian(header[24..]);
        if (inputSize < 1 || targetSize < 1 || count < 1)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"{path}: the header says {count} examples of {inputSize} inputs and {targetSize} targets; expected at least 1 of each."));
        }

        BinaryDataFile data = new(path, inputSize, targetSize, count);
        Int128 expected = ((Int128)count * data.RowBytes) + HeaderLength;
        if (file.Length != expected)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"{path}: the file has {file.Length} bytes, expected {expected} for {data.Shape}."));
        }

        return data;
    }

    private static void WriteAll(Stream file, DataStream examples)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        header.Clear();
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(header[12..], examples.InputSize);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], examples.TargetSize);
        BinaryPrimitives.WriteInt64LittleEndian(header[24..], examples.Count);
        file.Write(header);

        using ChunkReader chunks = new(examples, Math.Max(1, WriteAtOnce / Math.Max(examples.InputSize, examples.TargetSize)));
        byte[] buffer = new byte[BufferNumbers * sizeof(float)];
        while (chunks.Next() is { } chunk)
        {
            for (int i = 0; i < chunk.Count; i++)
            {
                WriteRow(file, chunk.Input(i), buffer);
                WriteRow(file, chunk.Target(i), buffer);
            }
        }
    }

    // In parts, because the bytes of a row may be more than an array can have.
    private static void WriteRow(Stream file, ReadOnlySpan<float> values, byte[] buffer)
    {
        for (int start = 0; start < values.Length; start += BufferNumbers)
        {
            ReadOnlySpan<float> part = values.Slice(start, Math.Min(BufferNumbers, values.Length - start));
            for (int i = 0; i < part.Length; i++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(buffer.AsSpan(i * sizeof(float)), part[i]);
            }

            file.Write(buffer, 0, part.Length * sizeof(float));
        }
    }

    private sealed class Reader : DataStreamReader
    {
        private readonly BinaryDataFile _data;
        private readonly FileStream _file;
        private long _next;

        public Reader(BinaryDataFile data)
            : base(data)
        {
            _data = data;
            _file = new FileStream(data._path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20);
            try
            {
                // A file may have been written over since its header was read.
                BinaryDataFile now = ReadHeader(_file, data._path);
                if (now.InputSize != data.InputSize || now.TargetSize != data.TargetSize || now.Count != data.Count)
                {
                    throw new InvalidDataException($"{data._path}: the file has {now.Shape}; expected {data.Shape}, as when it was opened.");
                }
            }
            catch
            {
                _file.Dispose();
                throw;
            }
        }

        public override int Read(Span<float> inputs, Span<float> targets)
        {
            int count = (int)Math.Min(targets.Length / _data.TargetSize, _data.Count - _next);
            for (int i = 0; i < count; i++)
            {
                ReadRow(inputs.Slice(i * _data.InputSize, _data.InputSize));
                ReadRow(targets.Slice(i * _data.TargetSize, _data.TargetSize));
            }

            _next += count;
            return count;
        }

        public override long Skip(long count)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count);
            long skipped = Math.Min(count, _data.Count - _next);
            _next += skipped;
            _file.Position = HeaderLength + (_next * _data.RowBytes);
            return skipped;
        }

        protected override void Dispose(bool disposing)
        {
            _file.Dispose();
            base.Dispose(disposing);
        }

        // In parts, because the bytes of a span may be more than a span can have.
        private void ReadRow(Span<float> values)
        {
            for (int start = 0; start < values.Length; start += BufferNumbers)
            {
                ReadPart(values.Slice(start, Math.Min(BufferNumbers, values.Length - start)));
            }
        }

        private void ReadPart(Span<float> values)
        {
            Span<byte> bytes = MemoryMarshal.AsBytes(values);
            if (_file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"{_data._path}: the file ends within example {_next}; expected {Amount.Of(_data.Count, "example")}, as when it was opened."));
            }

            if (!BitConverter.IsLittleEndian)
            {
                Span<int> bits = MemoryMarshal.Cast<float, int>(values);
                BinaryPrimitives.ReverseEndianness(bits, bits);
            }
        }
    }
}
