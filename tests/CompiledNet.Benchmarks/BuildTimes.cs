using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CompiledNet.Benchmarks;

/// <summary>
/// What networks add to the time a build takes: whole builds of a program with none, one, ten and a hundred, and with a model of 10 MB compiled in;
/// the compiler's part of them; and of that, the generator's.
/// </summary>
internal static partial class BuildTimes
{
    private const int DefaultRounds = 3;

    /// <summary>Measures all programs, in turn, and prints the table. With <c>--out FOLDER</c> it goes to build.md in the folder, too; <c>--rounds N</c> other than three; <c>--warm</c> with the compiler server only.</summary>
    public static int Run(string[] arguments)
    {
        int rounds = DefaultRounds;
        if (arguments is ["--rounds", var number, ..] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out rounds) && rounds > 0)
        {
            arguments = arguments[2..];
        }

        bool withoutServer = true;
        if (arguments is ["--warm", ..])
        {
            (withoutServer, arguments) = (false, arguments[1..]);
        }

        if (arguments is not ([] or ["--out", _]))
        {
            Console.Error.WriteLine("Expected: build [--rounds N] [--warm] [--out FOLDER]");
            return 1;
        }

        string root = Root();
        string generator = Path.Combine(root, "generator", "CompiledNet.Generator", "bin", Configuration, "netstandard2.0");
        string folder = Directory.CreateTempSubdirectory("CompiledNet.Benchmarks").FullName;
        try
        {
            List<(BuildTimesProject Project, string Folder, string? Problem)> projects = [.. BuildTimesProject.All.Select((project, i) => Prepare(project, Path.Combine(folder, $"p{i}"), generator))];
            Table warm = Measure("With the compiler server running", projects, server: true, rounds);
            string cold = withoutServer ? Measure("Without it (UseSharedCompilation=false): a compiler process for each build", projects, server: false, rounds).ToMarkdown() : "";
            string text = string.Join('\n',
            [
                "# Build times", "", .. Machine.Describe().Take(3).Select(line => line + "  "), Machine.Load() ?? "", "",
                "`dotnet build --no-restore --no-incremental -c Release` of a program of one file against the built libraries, with the generator as an analyzer: whole",
                $"builds and, in them, the compiler's task; seconds, least and median of {rounds}, the programs in turn. *CPU* is the processor time of the whole build",
                "with its child processes, without the compiler server's, least. *Generator* is its time as the compiler reports it, of one build.",
                "", warm.ToMarkdown(), cold,
            ]);
            Console.WriteLine(text);
            if (arguments is ["--out", var output])
            {
                File.WriteAllText(Path.Combine(output, "build.md"), text.ReplaceLineEndings("\n").TrimEnd() + "\n");
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name;

    // tests/CompiledNet.Benchmarks/bin/Release/net10.0
    private static string Root() => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "..", ".."));

    private static (BuildTimesProject Project, string Folder, string? Problem) Prepare(BuildTimesProject project, string folder, string generator)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), project.Source);
        IEnumerable<string> libraries = Directory.EnumerateFiles(generator, "*.dll").Concat([.. GoogleProtobuf()]).DistinctBy(Path.GetFileName);
        File.WriteAllText(Path.Combine(folder, "App.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{typeof(Dataset).Assembly.Location}" />
                {string.Join("\n    ", libraries.Select(library => $"<Analyzer Include=\"{library}\" />"))}
                <AdditionalFiles Include="*.safetensors" />
              </ItemGroup>
            </Project>
            """);
        if (project.ModelBytes > 0)
        {
            new LargeModel(1).Save(Path.Combine(folder, BuildTimesProject.ModelFile));
        }

        Build.Run(folder, ["restore"]);
        try
        {
            Build.Run(folder, ["build", "--no-restore", "-c", "Release"]);
            return (project, folder, null);
        }
        catch (InvalidOperationException exception)
        {
            return (project, folder, exception.Message.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal))?.Trim() ?? "does not build");
        }
    }

    // Beside the benchmarks, which need it for a peer.
    private static IEnumerable<string> GoogleProtobuf() => Directory.EnumerateFiles(AppContext.BaseDirectory, "Google.Protobuf.dll");

    private static Table Measure(string title, List<(BuildTimesProject Project, string Folder, string? Problem)> projects, bool server, int rounds)
    {
        string[] command = ["build", "--no-restore", "--no-incremental", "-c", "Release", server ? "-p:UseSharedCompilation=true" : "-p:UseSharedCompilation=false"];
        Dictionary<string, List<Build>> builds = projects.ToDictionary(project => project.Folder, _ => new List<Build>());

        // The first round starts the server, and brings the files into the system's cache.
        for (int round = -1; round < rounds; round++)
        {
            foreach ((_, string folder, _) in projects.Where(project => project.Problem is null))
            {
                Build build = Build.Run(folder, [.. command, "-clp:PerformanceSummary"]);
                if (round >= 0)
                {
                    builds[folder].Add(build);
                }
            }
        }

        Table table = new(title, "program", "build", "added", "compiler", "added", "CPU", "added", "generator");
        List<Build> none = builds[projects[0].Folder];
        foreach ((BuildTimesProject project, string folder, string? problem) in projects)
        {
            if (problem is not null)
            {
                table.Add(project.Name, problem, "", "", "", "", "", "");
                continue;
            }

            List<Build> own = builds[folder];
            double generator = Build.Run(folder, [.. command, "-p:ReportAnalyzer=true", "-v:d"]).Generator;
            table.Add(
                project.Name, Both(own, build => build.Seconds), Added(own, none, build => build.Seconds), Both(own, build => build.Compiler),
                Added(own, none, build => build.Compiler), Text(own.Min(build => build.Processor)), Added(own, none, build => build.Processor), Text(generator));
        }

        return table;
    }

    private static string Both(List<Build> builds, Func<Build, double> value) =>
        $"{Text(builds.Min(value))}, {Text(StartupSpeed.Median(builds.Select(value)))}";

    private static string Added(List<Build> builds, List<Build> none, Func<Build, double> value) =>
        ReferenceEquals(builds, none) ? "" : Text(builds.Min(value) - none.Min(value));

    private static string Text(double seconds) => double.IsNaN(seconds) ? "-" : seconds.ToString("F2", CultureInfo.InvariantCulture);

    /// <summary>One build, in seconds; what is unknown is NaN.</summary>
    /// <param name="Seconds">From start to end.</param>
    /// <param name="Compiler">The compiler's task in it.</param>
    /// <param name="Processor">The processor time, with that of child processes.</param>
    /// <param name="Generator">The generator's part, where it was asked for.</param>
    private sealed partial record Build(double Seconds, double Compiler, double Processor, double Generator)
    {
        /// <exception cref="InvalidOperationException">The build fails.</exception>
        public static Build Run(string folder, string[] arguments)
        {
            // The shell knows of the processor time of children.
            bool hasShell = File.Exists("/bin/bash");
            ProcessStartInfo info = hasShell
                ? new("/bin/bash", ["-c", "TIMEFORMAT='processor %U %S'; time dotnet \"$@\"", "dotnet", .. arguments])
                : new("dotnet", arguments);
            info.WorkingDirectory = folder;
            info.RedirectStandardOutput = true;
            info.RedirectStandardError = hasShell;
            info.Environment["MSBUILDDISABLENODEREUSE"] = "1";
            info.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
            Stopwatch watch = Stopwatch.StartNew();
            using Process process = Process.Start(info)!;
            Task<string> errors = hasShell ? process.StandardError.ReadToEndAsync() : Task.FromResult("");
            string printed = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            double seconds = watch.Elapsed.TotalSeconds;
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} failed:\n{printed}{errors.Result}");
            }

            Match processor = ProcessorLine().Match(errors.Result);
            return new Build(
                seconds, Number(CompilerLine().Match(printed), 1) / 1000, Number(processor, 1) + Number(processor, 2), Number(GeneratorLine().Match(printed), 1));
        }

        private static double Number(Match match, int group) => match.Success ? double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : double.NaN;

        [GeneratedRegex(@"([0-9]+) ms +Csc +1 calls")]
        private static partial Regex CompilerLine();

        [GeneratedRegex(@"processor ([0-9.]+) ([0-9.]+)")]
        private static partial Regex ProcessorLine();

        [GeneratedRegex(@"([0-9.]+) +<?[0-9]+ +CompiledNet\.Generator\.NetworkGenerator")]
        private static partial Regex GeneratorLine();
    }
}
