using System.Buffers.Binary;
using System.IO.Compression;

namespace CompiledNet.Tests.Data;

/// <summary>Makes IDX files.</summary>
internal static class TestIdx
{
    public static byte[] Header(params int[] dimensions)
    {
        byte[] header = new byte[4 + (4 * dimensions.Length)];
        header[2] = 0x08;
        header[3] = (byte)dimensions.Length;
        for (int d = 0; d < dimensions.Length; d++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * d)), dimensions[d]);
        }

        return header;
    }

    public static byte[] File(params int[] dimensions) =>
        [.. Header(dimensions), .. Enumerable.Range(0, dimensions.Aggregate(1, (a, b) => a * b)).Select(i => (byte)(i * 7 % 253))];

    public static byte[] File(int[] dimensions, byte[] data) => [.. Header(dimensions), .. data];

    public static byte[] Compress(byte[] content)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }
}
