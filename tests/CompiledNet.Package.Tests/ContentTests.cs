using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace CompiledNet.Package.Tests;

[Collection(PackageTests.Name)]
public sealed class ContentTests(PackedPackages packages)
{
    public static TheoryData<string> Packages => [.. PackedPackages.Libraries];

    [Fact]
    public void The_library_brings_its_generator_and_depends_on_nothing()
    {
        using ZipArchive package = packages.Open("CompiledNet");
        string[] files = [.. package.Entries.Select(entry => entry.FullName).Where(IsContent).Order(StringComparer.Ordinal)];

        Assert.Equal(
            [
                "README.md",
                "THIRD-PARTY-NOTICES.txt",
                "analyzers/dotnet/cs/CompiledNet.CodeFixes.dll",
                "analyzers/dotnet/cs/CompiledNet.Generator.dll",
                "analyzers/dotnet/cs/Google.Protobuf.dll",
                "icon.png",
                "lib/net10.0/CompiledNet.dll",
                "lib/net10.0/CompiledNet.xml",
            ],
            files.Where(file => !file.StartsWith("build", StringComparison.Ordinal)));
        Assert.Empty(packages.Manifest("CompiledNet").Descendants("dependency"));
        Assert.Contains("Redistributions in binary form must reproduce", Text(package, "THIRD-PARTY-NOTICES.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_library_adds_to_a_build_reaches_who_gets_it_through_another_package()
    {
        using ZipArchive package = packages.Open("CompiledNet");
        string source = Path.Combine(SourceCopy.Repository, "src/CompiledNet/buildTransitive");
        string[] files = Directory.Exists(source) ? [.. Directory.GetFiles(source).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)] : [];

        foreach (string folder in (string[])["build/net10.0/", "buildTransitive/net10.0/"])
            Assert.Equal(files, package.Entries.Where(entry => entry.FullName.StartsWith(folder, StringComparison.Ordinal)).Select(entry => entry.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("CompiledNet.Csv", "CsvHelper")]
    [InlineData("CompiledNet.Extensions.Logging", "Microsoft.Extensions.Logging.Abstractions")]
    [InlineData("CompiledNet.Onnx", "Google.Protobuf")]
    [InlineData("CompiledNet.ProgressBar", "Spectre.Console")]
    [InlineData("CompiledNet.Visualization", "ScottPlot", "HarfBuzzSharp.NativeAssets.Linux", "SkiaSharp", "SkiaSharp.HarfBuzz", "SkiaSharp.NativeAssets.Linux.NoDependencies")]
    public void An_extension_depends_on_the_library_with_its_generator_and_on_what_it_extends_by(string package, params string[] libraries)
    {
        XElement[] dependencies = [.. packages.Manifest(package).Descendants("dependency")];
        Assert.Equal(libraries.Append("CompiledNet").Order(StringComparer.Ordinal), dependencies.Select(d => (string)d.Attribute("id")!).Order(StringComparer.Ordinal));

        XElement library = dependencies.Single(d => (string)d.Attribute("id")! == "CompiledNet");
        Assert.Equal(packages.Version, (string)library.Attribute("version")!);
        Assert.Null(library.Attribute("exclude"));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_says_what_it_is(string id)
    {
        XElement manifest = packages.Manifest(id);
        Assert.Equal(id, (string)manifest.Element("id")!);
        Assert.Equal("MIT", (string)manifest.Element("license")!);
        Assert.Equal("expression", (string)manifest.Element("license")!.Attribute("type")!);
        Assert.Equal("README.md", (string)manifest.Element("readme")!);
        Assert.Equal("icon.png", (string)manifest.Element("icon")!);
        Assert.True(((string)manifest.Element("description")!).Length > 40);
        Assert.Contains("neural-network", (string)manifest.Element("tags")!, StringComparison.Ordinal);
        Assert.Equal("The CompiledNet authors", (string)manifest.Element("authors")!);
        Assert.Equal(SourceCopy.Commit, (string)manifest.Element("repository")!.Attribute("commit")!);
        Assert.StartsWith(SourceCopy.Address, (string)manifest.Element("repository")!.Attribute("url")!, StringComparison.Ordinal);

        using ZipArchive package = packages.Open(id);
        Assert.StartsWith($"# {id}\n", Text(package, "README.md"), StringComparison.Ordinal);
        Assert.Contains("```csharp\n", Text(package, "README.md"), StringComparison.Ordinal);
        Assert.Contains("<member name=\"T:CompiledNet.", Text(package, $"lib/net10.0/{id}.xml"), StringComparison.Ordinal);

        byte[] icon = PackedPackages.Bytes(package, "icon.png");
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], icon[..4]);
        Assert.Equal((128, 128), (BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20))));
    }

    [Fact]
    public void The_font_in_the_figures_has_its_licence_with_it()
    {
        using ZipArchive package = packages.Open("CompiledNet.Visualization");
        Assert.Contains("SIL OPEN FONT LICENSE", Text(package, "Fonts/OFL.txt"), StringComparison.OrdinalIgnoreCase);
    }

    private static string Text(ZipArchive package, string file) => Encoding.UTF8.GetString(PackedPackages.Bytes(package, file));

    /// <summary>Apart from what every package has around its content.</summary>
    private static bool IsContent(string file) =>
        !file.StartsWith("_rels/", StringComparison.Ordinal) && !file.StartsWith("package/", StringComparison.Ordinal)
        && !file.EndsWith(".nuspec", StringComparison.Ordinal) && file != "[Content_Types].xml";
}
