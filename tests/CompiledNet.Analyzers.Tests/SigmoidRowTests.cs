using CompiledNet.Analyzers.Tests.Harness;
using CompiledNet.CodeFixes;
using Microsoft.CodeAnalysis;

namespace CompiledNet.Analyzers.Tests;

/// <summary>CNET0041: five sigmoid layers or more, with no other activation between them.</summary>
public class SigmoidRowTests
{
    private const string Id = "CNET0041";

    [Fact]
    public Task It_is_found_in_both_forms() => Expect.Reports(Id, Source(
    [
        "[[|CompiledNetwork(4, 8, 8, 8, 8, 3)|]] internal partial class Net;",
        "[CompiledNetwork(4, 8, 8, 8, 8, 8, 3, [|Hidden = Activation.Sigmoid|], Output = Activation.Identity)] internal partial class Net;",
        "[CompiledNetwork] [Input(4)] [[|Dense(8)|]] [Dense(8)] [Dense(8)] [Dense(8)] [Dense(8)] [Dense(3, Activation.Identity)] internal partial class Net;",
        "[CompiledNetwork] [Input(4)] [Dense(8, Activation.ReLU)] [[|Dense(8)|]] [Dropout(0.5)] [Dense(8)] [Dense(8)] [Dense(8)] [Dense(8)] internal partial class Net;",
        "[CompiledNetwork] [Input(8, 8, 1)] [[|Conv2D(2, 3, Activation.Sigmoid)|]] [MaxPool2D(2)] [Flatten] [Dense(8)] [Dense(8, Activation.Identity)] [BatchNorm(Activation.Sigmoid)] [Dense(8)] [Dense(3)] internal partial class Net;",
    ]));

    [Fact]
    public Task Shorter_rows_are_at_peace() => Expect.Reports(Id, Source(
    [
        "[CompiledNetwork(4, 8, 8, 8, 3)] internal partial class Net;",
        "[CompiledNetwork(4, 8, 8, 8, 8, 3, Loss = Loss.BinaryCrossEntropy)] internal partial class Net;",
        "[CompiledNetwork(4, 8, 8, 8, 8, 3, Output = Activation.Softmax, Loss = Loss.CrossEntropy)] internal partial class Net;",
        "[CompiledNetwork(4, 8, 8, 8, 8, 8, 8, 3, Hidden = Activation.Tanh)] internal partial class Net;",
        "[CompiledNetwork] [Input(4)] [Dense(8)] [Dense(8)] [Dense(8, Activation.ReLU)] [Dense(8)] [Dense(8)] [Dense(3)] internal partial class Net;",
        "[CompiledNetwork] [Input(4)] [Dense(8, Activation.Identity)] [Dense(8)] [Dense(8)] [Dense(8)] [Dense(3)] internal partial class Net;",
    ]));

    [Fact]
    public async Task It_is_only_information_and_says_how_much_is_left()
    {
        Diagnostic found = Assert.Single(await Expect.Reports(Id, "using CompiledNet; [[|CompiledNetwork(4, 8, 8, 8, 8, 3)|]] internal partial class Net;"));
        Assert.Equal(DiagnosticSeverity.Info, found.Severity);
        Assert.Contains("'Net' has 5 sigmoid layers", found.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Contains("1/1,024;", found.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public Task Sizes_get_a_setting() => Expect.FixesAll<RectifierFixProvider>(
        """
        using CompiledNet;

        [[|CompiledNetwork(4, 8, 8, 8, 8, 3)|]]
        internal partial class First;

        [CompiledNetwork(4, 8, 8, 8, 8, 3, [|Hidden = Activation.Sigmoid|], Output = Activation.Sigmoid)]
        internal partial class Second;
        """,
        """
        using CompiledNet;

        [CompiledNetwork(4, 8, 8, 8, 8, 3, Hidden = Activation.ReLU)]
        internal partial class First;

        [CompiledNetwork(4, 8, 8, 8, 8, 3, Hidden = Activation.ReLU, Output = Activation.Sigmoid)]
        internal partial class Second;
        """);

    [Fact]
    public Task Layers_are_changed_where_they_stand_and_the_outputs_are_not() => Expect.Fixes<RectifierFixProvider>(
        """
        using CompiledNet;

        [CompiledNetwork]
        [Input(8, 8, 1)]
        [[|Conv2D(2, 3, Activation.Sigmoid, Stride = 1)|]]
        [MaxPool2D(2), Flatten]
        [Dense(8)] // wide
        [Dense(units: 8)]
        [Dense(8, activation: Activation.Sigmoid)]
        [Dense(8, Activation.Identity), BatchNorm(Activation.Sigmoid, Momentum = 0.2)]
        [Dense(3)]
        internal partial class Net;
        """,
        """
        using CompiledNet;

        [CompiledNetwork]
        [Input(8, 8, 1)]
        [Conv2D(2, 3, Activation.ReLU, Stride = 1)]
        [MaxPool2D(2), Flatten]
        [Dense(8, Activation.ReLU)] // wide
        [Dense(units: 8, activation: Activation.ReLU)]
        [Dense(8, activation: Activation.ReLU)]
        [Dense(8, Activation.Identity), BatchNorm(Activation.ReLU, Momentum = 0.2)]
        [Dense(3)]
        internal partial class Net;
        """);

    // All of them in one project: compiling it is what takes the time.
    private static string Source(IEnumerable<string> networks) =>
        string.Join('\n', networks.Select((network, n) => FormattableString.Invariant($"namespace Case{n} {{ using CompiledNet; {network} }}")));
}
