using System.Reflection;

namespace CompiledNet.Package.Tests;

/// <summary>What packages are made of, copied to a folder of its own: packing leaves the checkout alone, and depends on nothing built there.</summary>
internal static class SourceCopy
{
    /// <summary>The commit and the address that the copy seems to be a clone of; nothing asks for them.</summary>
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";
    public const string Address = "https://github.com/nobody/compilednet";

    /// <summary>The checkout of these tests, ending in a separator.</summary>
    public static string Repository { get; } = Metadata("Repository");

    public static string Metadata(string key) =>
        Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;

    public static void Make(string folder)
    {
        IEnumerable<string> files = Directory.GetFiles(Repository, "*.props").Append(Path.Combine(Repository, "global.json"))
            .Append(Path.Combine(Repository, ".editorconfig")).Concat(Sources("src")).Concat(Sources("generator"));
        foreach (string file in files)
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(Repository, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        // All that the build reads of a clone.
        Directory.CreateDirectory(Path.Combine(folder, ".git", "objects"));
        Directory.CreateDirectory(Path.Combine(folder, ".git", "refs"));
        File.WriteAllText(Path.Combine(folder, ".git", "HEAD"), Commit + "\n");
        File.WriteAllText(Path.Combine(folder, ".git", "config"), $"[core]\n\trepositoryformatversion = 0\n[remote \"origin\"]\n\turl = {Address}.git\n");
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository, folder), "*", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Repository, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
}
