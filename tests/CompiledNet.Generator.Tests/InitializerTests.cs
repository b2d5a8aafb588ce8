using CompiledNet.Generator.Tests.Harness;

namespace CompiledNet.Generator.Tests;

/// <summary>What the constructor does for each <c>Initializer</c>, in both forms.</summary>
public class InitializerTests
{
    [Theory]
    [InlineData("Auto", "HeUniform(Weights1, 7, random)", "GlorotUniform(Weights2, 5, 3, random)")]
    [InlineData("GlorotUniform", "GlorotUniform(Weights1, 7, 5, random)", "GlorotUniform(Weights2, 5, 3, random)")]
    [InlineData("GlorotNormal", "GlorotNormal(Weights1, 7, 5, random)", "GlorotNormal(Weights2, 5, 3, random)")]
    [InlineData("HeUniform", "HeUniform(Weights1, 7, random)", "HeUniform(Weights2, 5, random)")]
    [InlineData("HeNormal", "HeNormal(Weights1, 7, random)", "HeNormal(Weights2, 5, random)")]
    [InlineData("PlainRandom", "PlainRandom(Weights1, random)", "PlainRandom(Bias1, random)", "PlainRandom(Weights2, random)", "PlainRandom(Bias2, random)")]
    public void The_constructor_calls_what_the_network_asks_for(string initializer, params string[] calls)
    {
        foreach (string attributes in new[]
        {
            $"[CompiledNetwork(7, 5, 3, Hidden = Activation.ReLU, Initializer = WeightInitializer.{initializer})]",
            $"[CompiledNetwork(Initializer = WeightInitializer.{initializer})] [Input(7)] [Dense(5, Activation.ReLU)] [Dense(3)]",
        })
        {
            GeneratorRun run = GeneratorHarness.Run($"using CompiledNet; {attributes} public sealed partial class Net;");
            Assert.Empty(run.Diagnostics);
            string text = run.Files.Single(file => file.HintName.EndsWith("Net.g.cs", StringComparison.Ordinal)).Text;
            IEnumerable<string> found = text.Split('\n').Where(line => line.Contains("Initializer.", StringComparison.Ordinal)).Select(line => line.Trim());
            Assert.Equal(calls.Select(call => $"global::CompiledNet.Numerics.Initializer.{call};"), found);
            Assert.Equal(initializer == "PlainRandom", text.Contains("random weights and biases", StringComparison.Ordinal));
        }
    }
}
