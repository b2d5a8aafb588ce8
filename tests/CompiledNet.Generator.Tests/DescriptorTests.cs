using System.Reflection;
using CompiledNet.Generator.Diagnostics;
using CompiledNet.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Generator.Tests;

/// <summary>The papers of each diagnostic are in order.</summary>
public class DescriptorTests
{
    private static readonly string Folder = Path.Combine(
        Snapshot.ProjectDirectory, "..", "..", "generator", "CompiledNet.Generator", "Diagnostics");

    public static TheoryData<string> Ids => [.. Descriptors.All.Select(descriptor => descriptor.Id)];

    [Fact]
    public void Every_descriptor_is_listed_once_in_order()
    {
        DiagnosticDescriptor[] declared =
        [
            .. typeof(Descriptors).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => field.GetValue(null)).OfType<DiagnosticDescriptor>(),
        ];
        Assert.Equal(declared.Select(descriptor => descriptor.Id).Order(StringComparer.Ordinal), Descriptors.All.Select(descriptor => descriptor.Id));
        Assert.Equal(declared.Length, Descriptors.All.Select(descriptor => descriptor.Id).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_diagnostic_has_a_help_page_with_its_title(string id)
    {
        string page = File.ReadAllText(Path.Combine(Folder, "Help", id + ".md"));
        DiagnosticDescriptor descriptor = Descriptors.ById(id);
        Assert.StartsWith($"# {id}", page, StringComparison.Ordinal);
        Assert.Contains(descriptor.Title.ToString(System.Globalization.CultureInfo.InvariantCulture), page, StringComparison.Ordinal);
        Assert.Contains("```", page, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_diagnostic_is_in_the_release_notes_and_has_help_text(string id)
    {
        string releases = File.ReadAllText(Path.Combine(Folder, "AnalyzerReleases.Shipped.md")) + File.ReadAllText(Path.Combine(Folder, "AnalyzerReleases.Unshipped.md"));
        Assert.Contains($"\n{id} |", releases, StringComparison.Ordinal);
        Assert.NotEmpty(Descriptors.ById(id).Description.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }
}
