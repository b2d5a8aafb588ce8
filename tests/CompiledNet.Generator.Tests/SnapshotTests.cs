using CompiledNet.Generator.Tests.Harness;

namespace CompiledNet.Generator.Tests;

/// <summary>A few whole files, to be read: what a user sees when stepping into a network, without the near-same tiles of every width. Everything else is checked by its behaviour.</summary>
public class SnapshotTests
{
    [Fact]
    public void A_network_of_sizes() => Snapshot.Verify(
        Join(GeneratorHarness.Run("""
            namespace Demo;

            [CompiledNet.CompiledNetwork(2, 3, 1)]
            public sealed partial class Xor;
            """), "Xor.g.cs", "Xor-Passes.g.cs", "Xor-Tiles.g.cs"),
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
            """), "Shapes.g.cs", "Shapes-Passes.g.cs"),
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
            """), "Straight-Passes.g.cs", "Straight-Tiles512.g.cs"),
        "cs");

    [Fact]
    public void A_network_with_dropout() => Snapshot.Verify(
        Join(GeneratorHarness.Run("""
            using CompiledNet;

            namespace Demo;

            [CompiledNetwork]
            [Input(3)]
            [Dropout(0.2)]
            [Dense(4, Activation.GELU)]
            [Dropout(0.5)]
            [Dense(2)]
            public sealed partial class Dropped;
            """), "Dropped-Passes.g.cs"),
        "cs");

    [Fact]
    public void A_convolutional_network() => Snapshot.Verify(
        Join(GeneratorHarness.Run("""
            using CompiledNet;

            namespace Demo;

            [CompiledNetwork(Loss = Loss.CrossEntropy)]
            [Input(8, 7, 1)]
            [Conv2D(3, 3, Activation.ReLU, Padding = 1)]
            [MaxPool2D(2)]
            [Conv2D(5, 2, 3)]
            [BatchNorm(Activation.ReLU)]
            [GlobalAvgPool2D]
            [Dense(4, Activation.Softmax)]
            public sealed partial class Images;
            """), "Images.g.cs", "Images-Passes.g.cs"),
        "cs");

    private static string Join(GeneratorRun run, params string[] ends) => string.Join('\n', ends.Select(end =>
    {
        GeneratedFile file = run.Files.Single(file => file.HintName.EndsWith(end, StringComparison.Ordinal));
        return $"// ===== {file.HintName}\n{file.Text}";
    }));
}
