using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace CompiledNet.Numerics;

/// <summary>Weights that are constants of a program, to floats. For generated code; nothing here allocates.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StaticWeights
{
    /// <summary>Sets floats from base64 of their little-endian bits.</summary>
    /// <param name="base64">Four bytes for each float, encoded.</param>
    /// <param name="values">Receives the floats.</param>
    /// <exception cref="ArgumentException">The text is not base64 of so many floats.</exception>
    public static void CopyFloats(ReadOnlySpan<byte> base64, Span<float> values)
    {
        Decode(base64, MemoryMarshal.AsBytes(values));
        if (!BitConverter.IsLittleEndian)
        {
            Span<int> bits = MemoryMarshal.Cast<float, int>(values);
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }
    }

    /// <summary>Sets floats from base64 of the little-endian bits of 16-bit floats.</summary>
    /// <param name="base64">Two bytes for each float, encoded.</param>
    /// <param name="values">Receives the floats.</param>
    /// <exception cref="ArgumentException">The text is not base64 of so many 16-bit floats.</exception>
    public static void CopyHalves(ReadOnlySpan<byte> base64, Span<float> values)
    {
        // Decoded into the second half of the floats' own memory: a float is written where nothing is left to be read.
        Span<ushort> halves = MemoryMarshal.Cast<float, ushort>(values)[values.Length..];
        Decode(base64, MemoryMarshal.AsBytes(halves));
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(halves, halves);
        }

        CopyHalves((ReadOnlySpan<ushort>)halves, values);
    }

    /// <summary>Sets floats from the bits of 16-bit floats.</summary>
    /// <param name="halves">The bits.</param>
    /// <param name="values">Receives the floats; as many.</param>
    /// <exception cref="ArgumentException">There are not as many of both.</exception>
    public static void CopyHalves(ReadOnlySpan<ushort> halves, Span<float> values)
    {
        if (halves.Length != values.Length)
        {
            throw new ArgumentException(FormattableString.Invariant($"There are {halves.Length} 16-bit floats; expected {values.Length}, as many as there are values."), nameof(halves));
        }

        for (int n = 0; n < values.Length; n++)
        {
            values[n] = (float)BitConverter.UInt16BitsToHalf(halves[n]);
        }
    }

    private static void Decode(ReadOnlySpan<byte> base64, Span<byte> bytes)
    {
        OperationStatus status = Base64.DecodeFromUtf8(base64, bytes, out int consumed, out int written);
        if (status != OperationStatus.Done || consumed != base64.Length || written != bytes.Length)
        {
            throw new ArgumentException(FormattableString.Invariant($"The text is not base64 of {bytes.Length} bytes."), nameof(base64));
        }
    }
}
