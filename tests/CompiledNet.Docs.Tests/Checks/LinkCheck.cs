using CompiledNet.Docs.Tests.Markdown;

namespace CompiledNet.Docs.Tests.Checks;

/// <summary>Links to files of the repository and to headings lead somewhere.</summary>
internal static class LinkCheck
{
    public static IEnumerable<string> Problems(MarkdownFile file)
    {
        foreach ((int line, string link) in file.Links)
        {
            if (link.Contains("://", StringComparison.Ordinal) || link.StartsWith("mailto:", StringComparison.Ordinal))
            {
                continue;
            }

            string[] parts = link.Split('#', 2);
            string target = parts[0].Length == 0
                ? file.Path
                : Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Repository.PathOf(file.Path))!, parts[0]))).Replace('\\', '/');
            string full = Repository.PathOf(target);
            if (target != file.Path && !File.Exists(full) && !Directory.Exists(full))
            {
                yield return FormattableString.Invariant($"{file.Path}({line}): there is no {target}.");
            }
            else if (parts.Length == 2 && !(target == file.Path ? file : MarkdownFile.Load(target)).Anchors.Contains(parts[1]))
            {
                yield return FormattableString.Invariant($"{file.Path}({line}): {target} has no heading #{parts[1]}.");
            }
        }
    }
}
