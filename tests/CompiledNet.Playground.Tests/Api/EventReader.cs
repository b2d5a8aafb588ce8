using System.Text.Json;

namespace CompiledNet.Playground.Tests.Api;

/// <summary>Reads a session's stream of events.</summary>
internal sealed class EventReader : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventReader(HttpResponseMessage response, Stream stream)
    {
        _response = response;
        _lines = new StreamReader(stream);
    }

    public static async Task<EventReader> OpenAsync(PlaygroundServer server, JsonElement session)
    {
        HttpResponseMessage response = await server.Client.GetAsync(
            $"/api/sessions/{PlaygroundServer.Id(session)}/events", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new EventReader(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next event of a kind that meets a condition; null when the stream ends.</summary>
    public async Task<JsonElement?> NextAsync(string kind, Func<JsonElement, bool>? condition = null)
    {
        using CancellationTokenSource end = new(Patience);
        string name = "";
        while (await _lines.ReadLineAsync(end.Token) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                name = line[7..];
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal) && name == kind)
            {
                JsonElement data = JsonDocument.Parse(line.AsMemory(6)).RootElement;
                if (condition is null || condition(data))
                {
                    return data;
                }
            }
        }

        return null;
    }

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }
}
