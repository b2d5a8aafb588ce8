using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CompiledNet.Playground.Sessions;

namespace CompiledNet.Playground.Tests.Api;

public sealed class LifetimeTests : IAsyncLifetime
{
    private static readonly object Clouds = new { problem = "gaussian", hidden = Array.Empty<object>() };

    private readonly PlaygroundServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_session_that_nobody_looks_at_is_paused_then_removed()
    {
        JsonElement session = await _server.CreateAsync(Clouds);
        string path = $"/api/sessions/{PlaygroundServer.Id(session)}";
        await _server.SendAsync("POST", path + "/play");
        _server.Time.Advance(Limits.PauseAfter - TimeSpan.FromSeconds(1));
        await _server.Store.SweepAsync();
        Assert.True(await IsRunningAsync());
        _server.Time.Advance(Limits.PauseAfter + TimeSpan.FromSeconds(1));
        await _server.Store.SweepAsync();
        Assert.False(await IsRunningAsync());
        _server.Time.Advance(Limits.RemoveAfter - TimeSpan.FromSeconds(1));
        await _server.Store.SweepAsync();
        Assert.False(await IsRunningAsync());
        _server.Time.Advance(Limits.RemoveAfter);
        await _server.Store.SweepAsync();
        Assert.Equal(HttpStatusCode.NotFound, (await _server.TryAsync("GET", path, null)).Status);

        async Task<bool> IsRunningAsync() => (await _server.SendAsync("GET", path)).GetProperty("running").GetBoolean();
    }

    [Fact]
    public async Task A_session_with_a_stream_stays()
    {
        JsonElement session = await _server.CreateAsync(Clouds);
        using EventReader events = await EventReader.OpenAsync(_server, session);
        Assert.NotNull(await events.NextAsync("session"));
        await _server.SendAsync("POST", $"/api/sessions/{PlaygroundServer.Id(session)}/play");
        _server.Time.Advance(Limits.RemoveAfter * 2);
        await _server.Store.SweepAsync();
        Assert.True((await _server.SendAsync("GET", $"/api/sessions/{PlaygroundServer.Id(session)}")).GetProperty("running").GetBoolean());
    }

    [Fact]
    public async Task There_are_no_more_sessions_than_allowed_and_the_oldest_idle_one_makes_room()
    {
        List<JsonElement> sessions = [];
        for (int i = 0; i < Limits.Sessions; i++)
        {
            sessions.Add(await _server.CreateAsync(Clouds));
            _server.Time.Advance(Limits.PauseAfter / (2 * Limits.Sessions));
        }

        (HttpStatusCode status, string text) = await _server.TryAsync("POST", "/api/sessions", """{"problem":"gaussian","hidden":[]}""");
        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.Contains("16", text, StringComparison.Ordinal);
        using EventReader first = await EventReader.OpenAsync(_server, sessions[0]);
        _server.Time.Advance(Limits.PauseAfter);
        sessions.Add(await _server.CreateAsync(Clouds));
        Assert.Equal(Limits.Sessions, _server.Store.Count);
        Assert.Equal(HttpStatusCode.OK, (await _server.TryAsync("GET", $"/api/sessions/{PlaygroundServer.Id(sessions[0])}", null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await _server.TryAsync("GET", $"/api/sessions/{PlaygroundServer.Id(sessions[1])}", null)).Status);
    }

    [Fact]
    public async Task A_session_has_no_more_streams_than_allowed()
    {
        JsonElement session = await _server.CreateAsync(Clouds);
        List<EventReader> readers = [];
        for (int i = 0; i < Limits.StreamsOfASession; i++)
        {
            readers.Add(await EventReader.OpenAsync(_server, session));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await _server.TryAsync("GET", $"/api/sessions/{PlaygroundServer.Id(session)}/events", null)).Status);
        readers.ForEach(reader => reader.Dispose());
    }

    [Fact]
    public async Task The_code_of_networks_that_nobody_has_goes_away()
    {
        WeakReference context = await UseNetworkAsync();
        for (int i = 0; i < 9; i++)
        {
            JsonElement session = await _server.CreateAsync(new { problem = "gaussian", hidden = new[] { new { neurons = 1, activation = Enum.GetNames<Activation>()[i] } } });
            await _server.RemoveAsync(session);
        }

        for (int i = 0; i < 300 && context.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(20);
        }

        Assert.False(context.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> UseNetworkAsync()
    {
        JsonElement session = await _server.CreateAsync(new { problem = "xor", hidden = new[] { new { neurons = 3, activation = "Sigmoid" } } });
        string path = $"/api/sessions/{PlaygroundServer.Id(session)}";
        using (EventReader events = await EventReader.OpenAsync(_server, session))
        {
            await _server.SendAsync("POST", path + "/play");
            Assert.NotNull(await events.NextAsync("frame", frame => frame.GetProperty("step").GetInt64() > 10));
        }

        WeakReference context = await _server.Store.Get(PlaygroundServer.Id(session)).UseAsync(work => work.Type.Watch(), CancellationToken.None);
        Assert.True(context.IsAlive);
        await _server.RemoveAsync(session);
        return context;
    }
}
