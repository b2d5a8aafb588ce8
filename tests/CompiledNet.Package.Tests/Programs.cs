namespace CompiledNet.Package.Tests;

/// <summary>Programs of every kind of project, each of which trains a network and prints one number.</summary>
internal static class Programs
{
    private const string Network = """
        /// <summary>Exclusive or.</summary>
        [CompiledNetwork(2, 4, 1)]
        public sealed partial class XorNet;

        /// <summary>The answer that all programs print.</summary>
        public static class Trained
        {
            /// <summary>What a trained network makes of (0, 1).</summary>
            public static string Answer()
            {
                var data = new Dataset(inputs: new float[] { 0, 0, 0, 1, 1, 0, 1, 1 }, targets: new float[] { 0, 1, 1, 0 }, inputSize: 2, targetSize: 1);
                var net = new XorNet(seed: 1);
                net.Train(data, new TrainingOptions { Epochs = 2000, BatchSize = 4, Optimizer = new Sgd(2) { Momentum = 0.9 } });
                return net.Predict([0, 1])[0].ToString("R", System.Globalization.CultureInfo.InvariantCulture);
            }
        }
        """;

    /// <summary>The parameters' bits are the same in every program, configuration and machine, so this is, too.</summary>
    public const string Answer = "0.99386036";

    public static IEnumerable<string> WriteAll(ConsumerFolder folder)
    {
        foreach (bool implicitUsings in (bool[])[true, false])
        {
            string suffix = implicitUsings ? "Implicit" : "Explicit";
            string properties = $"<ImplicitUsings>{(implicitUsings ? "enable" : "disable")}</ImplicitUsings>";
            string program = properties + "<OutputType>Exe</OutputType>";

            folder.AddProject("Console" + suffix, Console(implicitUsings), "CompiledNet", properties: program);

            // A library's public members are documented, also those that are generated.
            string library = "Library" + suffix;
            folder.AddProject(library, "using CompiledNet;\n\nnamespace Models;\n\n" + Network, "CompiledNet",
                properties: properties + "<GenerateDocumentationFile>true</GenerateDocumentationFile>");
            folder.AddProject("User" + suffix, Using(implicitUsings, "System") + "Console.WriteLine(Models.Trained.Answer());\n", "",
                properties: program, items: $"""<ProjectReference Include="../{library}/{library}.csproj" />""");

            folder.AddProject("Worker" + suffix, Worker(implicitUsings), "CompiledNet", "Microsoft.NET.Sdk.Worker", properties,
                $"""<PackageReference Include="Microsoft.Extensions.Hosting" Version="{SourceCopy.Metadata("HostingVersion")}" />""");
            folder.AddProject("Web" + suffix, Web(implicitUsings), "CompiledNet", "Microsoft.NET.Sdk.Web", properties);
            foreach (string kind in (string[])["Console", "Library", "User", "Worker", "Web"])
                yield return kind + suffix;
        }
    }

    /// <summary>Projects with settings that generated code, or what the package adds to a build, might not stand.</summary>
    /// <returns>Their names.</returns>
    public static IEnumerable<string> WriteOthers(ConsumerFolder folder)
    {
        const string Small = "/// <summary>Exclusive or.</summary>\n[CompiledNet.CompiledNetwork(2, 4, 1)]\ninternal sealed partial class XorNet;\n";

        // Every rule of every analyzer is on, and a warning, which is an error.
        folder.AddProject("Strict", Small, "CompiledNet", properties: """
            <OutputType>Library</OutputType>
            <AnalysisMode>All</AnalysisMode>
            <EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>
            <GenerateDocumentationFile>true</GenerateDocumentationFile>
            <WarningLevel>9999</WarningLevel>
            <AssemblyName>Example.Strict</AssemblyName>
            <NoWarn>$(NoWarn);CA1812;CA1014;CA1016;CA1017;CA1812;IDE0210;IDE0160;IDE0161;IDE0073</NoWarn>
            """);
        folder.Write("Strict/.editorconfig", "root = true\n\n[*.cs]\ndotnet_analyzer_diagnostic.severity = warning\n");
        yield return "Strict";

        // Versions in one place, and locked.
        folder.AddProject("Central", Console(implicitUsings: false), "CompiledNet", properties: """
            <OutputType>Exe</OutputType>
            <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
            <RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>
            """, versionIsCentral: true);
        yield return "Central";

        // The generator is one for C# only; the library and what it adds to a build are for all.
        folder.AddProject("Basic", """
            Module Program
                Sub Main()
                    Console.WriteLine(New CompiledNet.Sgd(2).ToString())
                End Sub
            End Module
            """, "CompiledNet", properties: "<OutputType>Exe</OutputType><CompiledNetSummary>true</CompiledNetSummary>", extension: "vb");
        yield return "Basic";
    }

    public static string Console(bool implicitUsings) =>
        Using(implicitUsings, "System") + "using CompiledNet;\n\nConsole.WriteLine(Trained.Answer());\n\n" + Network;

    private static string Worker(bool implicitUsings) =>
        Using(implicitUsings, "System", "System.Threading", "System.Threading.Tasks", "Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting") + """
        using CompiledNet;

        HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService<Learner>();
        builder.Build().Run();

        internal sealed class Learner(IHostApplicationLifetime lifetime) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                string answer = await Task.Run(Trained.Answer, stoppingToken);
                lifetime.ApplicationStopped.Register(() => Console.WriteLine(answer));
                lifetime.StopApplication();
            }
        }


        """ + Network;

    /// <summary>It listens to a port that is free, asks itself, and ends.</summary>
    private static string Web(bool implicitUsings) =>
        Using(implicitUsings, "System", "System.Linq", "System.Net.Http", "Microsoft.AspNetCore.Builder", "Microsoft.Extensions.Logging", "Microsoft.AspNetCore.Hosting") + """
        using CompiledNet;

        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        await using WebApplication app = builder.Build();
        app.MapGet("/answer", () => Trained.Answer());
        await app.StartAsync();
        using HttpClient client = new();
        string answer = await client.GetStringAsync(new Uri(app.Urls.Single() + "/answer"));
        await app.StopAsync();
        Console.WriteLine(answer);


        """ + Network;

    private static string Using(bool isImplicit, params string[] namespaces) =>
        isImplicit ? "" : string.Concat(namespaces.Select(name => $"using {name};\n"));
}
