using System.Reflection;

namespace CompiledNet.Docs.Tests;

/// <summary>The files of the repository.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts"];

    public static string Root { get; } = Path.GetFullPath(Path.Combine(
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ProjectDirectory").Value!, "..", ".."));

    /// <summary>Every Markdown file, by its path from the root, with forward slashes.</summary>
    public static IReadOnlyList<string> MarkdownFiles { get; } = [.. Files(Root, "*.md").Order(StringComparer.Ordinal)];

    /// <summary>The names of the packages that come of the projects in <c>src</c>; those further down are templates.</summary>
    public static IReadOnlyList<string> Packages { get; } =
    [
        .. Directory.GetDirectories(Path.Combine(Root, "src")).SelectMany(folder => Directory.GetFiles(folder, "*.csproj"))
            .Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!,
    ];

    public static string PathOf(string relative) => Path.GetFullPath(Path.Combine(Root, relative));

    public static string Read(string relative) => File.ReadAllText(PathOf(relative)).ReplaceLineEndings("\n");

    /// <summary>The files below a folder that are kept in the repository: no build output, nothing hidden.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Concat(Directory.EnumerateDirectories(folder)
                .Where(inner => !Path.GetFileName(inner).StartsWith('.') && !NotOurs.Contains(Path.GetFileName(inner)))
                .SelectMany(inner => Files(inner, pattern)));
}
