namespace CompiledNet.Package.Tests;

/// <summary>The summary of the networks that a build prints where it is asked to, from the package.</summary>
[Collection(PackageTests.Name)]
public sealed class SummaryBuildTests(PackedPackages packages)
{
    private const string Asked = "-p:CompiledNetSummary=true";
    private const string FileName = "CompiledNet-Summary.g.cs";
    private const string Row = "1      Dense      3       4  Sigmoid             16     64     28";

    private const string Networks = """
        using CompiledNet;

        namespace Größen;

        [CompiledNetwork(3, 4, 2)]
        internal sealed partial class Maß;
        """;

    [Fact]
    public void It_is_printed_for_every_target_also_where_nothing_is_compiled()
    {
        string folder = Project("wie groß ist es", """
            <TargetFrameworks>net10.0;net10.0-windows</TargetFrameworks>
            <EnableWindowsTargeting>true</EnableWindowsTargeting>
            <DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads>
            """);
        string first = Build(folder, Asked);
        Assert.Contains("Networks of Größe 1 (Debug, net10.0)", first, StringComparison.Ordinal);
        Assert.Contains("Networks of Größe 1 (Debug, net10.0-windows)", first, StringComparison.Ordinal);
        Assert.Contains("Größen.Maß: input 3, output 2, loss SquaredError", first, StringComparison.Ordinal);
        Assert.Equal(2, Count(first, Row));
        Assert.Equal(2, Count(first, "Generated code: "));

        // The folder it names is there, below obj, with the network's code.
        string code = first.Split('\n').First(line => line.Contains("Generated code: ", StringComparison.Ordinal)).Split(": ")[1].Trim();
        Assert.StartsWith(Path.Combine(folder, "obj"), code, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(code, "Größen.Maß-Passes.g.cs")));
        DateTime compiled = File.GetLastWriteTimeUtc(Path.Combine(code, FileName));

        string second = Build(folder, "--no-restore", Asked);
        Assert.Equal(2, Count(second, Row));
        Assert.Equal(compiled, File.GetLastWriteTimeUtc(Path.Combine(code, FileName)));

        // The file is made again where it is gone; and nothing is printed at quiet.
        File.Delete(Path.Combine(code, FileName));
        Assert.DoesNotContain(Row, Build(folder, "--no-restore", Asked, "-v", "q"), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(code, FileName)));

        // And where nobody asks any more, nothing is printed, and the files go.
        Assert.DoesNotContain(Row, Build(folder, "--no-restore"), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder, FileName, SearchOption.AllDirectories));
    }

    [Fact]
    public void The_projects_own_folder_for_generated_code_stays_the_one()
    {
        string folder = Project("own folder", """
            <TargetFramework>net10.0</TargetFramework>
            <EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>
            <CompilerGeneratedFilesOutputPath>Generated</CompilerGeneratedFilesOutputPath>
            <DefaultItemExcludes>$(DefaultItemExcludes);Generated/**</DefaultItemExcludes>
            <CompiledNetSummary>true</CompiledNetSummary>
            """);
        string printed = Build(folder, "-c", "Release");
        Assert.Contains("Networks of Größe 1 (Release, net10.0)", printed, StringComparison.Ordinal);
        Assert.Equal(1, Count(printed, Row));
        Assert.StartsWith(Path.Combine(folder, "Generated"), Directory.EnumerateFiles(folder, FileName, SearchOption.AllDirectories).Single(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder, "obj", "Release", "net10.0", "CompiledNet")));
    }

    private string Project(string name, string properties)
    {
        packages.Consumers.Write($"{name}/Networks.cs", Networks);
        packages.Consumers.Write($"{name}/Größe 1.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                {properties}
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="CompiledNet" Version="{packages.Version}" />
              </ItemGroup>
            </Project>
            """);
        return packages.Consumers.PathOf(name);
    }

    private static string Build(string folder, params string[] options) => DotNet.Run(folder, DotNet.Build("build", folder, options));

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
