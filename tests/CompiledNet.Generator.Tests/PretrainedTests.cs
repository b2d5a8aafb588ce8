using System.Buffers.Binary;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using CompiledNet.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Generator.Tests;

/// <summary>Weights of a file, compiled in: the network starts with the very numbers, as if it had been loaded.</summary>
public sealed class PretrainedTests : IDisposable
{
    private const string Dense = """
        using CompiledNet;
        [CompiledNetwork(3, 4, 2)] PRETRAINED public sealed partial class Net { }
        """;

    private const string Images = """
        using CompiledNet;
        [CompiledNetwork] [Input(6, 6, 2)] [Conv2D(3, 3, Activation.Identity)] [BatchNorm(Activation.ReLU)] [MaxPool2D(2)] [Flatten] [Dropout(0.5f)] [Dense(2)]
        PRETRAINED public sealed partial class Net { }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("pretrained-").FullName;

    private string PathOf(string name = "net.safetensors") => Path.Combine(_folder, name);

    [Theory]
    [InlineData(Dense)]
    [InlineData(Images)]
    public void A_new_network_is_the_one_in_the_file(string source)
    {
        Type plain = Compile(source.Replace("PRETRAINED", string.Empty, StringComparison.Ordinal));
        object trained = plain.GetConstructor([typeof(int)])!.Invoke([7]);
        Fill(trained);
        plain.GetMethod("Save")!.Invoke(trained, [PathOf(), null]);

        Type compiled = Compile(source.Replace("PRETRAINED", "[Pretrained(\"net.safetensors\")]", StringComparison.Ordinal));
        object network = Activator.CreateInstance(compiled)!;
        Assert.Equal(Values(trained, "Parameters"), Values(network, "Parameters"));
        Assert.Equal(Values(trained, "RunningStatistics"), Values(network, "RunningStatistics"));
        object loaded = compiled.GetMethod("Load", [typeof(string)])!.Invoke(null, [PathOf()])!;
        Assert.Equal(Values(loaded, "Parameters"), Values(network, "Parameters"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Type Compile(string source)
    {
        GeneratorRun run = GeneratorHarness.Run(source, files: [PathOf()]);
        Assert.Empty(run.Diagnostics);
        return run.Load().GetType("Net", throwOnError: true)!;
    }

    private delegate Span<float> Getter();

    private static Span<float> Span(object network, string property) =>
        network.GetType().GetProperty(property) is { } found ? found.GetMethod!.CreateDelegate<Getter>(network)() : default;

    private static uint[] Values(object network, string property) => MemoryMarshal.Cast<float, uint>(Span(network, property)).ToArray();

    private static void Fill(object network)
    {
        Random random = new(5);
        Span<float> parameters = Span(network, "Parameters");
        foreach (ref float value in parameters)
        {
            value = BitConverter.UInt32BitsToSingle((uint)random.Next(0x7F800000) | (random.Next(2) == 0 ? 0x80000000 : 0));
        }

        float[] odd = [-0f, float.Epsilon, -float.MaxValue, 1.1754942E-38f, 0.1f, 16777216f, 123456789f, 0.001f, 0.0001f];
        odd.CopyTo(parameters);
        foreach (ref float value in Span(network, "RunningStatistics"))
        {
            value = random.NextSingle();
        }
    }
}
