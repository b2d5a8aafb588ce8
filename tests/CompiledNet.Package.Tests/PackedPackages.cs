using System.IO.Compression;
using System.Xml.Linq;

namespace CompiledNet.Package.Tests;

/// <summary>All packages, packed once for all tests, and a folder for projects that use them.</summary>
public sealed class PackedPackages : IDisposable
{
    private const string Another = "another/clone/of-the-source";

    private readonly string _folder = Directory.CreateTempSubdirectory("compilednet-packages-").FullName;

    private readonly Lazy<BuiltConsumers> _built;

    public PackedPackages()
    {
        string source = Path.Combine(_folder, "source");
        SourceCopy.Make(source);
        SourceCopy.Make(Path.Combine(_folder, Another));
        Consumers = new ConsumerFolder(Path.Combine(_folder, "consumers"), this);
        _built = new Lazy<BuiltConsumers>(() => new BuiltConsumers(this));
        Pack();
    }

    /// <summary>The packages with a library.</summary>
    public static IReadOnlyList<string> Libraries { get; } =
        ["CompiledNet", "CompiledNet.Csv", "CompiledNet.Extensions.Logging", "CompiledNet.Onnx", "CompiledNet.ProgressBar", "CompiledNet.Visualization"];

    /// <summary>A version that no feed and no package folder has.</summary>
    public string Version { get; } = $"0.1.0-test.{Guid.NewGuid():N}";

    /// <summary>The folder with the packages.</summary>
    public string Feed => Path.Combine(_folder, "feed");

    /// <summary>The library packed once more, from a clone in another folder.</summary>
    public string FeedFromAnotherFolder => Path.Combine(_folder, "feed-again");

    internal ConsumerFolder Consumers { get; }

    /// <summary>All projects that build without an error, built together as soon as a test asks for one of them.</summary>
    internal BuiltConsumers Built => _built.Value;

    public ZipArchive Open(string package, string extension = "nupkg", string? feed = null) =>
        ZipFile.OpenRead(Path.Combine(feed ?? Feed, $"{package}.{Version}.{extension}"));

    public static byte[] Bytes(ZipArchive package, string file)
    {
        ZipArchiveEntry entry = package.GetEntry(file) ?? throw new FileNotFoundException($"The package has no {file}.");
        using Stream stream = entry.Open();
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    public XElement Manifest(string package)
    {
        using ZipArchive archive = Open(package);
        XElement manifest = XElement.Parse(System.Text.Encoding.UTF8.GetString(Bytes(archive, package + ".nuspec")).TrimStart('\uFEFF'));
        foreach (XElement element in manifest.DescendantsAndSelf())
            element.Name = element.Name.LocalName;
        return manifest.Element("metadata")!;
    }

    public void Dispose()
    {
        DotNet.StopCompiler(_folder);
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>In one process: packing from both folders, and the packages from the feed to where projects look for them.</summary>
    private void Pack()
    {
        IEnumerable<string> projects = Libraries.Append("CompiledNet.Templates").Select(name => $"src/{name}/{name}.csproj")
            .Concat(["generator/CompiledNet.Generator/CompiledNet.Generator.csproj", "generator/CompiledNet.CodeFixes/CompiledNet.CodeFixes.csproj"]);
        File.WriteAllText(
            Path.Combine(_folder, "source", "all.slnx"), $"<Solution>{string.Concat(projects.Select(project => $"""<Project Path="{project}" />"""))}</Solution>");

        // What is restored is looked at with a property more, as if it were another build: the first one did not know of the packages' own files.
        string all = Path.Combine(_folder, "pack.proj");
        string again = $"{Another}/src/CompiledNet/CompiledNet.csproj";
        File.WriteAllText(all, $"""
            <Project>
              <ItemGroup>
                <Packed Include="source/all.slnx" AdditionalProperties="PackageOutputPath={Feed}" />
                <Packed Include="{again}" AdditionalProperties="PackageOutputPath={FeedFromAnotherFolder}" />
              </ItemGroup>
              <Target Name="Pack">
                <MSBuild Projects="source/all.slnx;{again}" Targets="Restore" Properties="Step=Restore" />
                <MSBuild Projects="@(Packed)" Targets="Pack" BuildInParallel="true" />
                <MSBuild Projects="consumers/first/first.csproj" Targets="Restore" RemoveProperties="Version;RunAnalyzers;Configuration" />
              </Target>
            </Project>
            """);

        // The analyzers have their say when the solution is built; the bytes are the same without them.
        DotNet.Run(Path.Combine(_folder, "source"), DotNet.Build("msbuild", all, "-t:Pack", "-m", "-v:q", "-p:Configuration=Release", $"-p:Version={Version}", "-p:RunAnalyzers=false"));
    }
}
