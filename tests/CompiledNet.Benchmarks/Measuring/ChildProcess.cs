using System.Diagnostics;
using System.Reflection;

namespace CompiledNet.Benchmarks;

/// <summary>This program, started anew.</summary>
internal static class ChildProcess
{
    /// <summary>Runs it to its end, and gives what it printed.</summary>
    /// <exception cref="InvalidOperationException">It ended with an error.</exception>
    public static string Run(params IReadOnlyList<string> arguments)
    {
        string program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        ProcessStartInfo info = new(program, isHost ? [Assembly.GetExecutingAssembly().Location, .. arguments] : arguments) { RedirectStandardOutput = true };
        using Process process = Process.Start(info)!;
        string printed = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? printed : throw new InvalidOperationException($"The process for {string.Join(' ', arguments)} failed: {printed}");
    }
}
