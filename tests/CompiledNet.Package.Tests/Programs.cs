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
