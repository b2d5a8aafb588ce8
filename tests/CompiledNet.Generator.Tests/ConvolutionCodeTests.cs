using System.Globalization;
using System.Text;
using CompiledNet.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CompiledNet.Generator.Tests;

/// <summary>Whatever layers for images follow each other, the code compiles without a warning.</summary>
public class ConvolutionCodeTests
{
    [Theory]
    [InlineData("[Input(5, 5, 2)] [Conv2D(3, 2)] [Flatten]")]
    [InlineData("[Input(5, 5, 2)] [Conv2D(3, 2, Activation.GELU)] [GlobalAvgPool2D]")]
    [InlineData("[Input(1, 1, 1)] [Conv2D(1, 1)] [Flatten] [Dense(1)]")]
    [InlineData("[Input(2, 2, 1)] [Conv2D(3, 5, Padding = 4, Stride = int.MaxValue)] [Flatten]")]
    [InlineData("[Input(6, 5, 3)] [MaxPool2D(2)] [AvgPool2D(2, Stride = 1)] [Flatten] [Dense(3)]")]
    [InlineData("[Input(6, 5, 3)] [AvgPool2D(4, Stride = 100, Padding = 2)] [MaxPool2D(3, Padding = 1)] [GlobalAvgPool2D] [Dense(3)]")]
    [InlineData("[Input(6, 5, 3)] [GlobalAvgPool2D] [Dense(3)]")]
    [InlineData("[Input(6, 5, 3)] [Dropout(0.2)] [Conv2D(4, 3, 2, StrideHeight = 2)] [Dropout(0.5)] [MaxPool2D(2, 1)] [Dropout(0.5)] [Flatten] [Dropout(0.5)] [Dense(3)]")]
    [InlineData("[Input(6, 5, 3)] [Dropout(0.2)] [Flatten] [Dense(3)]")]
    [InlineData("[Input(6, 5, 3)] [Dropout(0.2)] [GlobalAvgPool2D] [Dense(3)]")]
    [InlineData("[Input(6, 5, 3)] [BatchNorm] [Flatten]")]
    [InlineData("[Input(6, 5, 3)] [BatchNorm] [GlobalAvgPool2D]")]
    [InlineData("[Input(7)] [BatchNorm(Activation.Softplus)]")]
    [InlineData("[Input(7)] [BatchNorm] [BatchNorm(Activation.ReLU)] [Dense(3)]")]
    [InlineData("[Input(6, 5, 3)] [Conv2D(4, 3)] [BatchNorm(Activation.ReLU, Momentum = 0, Epsilon = 1e-30)] [MaxPool2D(2)] [Conv2D(2, 1)] [BatchNorm(Activation.SiLU, Momentum = 1)] [Flatten] [Dense(3, Activation.Identity)] [BatchNorm(Activation.Softmax)]")]
    [InlineData("[Input(6, 5, 3)] [Dropout(0.1)] [BatchNorm] [Dropout(0.1)] [Conv2D(4, 3)] [BatchNorm] [Flatten] [Dropout(0.1)] [BatchNorm] [Dropout(0.1)] [Dense(3)]")]
    [InlineData("[Input(6, 5, 3)] [Flatten] [BatchNorm] [Dense(17, Activation.Identity)] [BatchNorm] [Dense(3)]")]
    public void It_compiles_without_a_warning(string layers)
    {
        foreach (string unroll in new[] { "Auto", "Full" })
        {
            GeneratorRun run = GeneratorHarness.Run(
                $"using CompiledNet;\n#pragma warning disable CNET0012\n[CompiledNetwork(Unroll = Unroll.{unroll})] {layers} public sealed partial class Net;", LanguageVersion.CSharp12);
            Assert.DoesNotContain(run.Diagnostics, diagnostic => diagnostic is { IsSuppressed: false, Id: not "CNET0012" });
            Assert.True(DiagnosticTests.IsGenerated(run, "Net"));
        }
    }

    [Fact]
    public void Odd_numbers_compile_without_a_warning()
    {
        string[] numbers = ["1", "1", "2", "3", "4", "100", "int.MaxValue"];
        string[] activations = Enum.GetNames<Activation>();
        Random random = new(11);
        string Any() => numbers[random.Next(numbers.Length)];
        string Small() => numbers[random.Next(5)];
        StringBuilder source = new("using CompiledNet;\n#pragma warning disable CNET0016\n");
        for (int n = 0; n < 60; n++)
        {
            string[] layers =
            [
                $"[Conv2D({Small()}, {Any()}, {Small()}, Activation.{activations[random.Next(9)]}, Stride = {Any()}, PaddingHeight = {random.Next(3)}, PaddingWidth = {random.Next(2)})]",
                $"[Conv2D({Small()}, {Small()}, StrideHeight = {Any()})]",
                $"[MaxPool2D({Small()}, StrideWidth = {Any()}, Padding = {random.Next(2)})]",
                $"[AvgPool2D({Small()}, {Small()}, Stride = {Any()})]",
                $"[BatchNorm(Activation.{activations[random.Next(9)]})]",
                "[GlobalAvgPool2D]",
                "[Dropout(0.3)]",
            ];
            string chosen = string.Concat(Enumerable.Range(0, random.Next(1, 5)).Select(_ => layers[random.Next(layers.Length)]));
            source.Append(CultureInfo.InvariantCulture, $"[CompiledNetwork] [Input(9, 10, {Small()})] {chosen} [Flatten] {(random.Next(2) == 0 ? "[Dense(3)]" : "")} partial class Net{n};\n");
        }

        GeneratorRun run = GeneratorHarness.Run(source.ToString());
        Assert.InRange(run.Models.Length, 10, 50);
        Assert.All(run.Diagnostics, diagnostic => Assert.StartsWith("CNET", diagnostic.Id, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_member_of_a_network_with_batch_normalisation_is_guarded_against_a_clash()
    {
        const string Network = "[CompiledNetwork] [Input(3)] [BatchNorm] [Dense(1)]";
        INamedTypeSymbol net = GeneratorHarness.Run($"using CompiledNet; {Network} partial class Net;").Compilation.GetTypeByMetadataName("Net")!;
        string[] names =
        [
            .. net.GetMembers()
                .Where(member => member is IFieldSymbol or IPropertySymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary } && !member.IsImplicitlyDeclared && member.CanBeReferencedByName)
                .Select(member => member.Name).Distinct(),
        ];
        Assert.Contains("RunningMean1", names);
        string classes = string.Concat(names.Select((name, index) => $"{Network} partial class Net{index} {{ public const string {name} = \"\"; }}\n"));
        Assert.Equal(
            names.Select((name, index) => $"'Net{index}' already has a member '{name}'"),
            GeneratorHarness.Run("using CompiledNet;\n" + classes).Diagnostics.Select(diagnostic => diagnostic.GetMessage(CultureInfo.InvariantCulture).Split(',')[0]));
    }
}
