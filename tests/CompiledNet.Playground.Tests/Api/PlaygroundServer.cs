using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CompiledNet.Playground;
using CompiledNet.Playground.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CompiledNet.Playground.Tests.Api;

/// <summary>A server of its own on a free port of this machine, with digits it draws itself.</summary>
public sealed class PlaygroundServer : IAsyncLifetime
{
    private WebApplication _app = null!;

    internal ManualTime Time { get; } = new();

    public HttpClient Client { get; private set; } = null!;

    public string Address { get; private set; } = "";

    internal SessionStore Store => _app.Services.GetRequiredService<SessionStore>();

    public async Task InitializeAsync()
    {
        _app = PlaygroundHost.Create(new PlaygroundOptions(0, null, Path.Combine(AppContext.BaseDirectory, "wwwroot")), Time);
        await _app.StartAsync();
        Address = PlaygroundHost.AddressOf(_app);
        Client = new HttpClient { BaseAddress = new Uri(Address.Replace("localhost", "127.0.0.1", StringComparison.Ordinal)), Timeout = TimeSpan.FromMinutes(2) };
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>A session; removed by the caller.</summary>
    public async Task<JsonElement> CreateAsync(object spec)
    {
        using HttpResponseMessage response = await Client.PostAsJsonAsync("/api/sessions", spec);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Created, text);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Sends a request that is expected to be met.</summary>
    public async Task<JsonElement> SendAsync(string method, string path, object? body = null)
    {
        (HttpStatusCode status, string text) = await TryAsync(method, path, body is null ? null : JsonSerializer.Serialize(body));
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.NoContent, $"{method} {path}: {status} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Sends any request.</summary>
    public async Task<(HttpStatusCode Status, string Text)> TryAsync(string method, string path, string? body, string contentType = "application/json")
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body);
            request.Content.Headers.ContentType = contentType.Length == 0 ? null : new(contentType);
        }

        using HttpResponseMessage response = await Client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task RemoveAsync(JsonElement session) => await SendAsync("DELETE", $"/api/sessions/{Id(session)}");

    /// <summary>The parameters of a session's network, bit for bit.</summary>
    public async Task<float[]> ParametersAsync(JsonElement session) =>
        await Store.Get(Id(session)).UseAsync(work => work.Learner.Network.Parameters.ToArray(), CancellationToken.None);

    public static string Id(JsonElement session) => session.GetProperty("id").GetString()!;
}
