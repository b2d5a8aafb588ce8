using System.Buffers.Binary;
using System.Text;
using CompiledNet.Storage;

namespace CompiledNet.Tests.Storage;

/// <summary>Files by hand, and what a reader says to them.</summary>
internal static class TestFile
{
    public static byte[] Of(string header, params byte[] data) => Of(Encoding.UTF8.GetBytes(header), data);

    public static byte[] Of(byte[] header, byte[] data)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        return [.. length, .. header, .. data];
    }

    public static SafeTensorsReader Open(byte[] file, bool seekable = true) =>
        new(seekable ? new MemoryStream(file) : new OneWayStream(file), "net.safetensors");

    public static string ErrorOf(byte[] file)
    {
        string error = Assert.Throws<InvalidDataException>(() => Open(file)).Message;
        Assert.StartsWith("net.safetensors: ", error, StringComparison.Ordinal);
        return error;
    }

    public static byte[] Save<TNetwork>(TNetwork network, ModelInfo? info = null)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        using MemoryStream stream = new();
        ModelFile.Save(network, stream, info);
        return stream.ToArray();
    }

    public static string Header(byte[] file) => Encoding.UTF8.GetString(file.AsSpan(8, (int)BinaryPrimitives.ReadUInt64LittleEndian(file)));

    /// <summary>A file with its header's text changed and its length set right.</summary>
    public static byte[] Replace(byte[] file, string text, string replacement)
    {
        string header = Header(file);
        Assert.Contains(text, header, StringComparison.Ordinal);
        return Of(Encoding.UTF8.GetBytes(header.Replace(text, replacement, StringComparison.Ordinal)), file[(8 + Encoding.UTF8.GetByteCount(header))..]);
    }

    /// <summary>A stream like one from a network: it does not know its length, and gives a few bytes at a time.</summary>
    private sealed class OneWayStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 13)]);
    }
}
