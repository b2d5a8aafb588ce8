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
    public void Ragged_learns_the_same_bits() => AssertHash<StaticNetworks.Ragged>("f23492aebdb558b7135e347d0fb48825d807a7381647d75a5c9804990a48d17e");

    [Fact]
    public void Digits_learns_the_same_bits() => AssertHash<StaticNetworks.Digits>("e43b5af81997b844495a39cf84f1abb1903cf5e3358b4b5d2a0b7da7fe3865a2");

    [Fact]
    public void Regression_learns_the_same_bits() => AssertHash<StaticNetworks.Regression>("f5c44f53eddcdf19b186fd220890504bf66b91e8ca815cb92fdebe4a815487a0");

    [Fact]
    public void Classes_learns_the_same_bits() => AssertHash<StaticNetworks.Classes>("334bcca3ec46160b9fb70d8d7073c90eba473b522a773fefa983e167b9e25b86");

    [Fact]
    public void Logistic_learns_the_same_bits() => AssertHash<StaticNetworks.Logistic>("0370f2f52c61b4a2b7a87790462fa83e8388dc796d002eaf41f51c99cfc41ee8");

    [Fact]
    public void Straight_learns_the_same_bits() => AssertHash<StaticNetworks.Straight>("75cb108b2978c63d769c82cc5b74a4c992544df93e3afdbaa647f673d44554fa");

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
