namespace CompiledNet.Package.Tests;

/// <summary>A folder outside of any checkout for projects that know CompiledNet as packages only.</summary>
/// <remarks>
/// Packages of others come from the user's package folder, if they are there, else from the user's sources. Those under test are put into a package
/// folder of this one's own first, from the feed alone, when they are packed: no other source is ever asked for them.
/// </remarks>
internal sealed class ConsumerFolder
{
    private readonly string _folder;
    private readonly string _version;

    public ConsumerFolder(string folder, PackedPackages packages)
    {
        (_folder, _version) = (folder, packages.Version);
        Write("Directory.Build.targets", "<Project />");
        Write("Directory.Packages.props", "<Project />");
        Write(".editorconfig", "root = true\n");
        File.Copy(Path.Combine(SourceCopy.Repository, "global.json"), Path.Combine(folder, "global.json"));
        Write("Directory.Build.props", $"""
            <Project>
              <PropertyGroup>
                <RestorePackagesPath>{Path.Combine(folder, ".packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{SourceCopy.Metadata("PackageFolder")}</RestoreFallbackFolders>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
            </Project>
            """);

        string downloads = string.Concat(PackedPackages.Libraries.Select(name => $"""<PackageDownload Include="{name}" Version="[{_version}]" />"""));
        Write("first/first.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework><RestoreSources>{packages.Feed}</RestoreSources></PropertyGroup>
              <ItemGroup>{downloads}</ItemGroup>
            </Project>
            """);
    }

    public string PathOf(string file) => Path.Combine(_folder, file);

    public void Write(string file, string text)
    {
        string path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Writes a project of net10.0, with nullable and warnings as errors.</summary>
    public void AddProject(string name, string program, string package, string sdk = "Microsoft.NET.Sdk", string properties = "", string items = "", bool versionIsCentral = false, string extension = "cs")
    {
        string version = versionIsCentral ? "" : $"""Version="{_version}" """;
        string reference = package.Length == 0 ? "" : $"""<PackageReference Include="{package}" {version}/>""";
        if (versionIsCentral)
            Write($"{name}/Directory.Packages.props", $"""<Project><ItemGroup><PackageVersion Include="{package}" Version="{_version}" /></ItemGroup></Project>""");

        Write($"{name}/{name}.{extension}proj", $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                {reference}
                {items}
              </ItemGroup>
            </Project>
            """);
        Write($"{name}/Program.{extension}", program);
    }

    /// <summary>Restores, then builds all together, as configurations want.</summary>
    public void Build(params IReadOnlyList<(string Project, string[] Configurations)> projects)
    {
        string restored = string.Join(';', projects.Select(project => ProjectFile(project.Project)));
        string built = string.Concat(projects.SelectMany(
            project => project.Configurations.Select(configuration => $"""<Built Include="{ProjectFile(project.Project)}" AdditionalProperties="Configuration={configuration}" />""")));
        Write("all.proj", $"""
            <Project>
              <ItemGroup><Restored Include="{restored}" />{built}</ItemGroup>
              <Target Name="Build">
                <MSBuild Projects="@(Restored)" Targets="Restore" Properties="Step=Restore" />
                <MSBuild Projects="@(Built)" Properties="TreatWarningsAsErrors=true" BuildInParallel="true" />
              </Target>
            </Project>
            """);
        DotNet.Run(_folder, DotNet.Build("msbuild", "all.proj", "-m", "-v:q"));
    }

    public (int Code, string Output) TryBuild(string project) => DotNet.TryRun(_folder, DotNet.Build("build", project, "-c", "Release", "-v:q"));

    public string Run(string configuration, string project) => DotNet.Run(PathOf(project), PathOf($"{project}/bin/{configuration}/net10.0/{project}.dll"));

    private string ProjectFile(string project) => $"{project}/{project}.{(File.Exists(PathOf($"{project}/{project}.vbproj")) ? "vb" : "cs")}proj";
}
