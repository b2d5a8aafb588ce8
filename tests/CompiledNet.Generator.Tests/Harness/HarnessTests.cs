using CompiledNet.TestInfrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit.Sdk;

namespace CompiledNet.Generator.Tests.Harness;

/// <summary>A harness that cannot fail checks nothing: each of its checks is shown a generator that breaks the rule.</summary>
public class HarnessTests
{
    private const string Source = """
        namespace Demo;

        [CompiledNet.CompiledNetwork(2, 1)]
        internal sealed partial class Net;
        """;

    [Fact]
    public void A_generator_that_keeps_the_rules_passes() =>
        Assert.Single(Run(new Toy(), "Hello.g.cs").Files);

    [Fact]
    public void A_symbol_in_the_model_is_found() => AssertFails(new Toy { Model = context => new Holder(context.TargetSymbol) }, "holds a ISymbol");

    [Fact]
    public void A_syntax_node_deep_in_the_model_is_found() =>
        AssertFails(new Toy { Model = context => new Holder(new List<object> { new Holder(context.TargetNode) }) }, "holds a SyntaxNode");

    [Fact]
    public void A_location_in_the_model_is_found() =>
        AssertFails(new Toy { Model = context => new Holder(context.TargetNode.GetLocation()) }, "holds a Location");

    [Fact]
    public void A_model_without_value_equality_is_found() => AssertFails(new Toy { Model = _ => new Reference() }, "an unrelated edit");

    [Fact]
    public void Output_that_depends_on_the_compilation_is_found() => AssertFails(new Toy { LooksAtCompilation = true }, "Compilation");

    [Fact]
    public void A_report_may_look_at_the_compilation_for_its_location() => Assert.Single(Run(new Toy { Reports = true }, "Hello.g.cs").Files);

    [Fact]
    public void A_warning_in_the_output_is_found() => AssertFails(new Toy { Text = "file class Hello { int x; }\n" }, "CS0169");

    [Fact]
    public void A_missing_comment_in_the_output_is_found() => AssertFails(new Toy { Text = "public class Hello { }\n" }, "CS1591");

    [Fact]
    public void Unsafe_code_in_the_output_is_found() => AssertFails(new Toy { Text = "file static class Hello { static unsafe int* p; }\n" }, "CS0227");

    [Fact]
    public void A_carriage_return_in_the_output_is_found() => AssertFails(new Toy { Text = "file class Hello {\r\n}\n" }, "carriage return");

    [Fact]
    public void An_exception_is_found() => AssertFails(new Toy { Model = _ => throw new InvalidOperationException("boom") }, "boom");

    [Fact]
    public void Output_that_changes_from_run_to_run_is_found()
    {
        int run = 0;
        XunitException failure = Assert.ThrowsAny<XunitException>(
            () => GeneratorHarness.Run(Source, generator: () => new Toy { Text = $"file class Hello{run++} {{ }}\n" }));
        Assert.Contains("Hello1", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_unsuspicious_types_of_the_language_are_not_mistaken_for_symbols() =>
        Assert.Single(Run(new Toy { Model = _ => ("a", 1, Loss.CrossEntropy, 2.5) }, "Hello.g.cs").Files);

    private static GeneratorRun Run(Toy toy, string hintName)
    {
        GeneratorRun run = GeneratorHarness.Run(Source, generator: () => toy);
        Assert.Equal(hintName, run.Files[0].HintName);
        return run;
    }

    private static void AssertFails(Toy toy, string because)
    {
        XunitException failure = Assert.ThrowsAny<XunitException>(() => GeneratorHarness.Run(Source, generator: () => toy));
        Assert.Contains(because, failure.Message, StringComparison.Ordinal);
    }

    private sealed record Holder(object Value);

    private sealed class Reference;

    private sealed class Toy : IIncrementalGenerator
    {
        public Func<GeneratorAttributeSyntaxContext, object> Model { get; init; } = context => context.TargetSymbol.Name;

        public bool LooksAtCompilation { get; init; }

        public bool Reports { get; init; }

        public string Text { get; init; } = "file static class Hello { }\n";

        public void Initialize(IncrementalGeneratorInitializationContext context)
        {
            IncrementalValuesProvider<object> models = context.SyntaxProvider.ForAttributeWithMetadataName(
                typeof(CompiledNetworkAttribute).FullName!, (node, _) => node is ClassDeclarationSyntax, (found, _) => Model(found));
            context.RegisterSourceOutput(models, (output, _) => output.AddSource("Hello.g.cs", Text));
            if (Reports)
            {
                context.RegisterSourceOutput(models.Combine(context.CompilationProvider), (_, _) => { });
            }

            if (LooksAtCompilation)
            {
                context.RegisterSourceOutput(
                    models.Combine(context.CompilationProvider),
                    (output, pair) => output.AddSource("Other.g.cs", $"// {pair.Right.SyntaxTrees.Count()}\nfile static class Other {{ }}\n"));
            }
        }
    }
}
