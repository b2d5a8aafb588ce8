using System.Reflection;
using CompiledNet.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace CompiledNet.Generator.Tests;

/// <summary>However a class is declared and named, the generated half finds its way to it.</summary>
public class DeclarationTests
{
    public static TheoryData<string, string> Declarations => new()
    {
        { "[CompiledNet.CompiledNetwork(2, 1)] public sealed partial class Net;", "Net" },
        { "namespace A.B; [CompiledNet.CompiledNetwork(2, 1)] public partial class Net;", "A.B.Net" },
        { "namespace A { namespace B { [CompiledNet.CompiledNetwork(2, 1)] internal partial class Net; } }", "A.B.Net" },
        { "[CompiledNet.CompiledNetwork(2, 1)] public partial class @class;", "class" },
        { "[CompiledNet.CompiledNetwork(2, 1)] public partial class @event { }", "event" },
        { "namespace @namespace.@int; [CompiledNet.CompiledNetwork(2, 1)] public partial class @record;", "namespace.int.record" },
        { "public partial class @static { [CompiledNet.CompiledNetwork(2, 1)] public partial class @void; }", "static+void" },
        { "[CompiledNet.CompiledNetwork(2, 1)] public partial class Ünïcödé网络;", "Ünïcödé网络" },
        { "namespace Größe; [CompiledNet.CompiledNetwork(2, 1)] public partial class ıI;", "Größe.ıI" },
        { "public static partial class Outer { [CompiledNet.CompiledNetwork(2, 1)] private sealed partial class Net; }", "Outer+Net" },
        { "public partial struct Outer { [CompiledNet.CompiledNetwork(2, 1)] public partial class Net; }", "Outer+Net" },
        { "public readonly ref partial struct Outer { [CompiledNet.CompiledNetwork(2, 1)] public partial class Net; }", "Outer+Net" },
        { "public partial record Outer { [CompiledNet.CompiledNetwork(2, 1)] public partial class Net; }", "Outer+Net" },
        { "public partial record struct Outer { [CompiledNet.CompiledNetwork(2, 1)] public partial class Net; }", "Outer+Net" },
        { "public partial interface Outer { [CompiledNet.CompiledNetwork(2, 1)] public partial class Net; }", "Outer+Net" },
        { "partial class A { partial class B { partial class C { [CompiledNet.CompiledNetwork(2, 1)] protected internal partial class Net; } } }", "A+B+C+Net" },
        { "[CompiledNet.CompiledNetwork(2, 1)] public partial class Net { } public partial class Net { public int Mine => InputSize; }", "Net" },
        { "public class Base { } [CompiledNet.CompiledNetwork(2, 1)] public partial class Net : Base, System.IDisposable { public void Dispose() { } }", "Net" },
        { "[CompiledNet.CompiledNetwork(2, 1)] public partial class Net { public Net(string name) : this(3) { Name = name; } public string Name { get; } = \"\"; }", "Net" },
        { "[CompiledNet.CompiledNetwork(2, 1)] public partial class Net { public float Predict(float a, float b) => Predict(new float[] { a, b })[0]; }", "Net" },
        { "[CompiledNet.CompiledNetwork(2, 1)] public partial class Net { public int Weights2; public int Length; public int Span; }", "Net" },

        { "[CompiledNet.CompiledNetwork(2, 1)] public partial class Net { public static void Load(string a, CompiledNet.ModelInfo b) { _ = a; _ = b; } public void Save(System.IO.Stream s) => _ = s; }", "Net" },

        // Names of the user's own that the generated code must not stumble over.
        { "namespace System.Mine { } namespace Mine.System { class Span { } [global::CompiledNet.CompiledNetwork(2, 1)] public partial class Net; }", "Mine.System.Net" },
        { "namespace Mine.CompiledNet.Numerics { [global::CompiledNet.CompiledNetwork(2, 1)] public partial class Net; }", "Mine.CompiledNet.Numerics.Net" },
        { "class Vector512 { } class MathF { } class Unsafe { } class Span { } [CompiledNet.CompiledNetwork(2, 1)] partial class Net;", "Net" },
        { "[CompiledNet.CompiledNetwork(2, 1)] public partial class Dataset;", "Dataset" },
        { "[CompiledNet.CompiledNetwork(2, 1)] public partial class ModelFile;", "ModelFile" },
        { "[CompiledNet.CompiledNetwork(2, 1)] public partial class Activation;", "Activation" },
        { "namespace Mine; [global::CompiledNet.CompiledNetwork(2, 1)] public partial class System;", "Mine.System" },
        { "namespace Mine; [global::CompiledNet.CompiledNetwork(2, 1)] public partial class CompiledNet;", "Mine.CompiledNet" },
        { "[CompiledNet.CompiledNetwork(2, 1)] public partial class Passes;", "Passes" },
        { "[CompiledNet.CompiledNetwork(2, 1)] public partial class Tiles;", "Tiles" },
        { "[CompiledNet.CompiledNetwork(2, 1)] public partial class A_B;", "A_B" },
        { "[CompiledNet.CompiledNetwork(2, 1)] public partial class MyNETWORK;", "MyNETWORK" },
        { "namespace ACME.NETWORK; [CompiledNet.CompiledNetwork(2, 1)] public partial class PASSES;", "ACME.NETWORK.PASSES" },
        { "namespace AlignedBuffer; [CompiledNet.CompiledNetwork(2, 1)] public partial class AlignedBufferNet;", "AlignedBuffer.AlignedBufferNet" },
        { "[CompiledNet.CompiledNetwork(2, 1)] public partial class _arglist;", "_arglist" },
        { "#pragma warning disable CS8981\n[CompiledNet.CompiledNetwork(2, 1)] public partial class digits;", "digits" },
        { "namespace System { class Unsafe { } class MemoryMarshal { } } namespace Mine { [global::CompiledNet.CompiledNetwork(2, 1)] public partial class Net; }", "Mine.Net" },
        { "[CompiledNet.CompiledNetwork(2, 1)] public partial class Net { public void Trace(string s) { _ = s; } public void Predict(in System.ReadOnlySpan<float> a) { } }", "Net" },
        { "[CompiledNet.CompiledNetwork(2, 1)] public partial class Net { private static string nameof(object o) => o.ToString()!; public string Use() => nameof(this); }", "Net" },
    };

    [Fact]
    public void Networks_whose_names_are_alike_do_not_meet()
    {
        GeneratorRun run = GeneratorHarness.Run("""
            using CompiledNet;
            namespace A_ { [CompiledNetwork(2, 1)] internal partial class B; }
            namespace A { [CompiledNetwork(2, 1)] internal partial class _B; }
            namespace Nested
            {
                [CompiledNetwork(2, 1)] internal partial class Net { [CompiledNetwork(2, 1)] internal partial class Passes { [CompiledNetwork(2, 1)] internal partial class Tiles512; } }
                [CompiledNetwork(2, 1)] internal partial class NET;
            }
            """);
        Assert.Empty(run.Diagnostics);
        Assert.Equal(6 * 6, run.Files.Select(file => file.HintName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void The_files_of_a_network_with_a_long_name_have_names_that_file_systems_take()
    {
        string name = new('网', 200);
        GeneratorRun run = GeneratorHarness.Run($"[CompiledNet.CompiledNetwork(2, 1)] internal partial class {name}a; [CompiledNet.CompiledNetwork(2, 1)] internal partial class {name}b;");
        Assert.Empty(run.Diagnostics);
        Assert.Equal(12, run.Files.Select(file => file.HintName).Distinct().Count());
        Assert.All(run.Files, file => Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(file.HintName), 1, 255));
    }

    [Theory]
    [MemberData(nameof(Declarations))]
    public void A_network_can_be_declared_like_this(string source, string name)
    {
        GeneratorRun run = GeneratorHarness.Run(source);
        Assert.Empty(run.Diagnostics);
        Type type = run.Load().GetType(name, throwOnError: true)!;
        Assert.Equal(2, type.GetField("InputSize")!.GetRawConstantValue());
        NetworkTopology topology = (NetworkTopology)type.GetProperty("Topology", BindingFlags.Static | BindingFlags.Public)!.GetValue(null)!;
        Assert.Equal(type.Name, topology.Name);
        Assert.Equal(3, topology.ParameterCount);
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.CSharp13)]
    [InlineData(LanguageVersion.CSharp14)]
    [InlineData(LanguageVersion.Preview)]
    public void Every_language_version_from_12_on_will_do(LanguageVersion version)
    {
        foreach (string unroll in new[] { "Auto", "Full" })
        {
            GeneratorRun run = GeneratorHarness.Run(
                $$"""
                using CompiledNet;
                [CompiledNetwork(5, 17, 3, Hidden = Activation.GELU, Output = Activation.Softmax, Loss = Loss.CrossEntropy, Unroll = Unroll.{{unroll}})]
                public sealed partial class Net;
                [CompiledNetwork(Loss = Loss.BinaryCrossEntropy, Unroll = Unroll.{{unroll}})] [Input(3, 3, 1)] [Flatten] [Dense(40, Activation.ELU)] [Dense(1)]
                public sealed partial class Other;
                """,
                version);
            Assert.Empty(run.Diagnostics);
        }
    }

    [Fact]
    public void Declarations_in_several_files_make_one_network()
    {
        GeneratorRun run = GeneratorHarness.Run(
            [
                "public partial class Net { public int Twice => 2 * InputSize; }",
                "using CompiledNet; [CompiledNetwork] [Input(3)] [Dense(4)] [Dense(2)] public partial class Net { }",
                "partial class Net { }",
            ]);
        Assert.Empty(run.Diagnostics);
        Assert.Equal("3-4-2", string.Join('-', Sizes(run.Load().GetType("Net")!)));
    }

    [Fact]
    public void Networks_of_the_same_name_get_files_of_their_own()
    {
        GeneratorRun run = GeneratorHarness.Run("""
            using CompiledNet;
            [CompiledNetwork(2, 1)] partial class Net;
            namespace A { [CompiledNetwork(3, 1)] partial class Net; }
            namespace A.B { [CompiledNetwork(4, 1)] partial class Net; [CompiledNetwork(5, 1)] partial class NET; }
            partial class A1 { [CompiledNetwork(6, 1)] partial class Net; }
            partial struct B1 { [CompiledNetwork(7, 1)] partial class Net; }
            """);
        Assert.Empty(run.Diagnostics);
        Assert.Equal(
            [2, 3, 4, 5, 6, 7],
            run.Load().GetTypes().Where(type => type.GetField("InputSize") is not null).Select(type => (int)type.GetField("InputSize")!.GetRawConstantValue()!).Order());

        // File systems that do not tell upper case from lower must be able to hold the files.
        Assert.Equal(run.Files.Length, run.Files.Select(file => file.HintName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    private static IEnumerable<int> Sizes(Type type)
    {
        NetworkTopology topology = (NetworkTopology)type.GetProperty("Topology", BindingFlags.Static | BindingFlags.Public)!.GetValue(null)!;
        return topology.Layers.Select(layer => layer.Output.Length).Prepend(topology.InputSize);
    }
}
