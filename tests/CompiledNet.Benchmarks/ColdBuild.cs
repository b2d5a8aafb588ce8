using System.Diagnostics;
using System.Globalization;

namespace CompiledNet.Benchmarks;

/// <summary>What a network adds to the build of a small program: the same project with LeNet-5 and without, built in turn.</summary>
internal static class ColdBuild
{
    private const int Rounds = 3;

    private const string Network = """
        using CompiledNet;

        System.Console.WriteLine(new LeNet5().Predict(new float[784])[0]);

        [CompiledNetwork(Loss = Loss.CrossEntropy)]
        [Input(28, 28, 1)]
        [Conv2D(6, 5, Activation.ReLU)]
        [MaxPool2D(2)]
        [Conv2D(16, 5, Activation.ReLU)]
        [MaxPool2D(2)]
        [Flatten]
        [Dense(120, Activation.ReLU)]
        [Dense(84, Activation.ReLU)]
        [Dense(10, Activation.Softmax)]
        public sealed partial class LeNet5;
        """;

    private const string NoNetwork = "System.Console.WriteLine(CompiledNet.Activation.ReLU);";

    public static Table Measure()
    {
        Table table = new($"dotnet build --no-restore --no-incremental of a program of one file, seconds: least of {Rounds}", "program", "debug", "release");
        string? generator = Generator();
        if (generator is null)
        {
            table.Add("the generator's assembly was not found", "", "");
            return table;
        }

        string folder = Directory.CreateTempSubdirectory("CompiledNet.Benchmarks").FullName;
        try
        {
            (string Name, string Code)[] programs = [("without a network", NoNetwork), ("with LeNet-5", Network)];
            foreach ((string name, string code) in programs)
            {
                string project = Directory.CreateDirectory(Path.Combine(folder, name.Replace(' ', '-'))).FullName;
                File.WriteAllText(Path.Combine(project, "Program.cs"), code);
                File.WriteAllText(Path.Combine(project, "App.csproj"), Project(generator));
                Run(project, "restore");
            }

            double[,] least = new double[programs.Length, 2];
            for (int round = -1; round < Rounds; round++)
            {
                for (int configuration = 0; configuration < 2; configuration++)
                {
                    for (int program = 0; program < programs.Length; program++)
                    {
                        string project = Path.Combine(folder, programs[program].Name.Replace(' ', '-'));
                        double seconds = Run(project, "build", "--no-restore", "--no-incremental", "-c", configuration == 0 ? "Debug" : "Release");
                        least[program, configuration] = round <= 0 ? seconds : Math.Min(least[program, configuration], seconds);
                    }
                }
            }

            for (int program = 0; program < programs.Length; program++)
            {
                table.Add(programs[program].Name, Text(least[program, 0]), Text(least[program, 1]));
            }

            table.Add("what the network adds", Text(least[1, 0] - least[0, 0]), Text(least[1, 1] - least[0, 1]));
            return table;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Project(string generator) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
          </PropertyGroup>
          <ItemGroup>
            <Reference Include="{typeof(Dataset).Assembly.Location}" />
            <Analyzer Include="{generator}" />
          </ItemGroup>
        </Project>
        """;

    // tests/CompiledNet.Benchmarks/bin/Release/net10.0 -> generator/CompiledNet.Generator/bin/Release/netstandard2.0
    private static string? Generator()
    {
        DirectoryInfo output = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string? root = output.Parent?.Parent?.Parent?.Parent?.Parent?.FullName;
        string path = root is null ? "" : Path.Combine(root, "generator", "CompiledNet.Generator", "bin", output.Parent!.Name, "netstandard2.0", "CompiledNet.Generator.dll");
        return File.Exists(path) ? path : null;
    }

    private static double Run(string folder, params string[] arguments)
    {
        ProcessStartInfo info = new("dotnet", [.. arguments, "-v", "q"]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        Stopwatch watch = Stopwatch.StartNew();
        using Process process = Process.Start(info)!;
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? watch.Elapsed.TotalSeconds : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} failed: {printed}");
    }

    private static string Text(double seconds) => seconds.ToString("F2", CultureInfo.InvariantCulture);
}
