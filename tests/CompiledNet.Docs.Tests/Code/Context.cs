using System.Reflection;

namespace CompiledNet.Docs.Tests.Code;

/// <summary>What code blocks can go on from, by name: the regions of the files in the folder <c>Context</c>.</summary>
internal static class Context
{
    /// <summary>Stands in a region for the block itself, which is then in the middle of something.</summary>
    public const string Block = "// the block";

    private static readonly Dictionary<string, string> Regions = Read("Statements");

    /// <summary>The networks that blocks can use, as source.</summary>
    public static string Networks { get; } = Resource("Networks");

    public static IReadOnlyCollection<string> Names => Regions.Keys;

    public static string? Find(string name) => Regions.GetValueOrDefault(name);

    private static Dictionary<string, string> Read(string resource)
    {
        Dictionary<string, string> regions = [];
        string? name = null;
        foreach (string line in Resource(resource).Split('\n'))
        {
            if (line.StartsWith("#region ", StringComparison.Ordinal))
            {
                name = line["#region ".Length..].Trim();
                regions.Add(name, "");
            }
            else if (line.StartsWith("#endregion", StringComparison.Ordinal))
            {
                name = null;
            }
            else if (name is not null)
            {
                regions[name] += line + "\n";
            }
        }

        return regions;
    }

    private static string Resource(string name)
    {
        using StreamReader reader = new(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
