using System.Text.RegularExpressions;
using CompiledNet.Docs.Tests.Markdown;

namespace CompiledNet.Docs.Tests.Checks;

/// <summary>What a command line names exists: projects, templates, packages, and the options of the repository's own programs.</summary>
internal static partial class CommandCheck
{
    // The templates that come with the SDK.
    private static readonly string[] SdkTemplates = ["console", "classlib", "worker", "web", "webapi", "xunit", "gitignore", "nugetconfig"];

    private static readonly string[] DotnetCommands = ["run", "test", "build", "publish", "pack", "new", "add", "restore", "clean", "nuget"];

    // Programs of the system, which the tests take as given.
    private static readonly string[] SystemCommands = ["cd", "ls", "sha256sum", "apt-get", "python", "pip"];

    public static IEnumerable<string> Problems(CodeBlock block)
    {
        string[] lines = block.Text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n');
        return lines.Select(WithoutComment).Where(line => line.Length > 0).SelectMany(line => Command(line).Select(problem => $"{block}: {problem} in: {line}"));
    }

    private static string WithoutComment(string line) => Comment().Replace(line, "").Trim();

    private static IEnumerable<string> Command(string line)
    {
        string[] words = Redirect().Replace(line, "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // VARIABLE=value before the command.
        words = [.. words.SkipWhile(word => Setting().IsMatch(word))];
        if (words.Length == 0)
        {
            return [];
        }

        if (words[0] != "dotnet")
        {
            return SystemCommands.Contains(words[0]) || words[0].StartsWith("./", StringComparison.Ordinal)
                ? [] : [$"the command \"{words[0]}\" is not known (a block that is no command line has to say what it is, for instance ```text)"];
        }

        return words.Length < 2 || !DotnetCommands.Contains(words[1])
            ? ["this is no command of dotnet that is known"]
            : words[1] switch
            {
                "new" => New(words),
                "add" => Add(words),
                "nuget" => NuGet(words),
                _ => Build(words),
            };
    }

    private static IEnumerable<string> New(string[] words)
    {
        string name = words.ElementAtOrDefault(2) ?? "";
        if (name is "install" or "uninstall")
        {
            string package = (words.ElementAtOrDefault(3) ?? "").Split("::")[0].Split('@')[0];
            return Repository.Packages.Contains(package) ? [] : [$"there is no package {package}"];
        }

        return SdkTemplates.Contains(name) || OurTemplates().Contains(name) ? [] : [$"there is no template {name}"];
    }

    private static IEnumerable<string> OurTemplates() => Directory
        .GetFiles(Repository.PathOf("src/CompiledNet.Templates"), "template.json", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        .SelectMany(file => ShortName().Matches(File.ReadAllText(file)))
        .SelectMany(match => Quoted().Matches(match.Groups[1].Value).Select(name => name.Groups[1].Value));

    private static IEnumerable<string> Add(string[] words)
    {
        int index = Array.IndexOf(words, "package");
        string name = index > 0 ? words.ElementAtOrDefault(index + 1) ?? "" : "";
        return Repository.Packages.Contains(name) ? [] : [$"there is no package {name}"];
    }

    private static IEnumerable<string> NuGet(string[] words) => words is [_, _, "add" or "remove", "source", _, ..]
        ? []
        : ["this is no command of dotnet nuget that is known"];

    private static IEnumerable<string> Build(string[] words)
    {
        int end = Array.IndexOf(words, "--");
        string[] own = end < 0 ? words : words[..end];
        int option = Array.IndexOf(own, "--project");
        string? project = option > 0 ? own.ElementAtOrDefault(option + 1) : own.Skip(2).FirstOrDefault(word => word.StartsWith("tests/", StringComparison.Ordinal) || word.StartsWith("samples/", StringComparison.Ordinal));
        if (project is null)
        {
            return end < 0 ? [] : ["options, but no project they could be of"];
        }

        string folder = Repository.PathOf(project);
        if (!Directory.Exists(folder) || Directory.GetFiles(folder, "*.csproj").Length != 1)
        {
            return [$"there is no project in {project}"];
        }

        if (end < 0)
        {
            return [];
        }

        string code = string.Join('\n', Repository.Files(folder, "*.cs").Concat(Repository.Files(Repository.PathOf("samples/Shared"), "*.cs")).Select(Repository.Read));
        return words[(end + 1)..]
            .Select(word => word.TrimStart('[').TrimEnd(']'))
            .Where(word => word.StartsWith("--", StringComparison.Ordinal) && word != "--help" && !code.Contains(word, StringComparison.Ordinal))
            .Select(word => $"{project} has no option {word}");
    }

    [GeneratedRegex(@"(^|\s)#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\s>\s*\S+")]
    private static partial Regex Redirect();

    [GeneratedRegex(@"^[A-Z_0-9]+=")]
    private static partial Regex Setting();

    [GeneratedRegex("\"shortName\"\\s*:\\s*(\"[^\"]*\"|\\[[^\\]]*\\])")]
    private static partial Regex ShortName();

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex Quoted();
}
