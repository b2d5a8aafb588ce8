using System.IO.Compression;
using System.Text;

namespace CompiledNet.Package.Tests;

/// <summary>Projects of every kind, those in the readmes and those of the templates: restored and built in one go, each once in a configuration.</summary>
internal sealed class BuiltConsumers
{
    /// <summary>Names of projects made of templates, of which some are no names in C#.</summary>
    public const string Console = "1 odd-name.Größe";
    public const string Keyword = "new.class";
    public const string Native = "Native";
    public const string Web = "web.app-7";
    public const string Worker = "train er";

    private readonly ConsumerFolder _folder;

    public BuiltConsumers(PackedPackages packages)
    {
        _folder = packages.Consumers;
        string[] kinds = [.. Programs.WriteAll(_folder)];
        Runnable = [.. kinds.Where(name => !name.Contains("Library", StringComparison.Ordinal))];
        string[] others = [.. Readmes(packages), .. Programs.WriteOthers(_folder)];
        Templates = new InstalledTemplates(packages);
        Templates.Create("compilednet", Console);
        Templates.Create("compilednet", Keyword);
        Templates.Create("compilednet", Native, "--aot");
        Templates.Create("compilednet-web", Web);
        Templates.Create("compilednet-worker", Worker);
        _folder.Build(
        [
            .. kinds.Select(name => (name, (string[])["Debug", "Release"])),
            .. others.Concat([Console, Keyword, Web, Worker]).Select(name => (name, (string[])["Release"])),
        ]);
    }

    /// <summary>The programs that print the same number.</summary>
    public IReadOnlyList<string> Runnable { get; }

    public InstalledTemplates Templates { get; }

    public string Folder(string project) => _folder.PathOf(project);

    public string Assembly(string project) => _folder.PathOf($"{project}/bin/Release/net10.0/{project}.dll");

    public string Run(string configuration, string project) => _folder.Run(configuration, project);

    /// <summary>Each package alone, the extensions too: the generator comes with them. The program is what the package's own readme shows.</summary>
    private IEnumerable<string> Readmes(PackedPackages packages)
    {
        foreach (string id in PackedPackages.Libraries)
        {
            using ZipArchive package = packages.Open(id);
            string readme = Encoding.UTF8.GetString(PackedPackages.Bytes(package, "README.md"));
            int start = readme.IndexOf("```csharp\n", StringComparison.Ordinal) + "```csharp\n".Length;
            string program = readme[start..readme.IndexOf("```", start, StringComparison.Ordinal)];
            string project = "Readme" + id.Replace(".", "", StringComparison.Ordinal);
            _folder.AddProject(project, program, id, properties: "<OutputType>Exe</OutputType>");
            yield return project;
        }
    }
}
