using System.Reflection;
using System.Runtime.InteropServices;
using CompiledNet.Generator.Model;
using CompiledNet.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using static CompiledNet.Generator.Tests.PretrainedFiles;

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

    // Weights of 50,050 numbers: as base64, in two parts. The 16-bit ones are a part and a half.
    private const string Large = """
        using CompiledNet;
        [CompiledNetwork] [Input(275)] [Dense(365, Activation.ReLU)] [Dense(1)] PRETRAINED public sealed partial class Net { }
        """;

    private readonly PretrainedFiles _files = new();

    [Theory]
    [InlineData(Dense, false)]
    [InlineData(Dense, true)]
    [InlineData(Images, false)]
    [InlineData(Images, true)]
    [InlineData(Large, false)]
    [InlineData(Large, true)]
    public void A_new_network_is_the_one_in_the_file(string source, bool asHalves)
    {
        Type plain = Compile(source, string.Empty);
        object trained = plain.GetConstructor([typeof(int)])!.Invoke([7]);
        Fill(trained, asHalves ? 60_000f : float.MaxValue);
        plain.GetMethod("Save")!.Invoke(trained, [_files.PathOf(), null]);

        Type compiled = Compile(source, asHalves ? "[Pretrained(\"net.safetensors\", Storage = WeightStorage.Float16)]" : "[Pretrained(\"net.safetensors\")]");
        object network = Activator.CreateInstance(compiled)!;
        foreach (string values in new[] { "Parameters", "RunningStatistics" })
        {
            Assert.Equal(asHalves ? Rounded(Bits(trained, values)) : Bits(trained, values), Bits(network, values));
        }

        object loaded = compiled.GetMethod("Load", [typeof(string)])!.Invoke(null, [_files.PathOf()])!;
        Assert.Equal(Bits(trained), Bits(loaded));
        Assert.Equal(Bits(trained, "RunningStatistics"), Bits(loaded, "RunningStatistics"));

        // With a seed it is as random as without the file.
        Assert.Equal(Bits(plain.GetConstructor([typeof(int)])!.Invoke([7])), Bits(compiled.GetConstructor([typeof(int)])!.Invoke([7])));
    }

    [Fact]
    public void It_predicts_what_the_loaded_one_does()
    {
        Type plain = Compile(Images, string.Empty);
        plain.GetMethod("Save")!.Invoke(plain.GetConstructor([typeof(int)])!.Invoke([3]), [_files.PathOf(), null]);
        Type compiled = Compile(Images, "[Pretrained(\"net.safetensors\")]");
        object loaded = plain.GetMethod("Load", [typeof(string)])!.Invoke(null, [_files.PathOf()])!;
        float[] input = [.. Enumerable.Range(0, 72).Select(n => n / 72f)];
        Assert.Equal(Predict(loaded, input), Predict(Activator.CreateInstance(compiled)!, input));
    }

    [Fact]
    public void Half_and_brain_floats_are_taken_as_they_are()
    {
        const string Source = "using CompiledNet; [CompiledNetwork(2, 1)] PRETRAINED public sealed partial class Net { }";
        _files.Write(Of(("1.weight", "F16", [1, 2], Halves(0.1f, -5.9604645E-8f)), ("1.bias", "BF16", [1], BrainFloats(3.140625f))));
        object network = Activator.CreateInstance(Compile(Source, "[Pretrained(\"net.safetensors\")]"))!;
        Assert.Equal([(float)(Half)0.1f, -5.9604645E-8f, 3.140625f], Span(network).ToArray());
    }

    [Fact]
    public void Constructors_of_the_users_own_go_on_to_either()
    {
        const string Source = """
            using CompiledNet;
            [CompiledNetwork(2, 1)] PRETRAINED public sealed partial class Net
            {
                public Net(string name) : this() => Name = name;
                public Net(string name, int seed) : this(seed) => Name = name;
                public string Name { get; } = string.Empty;
            }
            """;
        _files.Write(Of(("1.weight", "F32", [1, 2], Floats(1, 2)), ("1.bias", "F32", [1], Floats(3))));
        Type type = Compile(Source, "[Pretrained(\"net.safetensors\")]");
        Assert.Equal([1f, 2f, 3f], Span(Activator.CreateInstance(type, "a")!).ToArray());
        Assert.NotEqual([1f, 2f, 3f], Span(Activator.CreateInstance(type, "a", 1)!).ToArray());
        Assert.Equal([1f, 2f, 3f], Span(Activator.CreateInstance(type)!).ToArray());
    }

    [Fact]
    public void A_networks_weights_are_read_without_a_static_constructor_and_without_an_allocation()
    {
        Type plain = Compile(Large, string.Empty);
        plain.GetMethod("Save")!.Invoke(plain.GetConstructor([typeof(int)])!.Invoke([3]), [_files.PathOf(), null]);
        foreach (string storage in new[] { "Float32", "Float16" })
        {
            Assembly assembly = Compile(Large, $"[Pretrained(\"net.safetensors\", Storage = WeightStorage.{storage})]").Assembly;
            Type weights = assembly.GetTypes().Single(type => type.Name == "Weights");
            Assert.Null(weights.TypeInitializer);
            Copy copy = weights.GetMethod("CopyTo", BindingFlags.Static | BindingFlags.NonPublic)!.CreateDelegate<Copy>();
            float[] values = new float[(275 * 365) + 365 + 365 + 1];
            copy(values);
            long before = GC.GetAllocatedBytesForCurrentThread();
            copy(values);
            Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        }
    }

    [Fact]
    public void The_file_of_a_small_network_can_be_read()
    {
        _files.Write(Of(("1.weight", "F32", [2, 3], Floats(0.5f, -0f, 1e-30f, 4, 5, 6)), ("1.bias", "F32", [2], Floats(0.1f, 7))));
        const string Source = "using CompiledNet; [CompiledNetwork(3, 2)] [Pretrained(\"net.safetensors\")] public sealed partial class Net { }";
        string text = Weights(GeneratorHarness.Run(Source, files: [_files.PathOf()]));
        Assert.Contains("// 1.weight, [3][2]\n", text, StringComparison.Ordinal);
        Assert.Contains("0.5f, 4f,\n                -0f, 5f,\n                1E-30f, 6f,\n", text, StringComparison.Ordinal);
        Assert.Contains("0.1f, 7f,\n", text, StringComparison.Ordinal);
        string halves = Weights(GeneratorHarness.Run(Source.Replace("rs\"", "rs\", Storage = WeightStorage.Float16", StringComparison.Ordinal), files: [_files.PathOf()]));
        Assert.Contains("0x3800, 0x4400, // 0.5 4\n", halves, StringComparison.Ordinal);
        Assert.Contains("0x2E66, 0x4700, // 0.099975586 7\n", halves, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_with_an_odd_name_does_no_harm_in_a_comment()
    {
        const string Name = "a&b <c> \"d\" {e} é.safetensors";
        _files.Write(Of(("1.weight", "F32", [1, 2], Floats(1, 2)), ("1.bias", "F32", [1], Floats(3))), Name);
        const string Source = "using CompiledNet; [CompiledNetwork(2, 1)] [Pretrained(\"a&b <c> \\\"d\\\" {e} é.safetensors\")] public sealed partial class Net { }";
        Assert.Contains(Name, Weights(GeneratorHarness.Run(Source, files: [_files.PathOf(Name)])), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_content_of_the_file_writes_the_weights_anew_and_nothing_else_does()
    {
        const string Source = """
            using CompiledNet;
            [CompiledNetwork(2, 1)] [Pretrained("net.safetensors")] public sealed partial class First { }
            [CompiledNetwork(2, 1)] public sealed partial class Second { }
            """;
        byte[] before = Of(("1.weight", "F32", [1, 2], Floats(1, 2)), ("1.bias", "F32", [1], Floats(3)));
        byte[] after = Of(("1.weight", "F32", [1, 2], Floats(1, 2)), ("1.bias", "F32", [1], Floats(4)));
        string path = _files.Write(before);
        (IReadOnlyDictionary<string, IncrementalStepRunReason> changed, _) = GeneratorHarness.EditFile(Source, path, () => _files.Write(after));
        Assert.Equal(IncrementalStepRunReason.Modified, changed["First-Weights.g.cs"]);
        Assert.All(changed.Where(file => file.Key.StartsWith("Second", StringComparison.Ordinal)), AssertKept);

        // Saved again without a change; and a line more above the attribute.
        (IReadOnlyDictionary<string, IncrementalStepRunReason> same, _) = GeneratorHarness.EditFile(Source, path, () => File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch));
        Assert.All(same, AssertKept);
        Assert.All(GeneratorHarness.Edit(Source, "\n\n// A comment\n" + Source, [path]), AssertKept);
    }

    [Fact]
    public void A_file_that_goes_bad_is_reported_and_the_network_is_still_there()
    {
        const string Source = "using CompiledNet; [CompiledNetwork(2, 1)] [Pretrained(\"net.safetensors\")] public sealed partial class Net { }";
        byte[] good = Of(("1.weight", "F32", [1, 2], Floats(1, 2)), ("1.bias", "F32", [1], Floats(3)));
        string path = _files.Write(good);
        (IReadOnlyDictionary<string, IncrementalStepRunReason> files, var diagnostics) = GeneratorHarness.EditFile(Source, path, () => _files.Write(good[..^1]));
        Assert.Equal("CNET0021", Assert.Single(diagnostics).Id);
        Assert.Contains("Net.g.cs", files.Keys);
        Assert.Equal(IncrementalStepRunReason.Removed, files.TryGetValue("Net-Weights.g.cs", out IncrementalStepRunReason reason) ? reason : IncrementalStepRunReason.Removed);
    }

    [Theory]
    [InlineData("[CompiledNetwork(3, 4, 2)]")]
    [InlineData("[CompiledNetwork] [Input(8, 6, 2)] [Conv2D(4, 3, 2, Activation.GELU, Stride = 2, Padding = 1)] [BatchNorm(Activation.ReLU, Momentum = 0.5f)] [AvgPool2D(2)] [GlobalAvgPool2D] [Dense(2, Activation.Softmax)]")]
    [InlineData("[CompiledNetwork] [Input(9, 9, 1)] [MaxPool2D(2)] [Flatten] [Dropout(0.25f)] [Dense(3, Activation.ELU)] [BatchNorm] [Dense(1, Activation.Identity)]")]
    [InlineData("[CompiledNetwork(1000, 1, Output = Activation.Softplus)]")]
    public void The_generator_knows_a_network_by_the_same_words_and_hash_as_the_library(string network)
    {
        GeneratorRun run = GeneratorHarness.Run($"using CompiledNet; {network} public sealed partial class Net {{ }}");
        NetworkTopology topology = (NetworkTopology)run.Load().GetType("Net")!.GetProperty("Topology")!.GetValue(null)!;
        string description = TopologyText.Description(Assert.Single(run.Models));
        Assert.Equal(topology.Description, description);
        Assert.Equal(topology.Hash, TopologyText.Hash(description));
    }

    public void Dispose() => _files.Dispose();

    private delegate void Copy(Span<float> parameters);

    private delegate void Pass(ReadOnlySpan<float> input, Span<float> output);

    private static void AssertKept(KeyValuePair<string, IncrementalStepRunReason> file) =>
        Assert.True(file.Value is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{file.Key} is {file.Value}.");

    private static string Weights(GeneratorRun run)
    {
        Assert.Empty(run.Diagnostics);
        return run.Files.Single(file => file.HintName == "Net-Weights.g.cs").Text;
    }

    private static uint[] Rounded(uint[] bits) => [.. bits.Select(value => BitConverter.SingleToUInt32Bits((float)(Half)BitConverter.UInt32BitsToSingle(value)))];

    private static float[] Predict(object network, float[] input)
    {
        float[] output = new float[2];
        network.GetType().GetMethod("Predict", [typeof(ReadOnlySpan<float>), typeof(Span<float>)])!.CreateDelegate<Pass>(network)(input, output);
        return output;
    }

    private static void Fill(object network, float largest)
    {
        Random random = new(5);
        Span<float> parameters = Span(network);
        foreach (ref float value in parameters)
        {
            float any = BitConverter.UInt32BitsToSingle((uint)random.Next(0x7F800000));
            value = (random.Next(2) == 0 ? -1 : 1) * (any > largest ? random.NextSingle() : any);
        }

        float[] odd = [-0f, float.Epsilon, -largest, 1.1754942E-38f, 0.1f, 6.1035156E-5f, 5.9604645E-8f, 0.001f, 0.0001f];
        odd.CopyTo(parameters);
        foreach (ref float value in Span(network, "RunningStatistics"))
        {
            value = random.NextSingle();
        }
    }

    private Type Compile(string source, string attribute)
    {
        GeneratorRun run = GeneratorHarness.Run(source.Replace("PRETRAINED", attribute, StringComparison.Ordinal), files: [_files.PathOf()]);
        Assert.Empty(run.Diagnostics);
        return run.Load().GetType("Net", throwOnError: true)!;
    }
}
