namespace CompiledNet.Storage;

/// <summary>
/// Writes a file so that under its name there is either all of the new content or what was there before: to a temporary file in the same
/// folder, which is flushed to the disk and then renamed over the target.
/// </summary>
/// <remarks>
/// What .NET cannot do without native code is to flush the folder, too. After a loss of power the rename itself may be lost on some
/// file systems, so that the old content is there; never a mixture.
/// </remarks>
internal static class AtomicFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; a link is followed.</param>
    /// <param name="write">Writes the content to a new stream that can seek.</param>
    /// <param name="beforeReplace">Is called with the full path once the content is safe on the disk, just before it takes that name.</param>
    /// <exception cref="IOException">It cannot be written; what was there before is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written; what was there before is as it was.</exception>
    public static void Write(string path, Action<Stream> write, Action<string>? beforeReplace = null) =>
        Guard(path, target => WriteThenReplace(target, write, beforeReplace));

    /// <summary>Finds out whether a file could be written, by creating a temporary file beside it; the file itself is not touched.</summary>
    /// <param name="path">The file; a link is followed.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be written.</exception>
    public static void ThrowIfNotWritable(string path) => Guard(path, CreateThenDelete);

    private static void Guard(string path, Action<string> work)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string target = Path.GetFullPath(path);
        if (Directory.Exists(target))
        {
            throw new IOException($"'{path}' cannot be written: it is a folder; expected the name of a file.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(target)))
        {
            throw new DirectoryNotFoundException($"'{path}' cannot be written: there is no folder '{Path.GetDirectoryName(target)}'.");
        }

        try
        {
            target = FollowLinks(target);
            ThrowIfDevice(target);
            TemporaryFiles.DeleteLeftovers(target);
            work(target);
        }
        catch (IOException exception)
        {
            throw new IOException($"'{path}' could not be written: {exception.Message.TrimEnd('.')}. What was there before is as it was.", exception);
        }
        catch (ArgumentOutOfRangeException exception) when (exception.ParamName == "value")
        {
            // What .NET makes of the system's "file too large".
            throw new IOException($"'{path}' could not be written: it would be larger than the file system, or a limit of the process, allows. What was there before is as it was.", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new UnauthorizedAccessException($"'{path}' could not be written: {exception.Message.TrimEnd('.')}. What was there before is as it was.", exception);
        }
    }

    /// <summary>Opens a file to be read from its start to its end; it may be replaced meanwhile.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be read, or is a folder, of which the system only says that access is denied.</exception>
    public static FileStream OpenToRead(string path) => Directory.Exists(path)
        ? throw new IOException($"'{path}' is a folder; expected a file.")
        : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferSize, FileOptions.SequentialScan);

    /// <summary>The file a path stands for: the end of a chain of links, or the path itself.</summary>
    public static string FollowLinks(string path) =>
        new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    // A file that took the name of /dev/null would be the end of it, for all who use the machine.
    private static void ThrowIfDevice(string target)
    {
        if (!OperatingSystem.IsWindows() && target.StartsWith("/dev/", StringComparison.Ordinal) && !target.StartsWith("/dev/shm/", StringComparison.Ordinal))
        {
            throw new IOException("it is a device; expected the name of a file.");
        }
    }

    private static void CreateThenDelete(string target)
    {
        string temporary = TemporaryFiles.Create(target);
        try
        {
            new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0).Dispose();
        }
        finally
        {
            TemporaryFiles.Delete(temporary);
            TemporaryFiles.Release(temporary);
        }
    }

    private static void WriteThenReplace(string target, Action<Stream> write, Action<string>? beforeReplace)
    {
        string temporary = TemporaryFiles.Create(target);
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            KeepPermissions(target, temporary);
            beforeReplace?.Invoke(target);
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            TemporaryFiles.Delete(temporary);
            throw;
        }
        finally
        {
            TemporaryFiles.Release(temporary);
        }
    }

    private static void KeepPermissions(string target, string temporary)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(target))
        {
            return;
        }

        try
        {
            File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
        }
        catch (FileNotFoundException) when (File.Exists(temporary))
        {
            // Another process that writes the same file has just moved it out of the way.
        }
    }
}
