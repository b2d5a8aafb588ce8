using System.Buffers.Binary;
using System.Runtime.InteropServices;

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

    private readonly string _path;

    private BinaryDataFile(string path, int inputSize, int targetSize, long count)
        : base(inputSize, targetSize, count) => _path = path;

    private static ReadOnlySpan<byte> Magic => "CNETDATA"u8;

    /// <summary>The bytes of one example.</summary>
    private long RowBytes => ((long)InputSize + TargetSize) * sizeof(float);

    /// <summary>Opens a file that <see cref="Write"/> wrote. Only its header is read now.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is not such a file, it is cut short, or it goes on behind its end.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static BinaryDataFile Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream file = File.OpenRead(path);
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
                $"{path}: the file has {file.Length} bytes, expected {expected} for {count} examples of {inputSize} inputs and {targetSize} targets."));
        }

        return data;
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

        // Beside the file, and moved there when it is whole: so the stream may be the file itself, too.
        string unfinished = path + ".unfinished";
        try
        {
            using (FileStream file = File.Create(unfinished))
            {
                WriteAll(file, examples);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <inheritdoc/>
    public override DataStreamReader Open() => new Reader(this);

    private static void WriteAll(FileStream file, DataStream examples)
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
        byte[] row = new byte[checked((examples.InputSize + examples.TargetSize) * sizeof(float))];
        int inputBytes = examples.InputSize * sizeof(float);
        while (chunks.Next() is { } chunk)
        {
            for (int i = 0; i < chunk.Count; i++)
            {
                Convert(chunk.Input(i), row);
                Convert(chunk.Target(i), row.AsSpan(inputBytes));
                file.Write(row);
            }
        }
    }

    private static void Convert(ReadOnlySpan<float> values, Span<byte> bytes)
    {
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes[(i * sizeof(float))..], values[i]);
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
            _file.Position = HeaderLength;
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

        private void ReadRow(Span<float> values)
        {
            Span<byte> bytes = MemoryMarshal.AsBytes(values);
            if (_file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"{_data._path}: the file ends within example {_next}; expected {_data.Count} examples, as when it was opened."));
            }

            if (!BitConverter.IsLittleEndian)
            {
                Span<int> bits = MemoryMarshal.Cast<float, int>(values);
                BinaryPrimitives.ReverseEndianness(bits, bits);
            }
        }
    }
}
