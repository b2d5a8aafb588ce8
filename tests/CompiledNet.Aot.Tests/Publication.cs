namespace CompiledNet.Aot.Tests;

/// <summary>A published program.</summary>
/// <param name="Executable">Its file.</param>
/// <param name="Log">What publishing has said.</param>
internal sealed record Publication(string Executable, string Log)
{
    /// <summary>Publishes a project.</summary>
    /// <param name="project">Its folder in the repository.</param>
    /// <param name="folder">Where all that the build writes goes, and the program, by its name.</param>
    /// <param name="name">What to call this way to publish it.</param>
    /// <param name="options">Options of <c>dotnet publish</c>.</param>
    public static Publication Make(string project, string folder, string name, params string[] options)
    {
        string program = Path.GetFileName(project) + (OperatingSystem.IsWindows() ? ".exe" : string.Empty);
        string output = Path.Combine(folder, name);
        Outcome publish = Command.Run(Command.Dotnet,
        [
            "publish", Path.Combine(Toolchain.Repository, project), "-c", "Release", "-r", Toolchain.Rid, "--artifacts-path", Path.Combine(folder, "artifacts"),
            "-o", output, "-v", "minimal", "-p:RunAnalyzers=false", "-nodereuse:false", "-p:UseSharedCompilation=false", .. options,
        ]);
        Assert.True(publish.ExitCode == 0, $"Publishing {project} as {name}: {publish}");
        return new Publication(Path.Combine(output, program), publish.Output + publish.Errors);
    }

    /// <summary>Checks that publishing had nothing to warn of: of trimming (IL2...), of ahead-of-time compilation (IL3...), of anything.</summary>
    public void AssertNoWarnings() => Assert.DoesNotMatch("(?i)warning|\\bIL[23]\\d{3}\\b", Log);
}
