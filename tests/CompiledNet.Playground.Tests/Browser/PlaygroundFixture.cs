using System.Net;
using System.Net.Sockets;
using CompiledNet.Playground;
using CompiledNet.Playground.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;

namespace CompiledNet.Playground.Tests.Browser;

/// <summary>The playground's server, and a browser to visit it with; both once for all tests.</summary>
public sealed class PlaygroundFixture : IAsyncLifetime
{
    /// <summary>How long anything may take: long, as machines that run tests are busy. Nothing waits longer than it must.</summary>
    public const float Patience = 60_000;

    // Without these, Chromium asks its maker's servers for updates and the like.
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private WebApplication? _app;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where the server is.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Starts a server.</summary>
    /// <param name="port">Its port; 0 for any.</param>
    internal static async Task<WebApplication> StartServerAsync(int port)
    {
        string? folder = Environment.GetEnvironmentVariable(DigitData.FolderVariable);
        PlaygroundOptions options = new(port, string.IsNullOrEmpty(folder) ? null : folder, Path.Combine(AppContext.BaseDirectory, "wwwroot"));
        WebApplication app = PlaygroundHost.Create(options, TimeProvider.System);
        await app.StartAsync();
        return app;
    }

    /// <summary>A port that nobody listens on.</summary>
    internal static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async Task InitializeAsync()
    {
        if (Chromium.Find() is not { } executable)
        {
            return;
        }

        Assertions.SetDefaultExpectTimeout(Patience);
        _app = await StartServerAsync(0);
        Address = PlaygroundHost.AddressOf(_app);
        _playwright = await Microsoft.Playwright.Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = Arguments });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
    }

    /// <summary>A visitor with a fresh profile, who has opened the playground and waited until there is a network.</summary>
    internal async Task<Visit> VisitAsync(string path = "/", int width = 1280, int height = 800, ColorScheme colors = ColorScheme.Light, string? address = null)
    {
        IBrowserContext context = await _browser!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = colors });
        context.SetDefaultTimeout(Patience);
        Visit visit = new(context, await context.NewPageAsync(), address ?? Address);
        await visit.GoToAsync(path);
        return visit;
    }
}

/// <summary>All tests that share the server and the browser, one after the other: they would take each other's processors.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class BrowserCollection : ICollectionFixture<PlaygroundFixture>
{
    public const string Name = "Browser";
}
