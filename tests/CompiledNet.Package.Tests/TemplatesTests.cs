using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CompiledNet.Package.Tests;

/// <summary>The templates, from the package to the running program; with names that are no names in C#.</summary>
[Collection(PackageTests.Name)]
public sealed partial class TemplatesTests(PackedPackages packages)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public void The_package_has_three_templates() =>
        Assert.All(["compilednet ", "compilednet-web ", "compilednet-worker "], name => Assert.Contains(name, packages.Built.Templates.List(), StringComparison.Ordinal));

    [Theory]
    [InlineData(BuiltConsumers.Console, "CompiledNet")]
    [InlineData(BuiltConsumers.Web, "CompiledNet")]
    [InlineData(BuiltConsumers.Worker, "CompiledNet", "CompiledNet.Extensions.Logging")]
    public void A_project_refers_to_the_packed_version_and_nothing_is_left_to_fill_in(string name, params string[] references)
    {
        string folder = packages.Built.Folder(name);
        string project = File.ReadAllText(Path.Combine(folder, name + ".csproj"));
        Assert.All(references, package => Assert.Contains($"<PackageReference Include=\"{package}\" Version=\"{packages.Version}\" />", project, StringComparison.Ordinal));
        Assert.DoesNotContain("PublishAot", project, StringComparison.Ordinal);
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => IsSource(Path.GetRelativePath(folder, file))))
        {
            string text = File.ReadAllText(file);
            Assert.All(
                ["COMPILEDNET-VERSION", "CompiledNetApp", "CompiledNetNamespace", "<!--#"],
                token => Assert.False(text.Contains(token, StringComparison.Ordinal) || file.Contains(token, StringComparison.Ordinal), $"{file} holds {token}."));
        }
    }

    [Fact]
    public void The_console_template_takes_aot()
    {
        string project = File.ReadAllText(Path.Combine(packages.Built.Folder(BuiltConsumers.Native), "Native.csproj"));
        Assert.Contains("<PublishAot>true</PublishAot>", project, StringComparison.Ordinal);
        Assert.DoesNotContain("#", project, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(BuiltConsumers.Console)]
    [InlineData(BuiltConsumers.Keyword)]
    public void The_console_program_learns_saves_loads_and_predicts(string name)
    {
        string folder = packages.Built.Folder(name);
        string printed = DotNet.Run(folder, packages.Built.Assembly(name));
        Assert.True(File.Exists(Path.Combine(folder, "ring.safetensors")));
        Assert.Contains("354 weights and biases", printed, StringComparison.Ordinal);
        Match accuracy = SavedLine().Match(printed);
        Assert.True(accuracy.Success, printed);
        Assert.InRange(Number(accuracy), 90, 100);

        double[] probabilities = [.. ProbabilityLine().Matches(printed).Select(Number)];
        Assert.Equal(4, probabilities.Length);
        Assert.All([probabilities[0], probabilities[3]], beside => Assert.InRange(beside, 0, 0.3));
        Assert.All([probabilities[1], probabilities[2]], inside => Assert.InRange(inside, 0.7, 1));
    }

    [Fact]
    public async Task The_web_service_predicts_and_refuses_what_it_does_not_understand()
    {
        string folder = packages.Built.Folder(BuiltConsumers.Web);
        using Process service = InstalledTemplates.Start(folder, packages.Built.Assembly(BuiltConsumers.Web), "--urls", "http://127.0.0.1:0");
        try
        {
            string listening = await FindLine(service, "Now listening on: ");
            using HttpClient client = new() { BaseAddress = new Uri(listening[(listening.IndexOf("http", StringComparison.Ordinal))..].Trim()) };
            using HttpResponseMessage response = await Post(client, """{ "points": [[0.6, 0], [0, 0]] }""");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            JsonElement[] predictions = [.. (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("predictions").EnumerateArray()];
            Assert.Equal(["ring", "outside"], predictions.Select(prediction => prediction.GetProperty("class").GetString()));
            Assert.All(predictions, prediction => Assert.InRange(prediction.GetProperty("probability").GetDouble(), 0.7, 1));

            string tooMany = "{ \"points\": [" + string.Join(',', Enumerable.Repeat("[0,0]", 1001)) + "] }";
            (string Body, string Named)[] wrong =
            [
                ("""{ "points": [] }""", "points"),
                (tooMany, "1001"),
                ("""{ "points": [[0.6]] }""", "points[0]"),
                ("""{ "points": [[0, 0], [0.6, 0, 1]] }""", "points[1]"),
                ("""{ "points": [null] }""", "points[0]"),
                ("""{ "points": null }""", "points"),
                ("""{ "points": [[1e999, 0]] }""", "points[0]"),
                ("""{ "points": [["a", 0]] }""", ""),
                ("""{ "points": [[0, 0]], "more": 1 }""", ""),
                ("{}", ""),
                ("no JSON", ""),
            ];
            foreach ((string body, string named) in wrong)
            {
                using HttpResponseMessage refusal = await Post(client, body);
                string text = await refusal.Content.ReadAsStringAsync();
                Assert.True(refusal.StatusCode == HttpStatusCode.BadRequest, $"{body[..Math.Min(body.Length, 60)]}: {refusal.StatusCode} {text}");
                Assert.Equal("application/problem+json", refusal.Content.Headers.ContentType?.MediaType);
                Assert.Contains(named, text, StringComparison.Ordinal);
            }
        }
        finally
        {
            service.Kill(entireProcessTree: true);
            await service.WaitForExitAsync();
        }

        Assert.True(File.Exists(Path.Combine(folder, "ring.safetensors")));
    }

    [Fact]
    public async Task The_worker_goes_on_where_it_was_stopped()
    {
        string folder = packages.Built.Folder(BuiltConsumers.Worker);
        string assembly = packages.Built.Assembly(BuiltConsumers.Worker);
        string network = Path.Combine(folder, "ring.safetensors");
        if (!OperatingSystem.IsWindows())
        {
            // Many more epochs than fit between the first one's line and the signal.
            using Process first = InstalledTemplates.Start(folder, assembly, "--Training:Epochs=1000");
            await FindLine(first, "Epoch 1 of 1000");
            using (Process kill = Process.Start("kill", ["-TERM", first.Id.ToString(CultureInfo.InvariantCulture)]))
            {
                await kill.WaitForExitAsync();
            }

            await FindLine(first, "Interrupted after ");
            await first.WaitForExitAsync().WaitAsync(Patience);
            Assert.Equal(0, first.ExitCode);
            Assert.True(File.Exists(Path.Combine(folder, "ring.ckpt")));
            Assert.False(File.Exists(network));

            using Process second = InstalledTemplates.Start(folder, assembly, "--Training:Epochs=1000");
            await FindLine(second, "resumed: True");
            second.Kill();
            await second.WaitForExitAsync();
            File.Delete(Path.Combine(folder, "ring.ckpt"));
            File.Delete(Path.Combine(folder, "ring.ckpt.previous"));
        }

        string printed = DotNet.Run(folder, assembly, "--Training:Epochs=2");
        Assert.Contains("resumed: False", printed, StringComparison.Ordinal);
        Assert.Contains("Epoch 2 of 2", printed, StringComparison.Ordinal);
        Assert.Contains($"Saved the network to {network}", printed, StringComparison.Ordinal);
        Assert.True(File.Exists(network));
    }

    private static Task<HttpResponseMessage> Post(HttpClient client, string body) =>
        client.PostAsync(new Uri("predict", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));

    private static async Task<string> FindLine(Process process, string text)
    {
        StringBuilder seen = new();
        while (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            seen.AppendLine(line);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The program ended without printing '{text}':\n{seen}{await process.StandardError.ReadToEndAsync()}");
    }

    private static bool IsSource(string file) =>
        !file.StartsWith("bin" + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !file.StartsWith("obj" + Path.DirectorySeparatorChar, StringComparison.Ordinal)
        && !file.EndsWith(".safetensors", StringComparison.Ordinal);

    private static double Number(Match match) => double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Saved to ring\.safetensors and loaded: right on ([0-9.]+) ?%")]
    private static partial Regex SavedLine();

    [GeneratedRegex(@"in the ring with probability ([0-9.]+)")]
    private static partial Regex ProbabilityLine();
}
