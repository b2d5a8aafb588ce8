using System.Text.Json;
using CompiledNet.Playground.Frames;

namespace CompiledNet.Playground.Tests.Api;

/// <summary>What a frame shows, against what the network says when asked.</summary>
public class PictureTests(PlaygroundServer server) : IClassFixture<PlaygroundServer>
{
    [Theory]
    [InlineData("Sigmoid", "BinaryCrossEntropy")]
    [InlineData("Tanh", "SquaredError")]
    public async Task A_field_of_the_boundary_has_the_output_in_its_middle(string activation, string loss)
    {
        JsonElement session = await server.CreateAsync(new { problem = "gaussian", hidden = Array.Empty<object>(), output = new { activation, loss }, learningRate = 0.05 });
        JsonElement frame = (await server.SendAsync("POST", $"{Path(session)}/step", new { steps = 40 })).GetProperty("frame");
        JsonElement boundary = frame.GetProperty("boundary");
        int size = boundary.GetProperty("size").GetInt32();
        byte[] data = boundary.GetProperty("data").GetBytesFromBase64();
        double lowest = activation == "Tanh" ? -1 : 0;
        foreach ((int row, int column) in new[] { (0, 0), (0, size - 1), (size - 1, 0), (size - 1, size - 1), (10, 24), (31, 7) })
        {
            JsonElement answer = await server.SendAsync("POST", $"{Path(session)}/activations", new { input = Middle(boundary, size, row, column) });
            double level = 255 * (answer.GetProperty("output")[0].GetDouble() - lowest) / (1 - lowest);
            Assert.Equal(level, data[(row * size) + column], 0.51);
        }

        await server.RemoveAsync(session);
    }

    [Fact]
    public async Task So_has_a_field_of_a_neurons_picture()
    {
        JsonElement session = await server.CreateAsync(
            new { problem = "circle", hidden = new[] { new { neurons = 3, activation = "Sigmoid" }, new { neurons = 2, activation = "Tanh" } }, learningRate = 1 });
        JsonElement frame = (await server.SendAsync("POST", $"{Path(session)}/step", new { steps = 200 })).GetProperty("frame");
        JsonElement boundary = frame.GetProperty("boundary");
        const int Size = 20;
        foreach ((int row, int column) in new[] { (0, 0), (0, Size - 1), (Size - 1, 0), (6, 13) })
        {
            JsonElement answer = await server.SendAsync("POST", $"{Path(session)}/activations", new { input = Middle(boundary, Size, row, column) });
            foreach ((int layer, int neuron, double low) in new[] { (0, 2, 0.0), (1, 1, -1.0) })
            {
                byte[] data = frame.GetProperty("neurons")[layer][neuron].GetBytesFromBase64();
                double level = 255 * (answer.GetProperty("layers")[layer][neuron].GetDouble() - low) / (1 - low);
                Assert.Equal(level, data[(row * Size) + column], 0.51);
            }
        }

        await server.RemoveAsync(session);
    }

    // Drawn digits come in turn from 0 to 9, the points of a plane one class after the other: a fixed stride would meet some classes only.
    [Theory]
    [InlineData(1000, 10)]
    [InlineData(2000, 2)]
    [InlineData(2000, 10)]
    [InlineData(4000, 2)]
    [InlineData(10_000, 10)]
    public void A_sample_has_as_many_of_each_class(int count, int classes)
    {
        int[] sample = [.. Enumerable.Range(0, 1000).Select(part => Score.Index(part, 1000, count))];
        Assert.Equal(sample.Distinct().Order(), sample);
        Assert.InRange(sample[^1], count - (count / 1000), count - 1);
        int[] ofClass = [.. Enumerable.Range(0, classes).Select(number => sample.Count(index => index % classes == number))];
        Assert.All(ofClass, found => Assert.InRange(found, 900 / classes, 1100 / classes));
    }

    private static string Path(JsonElement session) => $"/api/sessions/{PlaygroundServer.Id(session)}";

    private static double[] Middle(JsonElement boundary, int size, int row, int column)
    {
        double low = boundary.GetProperty("low").GetDouble();
        double high = boundary.GetProperty("high").GetDouble();
        double field = (high - low) / size;
        return [low + ((column + 0.5) * field), high - ((row + 0.5) * field)];
    }
}
