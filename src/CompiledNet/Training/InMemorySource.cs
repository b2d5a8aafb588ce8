using System.Security.Cryptography;

namespace CompiledNet;

/// <summary>A data set in memory: one part, the same each epoch.</summary>
internal sealed class InMemorySource(Dataset data) : EpochSource
{
    /// <inheritdoc/>
    public override long Count => data.Count;

    /// <inheritdoc/>
    public override int PartSize => data.Count;

    /// <inheritdoc/>
    public override bool KeepsParts => true;

    /// <inheritdoc/>
    public override string Fingerprint => Of(data);

    /// <summary>
    /// The sizes of a data set and a hash over all of it, as it is stored: some 40 ms for MNIST's bytes, once a run, where there are checkpoints.
    /// </summary>
    /// <param name="data">The data.</param>
    public static string Of(Dataset data)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        data.InputRows.AppendTo(hash, data.FirstRow, data.Count);
        data.TargetRows.AppendTo(hash, data.FirstRow, data.Count);
        FloatHash.Append(hash, data.Weights.Span);
        return FormattableString.Invariant($"{data.Count} x {data.InputSize} -> {data.TargetSize}, {Convert.ToHexStringLower(hash.GetHashAndReset()[..16])}");
    }

    /// <inheritdoc/>
    public override Dataset Open(int part) => data;
}
