using System.Net;
using System.Text.Json;
using CompiledNet.Generator;
using CompiledNet.Playground.Compiling;
using CompiledNet.Playground.Data;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CompiledNet.Playground.Tests.Api;

public class SessionTests(PlaygroundServer server) : IClassFixture<PlaygroundServer>
{
    private static readonly object TwoLayers = new
    {
        problem = "xor",
        hidden = new[] { new { neurons = 3, activation = "Tanh" }, new { neurons = 5, activation = "ReLU" } },
        output = new { activation = "Sigmoid", loss = "BinaryCrossEntropy" },
        trainCount = 40,
    };

    [Fact]
    public async Task A_session_says_what_it_is()
    {
        JsonElement session = await server.CreateAsync(TwoLayers);
        JsonElement network = session.GetProperty("network");
        Assert.Equal([3, 5, 1], network.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("outputs").GetInt32()));
        Assert.Equal(["Tanh", "ReLU", "Sigmoid"], network.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("activation").GetString()));
        Assert.Equal(9 + 20 + 6, network.GetProperty("parameterCount").GetInt32());
        Assert.Equal(64, network.GetProperty("hash").GetString()!.Length);
        Assert.Equal(40, session.GetProperty("points").GetProperty("train").GetArrayLength());
        Assert.Equal("sgd", session.GetProperty("spec").GetProperty("optimizer").GetString());
        Assert.False(session.GetProperty("running").GetBoolean());

        JsonElement frame = session.GetProperty("frame");
        Assert.Equal(0, frame.GetProperty("step").GetInt64());
        Assert.Equal(2500, frame.GetProperty("boundary").GetProperty("data").GetBytesFromBase64().Length);
        Assert.Equal([3, 5], frame.GetProperty("neurons").EnumerateArray().Select(layer => layer.GetArrayLength()));
        Assert.Equal(400, frame.GetProperty("neurons")[1][4].GetBytesFromBase64().Length);
        await server.RemoveAsync(session);
    }

    [Fact]
    public async Task The_catalogs_defaults_make_a_session_each()
    {
        JsonElement catalog = await server.SendAsync("GET", "/api/catalog");
        foreach (JsonElement problem in catalog.GetProperty("problems").EnumerateArray())
        {
            JsonElement session = await server.CreateAsync(problem.GetProperty("defaults"));
            Assert.Equal(problem.GetProperty("defaults").GetRawText(), session.GetProperty("spec").GetRawText());
            await server.RemoveAsync(session);
        }
    }

    [Fact]
    public async Task Every_output_of_the_catalog_makes_a_session()
    {
        JsonElement catalog = await server.SendAsync("GET", "/api/catalog");
        foreach (JsonElement output in catalog.GetProperty("outputs").EnumerateArray())
        {
            foreach (JsonElement count in output.GetProperty("outputCounts").EnumerateArray())
            {
                JsonElement session = await server.CreateAsync(new
                {
                    problem = count.GetInt32() == 1 ? "gaussian" : "digits",
                    hidden = Array.Empty<object>(),
                    trainCount = 10,
                    output = new { activation = output.GetProperty("activation").GetString(), loss = output.GetProperty("loss").GetString() },
                });
                await server.SendAsync("POST", $"/api/sessions/{PlaygroundServer.Id(session)}/step", new { steps = 2 });
                await server.RemoveAsync(session);
            }
        }
    }

    [Fact]
    public async Task The_files_are_what_the_generator_gives()
    {
        JsonElement session = await server.CreateAsync(TwoLayers);
        string attribute = session.GetProperty("code").GetProperty("attribute").GetString()!;
        Assert.Contains("[Dense(5, Activation.ReLU)]", attribute, StringComparison.Ordinal);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Test", [CSharpSyntaxTree.ParseText("using CompiledNet;\n" + attribute)], References.All, new(OutputKind.DynamicallyLinkedLibrary));
        GeneratorDriverRunResult expected = CSharpGeneratorDriver.Create(new NetworkGenerator()).RunGenerators(compilation).GetRunResult();
        JsonElement[] files = [.. session.GetProperty("code").GetProperty("files").EnumerateArray()];
        Assert.Equal(expected.Results[0].GeneratedSources.Length, files.Length);
        Assert.Contains(files, file => file.GetProperty("name").GetString()!.EndsWith("-Tiles128.g.cs", StringComparison.Ordinal));
        foreach (GeneratedSourceResult source in expected.Results[0].GeneratedSources)
        {
            (HttpStatusCode status, string text) = await server.TryAsync("GET", $"/api/sessions/{PlaygroundServer.Id(session)}/code/{source.HintName}", null);
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.Equal(source.SourceText.ToString(), text);
            JsonElement file = Assert.Single(files, file => file.GetProperty("name").GetString() == source.HintName);
            Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(text), file.GetProperty("bytes").GetInt32());
        }

        await server.RemoveAsync(session);
    }

    [Fact]
    public async Task Another_network_can_take_its_place()
    {
        JsonElement session = await server.CreateAsync(TwoLayers);
        string path = $"/api/sessions/{PlaygroundServer.Id(session)}";
        using EventReader events = await EventReader.OpenAsync(server, session);
        await server.SendAsync("POST", path + "/play");
        JsonElement other = await server.SendAsync("PUT", path, new { problem = "gaussian", hidden = Array.Empty<object>(), trainCount = 12 });
        Assert.Equal(PlaygroundServer.Id(session), PlaygroundServer.Id(other));
        Assert.Equal(3, other.GetProperty("network").GetProperty("parameterCount").GetInt32());
        Assert.False(other.GetProperty("running").GetBoolean());
        Assert.NotNull(await events.NextAsync("session", data => data.GetProperty("spec").GetProperty("problem").GetString() == "gaussian"));
        await server.RemoveAsync(session);
    }

    [Fact]
    public async Task Epochs_at_the_start_are_trained_before_the_answer()
    {
        JsonElement session = await server.CreateAsync(new { problem = "digits", hidden = new[] { new { neurons = 16 } }, trainCount = 2000, epochsAtStart = 3 });
        JsonElement frame = session.GetProperty("frame");
        Assert.Equal(600, frame.GetProperty("step").GetInt64());
        Assert.Equal(3, frame.GetProperty("epoch").GetDouble());
        Assert.True(frame.GetProperty("testAccuracy").GetDouble() > 0.6, frame.GetProperty("testAccuracy").GetRawText());
        await server.RemoveAsync(session);
    }

    [Fact]
    public async Task Activations_are_those_of_a_trace()
    {
        JsonElement session = await server.CreateAsync(TwoLayers);
        string path = $"/api/sessions/{PlaygroundServer.Id(session)}";
        await server.SendAsync("POST", path + "/step", new { steps = 5 });
        float[] input = [0.25f, -0.75f];
        JsonElement answer = await server.SendAsync("POST", path + "/activations", new { input });

        float[] parameters = await server.ParametersAsync(session);
        INetworkRunner direct = NetworkCompiler.Compile(session.GetProperty("code").GetProperty("attribute").GetString()!).Create(99);
        parameters.CopyTo(direct.Parameters);
        float[] expected = new float[direct.Topology.ActivationCount];
        direct.Trace(input, expected);
        Assert.Equal(expected, answer.GetProperty("layers").EnumerateArray().SelectMany(layer => layer.EnumerateArray()).Select(value => value.GetSingle()));
        Assert.Equal(expected[^1], answer.GetProperty("output")[0].GetSingle());
        Assert.Equal(expected[^1] >= 0.5f ? 1 : 0, answer.GetProperty("class").GetInt32());

        // A connection passes on its weight times what comes in.
        JsonElement[] second = [.. answer.GetProperty("connections").EnumerateArray().Where(connection => connection.GetProperty("layer").GetInt32() == 2)];
        Assert.NotEmpty(second);
        ParameterTensor weights = direct.Topology.Layers[1].Tensors[0];
        foreach (JsonElement connection in second)
        {
            int from = connection.GetProperty("from").GetInt32();
            float weight = parameters[weights.Offset + (from * 5) + connection.GetProperty("to").GetInt32()];
            Assert.Equal(weight, connection.GetProperty("weight").GetSingle());
            Assert.Equal(weight * expected[from], connection.GetProperty("contribution").GetSingle());
        }

        float[] strengths = [.. second.Select(connection => Math.Abs(connection.GetProperty("contribution").GetSingle()))];
        Assert.Equal(strengths.OrderDescending(), strengths);
        await server.RemoveAsync(session);
    }

    [Fact]
    public async Task Examples_come_with_their_outputs()
    {
        JsonElement session = await server.CreateAsync(new { problem = "digits", hidden = Array.Empty<object>(), trainCount = 1000, epochsAtStart = 2 });
        string path = $"/api/sessions/{PlaygroundServer.Id(session)}";
        JsonElement[] all = [.. (await server.SendAsync("GET", path + "/examples?count=7&from=3")).GetProperty("examples").EnumerateArray()];
        Assert.Equal(Enumerable.Range(3, 7), all.Select(example => example.GetProperty("index").GetInt32()));
        JsonElement first = all[0];
        byte[] pixels = first.GetProperty("pixels").GetBytesFromBase64();
        Assert.Equal(Problem.Side * Problem.Side, pixels.Length);
        JsonElement probe = await server.SendAsync("POST", path + "/activations", new { input = pixels.Select(pixel => pixel / 255f) });
        Assert.Equal(first.GetProperty("output").GetRawText(), probe.GetProperty("output").GetRawText());

        JsonElement[] wrong = [.. (await server.SendAsync("GET", path + "/examples?wrong=true")).GetProperty("examples").EnumerateArray()];
        Assert.NotEmpty(wrong);
        Assert.All(wrong, example => Assert.NotEqual(example.GetProperty("label").GetInt32(), example.GetProperty("class").GetInt32()));
        await server.RemoveAsync(session);
    }
}
