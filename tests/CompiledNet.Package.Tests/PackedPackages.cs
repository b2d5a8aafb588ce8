using System.IO.Compression;
using System.Xml.Linq;

namespace CompiledNet.Package.Tests;

/// <summary>All packages, packed once for all tests, and a folder for projects that use them.</summary>
public sealed class PackedPackages : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("compilednet-packages-").FullName;

    public PackedPackages()
    {
        string source = Path.Combine(_folder, "source");
        SourceCopy.Make(source);
        Pack(source, Feed, [.. Libraries, "CompiledNet.Templates"]);
        Consumers = new ConsumerFolder(Path.Combine(_folder, "consumers"), this);
    }

    /// <summary>The packages with a library.</summary>
    public static IReadOnlyList<string> Libraries { get; } =
        ["CompiledNet", "CompiledNet.Csv", "CompiledNet.Extensions.Logging", "CompiledNet.Onnx", "CompiledNet.ProgressBar", "CompiledNet.Visualization"];

    /// <summary>A version that no feed and no package folder has.</summary>
    public string Version { get; } = $"0.1.0-test.{Guid.NewGuid():N}";

    /// <summary>The folder with the packages.</summary>
    public string Feed => Path.Combine(_folder, "feed");

    internal ConsumerFolder Consumers { get; }

    /// <summary>Packs the library again, from another folder, and gives where its packages are.</summary>
    public string PackAgain()
    {
        string source = Path.Combine(_folder, "another", "clone", "of-the-source");
        SourceCopy.Make(source);
        string feed = Path.Combine(_folder, "feed-again");
        Pack(source, feed, ["CompiledNet"]);
        return feed;
    }

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

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Pack(string source, string feed, IEnumerable<string> packages)
    {
        string projects = string.Join(';', packages.Select(name => $"src/{name}/{name}.csproj"));
        string all = Path.Combine(source, "pack.proj");
        File.WriteAllText(all, $"""
            <Project>
              <Target Name="Restore"><MSBuild Projects="{projects}" Targets="Restore" Properties="Once=$([System.Guid]::NewGuid())" /></Target>
              <Target Name="Pack"><MSBuild Projects="{projects}" Targets="Pack" BuildInParallel="true" /></Target>
            </Project>
            """);

        // The analyzers have their say when the solution is built; the bytes are the same without them.
        DotNet.Run(source, "msbuild", all, "-t:Pack", "-restore", "-m", "-nr:false", "-v:q", "-nologo", "-tl:off", "-p:Configuration=Release",
            $"-p:Version={Version}", $"-p:PackageOutputPath={feed}", "-p:RunAnalyzers=false", "-p:UseSharedCompilation=false");
    }
}
