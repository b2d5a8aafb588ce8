using CompiledNet.Analyzers.Tests.Harness;
using CompiledNet.CodeFixes;

namespace CompiledNet.Analyzers.Tests;

/// <summary>CNET0040: softmax outputs with a squared error.</summary>
public class SoftmaxLossTests
{
    private const string Id = "CNET0040";

    [Fact]
    public Task It_is_found_in_both_forms() => Expect.Reports(Id, Source(
    [
        "[[|CompiledNetwork(4, 8, 3, Output = Activation.Softmax)|]] internal partial class Net;",
        "[CompiledNetwork(4, 8, 3, Output = Activation.Softmax, [|Loss = Loss.MeanSquaredError|])] internal partial class Net;",
        "[CompiledNetwork(4, 8, 3, [|Loss = Loss.SquaredError|], Output = Activation.Softmax)] internal partial class Net;",
        "[[|CompiledNetwork|]] [Input(4)] [Dense(8)] [Dense(3, Activation.Softmax)] internal partial class Net;",
        "[[|CompiledNetwork|]] [Input(4, 4, 1)] [Conv2D(2, 3)] [Flatten] [Dropout(0.5)] [Dense(3, Activation.Softmax)] [Flatten] internal partial class Net;",
        "[[|CompiledNetwork|]] [Input(4)] [Dense(3, Activation.Identity)] [BatchNorm(Activation.Softmax)] internal partial class Net;",
    ]));

    [Fact]
    public Task Other_pairs_are_at_peace() => Expect.Reports(Id, Source(
    [
        "[CompiledNetwork(4, 8, 3)] internal partial class Net;",
        "[CompiledNetwork(4, 8, 3, Output = Activation.Softmax, Loss = Loss.CrossEntropy)] internal partial class Net;",
        "[CompiledNetwork(4, 8, 3, Loss = Loss.BinaryCrossEntropy)] internal partial class Net;",
        "[CompiledNetwork(4, 8, 3, Output = Activation.Identity, Loss = Loss.MeanSquaredError)] internal partial class Net;",
        "[CompiledNetwork(Loss = Loss.CrossEntropy)] [Input(4)] [Dense(3, Activation.Softmax)] internal partial class Net;",
        "internal enum Activation { Softmax } internal sealed class CompiledNetworkAttribute : System.Attribute { public Activation Output { get; set; } } [CompiledNetwork(Output = Activation.Softmax)] internal partial class Net;",
    ]));

    [Fact]
    public Task A_loss_that_is_given_is_replaced() => Expect.Fixes<CrossEntropyFixProvider>(
        """
        using CompiledNet;

        [CompiledNetwork(4, 8, 3, [|Loss = /* as in the book */ CompiledNet.Loss.SquaredError|], Output = Activation.Softmax)]
        internal partial class Net;
        """,
        """
        using CompiledNet;

        [CompiledNetwork(4, 8, 3, Loss = /* as in the book */ CompiledNet.Loss.CrossEntropy, Output = Activation.Softmax)]
        internal partial class Net;
        """);

    [Fact]
    public Task A_constant_of_the_users_own_is_replaced_as_a_whole() => Expect.Fixes<CrossEntropyFixProvider>(
        """
        using CompiledNet;

        [CompiledNetwork(4, 8, 3, [|Loss = Settings.First|], Output = Activation.Softmax)]
        internal partial class Net;

        internal static class Settings
        {
            public const Loss First = Loss.SquaredError;
        }
        """,
        """
        using CompiledNet;

        [CompiledNetwork(4, 8, 3, Loss = Loss.CrossEntropy, Output = Activation.Softmax)]
        internal partial class Net;

        internal static class Settings
        {
            public const Loss First = Loss.SquaredError;
        }
        """);

    [Fact]
    public Task A_loss_that_is_a_number_is_replaced() => Expect.Fixes<CrossEntropyFixProvider>(
        """
        using CompiledNet;

        [CompiledNetwork(4, 8, 3, Output = Activation.Softmax, [|Loss = (Loss)1|])]
        internal partial class Net;
        """,
        """
        using CompiledNet;

        [CompiledNetwork(4, 8, 3, Output = Activation.Softmax, Loss = Loss.CrossEntropy)]
        internal partial class Net;
        """);

    [Fact]
    public Task A_missing_loss_is_added_behind_the_rest_and_comments_stay() => Expect.Fixes<CrossEntropyFixProvider>(
        """
        using CompiledNet;

        [[|CompiledNetwork(
            4, 8, 3, // sizes
            Output = Activation.Softmax // probabilities
            )|]]
        internal partial class Net;
        """,
        """
        using CompiledNet;

        [CompiledNetwork(
            4, 8, 3, // sizes
            Output = Activation.Softmax, // probabilities
            Loss = Loss.CrossEntropy
            )]
        internal partial class Net;
        """);

    [Fact]
    public Task Fix_all_takes_both_forms() => Expect.FixesAll<CrossEntropyFixProvider>(
        """
        namespace Games;

        [[|CompiledNet.CompiledNetwork(4, 3, Output = CompiledNet.Activation.Softmax)|]]
        internal partial class First;

        // Layer by layer.
        [[|CompiledNet.CompiledNetwork|]]
        [CompiledNet.Input(4)]
        [CompiledNet.Dense(3, CompiledNet.Activation.Softmax)]
        internal partial class Second;
        """,
        """
        namespace Games;

        [CompiledNet.CompiledNetwork(4, 3, Output = CompiledNet.Activation.Softmax, Loss = CompiledNet.Loss.CrossEntropy)]
        internal partial class First;

        // Layer by layer.
        [CompiledNet.CompiledNetwork(Loss = CompiledNet.Loss.CrossEntropy)]
        [CompiledNet.Input(4)]
        [CompiledNet.Dense(3, CompiledNet.Activation.Softmax)]
        internal partial class Second;
        """);

    // All of them in one project: compiling it is what takes the time.
    private static string Source(IEnumerable<string> networks) =>
        string.Join('\n', networks.Select((network, n) => FormattableString.Invariant($"namespace Case{n} {{ using CompiledNet; {network} }}")));
}
