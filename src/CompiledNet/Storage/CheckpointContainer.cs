using System.Security.Cryptography;
using System.Text;

namespace CompiledNet.Storage;

/// <summary>
/// Checkpoints in files: a safetensors file of any tensors and strings, with a SHA-256 over all of it, so that a single wrong bit is found.
/// </summary>
/// <remarks>
/// <para>
/// <b>The hash</b> stands first in the metadata, as 64 lower-case hexadecimal digits, and is taken of the whole file, from its first byte to
/// its last, with zeros in place of those digits. Files are written as a stream, the digits last.
/// </para>
/// <para>
/// <b>The file before.</b> A new checkpoint is written to a temporary file and flushed; then the old one is renamed from <c>path</c> to
/// <c>path.previous</c>, and the new one to <c>path</c>. So at every moment there is a complete checkpoint under one of the two names.
/// Only a checkpoint that is whole takes the place of the previous one: a damaged <c>path</c> is written over instead.
/// </para>
/// <para>
/// <b>Reading</b> takes <c>path</c>; where there is no such file, because the process was killed between the two renames, <c>path.previous</c>.
/// A damaged <c>path</c> is an error, which names the previous file if there is one: renames leave no damaged files, so something is wrong
/// with the disk or the file was changed, and going on from an older state is a decision to be taken by a person.
/// </para>
/// </remarks>
internal static class CheckpointContainer
{
    private const string PreviousSuffix = ".previous";
    /// <summary>The key of the hash, which only checkpoints have.</summary>
    internal const string HashKey = ModelMetadata.Prefix + "sha256";
    private const int HashDigits = 64;
    private const int BufferSize = 1 << 16;

    private static readonly string Zeros = new('0', HashDigits);

    // Every checkpoint's header starts so; then come the digits.
    private static readonly byte[] HeaderStart = Encoding.UTF8.GetBytes($"{{\"{SafeTensorsHeader.MetadataKey}\":{{\"{HashKey}\":\"");

    private static int HashStart => SafeTensorsHeader.LengthBytes + HeaderStart.Length;

    /// <summary>Where the checkpoint before the one at a path is kept.</summary>
    public static string PreviousOf(string path) => path + PreviousSuffix;

    /// <summary>Writes a checkpoint, and keeps the one before under the name of <see cref="PreviousOf"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="metadata">Strings, in this order; valid UTF-16, each key once, none <c>compilednet.sha256</c>.</param>
    /// <param name="tensors">The tensors, each name once. They are asked for their elements one after the other, and not copied.</param>
    /// <param name="betweenRenames">Is called when the old checkpoint has its new name and the new one not yet; for tests.</param>
    /// <exception cref="ArgumentException">A name comes twice, or the header would be too long. No file has been touched.</exception>
    /// <exception cref="IOException">It cannot be written. A checkpoint that was there before still is.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written. A checkpoint that was there before still is.</exception>
    public static void Write(
        string path, IReadOnlyList<KeyValuePair<string, string>> metadata, IEnumerable<TensorContent> tensors, Action? betweenRenames = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        List<TensorContent> ordered = SafeTensorsWriter.InFileOrder(tensors);
        byte[] header = Header(metadata, ordered);
        string? moved = null;
        try
        {
            AtomicFile.Write(path, stream => Write(stream, header, ordered), target =>
            {
                moved = KeepPrevious(target) ? target : null;
                betweenRenames?.Invoke();
            });
        }
        catch when (moved is not null && !File.Exists(moved))
        {
            TryMoveBack(moved);
            throw;
        }
    }

    /// <summary>Writes a checkpoint to a stream that can seek.</summary>
    public static void Write(Stream stream, IReadOnlyList<KeyValuePair<string, string>> metadata, IEnumerable<TensorContent> tensors)
    {
        List<TensorContent> ordered = SafeTensorsWriter.InFileOrder(tensors);
        Write(stream, Header(metadata, ordered), ordered);
    }

    /// <summary>Reads a checkpoint and checks all of it.</summary>
    /// <param name="path">The file. Where it is missing, the one before it is read.</param>
    /// <exception cref="FileNotFoundException">There is neither.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or no checkpoint. The message says where, and names the previous one if there is one.</exception>
    public static CheckpointContent Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = AtomicFile.FollowLinks(path);
        string previous = PreviousOf(path);
        try
        {
            return ReadFile(path);
        }
        catch (FileNotFoundException) when (File.Exists(previous))
        {
            // Its process was killed between the two renames, or is just there.
            return ReadFile(previous);
        }
        catch (InvalidDataException exception) when (File.Exists(previous))
        {
            throw new InvalidDataException($"{exception.Message} The checkpoint before it is in '{previous}'; to go on from there, name that file.", exception);
        }
    }

    /// <summary>Reads a checkpoint from a stream that can seek.</summary>
    /// <param name="stream">The content, from where the stream stands to its end.</param>
    /// <param name="name">What error messages call it.</param>
    public static CheckpointContent Read(Stream stream, string name)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        SafeTensorsReader file = new(stream, name, hash);
        if (!stream.CanSeek)
        {
            throw file.Error("a checkpoint is read from a file whose length is known, not from a pipe");
        }

        string expected = TakeDigits(file.HeaderBytes) ?? throw file.Error($"this is not a checkpoint: its header does not start with '{HashKey}'");
        hash.AppendData(file.HeaderBytes);

        // The reader has found the file to be as long as all tensors.
        Dictionary<string, Array> tensors = new(StringComparer.Ordinal);
        foreach (SafeTensorInfo tensor in file.Header.Tensors)
        {
            tensors.Add(tensor.Name, ReadTensor(file, tensor));
        }

        file.ExpectEnd();
        string actual = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (actual != expected)
        {
            throw file.Error($"the checkpoint is damaged: its SHA-256 is {actual}, expected {Quoted.Text(expected)}");
        }

        return new CheckpointContent(name, file.Header, tensors);
    }

    private static CheckpointContent ReadFile(string path)
    {
        using FileStream stream = AtomicFile.OpenToRead(path);
        return Read(stream, path);
    }

    private static Array ReadTensor(SafeTensorsReader file, SafeTensorInfo tensor)
    {
        return tensor.Type switch
        {
            SafeTensorType.F32 => Elements<float>(),
            SafeTensorType.F64 => Elements<double>(),
            SafeTensorType.I32 => Elements<int>(),
            SafeTensorType.I64 => Elements<long>(),
            SafeTensorType.U64 => Elements<ulong>(),
            SafeTensorType.U8 => Elements<byte>(),
            _ => throw file.Error($"tensor {Quoted.Text(tensor.Name)} is {SafeTensorTypes.NameOf(tensor.Type)}, which checkpoints do not have"),
        };

        T[] Elements<T>()
            where T : unmanaged
        {
            if (tensor.Length > Array.MaxLength)
            {
                throw file.Error(FormattableString.Invariant($"tensor {Quoted.Text(tensor.Name)} has {tensor.Length} elements, expected at most {Array.MaxLength}"));
            }

            T[] elements = new T[tensor.Length];
            file.Read(elements.AsSpan());
            return elements;
        }
    }

    /// <summary>The digits of the hash in a header, where zeros stand from now on; null if it is not a checkpoint's.</summary>
    private static string? TakeDigits(byte[] header)
    {
        if (header.Length < HashStart + HashDigits || !header.AsSpan(SafeTensorsHeader.LengthBytes).StartsWith(HeaderStart))
        {
            return null;
        }

        string digits = Encoding.ASCII.GetString(header, HashStart, HashDigits);
        Encoding.ASCII.GetBytes(Zeros, header.AsSpan(HashStart));
        return digits;
    }

    private static byte[] Header(IReadOnlyList<KeyValuePair<string, string>> metadata, IReadOnlyList<TensorContent> tensors)
    {
        HashSet<string> keys = [HashKey];
        HashSet<string> names = [SafeTensorsHeader.MetadataKey];
        string? twice = metadata.Select(pair => pair.Key).FirstOrDefault(key => !keys.Add(key)) ?? tensors.Select(tensor => tensor.Name).FirstOrDefault(name => !names.Add(name));
        if (twice is not null)
        {
            throw new ArgumentException($"The name {Quoted.Text(twice)} comes twice, or is one that the file uses itself; expected names to differ.");
        }

        return SafeTensorsWriter.Header([new(HashKey, Zeros), .. metadata], tensors);
    }

    private static void Write(Stream stream, byte[] header, IReadOnlyList<TensorContent> tensors)
    {
        long start = stream.Position;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        stream.Write(header);
        SafeTensorsWriter.WriteData(stream, tensors, hash);
        long end = stream.Position;
        stream.Position = start + HashStart;
        stream.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset())));
        stream.Position = end;
    }

    /// <summary>Renames the file that is there to the previous one, if it is a whole checkpoint; says whether it did.</summary>
    private static bool KeepPrevious(string path)
    {
        if (!File.Exists(path) || !IsWhole(path))
        {
            return false;
        }

        try
        {
            File.Move(path, PreviousOf(path), overwrite: true);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false; // Another process that writes the same checkpoint has just done so.
        }
    }

    // The error that has led here is the one to tell of: a reader finds the previous file under its own name, too.
    private static void TryMoveBack(string path)
    {
        try
        {
            File.Move(PreviousOf(path), path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static bool IsWhole(string path)
    {
        try
        {
            // Costs reading it, which is less than writing the new one has.
            using FileStream stream = AtomicFile.OpenToRead(path);
            return Verify(stream, path);
        }
        catch (Exception exception) when (exception is InvalidDataException or FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Whether the hash of a checkpoint is right; in little memory.</summary>
    private static bool Verify(Stream stream, string path)
    {
        byte[] header = new SafeTensorsReader(stream, path).HeaderBytes;
        string? expected = TakeDigits(header);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        byte[] buffer = new byte[BufferSize];
        for (int got = stream.Read(buffer); got > 0; got = stream.Read(buffer))
        {
            hash.AppendData(buffer, 0, got);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset()) == expected;
    }
}
