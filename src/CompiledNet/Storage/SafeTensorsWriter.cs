using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CompiledNet.Storage;

/// <summary>
/// Writes a safetensors file as the reference implementation lays it out: the metadata, then the tensors by falling alignment and by name, the
/// header padded with spaces to a multiple of 8 bytes.
/// </summary>
internal static class SafeTensorsWriter
{
    private const int Alignment = 8;

    // Names stay readable, as other writers leave them; the file is no web page.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The tensors in the order of their data.</summary>
    public static List<TensorContent> InFileOrder(IEnumerable<TensorContent> tensors) =>
        [.. tensors.OrderByDescending(tensor => tensor.Type).ThenBy(tensor => tensor.Name, StringComparer.Ordinal)];

    /// <summary>The header with its length in front.</summary>
    /// <param name="metadata">The file's own strings, in this order; valid UTF-16, each key once.</param>
    /// <param name="tensors">The tensors, <see cref="InFileOrder"/>; each name once.</param>
    /// <exception cref="ArgumentException">The header is longer than any reader accepts.</exception>
    public static byte[] Header(IEnumerable<KeyValuePair<string, string>> metadata, IReadOnlyList<TensorContent> tensors)
    {
        ArrayBufferWriter<byte> buffer = new();
        buffer.Write(stackalloc byte[SafeTensorsHeader.LengthBytes]);
        using (Utf8JsonWriter json = new(buffer, Json))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafeTensorsHeader.MetadataKey);
            foreach ((string key, string value) in metadata)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            long offset = 0;
            foreach (TensorContent tensor in tensors)
            {
                WriteTensor(json, tensor, offset);
                offset += tensor.ByteLength;
            }

            json.WriteEndObject();
        }

        int padding = -buffer.WrittenCount & (Alignment - 1);
        buffer.Write(Encoding.UTF8.GetBytes(new string(' ', padding)));
        byte[] bytes = buffer.WrittenSpan.ToArray();
        int length = bytes.Length - SafeTensorsHeader.LengthBytes;
        if (length > SafeTensorsHeader.MaxLength)
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"Names and properties would make a header of {length} bytes; expected at most {SafeTensorsHeader.MaxLength}, the most that readers of the format accept."));
        }

        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)length);
        return bytes;
    }

    /// <summary>Writes the data behind a header.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="tensors">The tensors, as the header has them.</param>
    /// <param name="hash">Is given the data too.</param>
    public static void WriteData(Stream stream, IReadOnlyList<TensorContent> tensors, IncrementalHash? hash = null)
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Files of tensors are little-endian; this machine is not.");
        }

        TensorSink sink = new(stream, hash);
        foreach (TensorContent tensor in tensors)
        {
            long end = sink.Written + tensor.ByteLength;
            tensor.Write(sink);
            if (sink.Written != end)
            {
                throw new InvalidOperationException(FormattableString.Invariant(
                    $"Tensor {tensor.Name} wrote {sink.Written - end + tensor.ByteLength} bytes; expected {tensor.ByteLength}, as its shape says."));
            }
        }
    }

    private static void WriteTensor(Utf8JsonWriter json, TensorContent tensor, long offset)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", SafeTensorTypes.NameOf(tensor.Type));
        json.WriteStartArray("shape");
        foreach (int extent in tensor.Shape)
        {
            json.WriteNumberValue(extent);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset + tensor.ByteLength);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
