using System.Diagnostics;
using System.Reflection;

namespace CompiledNet.Package.Tests;

/// <summary>
/// The packages that the templates need, packed once into a folder with a version that no other folder has, and the templates installed from there
/// where only these tests see them.
/// </summary>
public sealed class TemplatesFeed : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private readonly string _hive;

    public TemplatesFeed()
    {
        Folder = Directory.CreateTempSubdirectory("CompiledNet.Templates.").FullName;
        _hive = Path.Combine(Folder, "hive");
        Version = "0.1.0-test." + Guid.NewGuid().ToString("N")[..8];
        string feed = Directory.CreateDirectory(Path.Combine(Folder, "feed")).FullName;
        File.WriteAllText(Path.Combine(Folder, "nuget.config"), $"""
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="packages" />
              </config>
              <packageSources>
                <add key="packed" value="{feed}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="user" value="{UsersPackages()}" />
              </fallbackPackageFolders>
            </configuration>
            """);

        // The version of the packages alone: the libraries in them stay as they are built.
        string configuration = typeof(TemplatesFeed).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        foreach (string project in new[] { "CompiledNet", "CompiledNet.Extensions.Logging", "CompiledNet.Templates" })
        {
            DotNet(Repository, "pack", Path.Combine("src", project), "-c", configuration, "-o", feed, $"-p:PackageVersion={Version}", "-v", "q");
        }

        Installed = DotNet(Folder, "new", "install", Path.Combine(feed, $"CompiledNet.Templates.{Version}.nupkg"), "--debug:custom-hive", _hive);
    }

    /// <summary>Where projects are made.</summary>
    public string Folder { get; }

    /// <summary>The version of the packages.</summary>
    public string Version { get; }

    /// <summary>What the installation of the templates printed.</summary>
    public string Installed { get; }

    private static string Repository => Path.GetFullPath(Path.Combine(
        typeof(TemplatesFeed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ProjectDirectory").Value!, "..", ".."));

    /// <summary>Makes a project of a template, in a folder of its name.</summary>
    /// <returns>The folder.</returns>
    public string Create(string template, string name, params string[] options)
    {
        string folder = Path.Combine(Folder, name);
        DotNet(Folder, ["new", template, "--name", name, "--output", folder, "--no-restore", "--debug:custom-hive", _hive, .. options]);
        return folder;
    }

    /// <summary>Builds a project in Release, where every warning is an error.</summary>
    /// <returns>The assembly, named as the folder.</returns>
    public static string Build(string folder)
    {
        DotNet(folder, "build", "-c", "Release", "-warnaserror", "-p:TreatWarningsAsErrors=true", "-p:NuGetAudit=false", "-v", "q");
        string assembly = Path.Combine(folder, "bin", "Release", "net10.0", Path.GetFileName(folder) + ".dll");
        Assert.True(File.Exists(assembly), $"There is no {assembly}.");
        return assembly;
    }

    /// <summary>Runs the command to its end; it has to succeed.</summary>
    /// <returns>What it printed.</returns>
    public static string DotNet(string folder, params string[] arguments)
    {
        using Process process = Start(folder, arguments);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"dotnet {string.Join(' ', arguments)} has not ended after {Limit}.");
        }

        string printed = output.Result + errors.Result;
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)} in {folder} ended with {process.ExitCode}:\n{printed}");
        return printed;
    }

    /// <summary>Starts the command, in English and without what the test's own host told MSBuild.</summary>
    public static Process Start(string folder, params string[] arguments)
    {
        ProcessStartInfo info = new("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string variable in info.Environment.Keys.Where(key => key.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || key is "NUGET_PACKAGES").ToArray())
        {
            info.Environment.Remove(variable);
        }

        info.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        info.Environment["DOTNET_NOLOGO"] = "1";
        info.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";

        // Processes that stay would keep the pipes open, and the folder in use.
        info.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        return Process.Start(info)!;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string UsersPackages() => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}

/// <summary>By itself, as it builds in the folders of the repository.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TemplatesCollection : ICollectionFixture<TemplatesFeed>
{
    public const string Name = "Templates";
}
