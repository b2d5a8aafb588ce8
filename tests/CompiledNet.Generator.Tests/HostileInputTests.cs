using CompiledNet.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Generator.Tests;

/// <summary>Whatever stands in the attributes, the generator does not throw; and where the text compiles, so does what is generated for it.</summary>
public class HostileInputTests
{
    public static TheoryData<string> BrokenText =>
    [
        "[CompiledNetwork(",
        "[CompiledNetwork(2",
        "[CompiledNetwork(2, ",
        "[CompiledNetwork(2, )] partial class Net { }",
        "[CompiledNetwork(2, 1)]",
        "[CompiledNetwork(2, 1)] partial",
        "[CompiledNetwork(2, 1)] partial class",
        "[CompiledNetwork(2, 1)] partial class { }",
        "[CompiledNetwork(2, 1)] partial class Net {",
        "[CompiledNetwork(2, 1, Loss = )] partial class Net { }",
        "[CompiledNetwork(2, 1, Loss = Loss.)] partial class Net { }",
        "[CompiledNetwork(2, 1, Loss = Loss.Nonsense)] partial class Net { }",
        "[CompiledNetwork(2, 1, Loss = 2)] partial class Net { }",
        "[CompiledNetwork(2, 1, Nonsense = 2)] partial class Net { }",
        "[CompiledNetwork(2, 1, Loss = Loss.SquaredError, Loss = Loss.SquaredError)] partial class Net { }",
        "[CompiledNetwork(Loss = Loss.SquaredError, 2, 1)] partial class Net { }",
        "[CompiledNetwork(\"two\", 1)] partial class Net { }",
        "[CompiledNetwork(2.5, 1)] partial class Net { }",
        "[CompiledNetwork(2, 1L)] partial class Net { }",
        "[CompiledNetwork(unknown)] partial class Net { }",
        "[CompiledNetwork(null, 1)] partial class Net { }",
        "[CompiledNetwork(new int[] { 2, \"x\" })] partial class Net { }",
        "[CompiledNetwork(2, 1)] [CompiledNetwork(2, 1)] partial class Net { }",
        "[CompiledNetwork(2, 1)] partial struct Net { }",
        "[CompiledNetwork(2, 1)] partial interface Net { }",
        "[CompiledNetwork(2, 1)] enum Net { }",
        "[CompiledNetwork(2, 1)] delegate void Net();",
        "[CompiledNetwork(2, 1)] partial class Net { } [CompiledNetwork(2, 1)] partial class Net { }",
        "[CompiledNetwork(2, 1)] partial class Net { } class Net { }",
        "[CompiledNetwork(2, 1)] partial class Net : Missing { }",
        "[CompiledNetwork(2, 1)] partial class Net : ICompiledNetwork<Net> { }",
        "[CompiledNetwork] [Input] [Dense(1)] partial class Net { }",
        "[CompiledNetwork] [Input(1, 2)] [Dense(1)] partial class Net { }",
        "[CompiledNetwork] [Input(\"x\")] [Dense(1)] partial class Net { }",
        "[CompiledNetwork] [Input(2)] [Dense] partial class Net { }",
        "[CompiledNetwork] [Input(2)] [Dense(1, \"ReLU\")] partial class Net { }",
        "[CompiledNetwork] [Input(2)] [Dense(null)] partial class Net { }",
        "[CompiledNetwork] [Input(2)] [Dense(1, Activation.)] partial class Net { }",
        "[CompiledNetwork] [Input(2)] [Dense(1] partial class Net { }",
        "[CompiledNetwork] [Input(2)] [Flatten(3)] [Dense(1)] partial class Net { }",
        "[Input(2) [Dense(1)] partial class Net { }",
        "class Mine : LayerAttribute { } [CompiledNetwork] [Input(2)] [Mine] [Dense(1)] partial class Net { }",
        "namespace A { [CompiledNetwork(2, 1)] partial class Net { } } namespace A { [CompiledNetwork(2, 1)] partial class Net { } }",
    ];

    public static TheoryData<string> ValidText =>
    [
        "[CompiledNetwork(null!)] partial class Net { }",
        "[CompiledNetwork((int[])null!)] partial class Net { }",
        "[CompiledNetwork(sizes: null!)] partial class Net { }",
        "[CompiledNetwork(new int[0])] partial class Net { }",
        "[CompiledNetwork(new[] { 2, 1 })] partial class Net { }",
        "[CompiledNetwork(sizes: new[] { 2, 0 })] partial class Net { }",
        "[CompiledNetwork(sizes: [2, 1])] partial class Net { }",
        "[CompiledNetwork('a', 1)] partial class Net { }",
        "static class Sizes { public const int Inputs = 3; } [CompiledNetwork(Sizes.Inputs, Sizes.Inputs * 2, 1)] partial class Net { }",
        "[CompiledNetwork(int.MaxValue, 1)] partial class Net { }",
        "[CompiledNetwork(1, int.MaxValue)] partial class Net { }",
        "[CompiledNetwork(int.MinValue, int.MinValue)] partial class Net { }",
        "[CompiledNetwork(65536, 65536, 65536)] partial class Net { }",
        "[CompiledNetwork(2, 1, Loss = default)] partial class Net { }",
        "[CompiledNetwork(2, 1, Loss = (Loss)int.MaxValue, Unroll = (Unroll)int.MinValue)] partial class Net { }",
        "[CompiledNetwork] [Input(int.MaxValue, int.MaxValue, int.MaxValue)] [Flatten] [Dense(int.MaxValue)] partial class Net { }",
        "[CompiledNetwork] [Input(2)] [Dense(activation: Activation.ReLU, units: 3)] [Dense(units: 1)] partial class Net { }",
        "[CompiledNetwork] [Input(2)] [Dense(1, default)] partial class Net { }",
        "[CompiledNetwork] [Input(2), Dense(3), Dense(1)] partial class Net { }",
        "[CompiledNetworkAttribute] [InputAttribute(2)] [DenseAttribute(1)] partial class Net { }",
        "[type: CompiledNetwork(2, 1)] partial class Net { }",
        "[System.Obsolete(\"old\")] [CompiledNetwork(2, 1)] partial class Net { }",
        "sealed class DenseAttribute : System.Attribute { } [CompiledNetwork(2, 1)] [Dense] partial class Net { }",
    ];

    [Theory]
    [MemberData(nameof(BrokenText))]
    public void Text_that_is_being_typed_does_no_harm(string source)
    {
        GeneratorRun run = GeneratorHarness.Run("using CompiledNet;\n" + source, generatorOnly: true);
        Assert.DoesNotContain(run.Diagnostics, diagnostic => !diagnostic.Id.StartsWith("CNET", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(ValidText))]
    public void Odd_but_valid_text_gives_clean_code_or_an_error_of_its_own(string source)
    {
        GeneratorRun run = GeneratorHarness.Run("using CompiledNet;\n" + source);
        bool hasError = run.Diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.NotEqual(hasError, DiagnosticTests.IsGenerated(run, "Net"));
        Assert.All(run.Diagnostics, diagnostic => Assert.StartsWith("CNET", diagnostic.Id, StringComparison.Ordinal));
    }

    [Fact]
    public void Thousands_of_sizes_are_refused_in_one_sentence()
    {
        string sizes = string.Join(", ", Enumerable.Repeat("3", 5000));
        Diagnostic diagnostic = Assert.Single(GeneratorHarness.Run($"[CompiledNet.CompiledNetwork({sizes})] partial class Net;").Diagnostics);
        Assert.Equal("CNET0010", diagnostic.Id);
    }

    [Fact]
    public void Every_prefix_of_a_network_can_be_typed()
    {
        const string Source = "using CompiledNet;\n[CompiledNetwork(Loss = Loss.CrossEntropy)]\n[Input(2)]\n[Dense(3, Activation.ReLU)]\n[Dense(2, Activation.Softmax)]\npartial class Net;";
        for (int length = 0; length < Source.Length; length++)
        {
            GeneratorHarness.Run(Source[..length], generatorOnly: true);
        }
    }

    [Fact]
    public void A_network_in_a_project_without_the_runtime_does_no_harm() =>
        Assert.Empty(GeneratorHarness.Run("[CompiledNetwork(2, 1)] partial class Net;", generatorOnly: true).Files);
}
