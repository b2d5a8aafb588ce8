using CompiledNet.Docs.Tests.Checks;
using CompiledNet.Docs.Tests.Markdown;
using CompiledNet.Generator.Diagnostics;

namespace CompiledNet.Docs.Tests;

/// <summary>The help pages of the diagnostics. Apart from the other pages, so that the two run side by side.</summary>
public class HelpPageTests
{
    internal const string Folder = "generator/CompiledNet.Generator/Diagnostics/Help/";

    public static TheoryData<string> Ids => [.. Descriptors.All.Select(descriptor => descriptor.Id)];

    public static TheoryData<string> Files => [.. Repository.MarkdownFiles.Where(file => file.StartsWith(Folder, StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Code_is_what_it_says_it_is(string file) => CodeBlockTests.Check(file);

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_help_page_shows_the_mistake_and_the_way_out(string id)
    {
        MarkdownFile page = MarkdownFile.Load(Folder + id + ".md");
        Assert.Contains(page.Blocks, block => Announces(block, id));
        Assert.True(
            page.Blocks.Any(block => !Announces(block, id)) || page.Text.Contains('`', StringComparison.Ordinal),
            $"{page.Path} shows no way out.");
    }

    private static bool Announces(CodeBlock block, string id) => block.Mark.Errors.Contains(id) || CSharpCheck.Announced(block).Any(found => found.Id == id);
}
