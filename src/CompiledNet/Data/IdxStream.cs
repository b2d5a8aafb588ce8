using System.IO.Compression;
using System.Runtime.InteropServices;

namespace CompiledNet;

/// <summary>
/// Images and their labels, streamed from two files in the IDX format (<see cref="IdxFile"/>), plain or gzip-compressed: for more images than
/// memory holds. Inputs are bytes / 255, as in <see cref="Dataset.FromBytes"/>; targets are one-hot.
/// </summary>
/// <remarks>A pass over plain files can start anywhere at once; compressed ones have to be read up to there.</remarks>
public sealed class IdxStream : DataStream
{
    private const int LongestHeader = 4 + (4 * IdxFile.MaxDimensions);
    private const int FileBuffer = 1 << 20;

    private readonly (string Path, byte[] Header) _images;
    private readonly (string Path, byte[] Header) _labels;

    /// <summary>Opens two files. Only their headers are read now.</summary>
    /// <param name="imagesPath">The images: the first dimension is their number, the others make up the inputs of one.</param>
    /// <param name="labelsPath">The labels: one dimension, as long as the images' first.</param>
    /// <param name="classCount">The number of classes, from 1 to 256: labels run from 0 to one less.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classCount"/> is out of range.</exception>
    /// <exception cref="InvalidDataException">
    /// A file is not an IDX file of unsigned bytes, is cut short or, if plain, goes on behind its end (compressed files are checked as far as
    /// they are read, when they are read), has other dimensions, or there is not one label for each image.
    /// </exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public IdxStream(string imagesPath, string labelsPath, int classCount)
        : this(
            (imagesPath, ReadDimensions(imagesPath, out byte[] imagesHeader), imagesHeader),
            (labelsPath, ReadDimensions(labelsPath, out byte[] labelsHeader), labelsHeader),
            classCount)
    {
    }

    private IdxStream(
        (string Path, int[] Dimensions, byte[] Header) images, (string Path, int[] Dimensions, byte[] Header) labels, int classCount)
        : base(ImageSize(images.Path, images.Dimensions), CheckClassCount(classCount), images.Dimensions[0])
    {
        if (labels.Dimensions.Length != 1 || labels.Dimensions[0] != images.Dimensions[0])
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"{labels.Path}: the dimensions are {IdxFile.Shape(labels.Dimensions)}, expected {images.Dimensions[0]}: one label for each image of {images.Path}."));
        }

        _images = (images.Path, images.Header);
        _labels = (labels.Path, labels.Header);
    }

    /// <inheritdoc/>
    public override DataStreamReader Open() => new Reader(this);

    private static int CheckClassCount(int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classCount, 256);
        return classCount;
    }

    private static int ImageSize(string path, int[] dimensions)
    {
        long size = dimensions.Skip(1).Aggregate(1L, (product, extent) => Math.Min(product * extent, int.MaxValue));
        return size <= Array.MaxLength / sizeof(float)
            ? (int)size
            : throw new InvalidDataException(FormattableString.Invariant(
                $"{path}: the size of an image is {IdxFile.Shape(dimensions[1..])} bytes, expected at most {Array.MaxLength / sizeof(float)}."));
    }

    private static int[] ReadDimensions(string path, out byte[] header)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using Stream file = OpenFile(path);
        byte[] start = new byte[LongestHeader];
        int got = ReadBytes(file, start, path);
        int[] dimensions = IdxFile.ReadHeader(start.AsSpan(0, got), path, long.MaxValue / 2, out int headerLength, out long dataLength);
        header = start[..headerLength];
        if (file.CanSeek && file.Length != headerLength + dataLength)
        {
            throw new InvalidDataException(FormattableString.Invariant(
                $"{path}: expected {dataLength} bytes of data for the dimensions {IdxFile.Shape(dimensions)}, got {file.Length - headerLength}."));
        }

        return dimensions;
    }

    private static Stream OpenFile(string path)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileBuffer);
        bool compressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return compressed ? new GZipStream(file, CompressionMode.Decompress) : file;
    }

    private static int ReadBytes(Stream file, Span<byte> bytes, string path)
    {
        try
        {
            return file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"{path}: the gzip-compressed data is damaged. {exception.Message}", exception);
        }
    }

    private sealed class Reader : DataStreamReader
    {
        private readonly IdxStream _stream;
        private readonly Stream _images;
        private readonly Stream _labels;
        private long _next;

        public Reader(IdxStream stream)
            : base(stream)
        {
            _stream = stream;
            _images = OpenBehindHeader(stream._images);
            try
            {
                _labels = OpenBehindHeader(stream._labels);
            }
            catch
            {
                _images.Dispose();
                throw;
            }
        }

        public override int Read(Span<float> inputs, Span<float> targets)
        {
            int classes = _stream.TargetSize;
            int count = (int)Math.Min(targets.Length / classes, _stream.Count - _next);

            // The bytes go to the end of the floats' own memory, and are widened from its start: a float is never written over bytes not read.
            Span<float> rows = inputs[..(count * _stream.InputSize)];
            for (int i = 0; i < count; i++)
            {
                Span<float> row = rows.Slice(i * _stream.InputSize, _stream.InputSize);
                Span<byte> bytes = MemoryMarshal.AsBytes(row)[^row.Length..];
                ReadWhole(_images, _stream._images.Path, bytes, i);
                for (int p = 0; p < row.Length; p++)
                {
                    row[p] = bytes[p] / 255f;
                }

                WriteLabel(targets.Slice(i * classes, classes), i);
            }

            _next += count;
            return count;
        }

        public override long Skip(long count)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count);
            if (!_images.CanSeek || !_labels.CanSeek)
            {
                return base.Skip(count);
            }

            long skipped = Math.Min(count, _stream.Count - _next);
            _next += skipped;
            _images.Position += skipped * _stream.InputSize;
            _labels.Position += skipped;
            return skipped;
        }

        protected override void Dispose(bool disposing)
        {
            _images.Dispose();
            _labels.Dispose();
            base.Dispose(disposing);
        }

        // A file may have been written over since its header was read.
        private static Stream OpenBehindHeader((string Path, byte[] Header) wanted)
        {
            Stream file = OpenFile(wanted.Path);
            try
            {
                byte[] header = new byte[wanted.Header.Length];
                return ReadBytes(file, header, wanted.Path) == header.Length && header.AsSpan().SequenceEqual(wanted.Header)
                    ? file
                    : throw new InvalidDataException($"{wanted.Path}: the file has another header than when it was opened; expected the same file in each pass.");
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }

        private void WriteLabel(Span<float> target, int offset)
        {
            Span<byte> label = stackalloc byte[1];
            ReadWhole(_labels, _stream._labels.Path, label, offset);
            if (label[0] >= target.Length)
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"{_stream._labels.Path}: label {_next + offset} is {label[0]}, expected 0 to {target.Length - 1}."));
            }

            target.Clear();
            target[label[0]] = 1;
        }

        private void ReadWhole(Stream file, string path, Span<byte> bytes, int offset)
        {
            if (ReadBytes(file, bytes, path) < bytes.Length)
            {
                throw new InvalidDataException(FormattableString.Invariant(
                    $"{path}: the file ends at example {_next + offset}; expected {Amount.Of(_stream.Count, "example")}."));
            }
        }
    }
}
