using System.Globalization;
using CompiledNet.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CompiledNet.Generator.Tests;

/// <summary>Each diagnostic: when it comes, what it says and what it underlines. A valid network beside the faulty one is generated all the same.</summary>
public class DiagnosticTests
{
    private const string Preamble = """
        using System;
        using CompiledNet;

        [CompiledNetwork(2, 1)]
        internal partial class Sibling { }


        """;

    private const string CostlyUnrolling = """
        using CompiledNet;
        [CompiledNetwork(200, 64, 3, Unroll = Unroll.Full)]
        internal sealed partial class Net;
        """;

    public static TheoryData<string, string, string, string> Cases => new()
    {
        { "CNET0001", "[CompiledNetwork(2, 1)] class Net { }", "CompiledNetwork(2, 1)", "'Net' must be declared partial" },
        { "CNET0001", "class Outer { [CompiledNetwork(2, 1)] internal partial class Net { } }", "CompiledNetwork(2, 1)", "'Outer' must be declared partial" },
        { "CNET0002", "[CompiledNetwork(2, 1)] partial class Net<T> { }", "CompiledNetwork(2, 1)", "'Net' cannot be a compiled network: it is generic" },
        { "CNET0002", "partial class Outer<T> { [CompiledNetwork(2, 1)] internal partial class Net { } }", "CompiledNetwork(2, 1)", "'Outer' around it is generic" },
        { "CNET0002", "[CompiledNetwork(2, 1)] partial record Net;", "CompiledNetwork(2, 1)", "it is a record" },
        { "CNET0002", "[CompiledNetwork(2, 1)] static partial class Net { }", "CompiledNetwork(2, 1)", "it is static" },
        { "CNET0002", "[CompiledNetwork(2, 1)] abstract partial class Net { }", "CompiledNetwork(2, 1)", "it is abstract" },
        { "CNET0002", "[CompiledNetwork(2, 1)] file partial class Net { }", "CompiledNetwork(2, 1)", "file-local" },
        { "CNET0002", "file partial class Outer { [CompiledNetwork(2, 1)] internal partial class Net { } }", "CompiledNetwork(2, 1)", "file-local" },
        { "CNET0002", "[CompiledNetwork(2, 1)] partial class Net(int size) { public int Size => size; }", "CompiledNetwork(2, 1)", "primary constructor" },
        { "CNET0002", "class Base { protected Base(string name) { } } [CompiledNetwork(2, 1)] partial class Net : Base { Net(string s, int n) : base(s) { } }", "CompiledNetwork(2, 1)", "its base class 'Base'" },
        { "CNET0002", "[CompiledNetwork(2, 1)] partial class Net { public required int Size { get; set; } }", "CompiledNetwork(2, 1)", "required members" },
        { "CNET0002", "[CompiledNetwork(2, 1)] partial class Net : Sibling { }", "CompiledNetwork(2, 1)", "its base class 'Sibling' is a compiled network itself" },
        { "CNET0003", "[CompiledNetwork] partial class Net { }", "CompiledNetwork", "'Net' has no sizes and no layer attributes" },
        { "CNET0003", "[CompiledNetwork()] partial class Net { }", "CompiledNetwork()", "'Net' has no sizes and no layer attributes" },
        { "CNET0003", "[CompiledNetwork(784)] partial class Net { }", "CompiledNetwork(784)", "'Net' has one size" },
        { "CNET0003", "[CompiledNetwork] [Input(3)] partial class Net { }", "CompiledNetwork", "'Net' has" },
        { "CNET0003", "[CompiledNetwork] [Input(3, 3, 1)] [Flatten] partial class Net { }", "CompiledNetwork", "'Net' has" },
        { "CNET0004", "[CompiledNetwork(2, 0, 1)] partial class Net { }", "0", "Size 2 of 'Net' is 0; expected at least 1" },
        { "CNET0004", "[CompiledNetwork(-5, 1)] partial class Net { }", "-5", "Size 1 of 'Net' is -5; expected at least 1" },
        { "CNET0004", "[CompiledNetwork(2, int.MinValue)] partial class Net { }", "int.MinValue", "Size 2 of 'Net' is -2147483648" },
        { "CNET0004", "[CompiledNetwork] [Input(0)] [Dense(1)] partial class Net { }", "0", "of 'Net' is 0; expected at least 1" },
        { "CNET0004", "[CompiledNetwork] [Input(28, -1, 1)] [Flatten] [Dense(1)] partial class Net { }", "-1", "The width of the input of 'Net' is -1" },
        { "CNET0004", "[CompiledNetwork] [Input(2)] [Dense(-7)] partial class Net { }", "-7", "of 'Net' is -7; expected at least 1" },
        { "CNET0005", "[CompiledNetwork(2, 1)] [Dense(1)] partial class Net { }", "Dense(1)", "'Net' is given both sizes and [Dense]" },
        { "CNET0005", "[CompiledNetwork(Hidden = Activation.ReLU)] [Input(2)] [Dense(1)] partial class Net { }", "Hidden = Activation.ReLU", "'Net' is given both Hidden and layer attributes" },
        { "CNET0006", "[CompiledNetwork] [Dense(1)] [Input(2)] partial class Net { }", "Dense(1)", "comes before [Input]" },
        { "CNET0006", "[CompiledNetwork] [Input(2)] [Dense(1)] [Input(2)] partial class Net { }", "Input(2)", "one input" },
        { "CNET0006", "[CompiledNetwork] [Input(2, 2, 1)] [Dense(1)] partial class Net { }", "Dense(1)", "of 'Net' does not fit" },
        { "CNET0006", "[CompiledNetwork] [Input(2)] partial class Net { } [Dense(1)] partial class Net { }", "Dense(1)", "several declarations" },
        { "CNET0006", "[CompiledNetwork] [Input(2)] [Dense(3)] [Dropout(0.5)] partial class Net { }", "Dropout(0.5)", "it is the last layer" },
        { "CNET0006", "[CompiledNetwork] [Input(2)] [Dense(3)] [Dropout(0.25)] [Dropout(0.5)] partial class Net { }", "Dropout(0.5)", "it is the last layer" },
        { "CNET0006", "[CompiledNetwork] [Input(2)] [Dense(3)] [Dropout(0.5)] [Flatten] partial class Net { }", "Dropout(0.5)", "it is the last layer" },
        { "CNET0006", "[CompiledNetwork] [Dropout(0.5)] [Input(2)] [Dense(3)] partial class Net { }", "Dropout(0.5)", "comes before [Input]" },
        { "CNET0003", "[CompiledNetwork] [Input(2)] [Dropout(0.5)] partial class Net { }", "CompiledNetwork", "'Net' has" },
        { "CNET0005", "[CompiledNetwork(2, 1)] [Dropout(0.5)] partial class Net { }", "Dropout(0.5)", "'Net' is given both sizes and [Dropout]" },
        { "CNET0011", "[CompiledNetwork] [Input(2)] [Dropout(double.NaN)] [Dense(1)] partial class Net { }", "double.NaN", "The rate in [Dropout] of 'Net' is NaN; expected a probability of at least 0 and below 1" },
        { "CNET0011", "[CompiledNetwork] [Input(2)] [Dropout(-0.1)] [Dense(1)] partial class Net { }", "-0.1", "is -0.1; expected" },
        { "CNET0011", "[CompiledNetwork] [Input(2)] [Dropout(1)] [Dense(1)] partial class Net { }", "1", "is 1; expected" },
        { "CNET0011", "[CompiledNetwork] [Input(2)] [Dropout(2.5f)] [Dense(1)] partial class Net { }", "2.5f", "is 2.5; expected" },
        { "CNET0011", "[CompiledNetwork] [Input(2)] [Dropout(0.99999999)] [Dense(1)] partial class Net { }", "0.99999999", "is 0.99999999; expected" },
        { "CNET0011", "[CompiledNetwork] [Input(2)] [Dropout(double.PositiveInfinity)] [Dense(1)] partial class Net { }", "double.PositiveInfinity", "is Infinity; expected" },
        { "CNET0014", "[Dropout(0.5)] partial class Net { }", "Dropout(0.5)", "'Net' has [Dropout] but not [CompiledNetwork]" },
        { "CNET0007", "[CompiledNetwork(2, 3, 1, Hidden = Activation.Softmax)] partial class Net { }", "Hidden = Activation.Softmax", "Layer 1 of 'Net' has the activation Softmax" },
        { "CNET0007", "[CompiledNetwork] [Input(2)] [Dense(3, Activation.Softmax)] [Dense(1)] partial class Net { }", "Dense(3, Activation.Softmax)", "Layer 1 of 'Net'" },
        { "CNET0008", "[CompiledNetwork(2, 1, Loss = Loss.CrossEntropy)] partial class Net { }", "Loss = Loss.CrossEntropy", "Loss.CrossEntropy needs Activation.Softmax in the last layer, but the last layer of 'Net' has Activation.Sigmoid" },
        { "CNET0008", "[CompiledNetwork(2, 1, Output = Activation.Tanh, Loss = Loss.BinaryCrossEntropy)] partial class Net { }", "Loss = Loss.BinaryCrossEntropy", "Loss.BinaryCrossEntropy needs Activation.Sigmoid" },
        { "CNET0009", "[CompiledNetwork(2, 1)] partial class Net { internal int InputSize => 3; }", "CompiledNetwork(2, 1)", "'Net' already has a member 'InputSize'" },
        { "CNET0009", "[CompiledNetwork(2, 1)] partial class Net { internal int Weights1; void Use() => Weights1 = 1; }", "CompiledNetwork(2, 1)", "'Weights1'" },
        { "CNET0009", "[CompiledNetwork(2, 1)] partial class Net { void Predict(ReadOnlySpan<float> a, Span<float> b) { } }", "CompiledNetwork(2, 1)", "'Predict'" },
        { "CNET0009", "[CompiledNetwork(2, 1)] partial class Net { static object Load(string path) => path; }", "CompiledNetwork(2, 1)", "'Load'" },
        { "CNET0009", "[CompiledNetwork(2, 1)] partial class Net { void Load(string path, ref ModelInfo info) { } }", "CompiledNetwork(2, 1)", "'Load'" },
        { "CNET0009", "[CompiledNetwork(2, 1)] partial class Net { void Save(string path, ModelInfo? info) { } }", "CompiledNetwork(2, 1)", "'Save'" },
        { "CNET0009", "[CompiledNetwork(2, 1)] partial class Net { public Net(int seed) { } }", "CompiledNetwork(2, 1)", "'Net(int seed = 0)'" },
        { "CNET0009", "class Base { protected int Topology; } [CompiledNetwork(2, 1)] partial class Net : Base { int Use() => Topology = 1; }", "CompiledNetwork(2, 1)", "'Topology'" },
        { "CNET0009", "[CompiledNetwork(2, 1)] partial class Trace { }", "CompiledNetwork(2, 1)", "'Trace' already has the class's own name 'Trace'" },
        { "CNET0009", "[CompiledNetwork(2, 1)] partial class Net { public Net() { } }", "CompiledNetwork(2, 1)", "a constructor like 'Net(int seed = 0)'" },
        { "CNET0010", "[CompiledNetwork(100000, 100000)] partial class Net { }", "CompiledNetwork(100000, 100000)", "10,000,100,000 parameters, 40,000,400,000 bytes" },
        { "CNET0010", "[CompiledNetwork(int.MaxValue, int.MaxValue)] partial class Net { }", "CompiledNetwork(int.MaxValue, int.MaxValue)", "4,611,686,016,279,904,256 parameters" },
        { "CNET0010", "[CompiledNetwork] [Input(100000, 100000, 3)] [Flatten] [Dense(1)] partial class Net { }", "Input(100000, 100000, 3)", "30,000,000,000" },
        { "CNET0010", "[CompiledNetwork(1000, 1000, Unroll = Unroll.Full)] partial class Net { }", "Unroll = Unroll.Full", "1,001,000 parameters (4,004,000 bytes)" },
        { "CNET0011", "[CompiledNetwork(2, 1, Hidden = (Activation)42)] partial class Net { }", "Hidden = (Activation)42", "Hidden in [CompiledNetwork] of 'Net' is 42" },
        { "CNET0011", "[CompiledNetwork(2, 1, Output = (Activation)(-1))] partial class Net { }", "Output = (Activation)(-1)", "is -1" },
        { "CNET0011", "[CompiledNetwork(2, 1, Loss = (Loss)4)] partial class Net { }", "Loss = (Loss)4", "one of SquaredError, MeanSquaredError, CrossEntropy, BinaryCrossEntropy" },
        { "CNET0011", "[CompiledNetwork(2, 1, Unroll = (Unroll)9)] partial class Net { }", "Unroll = (Unroll)9", "one of Auto, Full" },
        { "CNET0011", "[CompiledNetwork(2, 1, Initializer = (WeightInitializer)6)] partial class Net { }", "Initializer = (WeightInitializer)6", "Initializer in [CompiledNetwork] of 'Net' is 6; expected one of Auto, GlorotUniform, GlorotNormal, HeUniform, HeNormal, PlainRandom" },
        { "CNET0011", "[CompiledNetwork] [Input(2)] [Dense(1, (Activation)10)] partial class Net { }", "(Activation)10", "is 10" },
        { "CNET0014", "[Dense(1)] partial class Net { }", "Dense(1)", "'Net' has [Dense] but not [CompiledNetwork]" },
        { "CNET0014", "[Input(1)] partial class Net { }", "Input(1)", "'Net' has [Input] but not [CompiledNetwork]" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_mistake_is_reported_where_it_stands(string id, string source, string underlined, string message)
    {
        GeneratorRun run = GeneratorHarness.Run(Preamble + source);
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal(id, diagnostic.Id);
        Assert.Contains(message, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        string text = GeneratorRun.Underlined(diagnostic);
        Assert.Contains(underlined, text, StringComparison.Ordinal);
        Assert.True(underlined == text, $"Underlined is '{text}'; expected '{underlined}'.");
        AssertGenerated(run, "Sibling");
        Assert.False(IsGenerated(run, "Net"), "A network with an error must not be generated.");
    }

    [Fact]
    public void A_constructor_that_leaves_zeros_is_warned_of_and_the_network_generated()
    {
        GeneratorRun run = GeneratorHarness.Run(
            Preamble + "[CompiledNetwork(2, 1)] internal partial class Net { public Net(string name) { _ = name; } public Net(double x) : this((int)x) { } }",
            generatorOnly: true);
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal("CNET0015", diagnostic.Id);
        Assert.Equal(DiagnosticSeverity.Warning, diagnostic.DefaultSeverity);
        Assert.Contains("'Net(string)' does not call this(seed)", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.StartsWith("public Net(string name)", GeneratorRun.Underlined(diagnostic), StringComparison.Ordinal);
        AssertGenerated(run, "Net");
    }

    [Theory]
    [InlineData("[CompiledNetwork(2, 3, 1, Output = Activation.Softmax, Loss = Loss.CrossEntropy)] internal partial class Net { }", "Output = Activation.Softmax")]
    [InlineData("[CompiledNetwork] [Input(2)] [Dense(3)] [Dense(1, Activation.Softmax)] internal partial class Net { }", "Dense(1, Activation.Softmax)")]
    public void Softmax_over_one_output_is_warned_of_and_the_network_generated(string source, string underlined)
    {
        GeneratorRun run = GeneratorHarness.Run(Preamble + source, generatorOnly: true);
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal("CNET0016", diagnostic.Id);
        Assert.Equal(DiagnosticSeverity.Warning, diagnostic.DefaultSeverity);
        Assert.Contains("'Net' has one output and the activation Softmax", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal(underlined, GeneratorRun.Underlined(diagnostic));
        AssertGenerated(run, "Net");
    }

    [Theory]
    [InlineData("[Dense(64)]", true)]
    [InlineData("[Dense(units: 64)]", true)]
    [InlineData("[Dense(64, Activation.Sigmoid)]", false)]
    [InlineData("[Dense(64, activation: Activation.Sigmoid)]", false)]
    [InlineData("[Dense(64, Activation.Identity)]", false)]
    [InlineData("[Dense(64)] [Dropout(0.5)]", false)]
    public void A_default_activation_before_batch_normalisation_is_a_warning(string dense, bool warns)
    {
        GeneratorRun run = GeneratorHarness.Run(Preamble + $"[CompiledNetwork] [Input(8)] {dense} [BatchNorm(Activation.ReLU)] [Dense(3)] public sealed partial class Net;", generatorOnly: true);
        Assert.Equal(warns ? ["CNET0017"] : [], run.Diagnostics.Select(diagnostic => diagnostic.Id));
        if (warns)
        {
            Assert.Equal(DiagnosticSeverity.Warning, run.Diagnostics[0].DefaultSeverity);
            Assert.Contains("Layer 1 of 'Net', [Dense(64)], has the activation Sigmoid", run.Diagnostics[0].GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        AssertGenerated(run, "Net");
    }

    [Fact]
    public void Every_descriptor_has_a_case_here()
    {
        string[] elsewhere = ["CNET0012", "CNET0013", "CNET0015", "CNET0016", "CNET0017"];
        IEnumerable<string> covered = Cases.Select(row => (string)row[0]).Concat(elsewhere);

        // Those of files, from CNET0020 on, have tests of their own.
        IEnumerable<string> ofAttributes = Generator.Diagnostics.Descriptors.All.Select(descriptor => descriptor.Id).Where(id => string.CompareOrdinal(id, "CNET0020") < 0);
        Assert.Equal(ofAttributes, covered.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_generated_member_is_guarded_against_a_clash()
    {
        INamedTypeSymbol sibling = GeneratorHarness.Run(Preamble).Compilation.GetTypeByMetadataName("Sibling")!;
        string[] names =
        [
            .. sibling.GetMembers()
                .Where(member => member is IFieldSymbol or IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary } && !member.IsImplicitlyDeclared && member.CanBeReferencedByName)
                .Select(member => member.Name).Distinct(),
        ];
        Assert.Contains("Predict", names);
        string classes = string.Concat(names.Select((name, index) => $"[CompiledNetwork(2, 1)] partial class Net{index} {{ public const string {name} = \"\"; }}\n"));
        GeneratorRun run = GeneratorHarness.Run("using CompiledNet;\n" + classes);
        Assert.Equal(
            names.Select((name, index) => $"'Net{index}' already has a member '{name}'"),
            run.Diagnostics.Select(diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture).Split(',')[0]));
    }

    [Fact]
    public void Several_mistakes_are_reported_at_once()
    {
        GeneratorRun run = GeneratorHarness.Run(Preamble + "[CompiledNetwork(0, 2, -1)] partial class Net { }");
        Assert.Equal(["0", "-1"], run.Diagnostics.Select(GeneratorRun.Underlined));
    }

    [Fact]
    public void Full_unrolling_of_a_larger_network_warns_and_is_generated()
    {
        GeneratorRun run = GeneratorHarness.Run(CostlyUnrolling);
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal("CNET0012", diagnostic.Id);
        Assert.Equal(DiagnosticSeverity.Warning, diagnostic.DefaultSeverity);
        Assert.Equal("Unroll = Unroll.Full", GeneratorRun.Underlined(diagnostic));
        Assert.Contains("'Net'", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        AssertGenerated(run, "Net");
    }

    [Fact]
    public void A_warning_can_be_turned_off_in_the_file()
    {
        GeneratorRun run = GeneratorHarness.Run("#pragma warning disable CNET0012\n" + CostlyUnrolling, generatorOnly: true);
        Assert.DoesNotContain(run.Diagnostics, diagnostic => !diagnostic.IsSuppressed);
        AssertGenerated(run, "Net");
    }

    [Fact]
    public void Full_unrolling_of_a_small_network_does_not_warn() =>
        Assert.Empty(GeneratorHarness.Run("[CompiledNet.CompiledNetwork(4, 8, 2, Unroll = CompiledNet.Unroll.Full)] partial class Net;").Diagnostics);

    [Fact]
    public void An_old_language_version_is_named()
    {
        GeneratorRun run = GeneratorHarness.Run("[CompiledNet.CompiledNetwork(2, 1)] partial class Net { }", LanguageVersion.CSharp11);
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal("CNET0013", diagnostic.Id);
        Assert.Contains("'Net' is compiled as C# 11", diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Empty(run.Files);
    }

    internal static bool IsGenerated(GeneratorRun run, string type) =>
        run.Compilation.GetTypeByMetadataName(type)?.GetMembers("PredictBatch").IsEmpty == false;

    private static void AssertGenerated(GeneratorRun run, string type) => Assert.True(IsGenerated(run, type), $"{type} was not generated.");
}
