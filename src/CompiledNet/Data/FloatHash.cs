using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CompiledNet;

/// <summary>Hashes of floats that are the same on every machine.</summary>
internal static class FloatHash
{
    /// <summary>Adds floats to a hash, little-endian.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="values">The floats.</param>
    public static void Append(IncrementalHash hash, ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            hash.AppendData(MemoryMarshal.AsBytes(values));
            return;
        }

        Span<byte> number = stackalloc byte[sizeof(float)];
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(number, value);
            hash.AppendData(number);
        }
    }
}
