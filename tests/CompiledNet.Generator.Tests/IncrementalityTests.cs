using CompiledNet.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Generator.Tests;

/// <summary>An editor runs the generator at every key stroke; code is only written anew when the network itself changed.</summary>
public class IncrementalityTests
{
    private const string Two = """
        using CompiledNet;
        [CompiledNetwork(2, 1)] partial class First { }
        [CompiledNetwork(200, 64, 3, Unroll = Unroll.Full)] partial class Second { }
        """;

    [Theory]
    [InlineData("using CompiledNet;", "// A comment\nusing CompiledNet;\n\n\n")]
    [InlineData("class First { }", "class First { public int Mine => 3; }")]
    [InlineData("(2, 1)", "( 2 , 1 )")]
    [InlineData("(2, 1)", "(2, 2 - 1)")]
    [InlineData("(2, 1)", "(2, 1, Loss = Loss.SquaredError, Hidden = Activation.Sigmoid)")]
    public void An_edit_that_leaves_the_networks_as_they_are_writes_no_code(string before, string after) =>
        Assert.All(GeneratorHarness.Edit(Two, Two.Replace(before, after, StringComparison.Ordinal)), AssertKept);

    [Fact]
    public void An_edit_of_one_network_writes_that_one_alone()
    {
        IReadOnlyDictionary<string, IncrementalStepRunReason> files = GeneratorHarness.Edit(Two, Two.Replace("(2, 1)", "(2, 3)", StringComparison.Ordinal));
        Assert.All(files.Where(file => file.Key.Contains("Second", StringComparison.Ordinal)), AssertKept);
        Assert.All(files.Where(file => file.Key.Contains("First", StringComparison.Ordinal)), file => Assert.Equal(IncrementalStepRunReason.Modified, file.Value));
        Assert.Contains(files, file => file.Key.Contains("First", StringComparison.Ordinal));
        Assert.Contains(files, file => file.Key.Contains("Second", StringComparison.Ordinal));
    }

    private static void AssertKept(KeyValuePair<string, IncrementalStepRunReason> file) =>
        Assert.True(file.Value is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{file.Key} is {file.Value}.");
}
