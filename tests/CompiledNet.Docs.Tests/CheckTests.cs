using CompiledNet.Docs.Tests.Checks;
using CompiledNet.Docs.Tests.Markdown;

namespace CompiledNet.Docs.Tests;

/// <summary>A check that cannot fail checks nothing: each is shown a block that is wrong.</summary>
public class CheckTests
{
    private const string Net = "[CompiledNetwork(2, 3, 1)]\npublic sealed partial class Net;\n";

    [Theory]
    [InlineData("csharp", Net)]
    [InlineData("csharp", "Net net = Net.Load(\"net.safetensors\");\nfloat unused = 1;\nConsole.WriteLine(net.Predict([0, 1])[0]);\n" + Net)]
    [InlineData("csharp", "[CompiledNetwork(2)]     // CNET0003\npublic sealed partial class Net;")]
    [InlineData("xml", "<PackageReference Include=\"CompiledNet\" Version=\"0.1.0\" />")]
    [InlineData("xml", "<AdditionalFiles Include=\"digits.safetensors\" />")]
    [InlineData("json", "{ \"a\": [1, 2] }")]
    [InlineData("sh", "dotnet new console -o Net    # a comment\ncd Net\ndotnet add package CompiledNet\ndotnet run -c Release")]
    [InlineData("sh", "dotnet pack -c Release -o ../packages\ndotnet nuget add source \"$PWD/../packages\" --name CompiledNet")]
    [InlineData("", "COMPILEDNET_DATA=x dotnet run -c Release --project samples/Digits -- --epochs 3 > out.txt")]
    public void What_is_right_passes(string language, string text) => Assert.Empty(Problems(language, text));

    [Theory]
    [InlineData("csharp", "Net net = new(\"text\");\n" + Net, "page.md(4): CS1503")]
    [InlineData("csharp", "Net? net = null;\nnet.Predict([0, 1]);\n" + Net, "page.md(5): CS8602")]
    [InlineData("csharp", "[CompiledNetwork(2)]\npublic sealed partial class Net;", "page.md(4): CNET0003")]
    [InlineData("csharp", "[CompiledNetwork(2, 1)]     // CNET0003\npublic sealed partial class Net;", "expected CNET0003 on line 4")]
    [InlineData("csharp", "[CompiledNetwork(2)]\npublic sealed partial class Net;     // CNET0003", "expected CNET0003 on line 5")]
    [InlineData("csharp", "FlowerNet net = new();", "CS0246")]
    [InlineData("xml", "<PropertyGroup>", "page.md(4)")]
    [InlineData("xml", "<PropertyGroup><Nulable>enable</Nulable></PropertyGroup>", "<Nulable>")]
    [InlineData("xml", "<PackageReference Include=\"CompiledNets\" />", "CompiledNets")]
    [InlineData("xml", "<ProjectReference Include=\"path/to/src/Nothing/Nothing.csproj\" />", "Nothing.csproj")]
    [InlineData("xml", "<AdditionalFiles Include=\"digits.txt\" />", "digits.txt")]
    [InlineData("xml", "<LangVersion>11</LangVersion>", "CNET0013")]
    [InlineData("json", "{ a: 1 }", "page.md(4)")]
    [InlineData("sh", "dotnet run --project samples/Digit", "no project in samples/Digit")]
    [InlineData("sh", "dotnet run --project samples/Digits -- --epoch-count 3", "no option --epoch-count")]
    [InlineData("sh", "dotnet run -- --epochs 3", "no project they could be of")]
    [InlineData("sh", "dotnet add package CompiledNets", "no package CompiledNets")]
    [InlineData("sh", "dotnet new consol", "no template consol")]
    [InlineData("sh", "dotnet new install CompiledNet.Template", "no package CompiledNet.Template")]
    [InlineData("sh", "dotnet biuld", "no command")]
    [InlineData("sh", "dotnet nuget add sauce folder", "no command of dotnet nuget")]
    [InlineData("", "a drawing", "not known")]
    [InlineData("cs", "int i;", "language \"cs\"")]
    public void What_is_wrong_is_found(string language, string text, string because) => AssertFound(Problems(language, text), because);

    [Theory]
    [InlineData("<!-- with: digit net -->", "float[] output = net.Predict(new float[784]);", null)]
    [InlineData("<!-- with: digit net -->", "float[] output = net.Predict(3);", "page.md(4): CS1503")]
    [InlineData("<!-- with: nobody -->", "int i = 0;", "there is no context \"nobody\"")]
    [InlineData("<!-- wiht: digit net -->", "int i = 0;", "means nothing")]
    [InlineData("<!-- continues -->", "int i = 0;", "no block of C# stands before it")]
    [InlineData("<!-- with: layers of a vector -->", "[Dense(4)]", null)]
    [InlineData("<!-- with: layers of a vector -->", "[Flattened]", "page.md(4): CS0246")]
    [InlineData("<!-- sdk: web -->", "WebApplication app = WebApplication.CreateBuilder(args).Build();", null)]
    [InlineData("<!-- sdk: worker -->", "WebApplication app = WebApplication.CreateBuilder(args).Build();", "CS0103")]
    [InlineData("<!-- complete -->", "using CompiledNet;\nLoss loss = Loss.CrossEntropy;", null)]
    [InlineData("<!-- complete -->", "Loss loss = Loss.CrossEntropy;", "CS0246")]
    [InlineData("<!-- generated: DigitNet -->", "// dLoss/dbias3 = the sum of delta3", "does not write this")]
    [InlineData("<!-- generated: DigitNet -->", "// dLoss/dz3 ...\nTiles.Delta3(delta3, transposed3, delta2,\n  rows);", null)]
    [InlineData("<!-- generated: DigitNet -->", "Tiles.Delta3(... // Layer 9", "behind the part before")]
    [InlineData("<!-- error: CNET0003 -->", "[CompiledNetwork(2)]\npartial class Net;", null)]
    [InlineData("<!-- error: CNET0003, CNET0004 -->", "[CompiledNetwork(2)]\npartial class Net;", "expected CNET0004")]
    public void A_mark_before_a_block_is_heeded(string mark, string text, string? because)
    {
        IReadOnlyList<string> problems = [.. MarkdownFile.Parse("page.md", $"{mark}\n```csharp\n{text}\n```\n").Blocks.SelectMany(BlockCheck.Problems)];
        if (because is null)
        {
            Assert.Empty(problems);
        }
        else
        {
            AssertFound(problems, because.Replace("(4)", "(3)", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_block_goes_on_from_the_one_before()
    {
        const string Before = "```csharp\nNet net = new();\n" + Net + "```\n\n";
        Assert.Empty(Problems(Before + "<!-- continues -->\n```csharp\nnet.Save(\"net.safetensors\");\n```\n"));
        AssertFound(Problems(Before + "```csharp\nnet.Save(\"net.safetensors\");\n```\n"), "page.md(8): CS0103");
    }

    [Fact]
    public void A_program_prints_what_stands_behind_it()
    {
        const string Program = "```csharp\nConsole.WriteLine(1 + 1);\nConsole.WriteLine(\"end\");\n```\n\n<!-- prints -->\n";
        Assert.Empty(Problems(Program + "```text\n2\nend\n```\n"));
        Assert.Empty(Problems(Program + "```text\n...\nend\n```\n"));
        AssertFound(Problems(Program + "```text\n3\nend\n```\n"), "prints\n2");
    }

    [Theory]
    [InlineData("[a](README.md)\n", null)]
    [InlineData("[a](README.md#quick-start), [b](#a-heading-with-code)\n\n## A heading, with `code`\n", null)]
    [InlineData("[a](REEDME.md)\n", "page.md(1): there is no REEDME.md")]
    [InlineData("\n![a](samples/picture.svg)\n", "page.md(2): there is no samples/picture.svg")]
    [InlineData("[a](README.md#quick-stop)\n", "no heading #quick-stop")]
    [InlineData("[a](#nowhere)\n", "no heading #nowhere")]
    public void A_link_is_followed(string text, string? because)
    {
        string[] problems = [.. LinkCheck.Problems(MarkdownFile.Parse("page.md", text))];
        if (because is null)
        {
            Assert.Empty(problems);
        }
        else
        {
            AssertFound(problems, because);
        }
    }

    private static IReadOnlyList<string> Problems(string language, string text) => Problems($"text\n\n```{language}\n{text}\n```\n");

    private static IReadOnlyList<string> Problems(string page) => [.. MarkdownFile.Parse("page.md", page).Blocks.SelectMany(BlockCheck.Problems)];

    private static void AssertFound(IReadOnlyList<string> problems, string because) =>
        Assert.True(problems.Any(problem => problem.Contains(because, StringComparison.Ordinal)), $"Expected \"{because}\" among:\n{string.Join('\n', problems)}");
}
