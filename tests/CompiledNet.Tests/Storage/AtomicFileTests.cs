using System.Diagnostics;
using CompiledNet.Storage;
using CompiledNet.Tests.Data;

namespace CompiledNet.Tests.Storage;

/// <summary>Under a file's name there is the old content or the new, and nothing else is left.</summary>
public class AtomicFileTests
{
    private static readonly byte[] Old = [1, 2, 3];
    private static readonly byte[] New = [4, 5, 6, 7];

    [Fact]
    public void A_file_is_written_and_replaced()
    {
        using TestFolder folder = new();
        string path = folder.PathOf("net");
        AtomicFile.Write(path, stream => stream.Write(Old));
        Assert.Equal(Old, File.ReadAllBytes(path));
        AtomicFile.Write(path, stream =>
        {
            stream.Write(New);
            Assert.Equal(Old, File.ReadAllBytes(path));
        });
        Assert.Equal(New, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(folder.FullPath));
    }

    [Fact]
    public void An_error_in_between_leaves_the_old_file_and_nothing_else()
    {
        using TestFolder folder = new();
        folder.Write("net", Old);
        Assert.Throws<NotSupportedException>(() => AtomicFile.Write(folder.PathOf("net"), stream =>
        {
            stream.Write(New);
            throw new NotSupportedException();
        }));
        IOException full = Assert.Throws<IOException>(() => AtomicFile.Write(folder.PathOf("net"), _ => throw new IOException("No space left on device.")));
        Assert.Equal($"'{folder.PathOf("net")}' could not be written: No space left on device. What was there before is as it was.", full.Message);
        Assert.Throws<IOException>(() => AtomicFile.Write(folder.PathOf("net"), stream => stream.Write(New), _ => throw new IOException("x")));
        Assert.Equal(Old, File.ReadAllBytes(folder.PathOf("net")));
        Assert.Single(Directory.GetFiles(folder.FullPath));
    }

    [Fact]
    public void Places_that_cannot_be_are_named()
    {
        using TestFolder folder = new();
        string missing = folder.PathOf(Path.Combine("none", "net"));
        Assert.Contains(missing, Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write(missing, _ => { })).Message, StringComparison.Ordinal);
        Assert.Contains("it is a folder", Assert.Throws<IOException>(() => AtomicFile.Write(folder.FullPath, _ => { })).Message, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            const string device = "/dev/compilednet-no-such-device";
            Assert.Contains("it is a device", Assert.Throws<IOException>(() => AtomicFile.Write(device, _ => { })).Message, StringComparison.Ordinal);
            Assert.False(File.Exists(device));
        }
    }

    [Fact]
    public void A_link_is_followed()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // Links need a privilege there.
        }

        using TestFolder folder = new();
        folder.Write("net", Old);
        File.CreateSymbolicLink(folder.PathOf("link"), folder.PathOf("net"));
        AtomicFile.Write(folder.PathOf("link"), stream => stream.Write(New));
        Assert.Equal(New, File.ReadAllBytes(folder.PathOf("net")));
        Assert.NotNull(new FileInfo(folder.PathOf("link")).LinkTarget);
    }

    [Fact]
    public void The_permissions_stay()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using TestFolder folder = new();
        folder.Write("net", Old);
        File.SetUnixFileMode(folder.PathOf("net"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        AtomicFile.Write(folder.PathOf("net"), stream => stream.Write(New));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.PathOf("net")));
    }

    [Fact]
    public void What_a_killed_process_left_is_deleted_and_what_is_in_use_is_not()
    {
        using TestFolder folder = new();
        string target = folder.PathOf("net");
        string ours = TemporaryFiles.Create(target);
        string[] parts = Path.GetFileName(ours).Split('-');
        string dead = folder.PathOf(FormattableString.Invariant($"{parts[0]}-{DeadProcess()}-{parts[2]}"));
        string before = folder.PathOf($"{parts[0]}-{parts[1]}-0123456789abcdef.part"); // of a process that had our number
        string elsewhere = folder.PathOf($"net.00000000-1-{parts[2]}");
        string forgotten = folder.PathOf($"net.00000000-2-{parts[2]}");
        string others = folder.PathOf($"another{Path.GetFileName(dead)}");
        string users = folder.PathOf("net.part");
        foreach (string file in new[] { ours, dead, before, elsewhere, forgotten, others, users })
        {
            File.WriteAllBytes(file, Old);
        }

        File.SetLastWriteTimeUtc(forgotten, DateTime.UtcNow.AddDays(-3));
        AtomicFile.Write(target, stream => stream.Write(New));
        TemporaryFiles.Release(ours);
        Assert.Equal(new[] { target, ours, elsewhere, others, users }.Order(StringComparer.Ordinal), Directory.GetFiles(folder.FullPath).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_name_as_long_as_can_be_is_written()
    {
        using TestFolder folder = new();
        string path = folder.PathOf(new string('n', 250));
        AtomicFile.Write(path, stream => stream.Write(New));
        Assert.Equal(New, File.ReadAllBytes(path));
    }

    [Fact]
    public void Many_writers_at_once_leave_one_whole_file()
    {
        using TestFolder folder = new();
        string path = folder.PathOf("net");
        Parallel.For(0, 24, n => AtomicFile.Write(path, stream =>
        {
            for (int part = 0; part < 10; part++)
            {
                stream.Write(Enumerable.Repeat((byte)n, 1000).ToArray());
            }
        }));
        byte[] content = File.ReadAllBytes(path);
        Assert.Equal(10_000, content.Length);
        Assert.Single(content.Distinct());
        Assert.Single(Directory.GetFiles(folder.FullPath));
    }

    private static int DeadProcess()
    {
        int number = int.MaxValue;
        while (true)
        {
            try
            {
                using Process process = Process.GetProcessById(number);
                number--;
            }
            catch (ArgumentException)
            {
                return number;
            }
        }
    }
}
