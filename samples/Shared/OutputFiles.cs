namespace Samples;

/// <summary>Checks of the files that a program is to write, for before the work and not after it.</summary>
internal static class OutputFiles
{
    private const int MostLinks = 40; // as many as Linux follows

    private static readonly StringComparer Names =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    /// <summary>Checks that no two of the paths are the same file, of which one would be lost.</summary>
    /// <param name="files">What each file is called in messages, and its path; null for none.</param>
    /// <exception cref="IOException">Two are.</exception>
    public static void CheckDiffer(params ReadOnlySpan<(string Name, string? Path)> files)
    {
        Dictionary<string, string> seen = new(Names);
        foreach ((string name, string? path) in files)
        {
            if (path is not null && !seen.TryAdd(Resolve(path), name))
            {
                throw new IOException($"{seen[Resolve(path)]} and {name} are the same file, '{path}'; expected two, as one would overwrite the other.");
            }
        }
    }

    /// <summary>Checks that a file can be written, by creating one beside it; the file itself is not changed.</summary>
    /// <param name="path">The file; null for none.</param>
    /// <param name="inPlace">Whether a file that is there is written to, and not replaced by a new one.</param>
    /// <exception cref="IOException">It cannot.</exception>
    public static void CheckWritable(string? path, bool inPlace = false)
    {
        if (path is null)
        {
            return;
        }

        if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a folder; expected the name of a file to write.");
        }

        string full = Resolve(path);
        if (Path.GetDirectoryName(full) is { } folder && !Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder '{folder}' to write {Path.GetFileName(path)} to.");
        }

        string probe = $"{full}.{Path.GetRandomFileName()}";
        try
        {
            using FileStream opened = inPlace && File.Exists(full)
                ? new FileStream(full, FileMode.Open, FileAccess.Write)
                : new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        }
        catch (UnauthorizedAccessException exception)
        {
            string which = inPlace && File.Exists(full) ? "it" : $"the folder '{Path.GetDirectoryName(full)}'";
            throw new IOException($"'{path}' cannot be written: {which} may not be written to.", exception);
        }
        catch (IOException exception)
        {
            string reason = exception.Message.Replace(probe, full, StringComparison.Ordinal);
            throw new IOException($"'{path}' cannot be written: {reason}", exception);
        }
    }

    /// <summary>The file that a path stands for, with all links followed, those of folders too.</summary>
    public static string Resolve(string path) => Resolve(Path.GetFullPath(path), MostLinks);

    private static string Resolve(string path, int links)
    {
        if (links > 0 && new FileInfo(path).LinkTarget is not null && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target)
        {
            return Resolve(target.FullName, links - 1);
        }

        return Path.GetDirectoryName(path) is { } folder ? Path.Combine(Resolve(folder, links), Path.GetFileName(path)) : path;
    }
}
