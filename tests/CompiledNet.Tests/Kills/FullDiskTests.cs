using CompiledNet.Tests.Data;

namespace CompiledNet.Tests.Kills;

/// <summary>
/// A checkpoint that does not fit is an error that names the file; the old one is as it was, and nothing else is left. When there is room again,
/// the run goes on to the bits of one that always had room.
/// </summary>
[Trait("Category", "Kills")]
public class FullDiskTests
{
    // What a script ends with where the system does not let it have what it needs.
    private const int NotHere = 77;

    // A limit to the size of files that no checkpoint of LargeNetwork keeps to, in blocks of 1024 bytes.
    private const string Limit = "ulimit -f 500";

    [Fact]
    public void A_limit_to_the_size_of_files() =>
        AssertIntact(room: "", less: $"trap '' XFSZ; {Limit}", more: "", exitCode: 1, left: 0, "IOException '");

    // The runtime leaves the signal at its default: as a kill, it leaves a temporary file, which the next run deletes.
    [Fact]
    public void A_limit_to_the_size_of_files_that_kills() =>
        AssertIntact(room: "", less: Limit, more: "", exitCode: 128 + 25, left: 1, error: null);

    // In a file system of its own, which takes user namespaces or a root user, and 32 MB of memory.
    [Fact]
    public void A_full_disk() => AssertIntact(
        room: $"mount -t tmpfs -o size=32m none disk 2>/dev/null || exit {NotHere}",
        less: "cat /dev/zero > disk/ballast 2>/dev/null",
        more: "rm disk/ballast",
        exitCode: 1,
        left: 0,
        "IOException '");

    private static void AssertIntact(string room, string less, string more, int exitCode, int left, string? error)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using TestFolder folder = new();
        string script = $$"""
            cd "$2" && mkdir disk before || exit 2
            {{room}}
            "${target[@]}" longer "$2/disk/run" 1 5 1 || exit 3
            cp disk/run disk/run.previous before || exit 4
            ( {{less}}; exec "${target[@]}" longer "$2/disk/run" 3 5 1 )
            echo "exit code $?"
            cmp disk/run before/run && cmp disk/run.previous before/run.previous && echo "as before"
            echo "temporary $(ls disk | grep -c part)"
            {{more}}
            "${target[@]}" longer "$2/disk/run" 3 5 1
            echo "temporary $(ls disk | grep -vc '^run$\|^run.previous$')"
            """;
        using Target target = Target.Script(script, folder.FullPath, mayMount: room.Length > 0);
        (int code, string[] lines) = target.Finish();
        string all = string.Join('\n', lines);
        if (code == NotHere || all.StartsWith("unshare: ", StringComparison.Ordinal))
        {
            return; // The system does not let us mount anything.
        }

        (_, string[] whole) = Target.Run("longer", folder.PathOf("whole"), 3, 5, 1);
        string[] expected =
        [
            "started 0", lines.Length > 1 ? lines[1] : "finished", "started 25", .. error is null ? Array.Empty<string>() : ["error"],
            FormattableString.Invariant($"exit code {exitCode}"), "as before", FormattableString.Invariant($"temporary {left}"),
            "started 25", whole[^1], "temporary 0",
        ];
        Assert.True(expected.Length <= lines.Length, all);
        if (error is not null)
        {
            Assert.StartsWith(error + folder.PathOf("disk/run") + "' could not be written: ", lines[3], StringComparison.Ordinal);
            Assert.EndsWith("What was there before is as it was.", lines[3], StringComparison.Ordinal);
            lines[3] = "error";
        }

        // Behind them is what the shell says of the signal.
        Assert.True(expected.SequenceEqual(lines.Take(expected.Length)), all);
    }
}
