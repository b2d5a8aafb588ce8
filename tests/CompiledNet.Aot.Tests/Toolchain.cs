using System.Reflection;
using System.Runtime.InteropServices;

namespace CompiledNet.Aot.Tests;

/// <summary>What compiling ahead of time takes, and where the projects are.</summary>
internal static class Toolchain
{
    private static readonly Lazy<string?> Missing = new(Look);

    /// <summary>Why it cannot be tested here; null if it can.</summary>
    public static string? WhyNot => Missing.Value;

    /// <summary>The system and processor to publish for: those of this machine.</summary>
    public static string Rid => RuntimeInformation.RuntimeIdentifier;

    /// <summary>The repository.</summary>
    public static string Repository { get; } = Path.GetFullPath("../..", typeof(Toolchain).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ProjectDirectory").Value!);

    private static string? Look()
    {
        string[] linkers = OperatingSystem.IsLinux() ? ["clang", "gcc"] : OperatingSystem.IsMacOS() ? ["clang"] : [];
        if (linkers.Length > 0 && !linkers.Any(IsInPath))
        {
            return $"There is no linker ({string.Join(" or ", linkers)}); on Debian: apt-get install gcc zlib1g-dev.";
        }

        // The compiler is a package that restoring a program to be compiled brings.
        using ArtifactsFolder folder = new();
        Outcome restore = Command.Run(Command.Dotnet, ["restore", Path.Combine(Repository, "samples/TinyDigits"), "-r", Rid, "--artifacts-path", folder.Path]);
        return restore.ExitCode != 0 && restore.Output.Contains("ILCompiler", StringComparison.OrdinalIgnoreCase)
            ? "The package Microsoft.DotNet.ILCompiler cannot be restored."
            : null;
    }

    private static bool IsInPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
