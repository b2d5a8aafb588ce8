using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace CompiledNet.Playground.Tests.Api;

public class TrainingTests(PlaygroundServer server) : IClassFixture<PlaygroundServer>
{
    private static readonly object Circle = new { problem = "circle", hidden = new[] { new { neurons = 4, activation = "Tanh" } }, learningRate = 0.5, seed = 3 };

    [Fact]
    public async Task Frames_arrive_and_the_cost_falls()
    {
        JsonElement session = await server.CreateAsync(Circle);
        string path = Path(session);
        using EventReader events = await EventReader.OpenAsync(server, session);
        JsonElement first = (await events.NextAsync("session"))!.Value;
        Assert.False(first.TryGetProperty("points", out _));
        double start = first.GetProperty("frame").GetProperty("testLoss").GetDouble();
        await server.SendAsync("POST", path + "/play");
        JsonElement? better = await events.NextAsync("frame", frame => frame.GetProperty("testLoss").GetDouble() < start / 2);
        Assert.NotNull(better);
        Assert.True(better.Value.GetProperty("running").GetBoolean());
        Assert.True(better.Value.GetProperty("step").GetInt64() > 0);
        Assert.All(better.Value.GetProperty("gradient").EnumerateArray(), norm => Assert.True(norm.GetDouble() > 0));
        await server.SendAsync("POST", path + "/pause");
        Assert.NotNull(await events.NextAsync("frame", frame => !frame.GetProperty("running").GetBoolean()));
        await server.RemoveAsync(session);
        Assert.Null(await events.NextAsync("none"));
    }

    [Fact]
    public async Task A_step_says_what_it_changed()
    {
        JsonElement session = await server.CreateAsync(Circle);
        float[] before = await server.ParametersAsync(session);
        JsonElement result = await server.SendAsync("POST", Path(session) + "/step", new { steps = 3 });
        float[] after = await server.ParametersAsync(session);
        float[] change = [.. after.Zip(before, (a, b) => a - b)];
        Assert.Contains(change, value => value != 0);
        Assert.Equal(3, result.GetProperty("frame").GetProperty("step").GetInt64());
        int offset = 0;
        foreach ((int weights, int bias, int layer) in new[] { (8, 4, 0), (4, 1, 1) })
        {
            float[] expected = change[offset..(offset + weights)];
            Assert.Equal(expected, MemoryMarshal.Cast<byte, float>(result.GetProperty("deltaWeights")[layer].GetBytesFromBase64()).ToArray());
            JsonElement nudge = result.GetProperty("nudges")[layer];
            Assert.Equal(layer + 1, nudge.GetProperty("layer").GetInt32());
            AssertNudge(expected, nudge.GetProperty("weights"));
            AssertNudge(change[(offset + weights)..(offset + weights + bias)], nudge.GetProperty("bias"));
            offset += weights + bias;
        }

        await server.RemoveAsync(session);
    }

    [Fact]
    public async Task A_frame_holds_the_weights()
    {
        JsonElement session = await server.CreateAsync(Circle);
        float[] parameters = await server.ParametersAsync(session);
        JsonElement weights = session.GetProperty("frame").GetProperty("weights")[0];
        float scale = weights.GetProperty("scale").GetSingle();
        sbyte[] data = [.. weights.GetProperty("data").GetBytesFromBase64().Select(value => (sbyte)value)];
        Assert.Equal([2, 4], weights.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()));
        Assert.Equal(parameters[..8].Max(Math.Abs), scale);
        Assert.All(data.Zip(parameters), pair => Assert.Equal(MathF.Round(127 * pair.Second / scale), pair.First));
        Assert.Equal(parameters[8..12], session.GetProperty("frame").GetProperty("bias")[0].EnumerateArray().Select(value => value.GetSingle()));
        await server.RemoveAsync(session);
    }

    [Fact]
    public async Task The_same_commands_give_the_same_bits()
    {
        JsonElement[] sessions = [await server.CreateAsync(Circle), await server.CreateAsync(Circle)];
        foreach (JsonElement session in sessions)
        {
            await server.SendAsync("POST", Path(session) + "/step", new { steps = 20 });
            await server.SendAsync("PATCH", Path(session) + "/settings", new { optimizer = "adam", learningRate = 0.02, batchSize = 7 });
            await server.SendAsync("POST", Path(session) + "/step", new { steps = 30 });
        }

        float[] first = await server.ParametersAsync(sessions[0]);
        Assert.Equal(first.Select(BitConverter.SingleToInt32Bits), (await server.ParametersAsync(sessions[1])).Select(BitConverter.SingleToInt32Bits));

        // What else has happened in the session makes no difference after a reset.
        JsonElement again = await server.SendAsync("POST", Path(sessions[0]) + "/reset", new { });
        Assert.Equal(0, again.GetProperty("frame").GetProperty("step").GetInt64());
        AssertSameNetwork(sessions[0].GetProperty("frame"), again.GetProperty("frame"));
        Assert.Equal("adam", again.GetProperty("settings").GetProperty("optimizer").GetString());
        JsonElement other = await server.SendAsync("POST", Path(sessions[0]) + "/reset", new { seed = 4 });
        Assert.NotEqual(WeightsOf(again.GetProperty("frame")), WeightsOf(other.GetProperty("frame")));
        Assert.Equal(4, other.GetProperty("spec").GetProperty("seed").GetInt32());
        foreach (JsonElement session in sessions)
        {
            await server.RemoveAsync(session);
        }
    }

    [Fact]
    public async Task Settings_change_while_it_runs()
    {
        JsonElement session = await server.CreateAsync(Circle);
        string path = Path(session);
        using EventReader events = await EventReader.OpenAsync(server, session);
        await server.SendAsync("POST", path + "/play");
        Assert.NotNull(await events.NextAsync("frame", frame => frame.GetProperty("step").GetInt64() > 0));
        foreach (string optimizer in new[] { "momentum", "adam", "rmsprop", "adagrad", "sgd" })
        {
            JsonElement settings = await server.SendAsync("PATCH", path + "/settings", new { optimizer, learningRate = 0.01, batchSize = 3, speed = 200 });
            Assert.Equal(optimizer, settings.GetProperty("settings").GetProperty("optimizer").GetString());
            Assert.Equal(200, settings.GetProperty("settings").GetProperty("speed").GetInt32());
            long step = (await server.SendAsync("GET", path)).GetProperty("frame").GetProperty("step").GetInt64();
            Assert.NotNull(await events.NextAsync("frame", frame => frame.GetProperty("step").GetInt64() > step));
        }

        Assert.Equal("full", (await server.SendAsync("PATCH", path + "/settings", new { speed = "full" })).GetProperty("settings").GetProperty("speed").GetString());
        Assert.True((await server.SendAsync("GET", path)).GetProperty("running").GetBoolean());
        await server.RemoveAsync(session);
    }

    [Fact]
    public async Task The_data_do_not_depend_on_the_seed()
    {
        JsonElement session = await server.CreateAsync(Circle);
        JsonElement other = await server.SendAsync("POST", Path(session) + "/reset", new { seed = 77 });
        Assert.Equal(session.GetProperty("points").GetRawText(), other.GetProperty("points").GetRawText());
        await server.RemoveAsync(session);
    }

    [Fact]
    public async Task A_loss_that_is_not_finite_stops_training_and_a_reset_mends_it()
    {
        object wild = new
        {
            problem = "circle",
            hidden = new[] { new { neurons = 8, activation = "ReLU" }, new { neurons = 8, activation = "ReLU" } },
            output = new { activation = "Identity", loss = "SquaredError" },
            learningRate = 1000,
            seed = 1,
        };
        JsonElement session = await server.CreateAsync(wild);
        string path = Path(session);
        using EventReader events = await EventReader.OpenAsync(server, session);
        await server.SendAsync("POST", path + "/play");
        JsonElement? failed = await events.NextAsync("failed");
        Assert.Contains("loss", failed!.Value.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.False((await server.SendAsync("GET", path)).GetProperty("running").GetBoolean());
        Assert.Equal(HttpStatusCode.Conflict, (await server.TryAsync("POST", path + "/step", "{}")).Status);

        await server.SendAsync("PATCH", path + "/settings", new { learningRate = 0.001 });
        JsonElement again = await server.SendAsync("POST", path + "/reset", new { });
        AssertSameNetwork(session.GetProperty("frame"), again.GetProperty("frame"));
        await server.SendAsync("POST", path + "/step", new { steps = 10 });
        await server.RemoveAsync(session);
    }

    [Fact]
    public async Task Sessions_at_once_do_not_disturb_each_other()
    {
        JsonElement alone = await server.CreateAsync(Circle);
        await server.SendAsync("POST", Path(alone) + "/step", new { steps = 200 });
        JsonElement[] running = [await server.CreateAsync(Circle), await server.CreateAsync(Circle), await server.CreateAsync(Circle)];
        foreach (JsonElement session in running)
        {
            await server.SendAsync("POST", Path(session) + "/play");
        }

        JsonElement beside = await server.CreateAsync(Circle);
        for (int i = 0; i < 20; i++)
        {
            await server.SendAsync("POST", Path(beside) + "/step", new { steps = 10 });
        }

        Assert.Equal(await server.ParametersAsync(alone), await server.ParametersAsync(beside));
        foreach (JsonElement session in running)
        {
            using EventReader events = await EventReader.OpenAsync(server, session);
            Assert.NotNull(await events.NextAsync("frame", frame => frame.GetProperty("step").GetInt64() > 100));
        }

        foreach (JsonElement session in running.Append(alone).Append(beside))
        {
            await server.RemoveAsync(session);
        }
    }

    private static string Path(JsonElement session) => $"/api/sessions/{PlaygroundServer.Id(session)}";

    private static string WeightsOf(JsonElement frame) => frame.GetProperty("weights").GetRawText() + frame.GetProperty("bias").GetRawText();

    private static void AssertSameNetwork(JsonElement expected, JsonElement actual)
    {
        Assert.Equal(WeightsOf(expected), WeightsOf(actual));
        Assert.Equal(expected.GetProperty("boundary").GetRawText(), actual.GetProperty("boundary").GetRawText());
        Assert.Equal(expected.GetProperty("testLoss").GetRawText(), actual.GetProperty("testLoss").GetRawText());
    }

    private static void AssertNudge(float[] change, JsonElement nudge)
    {
        Assert.Equal(Math.Sqrt(change.Sum(value => (double)value * value)), nudge.GetProperty("norm").GetDouble(), 1e-9);
        Assert.Equal(change.Max(Math.Abs), nudge.GetProperty("max").GetDouble(), 1e-9);
        Assert.Equal(change.Average(value => (double)Math.Abs(value)), nudge.GetProperty("mean").GetDouble(), 1e-9);
    }
}
