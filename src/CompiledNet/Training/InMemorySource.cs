using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace CompiledNet;

/// <summary>A data set in memory: one part, the same each epoch.</summary>
internal sealed class InMemorySource(Dataset data) : EpochSource
{
    // Enough to notice other data, few enough to cost nothing.
    private const int FingerprintRows = 256;

    /// <inheritdoc/>
    public override long Count => data.Count;

    /// <inheritdoc/>
    public override int PartSize => data.Count;

    /// <inheritdoc/>
    public override bool KeepsParts => true;

    /// <inheritdoc/>
    public override string Fingerprint => Of(data);

    /// <summary>A hash over some of the examples, evenly spaced, and their number.</summary>
    /// <param name="data">The data.</param>
    public static string Of(Dataset data)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(int)];
        int rows = Math.Min(FingerprintRows, data.Count);
        for (int n = 0; n < rows; n++)
        {
            int row = (int)((long)n * data.Count / rows);
            Append(hash, data.Input(row), number);
            Append(hash, data.Target(row), number);
            if (!data.Weights.IsEmpty)
            {
                Append(hash, data.Weights.Span.Slice(row, 1), number);
            }
        }

        return FormattableString.Invariant($"{data.Count} x {data.InputSize} -> {data.TargetSize}, {Convert.ToHexStringLower(hash.GetHashAndReset()[..16])}");
    }

    /// <inheritdoc/>
    public override Dataset Open(int part) => data;

    // In one byte order on every machine.
    private static void Append(IncrementalHash hash, ReadOnlySpan<float> values, Span<byte> number)
    {
        if (BitConverter.IsLittleEndian)
        {
            hash.AppendData(MemoryMarshal.AsBytes(values));
            return;
        }

        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(number, value);
            hash.AppendData(number);
        }
    }
}
