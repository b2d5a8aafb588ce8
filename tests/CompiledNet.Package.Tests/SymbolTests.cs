using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace CompiledNet.Package.Tests;

[Collection(PackageTests.Name)]
public sealed class SymbolTests(PackedPackages packages)
{
    /// <summary>Of the portable PDB format.</summary>
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    public static TheoryData<string> Packages => [.. PackedPackages.Libraries];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Symbols_lead_to_the_sources_of_the_commit(string id)
    {
        using ZipArchive symbols = packages.Open(id, "snupkg");
        using MemoryStream pdb = new(PackedPackages.Bytes(symbols, $"lib/net10.0/{id}.pdb"));
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(pdb);
        AssertLeadToSources(provider.GetMetadataReader());

        using ZipArchive package = packages.Open(id);
        using PEReader library = new(new MemoryStream(PackedPackages.Bytes(package, $"lib/net10.0/{id}.dll")));
        BlobContentId wanted = new(provider.GetMetadataReader().DebugMetadataHeader!.Id);
        DebugDirectoryEntry entry = library.ReadDebugDirectory().Single(e => e.Type == DebugDirectoryEntryType.CodeView);
        Assert.Equal(library.ReadCodeViewDebugDirectoryData(entry).Guid, wanted.Guid);
    }

    [Theory]
    [InlineData("CompiledNet.Generator")]
    [InlineData("CompiledNet.CodeFixes")]
    public void Analyzers_hold_their_symbols(string analyzer)
    {
        using ZipArchive package = packages.Open("CompiledNet");
        using PEReader library = new(new MemoryStream(PackedPackages.Bytes(package, $"analyzers/dotnet/cs/{analyzer}.dll")));
        DebugDirectoryEntry entry = library.ReadDebugDirectory().Single(e => e.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using MetadataReaderProvider provider = library.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        AssertLeadToSources(provider.GetMetadataReader());
    }

    [Fact]
    public void The_same_sources_give_the_same_bytes_from_another_folder()
    {
        string again = packages.FeedFromAnotherFolder;
        using ZipArchive first = packages.Open("CompiledNet");
        using ZipArchive second = packages.Open("CompiledNet", feed: again);
        foreach (ZipArchiveEntry entry in first.Entries.Where(entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal) || entry.Name.EndsWith(".xml", StringComparison.Ordinal)))
            Assert.True(PackedPackages.Bytes(first, entry.FullName).AsSpan().SequenceEqual(PackedPackages.Bytes(second, entry.FullName)), entry.FullName);

        using ZipArchive firstSymbols = packages.Open("CompiledNet", "snupkg");
        using ZipArchive secondSymbols = packages.Open("CompiledNet", "snupkg", again);
        Assert.Equal(PackedPackages.Bytes(firstSymbols, "lib/net10.0/CompiledNet.pdb"), PackedPackages.Bytes(secondSymbols, "lib/net10.0/CompiledNet.pdb"));
    }

    private static void AssertLeadToSources(MetadataReader symbols)
    {
        CustomDebugInformation link = symbols.GetCustomDebugInformation(EntityHandle.ModuleDefinition)
            .Select(symbols.GetCustomDebugInformation).Single(information => symbols.GetGuid(information.Kind) == SourceLink);
        string map = Encoding.UTF8.GetString(symbols.GetBlobBytes(link.Value));
        Assert.Contains("/_/*", map, StringComparison.Ordinal);
        Assert.Contains($"/nobody/compilednet/{SourceCopy.Commit}/*", map, StringComparison.Ordinal);

        // Nobody's own folders. (What a generator wrote in the compiler's memory has a path from nowhere.)
        string[] documents = [.. symbols.Documents.Select(handle => symbols.GetString(symbols.GetDocument(handle).Name))];
        Assert.NotEmpty(documents);
        Assert.All(documents.Where(Path.IsPathRooted), document => Assert.StartsWith("/_/", document, StringComparison.Ordinal));
    }
}
