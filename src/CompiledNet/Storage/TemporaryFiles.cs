using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CompiledNet.Storage;

/// <summary>
/// The temporary files of <see cref="AtomicFile"/>: their names, and what becomes of those whose process was killed. A name says which file
/// it is for, on which machine and by which process it is written: <c>net.safetensors.1a2b3c4d-4711-0123456789abcdef.part</c>.
/// </summary>
internal static class TemporaryFiles
{
    private const string Extension = ".part";

    // Longer names would leave no room for ours: file systems have 255 bytes.
    private const int LongestName = 180;
    private const int HashBytes = 4;
    private const int RandomBytes = 8;

    // Files of other machines, in a shared folder, are taken for forgotten when nobody has written to them for so long.
    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    private static readonly ConcurrentDictionary<string, bool> InUse = new(StringComparer.Ordinal);
    private static readonly Lazy<string> Machine = new(() => ShortHash(Environment.MachineName));

    /// <summary>A new name for a temporary file beside a file.</summary>
    public static string Create(string target)
    {
        string random = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes));
        string path = Path.Combine(
            Path.GetDirectoryName(target)!,
            FormattableString.Invariant($"{Prefix(target)}{Machine.Value}-{Environment.ProcessId}-{random}{Extension}"));
        InUse[path] = true;
        return path;
    }

    /// <summary>The file is no longer being written.</summary>
    public static void Release(string path) => InUse.TryRemove(path, out _);

    /// <summary>Deletes a file if that is possible.</summary>
    public static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next write tries again.
        }
    }

    /// <summary>Deletes what killed processes left beside a file; not what is still being written.</summary>
    public static void DeleteLeftovers(string target)
    {
        string prefix = Prefix(target);
        string[] files;
        try
        {
            files = Directory.GetFiles(Path.GetDirectoryName(target)!, "*" + Extension);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return; // A folder that may be written to but not listed.
        }

        foreach (string file in files)
        {
            string name = Path.GetFileName(file);
            if (name.Length > prefix.Length + Extension.Length
                && name.StartsWith(prefix, StringComparison.Ordinal)
                && IsLeftover(file, name[prefix.Length..^Extension.Length]))
            {
                Delete(file);
            }
        }
    }

    private static bool IsLeftover(string file, string tail)
    {
        string[] parts = tail.Split('-');
        if (parts.Length != 3
            || parts[0].Length != 2 * HashBytes
            || parts[2].Length != 2 * RandomBytes
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int process))
        {
            return false;
        }

        if (parts[0] != Machine.Value)
        {
            return DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > Forgotten;
        }

        // A process may have the number that a killed one had.
        return process == Environment.ProcessId ? !InUse.ContainsKey(file) : !IsRunning(process);
    }

    private static bool IsRunning(int process)
    {
        try
        {
            using Process running = Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (Exception exception) when (exception is InvalidOperationException or PlatformNotSupportedException or System.ComponentModel.Win32Exception)
        {
            return true; // Not to be told: leave it alone.
        }
    }

    private static string Prefix(string target)
    {
        string name = Path.GetFileName(target);
        return (Encoding.UTF8.GetByteCount(name) > LongestName ? ShortHash(name) : name) + ".";
    }

    private static string ShortHash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, HashBytes));
}
