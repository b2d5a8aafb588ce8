using CompiledNet.Docs.Tests.Checks;
using CompiledNet.Docs.Tests.Markdown;

namespace CompiledNet.Docs.Tests;

public class LinkTests
{
    [Fact]
    public void Links_within_the_repository_lead_somewhere()
    {
        string[] problems = [.. Repository.MarkdownFiles.Select(MarkdownFile.Load).SelectMany(LinkCheck.Problems)];
        Assert.True(problems.Length == 0, "\n" + string.Join('\n', problems));
    }
}
