using CompiledNet.Docs.Tests.Checks;
using CompiledNet.Docs.Tests.Markdown;

namespace CompiledNet.Docs.Tests;

/// <summary>Every code block of every Markdown file in the repository, but for those of <see cref="HelpPageTests"/>.</summary>
public class CodeBlockTests
{
    public static TheoryData<string> Files =>
        [.. Repository.MarkdownFiles.Where(file => !file.StartsWith(HelpPageTests.Folder, StringComparison.Ordinal) && MarkdownFile.Load(file).Blocks.Count > 0)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Code_is_what_it_says_it_is(string file) => Check(file);

    [Fact]
    public void The_files_are_found()
    {
        string[] some = ["README.md", "CONTRIBUTING.md", "samples/README.md", "samples/Tour/README.md", "src/docs/README.md", "generator/CompiledNet.Generator/Diagnostics/Help/CNET0001.md"];
        Assert.All(some, file => Assert.Contains(file, Repository.MarkdownFiles));
        Assert.DoesNotContain(Repository.MarkdownFiles, file => file.Contains("/bin/", StringComparison.Ordinal) || file.Contains("/obj/", StringComparison.Ordinal));
    }

    internal static void Check(string file)
    {
        string[] problems = [.. MarkdownFile.Load(file).Blocks.SelectMany(BlockCheck.Problems)];
        Assert.True(problems.Length == 0, "\n" + string.Join('\n', problems));
    }
}
