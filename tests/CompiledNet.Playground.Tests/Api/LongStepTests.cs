using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace CompiledNet.Playground.Tests.Api;

/// <summary>Steps that take seconds: a thousand of a large network at the largest batch.</summary>
public class LongStepTests(PlaygroundServer server) : IClassFixture<PlaygroundServer>
{
    private static readonly object Large = new
    {
        problem = "digits",
        hidden = new[] { new { neurons = 64, activation = "Sigmoid" }, new { neurons = 64, activation = "Sigmoid" } },
        batchSize = 1000,
        learningRate = 0.01,
    };

    [Fact]
    public async Task Other_requests_are_answered_meanwhile()
    {
        JsonElement session = await server.CreateAsync(Large);
        Task<(HttpStatusCode Status, string Text)> steps = server.TryAsync("POST", $"{Path(session)}/step", """{"steps":1000}""");
        await StartedAsync(session);
        Assert.False(steps.IsCompleted);
        JsonElement again = await server.SendAsync("POST", $"{Path(session)}/reset");
        Assert.Equal(0, again.GetProperty("frame").GetProperty("step").GetInt64());
        (HttpStatusCode status, string text) = await steps;
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("of 1000 steps", text, StringComparison.Ordinal);
        Assert.Equal(0, await StepAsync(session));
        await server.RemoveAsync(session);
    }

    [Fact]
    public async Task They_end_when_nobody_waits_for_them()
    {
        JsonElement session = await server.CreateAsync(Large);
        using CancellationTokenSource gone = new();
        Task<HttpResponseMessage> steps = server.Client.PostAsJsonAsync($"{Path(session)}/step", new { steps = 1000 }, gone.Token);
        await StartedAsync(session);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => steps);

        // Whose turn comes next has it when the steps have ended.
        JsonElement one = await server.SendAsync("POST", $"{Path(session)}/step", new { steps = 1 });
        Assert.InRange(one.GetProperty("frame").GetProperty("step").GetInt64(), 2, 999);
        await server.RemoveAsync(session);
    }

    private async Task StartedAsync(JsonElement session)
    {
        while (await StepAsync(session) == 0)
        {
            await Task.Delay(5);
        }
    }

    private async Task<long> StepAsync(JsonElement session) => (await server.SendAsync("GET", Path(session))).GetProperty("frame").GetProperty("step").GetInt64();

    private static string Path(JsonElement session) => $"/api/sessions/{PlaygroundServer.Id(session)}";
}
