using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using CompiledNet.Numerics;

namespace CompiledNet.Tests.Networks;

/// <summary>
/// Training gives the same bits everywhere: the hashes below were taken once and hold for every vector width, operating system and build.
/// A change of any of them changes what every user's network learns; it needs a line in the changelog.
/// </summary>
[Trait("Category", "Numerics")]
public class ReproducibilityTests
{
    /// <summary>Set for the child processes of <see cref="VectorWidthTests"/>: the vector width in bits they must find.</summary>
    public const string ExpectedBitsVariable = "COMPILEDNET_EXPECT_VECTOR_BITS";

    private const int Rounds = 2;

    private static readonly int[] Batches = [1, 7, 18];

    /// <summary>The widest vectors the machine, or what the runtime's switches leave of it, can compute with.</summary>
    public static int VectorBits =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    [Fact]
    public void Vectors_are_as_wide_as_the_parent_process_meant_them_to_be()
    {
        string? expected = Environment.GetEnvironmentVariable(ExpectedBitsVariable);
        Assert.Equal(expected ?? FormattableString.Invariant($"{VectorBits}"), FormattableString.Invariant($"{VectorBits}"));
    }

    [Fact]
    public void Ragged_learns_the_same_bits() => AssertHash<StaticNetworks.Ragged>("5aba66d4358fd034c29f1f7971a1eb4676c834f31b828282c52b68dfa7c5f1cb");

    [Fact]
    public void Digits_learns_the_same_bits() => AssertHash<StaticNetworks.Digits>("7c453c6d40fce2396cdb571837ab76d6e6f3ce9a9362c543d4644db2a5ec76b6");

    [Fact]
    public void Regression_learns_the_same_bits() => AssertHash<StaticNetworks.Regression>("f8dde97069c9cc13b63cfb8eeb346bb9dc1cb647cbc81b9d819443ef56a7e001");

    [Fact]
    public void Classes_learns_the_same_bits() => AssertHash<StaticNetworks.Classes>("0a41bcc6baa2342847b7ace39cd9c1dacfd6a31b14bce327a5a472c738160af3");

    [Fact]
    public void Logistic_learns_the_same_bits() => AssertHash<StaticNetworks.Logistic>("fa1ead987e37cc09a2ea4c692f2f2147a1cd452c9aa00b21ebc09f78eed780d6");

    [Fact]
    public void Straight_learns_the_same_bits() => AssertHash<StaticNetworks.Straight>("74b860791c8ecf9f86f7e17433a65ce4d2c629f865fdf7ca011b67d2c0a1939b");

    [Fact]
    public void Pictures_learns_the_same_bits() => AssertHash<StaticNetworks.Pictures>("02eddb2af569331af3d113414a9de6d0e6dfd297a882b38fc60a2cbd35b9d5fd");

    [Fact]
    public void Means_learns_the_same_bits() => AssertHash<StaticNetworks.Means>("cb3d9153e9f1fde87e54ca4f34bcb0ea3382d01073966866f22bbaeaca8cd06d");

    [Fact]
    public void Normalised_learns_the_same_bits() => AssertHash<StaticNetworks.Normalised>("0cf970739a660348f4ded73a928e0b87c2ff71dd39d7b888740dbe7d7279aa06");

    private static void AssertHash<T>(string expected)
        where T : class, ICompiledNetwork<T>
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Sgd[] optimizers = [new(0.1), new(0.05) { Momentum = 0.9, Nesterov = true, WeightDecay = 0.001 }];
        foreach (Sgd optimizer in optimizers)
        {
            T network = T.Create(1);
            SeededRandom random = new(2);
            float[] gradient = new float[network.Parameters.Length];
            float[] state = new float[optimizer.GetStateLength(gradient.Length)];
            for (int step = 1; step <= Rounds * Batches.Length; step++)
            {
                int batch = Batches[step % Batches.Length];
                float[] inputs = TestData.Uniform(batch * T.Topology.InputSize, random, -1, 1);
                float[] targets = TestData.Uniform(batch * T.Topology.OutputSize, random, 0, 1);
                float[] outputs = new float[targets.Length];
                float[] inputGradient = new float[inputs.Length];
                float loss = network.Backpropagate(inputs, targets, gradient, inputGradient);
                optimizer.Step(network.Parameters, gradient, state, new OptimizerStep(step, optimizer.LearningRate));
                network.PredictBatch(inputs, outputs);
                Append([loss]);
                Append(outputs);
                Append(inputGradient);
            }

            Append(network.Parameters);
        }

        // In a message of our own, because the comparison of strings cuts them short.
        string actual = Convert.ToHexStringLower(hash.GetHashAndReset());
        Assert.True(expected == actual, $"The hash of {typeof(T).Name} is {actual}, not {expected}.");

        void Append(ReadOnlySpan<float> values) => hash.AppendData(MemoryMarshal.AsBytes(values));
    }
}
