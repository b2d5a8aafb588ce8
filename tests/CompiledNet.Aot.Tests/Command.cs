using System.Diagnostics;
using System.Text;

namespace CompiledNet.Aot.Tests;

/// <summary>What a program has said and how it ended.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Errors)
{
    /// <summary>All of it, for messages.</summary>
    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Errors}";
}

/// <summary>Programs in processes of their own.</summary>
internal static class Command
{
    // A busy machine takes many times as long.
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(30);

    /// <summary>The program <c>dotnet</c> that runs these tests.</summary>
    public static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Runs a program to its end.</summary>
    public static Outcome Run(string program, IEnumerable<string> arguments, params ReadOnlySpan<(string Name, string Value)> environment)
    {
        ProcessStartInfo info = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 };

        // What the build that runs these tests says to its children is not meant for another; and no data but what the programs draw.
        foreach (string name in info.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            info.Environment.Remove(name);
        }

        info.Environment.Remove("COMPILEDNET_DATA");
        info.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        foreach ((string name, string value) in environment)
        {
            info.Environment[name] = value;
        }

        using Process process = Process.Start(info)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Timeout))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} has not ended after {Timeout.TotalMinutes} minutes.\n{output.Result}\n{errors.Result}");
        }

        return new Outcome(process.ExitCode, output.Result, errors.Result);
    }
}
