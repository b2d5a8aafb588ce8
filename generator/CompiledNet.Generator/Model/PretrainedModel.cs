using System;
using System.Collections.Generic;
using System.Security.Cryptography;

namespace CompiledNet.Generator.Model;

/// <summary>The generator's view of <c>CompiledNet.WeightStorage</c>.</summary>
internal enum StorageKind
{
    Float32,
    Float16,
}

/// <summary>The values a network starts with, from a file read at build: laid out as <c>Parameters</c> and <c>RunningStatistics</c> are.</summary>
/// <param name="FileName">The file's name without its folders, for comments.</param>
/// <param name="FileHash">The file's SHA-256 in lower-case hexadecimal, for comments.</param>
internal sealed record PretrainedModel(string FileName, string FileHash, StorageKind Storage, WeightValues Parameters, WeightValues Statistics);

/// <summary>Many numbers that are equal to others when their bits are: compared by a hash, as models are compared at every edit.</summary>
internal sealed class WeightValues : IEquatable<WeightValues>
{
    private readonly float[] _values;
    private readonly string _hash;

    public WeightValues(float[] values)
    {
        _values = values;
        byte[] bytes = new byte[values.Length * sizeof(float)];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        using SHA256 sha = SHA256.Create();
        _hash = Convert.ToBase64String(sha.ComputeHash(bytes));
    }

    public int Count => _values.Length;

    public ReadOnlySpan<float> Span => _values;

    public bool Equals(WeightValues? other) => other is not null && Count == other.Count && _hash == other._hash;

    public override bool Equals(object? obj) => Equals(obj as WeightValues);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_hash);
}
