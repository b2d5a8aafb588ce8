using System.Diagnostics;
using System.Globalization;

namespace CompiledNet.Tests.Kills;

/// <summary>A run of CompiledNet.KillTarget, in a process of its own.</summary>
internal sealed class Target : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    private readonly Process _process;

    private Target(ProcessStartInfo info)
    {
        // With a limit to the size of files, the runtime cannot make the large one it maps its code twice with.
        info.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        info.Environment["DOTNET_TieredPGO"] = "0";
        info.RedirectStandardOutput = true;
        info.RedirectStandardError = true;
        _process = Process.Start(info)!;
    }

    // 128 and the number of SIGKILL; what TerminateProcess is given.
    private static int Killed => OperatingSystem.IsWindows() ? -1 : 128 + 9;

    private static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static string Program => Path.Combine(AppContext.BaseDirectory, "CompiledNet.KillTarget.dll");

    /// <summary>Starts it, in this folder if one is given.</summary>
    public static Target Start(string kind, string checkpoint, int epochs, int everyBatches, int threads, string folder = "") =>
        new(new ProcessStartInfo(Host, [Program, .. Arguments(kind, checkpoint, epochs, everyBatches, threads)]) { WorkingDirectory = folder });

    /// <summary>
    /// Runs a script of the shell bash, in which <c>"${target[@]}"</c>, with its arguments behind it, runs the program; <c>$2</c> is the folder.
    /// </summary>
    /// <param name="script">The script.</param>
    /// <param name="folder">A folder.</param>
    /// <param name="mayMount">Whether it gets a name space of its own in which it may mount a file system; if the system lets it.</param>
    public static Target Script(string script, string folder, bool mayMount)
    {
        string[] shell = ["bash", "-c", $"target=(\"$0\" \"$1\"); {script}", Host, Program, folder];
        return new(new ProcessStartInfo(mayMount ? "unshare" : shell[0], mayMount ? ["--user", "--map-root-user", "--mount", .. shell] : shell[1..]));
    }

    /// <summary>Runs it to its end; gives what it says.</summary>
    public static (int ExitCode, string[] Lines) Run(string kind, string checkpoint, int epochs, int everyBatches, int threads)
    {
        using Target target = Start(kind, checkpoint, epochs, everyBatches, threads);
        return target.Finish();
    }

    /// <summary>Waits until it has read its checkpoint and is about to train; gives the steps it has taken before, or null if it has ended.</summary>
    public long? WaitForStart()
    {
        const string Started = "started ";
        string? line = _process.StandardOutput.ReadLine();
        return line?.StartsWith(Started, StringComparison.Ordinal) == true ? long.Parse(line.AsSpan(Started.Length), CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Waits for its end, though not for ever; gives its exit code and all that it has said.</summary>
    public (int ExitCode, string[] Lines) Finish()
    {
        Task<string> errors = _process.StandardError.ReadToEndAsync();
        Task<string> output = _process.StandardOutput.ReadToEndAsync();
        Assert.True(_process.WaitForExit(Timeout), "The process has not ended.");
        return (_process.ExitCode, (output.Result + errors.Result).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    /// <summary>Waits a little, then kills it; says whether that was what it ended of, and not by itself before.</summary>
    public bool Kill(TimeSpan delay)
    {
        if (!_process.WaitForExit(delay))
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        Assert.True(_process.ExitCode == 0 || _process.ExitCode == Killed, FormattableString.Invariant($"The process ended with {_process.ExitCode}, neither killed nor finished."));
        return _process.ExitCode != 0;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static string[] Arguments(string kind, string checkpoint, params int[] numbers) =>
        [kind, checkpoint, .. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))];
}
