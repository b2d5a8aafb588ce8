using CompiledNet.Generator.Tests.Harness;

namespace CompiledNet.Generator.Tests;

/// <summary>A few whole files, to be read: what a user sees when stepping into a network. Everything else is checked by its behaviour.</summary>
public class SnapshotTests
{
    [Fact]
    public void A_network_of_sizes() => Snapshot.Verify(
        Join(GeneratorHarness.Run("""
            namespace Demo;

            [CompiledNet.CompiledNetwork(2, 3, 1)]
            public sealed partial class Xor;
            """)),
        "cs");

    [Fact]
    public void A_network_layer_by_layer() => Snapshot.Verify(
        Join(GeneratorHarness.Run("""
            using CompiledNet;

            namespace Demo;

            [CompiledNetwork(Loss = Loss.CrossEntropy)]
            [Input(6, 6, 1)]
            [Flatten]
            [Dense(33, Activation.ReLU)]
            [Dense(5, Activation.Softmax)]
            public sealed partial class Shapes;
            """)),
        "cs");

    [Fact]
    public void A_network_fully_unrolled() => Snapshot.Verify(
        Join(GeneratorHarness.Run("""
            using CompiledNet;

            internal static partial class Outer
            {
                [CompiledNetwork(2, 2, 1, Hidden = Activation.Tanh, Output = Activation.Identity, Unroll = Unroll.Full)]
                internal sealed partial class Straight;
            }
            """)),
        "cs");

    private static string Join(GeneratorRun run) => string.Concat(run.Files.Select(file => $"// ===== {file.HintName}\n{file.Text}\n"));
}
