using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Generator.Files;

/// <summary>
/// An additional file of the project with its bytes. Roslyn hands such files out as text, which these are not, so that they are read from the disk; it says
/// when one has changed. Equal to another when path and content are.
/// </summary>
internal sealed class BuildFile : IEquatable<BuildFile>
{
    /// <summary>More than any file has whose weights can be compiled in, whatever else is in it; larger ones are somebody else's and not worth the memory.</summary>
    private const long MostBytes = 400_000_000;

    private BuildFile(string path, byte[] bytes, string hash, string? error)
    {
        Path = path;
        Bytes = bytes;
        Hash = hash;
        Error = error;
    }

    /// <summary>The path with forward slashes.</summary>
    public string Path { get; }

    public string Name => Path.Substring(Path.LastIndexOf('/') + 1);

    /// <summary>The content; empty where it could not be read.</summary>
    public byte[] Bytes { get; }

    /// <summary>The SHA-256 of the content in lower-case hexadecimal.</summary>
    public string Hash { get; }

    /// <summary>Why the file could not be read; null if it could.</summary>
    public string? Error { get; }

    public static bool IsModel(AdditionalText text) =>
        text.Path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) || text.Path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);

    public static BuildFile Read(AdditionalText text, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        string path = text.Path.Replace('\\', '/');
        try
        {
#pragma warning disable RS1035 // Generators are to leave files to Roslyn, which gives binary ones to nobody.
            long length = new FileInfo(text.Path).Length;
            return length > MostBytes
                ? new BuildFile(path, [], string.Empty, FormattableString.Invariant($"it has {length:N0} bytes, more than the {MostBytes:N0} that a network's file can have"))
                : Of(path, File.ReadAllBytes(text.Path));
#pragma warning restore RS1035
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new BuildFile(path, [], string.Empty, exception.Message);
        }
    }

    public static BuildFile Of(string path, byte[] bytes)
    {
        using SHA256 sha = SHA256.Create();
        return new BuildFile(path, bytes, string.Concat(sha.ComputeHash(bytes).Select(part => part.ToString("x2", System.Globalization.CultureInfo.InvariantCulture))), null);
    }

    public bool Equals(BuildFile? other) => other is not null && Path == other.Path && Hash == other.Hash && Error == other.Error;

    public override bool Equals(object? obj) => Equals(obj as BuildFile);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Path);
}
