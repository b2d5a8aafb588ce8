using System;
using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Model;

namespace CompiledNet.Generator.Files;

/// <summary>What a search came to: the file, or in words why there is none.</summary>
/// <param name="File">The file, read; null where there is none to be used.</param>
/// <param name="Problem">Why there is none, to follow the path in a message: <c>is not among ...</c>; null where there is one.</param>
internal readonly record struct BuildFileFound(BuildFile? File, string? Problem);

/// <summary>Finds the additional file that an attribute means by the end of its path.</summary>
internal static class BuildFileSearch
{
    private const int Shown = 5;

    /// <param name="files">The project's additional files.</param>
    /// <param name="path">The file's name, with as many of its folders as it takes; with slashes of either kind, in upper or lower case.</param>
    public static BuildFileFound Find(EquatableArray<BuildFile> files, string path)
    {
        string[] wanted = Segments(path);
        if (wanted.Length == 0)
        {
            return new BuildFileFound(null, "names no file");
        }

        // A file that the project names twice is one file.
        BuildFile[] found =
        [
            .. files.Where(file => EndsWith(Segments(file.Path), wanted, StringComparison.OrdinalIgnoreCase))
                .GroupBy(file => string.Join("/", Segments(file.Path)), StringComparer.Ordinal).Select(group => group.First()),
        ];
        if (found.Length > 1 && found.Count(file => EndsWith(Segments(file.Path), wanted, StringComparison.Ordinal)) == 1)
        {
            found = [found.Single(file => EndsWith(Segments(file.Path), wanted, StringComparison.Ordinal))];
        }

        return found.Length switch
        {
            0 => new BuildFileFound(null, NotAmong(files, string.Join("/", wanted))),
            1 when found[0].Error is { } error => new BuildFileFound(null, $"cannot be read: {error.TrimEnd('.')}"),
            1 => new BuildFileFound(found[0], null),
            _ => new BuildFileFound(null, $"could be any of {List(found.Select(file => file.Path))}; write as many of the folders before the name as it takes to tell them apart"),
        };
    }

    private static string NotAmong(EquatableArray<BuildFile> files, string path)
    {
        string others = files.Count == 0 ? string.Empty : $" (those there are: {List(files.Select(file => file.Name))})";
        return $"is not among the project's additional files{others}; add <AdditionalFiles Include=\"{path}\" /> to an <ItemGroup> of the project file";
    }

    private static string List(IEnumerable<string> names)
    {
        string[] all = [.. names.Distinct(StringComparer.Ordinal).OrderBy(name => name, StringComparer.Ordinal)];
        string list = string.Join(", ", all.Take(Shown).Select(name => $"'{name}'"));
        return all.Length > Shown ? FormattableString.Invariant($"{list} and {all.Length - Shown} more") : list;
    }

    private static bool EndsWith(string[] path, string[] end, StringComparison comparison)
    {
        bool same = end.Length <= path.Length;
        for (int n = 1; same && n <= end.Length; n++)
        {
            same = string.Equals(path[path.Length - n], end[end.Length - n], comparison);
        }

        return same;
    }

    // The way up at the start of a path leads out of a folder whose name does not matter.
    private static string[] Segments(string path)
    {
        List<string> segments = [];
        foreach (string segment in path.Replace('\\', '/').Split('/'))
        {
            switch (segment)
            {
                case "" or ".":
                    break;
                case "..":
                    segments.RemoveRange(Math.Max(0, segments.Count - 1), Math.Min(1, segments.Count));
                    break;
                default:
                    segments.Add(segment);
                    break;
            }
        }

        return [.. segments];
    }
}
