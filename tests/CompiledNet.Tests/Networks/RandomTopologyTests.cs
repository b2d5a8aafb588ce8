using CompiledNet.Numerics;
using CsCheck;

namespace CompiledNet.Tests.Networks;

/// <summary>Topologies nobody thought of: random sizes, depths, activations and losses, compiled together and compared with the oracle.</summary>
public class RandomTopologyTests
{
    private const string Seed = "0000Compiled1";
    private const int Networks = 40;
    private const double Tolerance = 2e-5;

    private static readonly Gen<int> Size = Gen.Frequency((4, Gen.Int[1, 20]), (1, Gen.Int[21, 70]), (1, Any(15, 16, 17, 31, 32, 33, 63, 64, 65)));

    private static readonly Gen<Activation> Hidden = Gen.Enum<Activation>().Where(activation => activation != Activation.Softmax);

    private static readonly Gen<(Loss, Activation)> LossAndOutput = Gen.OneOf(
        Gen.Select(Any(Loss.SquaredError, Loss.MeanSquaredError), Gen.Enum<Activation>()),
        Any((Loss.CrossEntropy, Activation.Softmax), (Loss.BinaryCrossEntropy, Activation.Sigmoid)));

    private static readonly Gen<NetworkDescription> Description =
        Gen.Select(
            Size,
            Gen.Select(Size, Hidden, (units, activation) => new DenseLayer(units, activation)).List[0, 3],
            Size,
            LossAndOutput,
            Gen.Frequency((4, Gen.Const(Unroll.Auto)), (1, Gen.Const(Unroll.Full))),
            (inputs, hidden, outputs, pair, unroll) =>
                new NetworkDescription(inputs, [.. hidden, new DenseLayer(outputs, pair.Item2)], pair.Item1, hidden.Count <= 1 ? unroll : Unroll.Auto));

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    [Fact]
    public void Random_networks_agree_with_the_oracle() =>
        Gen.Select(Description.List[Networks], Gen.Int[1, 100].List[Networks]).Sample(
            (descriptions, batches) =>
            {
                IReadOnlyList<Type> types = NetworkCompiler.Compile(descriptions);
                for (int n = 0; n < descriptions.Count; n++)
                {
                    NetworkUnderTest network = NetworkUnderTest.Create(types[n], seed: n);
                    SeededRandom random = new(n);
                    TestData.FillBiases(network, random);
                    double error = OracleComparison.LargestError(descriptions[n], network, batches[n], random);
                    Assert.True(
                        error <= Tolerance,
                        FormattableString.Invariant($"{descriptions[n]}, batch {batches[n]}: the largest relative error is {error:E2}."));
                }
            },
            seed: Seed,
            iter: 1,
            threads: 1);
}
