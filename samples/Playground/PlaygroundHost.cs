using System.Net;
using CompiledNet.Playground.Compiling;
using CompiledNet.Playground.Data;
using CompiledNet.Playground.Endpoints;
using CompiledNet.Playground.Sessions;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CompiledNet.Playground;

/// <summary>Puts the server together.</summary>
internal static class PlaygroundHost
{
    private static readonly TimeSpan ShutdownTime = TimeSpan.FromSeconds(1);

    /// <summary>The server, not started yet.</summary>
    /// <param name="args">The command line.</param>
    /// <exception cref="ArgumentException">The command line says something else than expected.</exception>
    /// <exception cref="IOException">The data is not there.</exception>
    /// <exception cref="InvalidDataException">The data is damaged.</exception>
    public static WebApplication Create(string[] args) => Create(PlaygroundOptions.Parse(args), TimeProvider.System);

    /// <summary>The server, with a clock for what happens to sessions that nobody looks at.</summary>
    public static WebApplication Create(PlaygroundOptions options, TimeProvider time)
    {
        // Digits are drawn when they are needed; data that was asked for and is not there is an error at once.
        Lazy<DigitData> digits = options.Data is null ? new(() => DigitData.Load(null)) : new(DigitData.Load(options.Data));

        // Neither the command line nor the environment can make it listen to anybody else.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = Directory.Exists(options.Page) ? Path.GetFullPath(options.Page) : null,
        });
        builder.Logging.AddConsole().SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None); // Program says why it does not start
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Limits.BodyBytes;
            if (options.Port == 0)
            {
                kestrel.Listen(IPAddress.Loopback, 0);
            }
            else
            {
                kestrel.ListenLocalhost(options.Port);
            }
        });

        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTime);
        builder.Services.AddResponseCompression(compression => compression.MimeTypes = ["text/html", "text/css", "text/javascript", "image/svg+xml"]);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton<NetworkCache>();
        builder.Services.AddSingleton<TrainingShare>();
        builder.Services.AddSingleton(digits);
        builder.Services.AddSingleton<WorkFactory>();
        builder.Services.AddSingleton<SessionStore>();
        builder.Services.AddHostedService<Housekeeping>();

        WebApplication app = builder.Build();
        app.UseLocalOnly();
        app.UseErrors();
        app.UseResponseCompression();
        app.UseDefaultFiles();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = context => context.Context.Response.Headers.CacheControl = "no-cache" });
        app.UseRouting();
        app.MapCatalog();
        app.MapSessions();
        app.MapTraining();
        app.MapProbes();
        app.MapEvents();
        app.MapTour();
        return app;
    }

    /// <summary>The address of a server that has started.</summary>
    public static string AddressOf(WebApplication app)
    {
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return FormattableString.Invariant($"http://localhost:{new Uri(address).Port}");
    }
}
