using System.Globalization;
using CompiledNet.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace CompiledNet.Generator.Tests;

/// <summary>Networks that leave values out while training: wherever the layers stand, the code compiles without a warning.</summary>
public class DropoutTests
{
    [Theory]
    [InlineData("[Input(7)] [Dropout(0.2)] [Dense(3)]")]
    [InlineData("[Input(7)] [Dropout(0.2)] [Dropout(0.5)] [Dense(3)]")]
    [InlineData("[Input(7)] [Dropout(0.2)] [Dropout(0.5)] [Dropout(0.1)] [Dense(16)] [Dense(3)]")]
    [InlineData("[Input(7)] [Dense(5)] [Dropout(0.5)] [Dense(3)]")]
    [InlineData("[Input(7)] [Dense(5, Activation.GELU)] [Dropout(0.5)] [Dropout(0.25)] [Dense(3)]")]
    [InlineData("[Input(3, 4, 2)] [Dropout(0.5)] [Flatten] [Dense(3)]")]
    [InlineData("[Input(3, 4, 2)] [Flatten] [Dropout(0.5)] [Dense(3)]")]
    [InlineData("[Input(3, 4, 2)] [Dropout(0.1)] [Flatten] [Dropout(0.5)] [Dense(3)]")]
    [InlineData("[Input(3, 4, 2)] [Flatten] [Dropout(0.5)] [Flatten] [Dropout(0.5)] [Dense(3)] [Flatten]")]
    [InlineData("[Input(7)] [Dense(5)] [Dropout(0.5)] [Flatten] [Dense(3)]")]
    [InlineData("[Input(784)] [Dense(16)] [Dropout(0.5)] [Dense(10)]")]
    public void It_can_stand_anywhere_but_last(string layers)
    {
        foreach (string unroll in new[] { "Auto", "Full" })
        {
            GeneratorRun run = GeneratorHarness.Run(
                $"using CompiledNet;\n#pragma warning disable CNET0012\n[CompiledNetwork(Unroll = Unroll.{unroll})] {layers} public sealed partial class Net;", LanguageVersion.CSharp12);
            Assert.DoesNotContain(run.Diagnostics, diagnostic => !diagnostic.IsSuppressed && diagnostic.Id != "CNET0012");
            Assert.True(DiagnosticTests.IsGenerated(run, "Net"));
        }
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-0.0")]
    [InlineData("1e-300")]
    [InlineData("1e-40")]
    [InlineData("1e-10")]
    [InlineData("0.1")]
    [InlineData("0.1f")]
    [InlineData("1.0 / 3")]
    [InlineData("0.99999994f")]
    public void The_code_has_the_rate_to_the_last_bit(string rate)
    {
        GeneratorRun run = GeneratorHarness.Run(
            $"using CompiledNet; [CompiledNetwork] [Input(2)] [Dropout({rate})] [Dense(1)] public sealed partial class Net;");
        Assert.Empty(run.Diagnostics);
        string call = run.Files.Single(file => file.HintName.EndsWith("-Passes.g.cs", StringComparison.Ordinal)).Text
            .Split('\n').Single(line => line.Contains("Dropout.Forward(", StringComparison.Ordinal));
        string literal = call[(call.LastIndexOf(' ') + 1)..^3];
        float expected = rate switch
        {
            "1.0 / 3" => (float)(1.0 / 3),
            _ => (float)double.Parse(rate.TrimEnd('f'), CultureInfo.InvariantCulture),
        };
        Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(float.Parse(literal, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Networks_without_it_know_nothing_of_it() => Assert.All(
        GeneratorHarness.Run("[CompiledNet.CompiledNetwork(2, 3, 1)] public sealed partial class Net;").Files.Where(file => file.HintName != "Net.g.cs"),
        file => Assert.DoesNotContain("ropout", file.Text, StringComparison.Ordinal));
}
