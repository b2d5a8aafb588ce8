namespace CompiledNet.Aot.Tests;

/// <summary>A program that uses all packages that say they are compatible, with all of each package kept.</summary>
public sealed class AllPackagesTests
{
    [AotTheory]
    [InlineData("aot")]
    [InlineData("trimmed", "-p:Trimmed=true")]
    public void It_is_published_without_a_warning_and_works(string name, params string[] options)
    {
        using ArtifactsFolder folder = new();
        Publication publication = Publication.Make("tests/CompiledNet.Aot.Tests/AllPackages", folder.Path, name, options);
        publication.AssertNoWarnings();

        Outcome outcome = Command.Run(publication.Executable, [Path.Combine(Toolchain.Repository, "samples/Classify/iris.csv")]);
        Assert.True(outcome.ExitCode == 0, outcome.ToString());
        Assert.EndsWith("right: 148 of 150", outcome.Output.TrimEnd(), StringComparison.Ordinal);
    }
}
