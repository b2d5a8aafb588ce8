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
    public void Ragged_learns_the_same_bits() => AssertHash<StaticNetworks.Ragged>("af61f85b87077da1116c3fda2692eee5bf9bc4cae99b3a57fa3bc4cb83d8705d");

    [Fact]
    public void Digits_learns_the_same_bits() => AssertHash<StaticNetworks.Digits>("41fdac0e6207f62d48449decaed96b6de5340da0bc7e8dafd018727eee04e575");

    [Fact]
    public void Regression_learns_the_same_bits() => AssertHash<StaticNetworks.Regression>("18ebcd3ffdd537e42ed8ea3e01ab8d0f260aae22d4f3324a42dc1244e04518bc");

    [Fact]
    public void Classes_learns_the_same_bits() => AssertHash<StaticNetworks.Classes>("cf5d50b31f2e659a7214647ea846e96d10559b72fda11994da16a9443fe9702e");

    [Fact]
    public void Logistic_learns_the_same_bits() => AssertHash<StaticNetworks.Logistic>("13ff74879b76ae8d25530f558236b752fba0b04921db71feea282bc9ceec00c9");

    [Fact]
    public void Straight_learns_the_same_bits() => AssertHash<StaticNetworks.Straight>("b740ef2ebe938770916216b869ef27cafa4c6865a613cd2c645fac9c78e75270");

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
