using System.Diagnostics;
using System.Text;

namespace CompiledNet.Package.Tests;

/// <summary>The dotnet command in processes of its own. All builds share a compiler server, which nobody else sees and which ends with the tests.</summary>
internal static class DotNet
{
    /// <summary>What a machine that does ten other things stays far below.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    /// <summary>Two compilers that start in each project would take most of a build's time.</summary>
    private static readonly string Pipe = $"compilednet-{Guid.NewGuid():N}";

    /// <summary>Runs it, and gives what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed, or did not end; the message has what it printed.</exception>
    public static string Run(string folder, params IEnumerable<string> arguments)
    {
        (int code, string output) = TryRun(folder, arguments);
        return code == 0 ? output : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} ended with {code}:\n{output}");
    }

    /// <summary>Runs it, and gives its exit code and what it printed.</summary>
    public static (int Code, string Output) TryRun(string folder, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };

        // What a test run's own build left in the environment is not the child's.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";

        StringBuilder output = new();
        void Add(object sender, DataReceivedEventArgs line)
        {
            lock (output)
                output.AppendLine(line.Data);
        }

        using Process process = new() { StartInfo = start };
        process.OutputDataReceived += Add;
        process.ErrorDataReceived += Add;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            lock (output)
                throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} did not end within {Limit}:\n{output}");
        }

        process.WaitForExit();
        return (process.ExitCode, output.ToString().Trim());
    }

    /// <summary>The arguments of a build that shares its compiler with the others of these tests, and leaves no process of MSBuild behind.</summary>
    public static string[] Build(string command, string project, params string[] more) =>
        [command, project, "-nologo", "-tl:off", "-nr:false", "-p:UseSharedCompilation=true", $"-p:SharedCompilationId={Pipe}", .. more];

    /// <summary>Ends the compiler server.</summary>
    public static void StopCompiler(string folder) => Run(folder, SourceCopy.Metadata("CompilerServer"), "-shutdown", $"-pipename:{Pipe}");
}
