using System.Net;
using System.Text;

namespace CompiledNet.Playground.Tests.Api;

public class LocalOnlyTests(PlaygroundServer server) : IClassFixture<PlaygroundServer>
{
    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:5080", HttpStatusCode.OK)]
    [InlineData("[::1]:80", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.Forbidden)]
    [InlineData("localhost.evil.example:5080", HttpStatusCode.Forbidden)]
    [InlineData("192.168.0.1", HttpStatusCode.Forbidden)]
    public async Task Only_this_machines_names_are_answered(string host, HttpStatusCode expected)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/catalog");
        request.Headers.Host = host;
        using HttpResponseMessage response = await server.Client.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://localhost:1")]
    public async Task Pages_from_elsewhere_are_refused(string origin)
    {
        int count = server.Store.Count;
        using HttpRequestMessage request = new(HttpMethod.Post, "/api/sessions");
        request.Headers.TryAddWithoutValidation("Origin", origin);
        request.Content = new StringContent("""{"problem":"gaussian"}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(count, server.Store.Count);
    }

    [Fact]
    public async Task Its_own_page_is_answered_with_headers_that_keep_others_out()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("Origin", server.Client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        using HttpResponseMessage response = await server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.NotNull(response.Headers.ETag);
        Assert.Contains("default-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
    }

    [Theory]
    [InlineData("--port", "70000")]
    [InlineData("--port", "x")]
    [InlineData("--port")]
    [InlineData("--urls", "http://0.0.0.0:5080")]
    [InlineData("--urls", "http://*:5080")]
    [InlineData("--urls", "https://localhost:5080")]
    [InlineData("--what", "1")]
    public void Options_that_make_no_sense_are_refused(params string[] args) => Assert.Throws<ArgumentException>(() => PlaygroundOptions.Parse(args));

    [Theory]
    [InlineData(5080)]
    [InlineData(0, "--port", "0")]
    [InlineData(5081, "--port=5081")]
    [InlineData(5082, "--urls", "http://localhost:5082")]
    [InlineData(5083, "--urls=http://127.0.0.1:5083")]
    public void The_port_can_be_chosen(int expected, params string[] args) => Assert.Equal(expected, PlaygroundOptions.Parse(args).Port);
}
