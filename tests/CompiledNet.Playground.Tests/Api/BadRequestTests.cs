using System.Globalization;
using System.Net;
using System.Text.Json;

namespace CompiledNet.Playground.Tests.Api;

public class BadRequestTests(PlaygroundServer server) : IClassFixture<PlaygroundServer>
{
    [Theory]
    [InlineData("""{}""", "problem")]
    [InlineData("""[]""", "expected a JSON object")]
    [InlineData("""null""", "expected a JSON object")]
    [InlineData("""{"problem":""", "not JSON")]
    [InlineData("", "not JSON")]
    [InlineData("""{"problem":"mars"}""", "\\u0022mars\\u0022")]
    [InlineData("""{"problem":null}""", "problem is null")]
    [InlineData("""{"problem":"\ud800"}""", "")]
    [InlineData("""{"problem":"circle","problem":"xor"}""", "problem")]
    [InlineData("""{"problem":"circle","wheels":4}""", "wheels")]
    [InlineData("""{"problem":"circle","\ud800":4}""", "")]
    [InlineData("""{"problem":"circle","learningRate":NaN}""", "not JSON")]
    [InlineData("""{"problem":"circle","learningRate":"NaN"}""", "learningRate")]
    [InlineData("""{"problem":"circle","learningRate":null}""", "learningRate is null")]
    [InlineData("""{"problem":"circle","learningRate":0}""", "learningRate is 0")]
    [InlineData("""{"problem":"circle","learningRate":-1}""", "learningRate is -1")]
    [InlineData("""{"problem":"circle","learningRate":1e999}""", "learningRate is 1e999")]
    [InlineData("""{"problem":"circle","learningRate":1e-300}""", "learningRate is 1e-300")]
    [InlineData("""{"problem":"circle","batchSize":0}""", "batchSize is 0; expected a whole number from 1 to 1000")]
    [InlineData("""{"problem":"circle","batchSize":1.5}""", "batchSize is 1.5")]
    [InlineData("""{"problem":"circle","batchSize":1001}""", "batchSize is 1001")]
    [InlineData("""{"problem":"circle","batchSize":[10]}""", "batchSize is [10]")]
    [InlineData("""{"problem":"circle","seed":99999999999}""", "seed is 99999999999")]
    [InlineData("""{"problem":"circle","noise":0.6}""", "noise is 0.6")]
    [InlineData("""{"problem":"circle","noise":-0.1}""", "noise is -0.1")]
    [InlineData("""{"problem":"digits","noise":0.1}""", "noise is 0.1")]
    [InlineData("""{"problem":"circle","trainCount":9}""", "trainCount is 9")]
    [InlineData("""{"problem":"circle","trainCount":5001}""", "trainCount is 5001")]
    [InlineData("""{"problem":"digits","trainCount":60001}""", "trainCount is 60001")]
    [InlineData("""{"problem":"circle","epochsAtStart":21}""", "epochsAtStart is 21")]
    [InlineData("""{"problem":"circle","optimizer":"newton"}""", "optimizer is")]
    [InlineData("""{"problem":"circle","hidden":{}}""", "hidden is {}; expected a list")]
    [InlineData("""{"problem":"circle","hidden":[{},{},{},{},{},{},{}]}""", "hidden has 7 entries; expected 0 to 6")]
    [InlineData("""{"problem":"circle","hidden":[4]}""", "hidden[0] is 4")]
    [InlineData("""{"problem":"circle","hidden":[{"neurons":0}]}""", "hidden[0].neurons is 0; expected a whole number from 1 to 64")]
    [InlineData("""{"problem":"circle","hidden":[{"neurons":4},{"neurons":65}]}""", "hidden[1].neurons is 65")]
    [InlineData("""{"problem":"circle","hidden":[{"activation":"Softmax"}]}""", "hidden[0].activation is")]
    [InlineData("""{"problem":"circle","hidden":[{"activation":3}]}""", "hidden[0].activation is 3")]
    [InlineData("""{"problem":"circle","hidden":[{"neurons":4,"size":4}]}""", "hidden[0].size")]
    [InlineData("""{"problem":"circle","output":{"activation":"Softmax","loss":"CrossEntropy"}}""", "output.activation is Softmax")]
    [InlineData("""{"problem":"digits","output":{"activation":"Sigmoid","loss":"CrossEntropy"}}""", "output.loss is CrossEntropy")]
    [InlineData("""{"problem":"digits","output":{"activation":"Softmax","loss":"BinaryCrossEntropy"}}""", "output.loss is BinaryCrossEntropy")]
    [InlineData("""{"problem":"circle","output":{"activation":"ReLU"}}""", "output.activation is")]
    [InlineData("""{"problem":[[[[[[[[[[1]]]]]]]]]]}""", "not JSON")]
    public async Task Specs_that_make_no_sense_are_refused(string body, string expected)
    {
        int count = server.Store.Count;
        (HttpStatusCode status, string text) = await server.TryAsync("POST", "/api/sessions", body);
        Assert.True(status == HttpStatusCode.BadRequest, $"{status} {text}");
        Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.NotNull(JsonDocument.Parse(text).RootElement.GetProperty("error").GetString());
        Assert.Equal(count, server.Store.Count);
    }

    [Fact]
    public async Task Commands_that_make_no_sense_are_refused_and_the_session_goes_on()
    {
        JsonElement session = await server.CreateAsync(new { problem = "gaussian", hidden = Array.Empty<object>() });
        string path = $"/api/sessions/{PlaygroundServer.Id(session)}";
        (string Method, string Path, string? Body, HttpStatusCode Status)[] requests =
        [
            ("PUT", path, """{"problem":"circle","hidden":[{"neurons":-1}]}""", HttpStatusCode.BadRequest),
            ("PATCH", path + "/settings", """{"learningRate":-1}""", HttpStatusCode.BadRequest),
            ("PATCH", path + "/settings", """{"learningRate":null}""", HttpStatusCode.BadRequest),
            ("PATCH", path + "/settings", """{"speed":0}""", HttpStatusCode.BadRequest),
            ("PATCH", path + "/settings", """{"speed":"fast"}""", HttpStatusCode.BadRequest),
            ("PATCH", path + "/settings", """{"speed":"\ud800"}""", HttpStatusCode.BadRequest),
            ("PATCH", path + "/settings", """{"speed":null}""", HttpStatusCode.BadRequest),
            ("PATCH", path + "/settings", """{"batch":3}""", HttpStatusCode.BadRequest),
            ("PATCH", path + "/settings", null, HttpStatusCode.UnsupportedMediaType),
            ("POST", path + "/step", """{"steps":0}""", HttpStatusCode.BadRequest),
            ("POST", path + "/step", """{"steps":1001}""", HttpStatusCode.BadRequest),
            ("POST", path + "/reset", """{"seed":1.5}""", HttpStatusCode.BadRequest),
            ("POST", path + "/play", """{"x":1}""", HttpStatusCode.BadRequest),
            ("POST", path + "/activations", """{"input":[1]}""", HttpStatusCode.BadRequest),
            ("POST", path + "/activations", """{"input":[1,2,3]}""", HttpStatusCode.BadRequest),
            ("POST", path + "/activations", """{"input":[1,null]}""", HttpStatusCode.BadRequest),
            ("POST", path + "/activations", """{"input":[1,1e39]}""", HttpStatusCode.BadRequest),
            ("POST", path + "/activations", """{"input":"12"}""", HttpStatusCode.BadRequest),
            ("POST", path + "/activations", """{}""", HttpStatusCode.BadRequest),
            ("GET", path + "/examples?count=0", null, HttpStatusCode.BadRequest),
            ("GET", path + "/examples?count=201", null, HttpStatusCode.BadRequest),
            ("GET", path + "/examples?from=-1", null, HttpStatusCode.BadRequest),
            ("GET", path + "/examples?wrong=maybe", null, HttpStatusCode.BadRequest),
            ("GET", path + "/examples?page=1", null, HttpStatusCode.BadRequest),
            ("GET", path + "/examples?count=1&count=2", null, HttpStatusCode.BadRequest),
            ("GET", path + "/code/Nothing.cs", null, HttpStatusCode.NotFound),
            ("GET", path + "/nothing", null, HttpStatusCode.NotFound),
            ("POST", path, "{}", HttpStatusCode.MethodNotAllowed),
            ("GET", path + "/play", null, HttpStatusCode.MethodNotAllowed),
            ("GET", "/api/sessions/none", null, HttpStatusCode.NotFound),
            ("GET", "/api/sessions/none/events", null, HttpStatusCode.NotFound),
            ("DELETE", "/api/sessions/none", null, HttpStatusCode.NotFound),
            ("PUT", "/api/sessions/none", """{"problem":"circle"}""", HttpStatusCode.NotFound),
            ("POST", "/api/sessions/none/play", "{}", HttpStatusCode.NotFound),
            ("GET", "/api/nothing", null, HttpStatusCode.NotFound),
            ("POST", "/api/catalog", "{}", HttpStatusCode.MethodNotAllowed),
            ("POST", "/api/sessions", new string(' ', 70_000), HttpStatusCode.RequestEntityTooLarge),
        ];
        foreach ((string method, string where, string? body, HttpStatusCode expected) in requests)
        {
            (HttpStatusCode status, string text) = await server.TryAsync(method, where, body);
            Assert.True(status == expected, $"{method} {where} {body?[..Math.Min(60, body.Length)]}: {status} {text}");
            Assert.True(JsonDocument.Parse(text).RootElement.GetProperty("error").GetString()!.Length > 10);
        }

        foreach (string type in new[] { "text/plain", "application/x-www-form-urlencoded", "" })
        {
            Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await server.TryAsync("POST", "/api/sessions", """{"problem":"gaussian"}""", type)).Status);
        }

        Assert.Equal(0, (await server.SendAsync("GET", path)).GetProperty("frame").GetProperty("step").GetInt64());
        Assert.Equal(1, (await server.SendAsync("POST", path + "/step")).GetProperty("frame").GetProperty("step").GetInt64());
        await server.RemoveAsync(session);
    }

    [Fact]
    public async Task Any_json_gets_an_answer_that_is_no_fault_of_the_server()
    {
        JsonElement session = await server.CreateAsync(new { problem = "gaussian", hidden = Array.Empty<object>() });
        string path = $"/api/sessions/{PlaygroundServer.Id(session)}";
        (string Method, string Path)[] targets =
        [
            ("POST", "/api/sessions"), ("PUT", path), ("PATCH", path + "/settings"), ("POST", path + "/step"), ("POST", path + "/reset"),
            ("POST", path + "/activations"), ("POST", path + "/play"), ("POST", path + "/pause"),
        ];
        RandomJson random = new(1);
        int refused = 0;
        for (int i = 0; i < 400; i++)
        {
            (string method, string where) = targets[i % targets.Length];
            string body = random.Next();
            (HttpStatusCode status, string text) = await server.TryAsync(method, where, body);
            Assert.True((int)status is >= 200 and < 500, string.Create(CultureInfo.InvariantCulture, $"{method} {where} {body}: {(int)status} {text}"));
            refused += (int)status >= 400 ? 1 : 0;
            if (status == HttpStatusCode.Created)
            {
                await server.RemoveAsync(JsonDocument.Parse(text).RootElement);
            }
        }

        Assert.InRange(refused, 50, 399);
        await server.SendAsync("PUT", path, new { problem = "gaussian", hidden = Array.Empty<object>() });
        await server.SendAsync("POST", path + "/step", new { steps = 2 });
        await server.RemoveAsync(session);
    }
}
