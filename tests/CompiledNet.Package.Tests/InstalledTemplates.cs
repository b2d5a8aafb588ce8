using System.Diagnostics;

namespace CompiledNet.Package.Tests;

/// <summary>The packed templates, installed where only these tests see them.</summary>
internal sealed class InstalledTemplates
{
    private readonly ConsumerFolder _folder;
    private readonly string _hive;

    public InstalledTemplates(PackedPackages packages)
    {
        _folder = packages.Consumers;
        _hive = _folder.PathOf(".hive");
        DotNet.Run(_folder.PathOf("."), "new", "install", Path.Combine(packages.Feed, $"CompiledNet.Templates.{packages.Version}.nupkg"), "--debug:custom-hive", _hive);
    }

    /// <summary>The installed templates, as the command lists them.</summary>
    public string List() => DotNet.Run(_folder.PathOf("."), "new", "list", "--author", "CompiledNet", "--debug:custom-hive", _hive);

    /// <summary>Makes a project of a template, in a folder of its name.</summary>
    public void Create(string template, string name, params string[] options)
    {
        string folder = _folder.PathOf(name);
        DotNet.Run(_folder.PathOf("."), ["new", template, "--name", name, "--output", folder, "--no-restore", "--debug:custom-hive", _hive, .. options]);
    }

    /// <summary>Starts a program, to be read from and stopped.</summary>
    public static Process Start(string folder, params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
}
