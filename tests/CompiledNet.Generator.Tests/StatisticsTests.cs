using CompiledNet.Generator.Tests.Harness;
using Microsoft.CodeAnalysis.CSharp;

namespace CompiledNet.Generator.Tests;

/// <summary>Running statistics: there by name, as one span and in the topology where a layer keeps them, and nowhere else.</summary>
public class StatisticsTests
{
    [Fact]
    public void A_network_that_keeps_them_has_them_by_name()
    {
        string code = Code("[CompiledNetwork] [Input(3, 4, 2)] [BatchNorm] [Conv2D(2, 2)] [Flatten] [Dense(5, Activation.Identity)] [BatchNorm(Activation.ReLU)] [Dense(3)] public sealed partial class Net;");
        Assert.Contains("public const int StatisticCount = 14;", code, StringComparison.Ordinal);
        Assert.Contains("Span<float> RunningStatistics => _statistics.Span;", code, StringComparison.Ordinal);
        Assert.Contains("Span<float> RunningMean1 => _statistics.Span.Slice(0, 2);", code, StringComparison.Ordinal);
        Assert.Contains("Span<float> RunningVariance1 => _statistics.Span.Slice(2, 2);", code, StringComparison.Ordinal);
        Assert.Contains("Span<float> RunningMean5 => _statistics.Span.Slice(4, 5);", code, StringComparison.Ordinal);
        Assert.Contains("Span<float> RunningVariance5 => _statistics.Span.Slice(9, 5);", code, StringComparison.Ordinal);
        Assert.Contains("new global::CompiledNet.ParameterTensor(\"5.running_var\", new global::CompiledNet.TensorShape([5]), 9)", code, StringComparison.Ordinal);
        Assert.Contains("RunningVariance5.Fill(1);", code, StringComparison.Ordinal);
    }

    [Fact]
    public void Networks_without_them_know_nothing_of_them() =>
        Assert.DoesNotContain("tatistic", Code("[CompiledNetwork] [Input(7)] [Dense(3)] public sealed partial class Net;"), StringComparison.Ordinal);

    [Theory]
    [InlineData("StatisticCount")]
    [InlineData("RunningStatistics")]
    [InlineData("_statistics")]
    [InlineData("RunningMean1")]
    [InlineData("RunningVariance1")]
    public void Their_names_cannot_be_the_users_own(string name)
    {
        string Net(string layer) => $"using CompiledNet; [CompiledNetwork] [Input(7)] {layer} [Dense(3)] public sealed partial class Net {{ public int {name} {{ get; set; }} }}";
        Assert.Contains(GeneratorHarness.Run(Net("[BatchNorm]")).Diagnostics, diagnostic => diagnostic.GetMessage(null).Contains($"'{name}'", StringComparison.Ordinal));
        Assert.DoesNotContain(GeneratorHarness.Run(Net("[Dense(2)]")).Diagnostics, diagnostic => diagnostic.Id.StartsWith("CNET", StringComparison.Ordinal));
    }

    private static string Code(string network)
    {
        GeneratorRun run = GeneratorHarness.Run("using CompiledNet; " + network, LanguageVersion.CSharp12);
        Assert.Empty(run.Diagnostics);
        return run.Files.Single(file => file.HintName.EndsWith("Net.g.cs", StringComparison.Ordinal)).Text;
    }
}
