using System.Reflection;
using CompiledNet.Docs.Tests.Markdown;
using CompiledNet.Generator.Diagnostics;

namespace CompiledNet.Docs.Tests;

/// <summary>What there is, is in the documentation.</summary>
public class CompletenessTests
{
    public static TheoryData<string> Ids => [.. Descriptors.All.Select(descriptor => descriptor.Id)];

    public static TheoryData<Type> Attributes => [.. typeof(CompiledNetworkAttribute).Assembly.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Attribute)) && !type.IsAbstract)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_diagnostic_is_on_the_page_of_diagnostics_with_its_title_and_its_help_page(string id)
    {
        MarkdownFile page = MarkdownFile.Load("src/docs/diagnostics.md");
        Assert.Contains(page.Links, link => link.Target == $"../../{HelpPageTests.Folder}{id}.md");
        string line = Assert.Single(page.Text.Split('\n'), line => line.StartsWith($"| [{id}](", StringComparison.Ordinal));
        Assert.Contains(Descriptors.ById(id).Title.ToString(System.Globalization.CultureInfo.InvariantCulture), line, StringComparison.Ordinal);
        Assert.Contains(Descriptors.ById(id).DefaultSeverity.ToString().ToLowerInvariant(), line.ToLowerInvariant(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Attributes))]
    public void An_attribute_is_on_the_page_of_attributes_with_its_properties(Type attribute)
    {
        ArgumentNullException.ThrowIfNull(attribute);
        string name = attribute.Name[..^"Attribute".Length];
        string? section = MarkdownFile.Load("src/docs/attributes.md").Section($"[{name}]");
        Assert.True(section is not null, $"src/docs/attributes.md has no heading with [{name}].");
        Assert.All(
            attribute.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly),
            property => Assert.True(section.Contains($"`{property.Name}`", StringComparison.Ordinal), $"The section of [{name}] does not name `{property.Name}`."));
    }

    [Theory]
    [InlineData(typeof(Activation))]
    [InlineData(typeof(Loss))]
    [InlineData(typeof(WeightInitializer))]
    [InlineData(typeof(Unroll))]
    [InlineData(typeof(WeightStorage))]
    public void A_value_that_an_attribute_takes_is_on_the_page_of_attributes(Type values)
    {
        ArgumentNullException.ThrowIfNull(values);
        string page = MarkdownFile.Load("src/docs/attributes.md").Text;
        Assert.All(Enum.GetNames(values), name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_package_is_in_the_readme_and_in_the_index()
    {
        string readme = Repository.Read("README.md"), index = Repository.Read("src/docs/README.md");
        Assert.NotEmpty(Repository.Packages);
        Assert.All(Repository.Packages, package => Assert.Contains($"`{package}`", readme, StringComparison.Ordinal));
        Assert.All(Repository.Packages, package => Assert.Contains($"`{package}`", index, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_page_is_in_the_index()
    {
        MarkdownFile index = MarkdownFile.Load("src/docs/README.md");
        Assert.All(
            Repository.MarkdownFiles.Where(file => file.StartsWith("src/docs/", StringComparison.Ordinal) && file != index.Path),
            file => Assert.Contains(index.Links, link => link.Target == file["src/docs/".Length..]));
    }
}
