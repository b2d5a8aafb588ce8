using CompiledNet.Numerics;
using CompiledNet.Tests.Oracle;

namespace CompiledNet.Tests.Networks;

/// <summary>Random convolutional networks, compiled together: against the oracle, against themselves one example at a time, and exactly where that can be.</summary>
[Trait("Category", "Numerics")]
public class RandomConvolutionTests
{
    private const int Networks = 16;
    private const double Tolerance = 2e-5;

    // Whole groups of 16 examples, parts of them, and one example.
    private static readonly int[] Batches = [1, 2, 5, 15, 16, 17, 24, 31, 32, 33, 40];

    private static readonly Lazy<IReadOnlyList<(NetworkDescription Description, Type Type)>> Any =
        new(() => Compile(Networks, random => RandomImageNetworks.Create(random)));

    private static readonly Lazy<IReadOnlyList<(NetworkDescription Description, Type Type)>> Exact =
        new(() => Compile(Networks / 2, random => RandomImageNetworks.Create(random, Activation.ReLU, maximaOnly: true) with { Loss = Loss.SquaredError }));

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Networks)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_random_network_agrees_with_the_oracle(int number)
    {
        (NetworkDescription description, NetworkUnderTest network, SeededRandom random) = Create(Any.Value, number);
        foreach (int batch in new[] { Batches[number % Batches.Length], Batches[random.NextInt32(Batches.Length)] })
        {
            double error = OracleComparison.LargestError(description, network, batch, random);
            Assert.True(error <= Tolerance, FormattableString.Invariant($"{description}, batch {batch}: the largest relative error is {error:E2}."));
        }

        ReferenceNetwork reference = description.CreateReference();
        Agreement.ToDoubles(network.Parameters).CopyTo(reference.Parameters, 0);
        float[] input = TestData.Uniform(description.Inputs, random, -1, 1);
        float[] activations = new float[network.ActivationCount];
        network.Trace(input, activations);
        Assert.InRange(Agreement.LargestError(reference.Trace(Agreement.ToDoubles(input)), Agreement.ToDoubles(activations)), 0, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void An_example_gives_the_same_bits_alone_and_in_any_batch(int number)
    {
        (NetworkDescription description, NetworkUnderTest network, SeededRandom random) = Create(Any.Value, number);
        const int Most = 37;
        float[] inputs = TestData.Uniform(Most * description.Inputs, random, -2, 2);
        float[] alone = new float[Most * description.Outputs];
        for (int b = 0; b < Most; b++)
        {
            network.Predict(inputs.AsSpan(b * description.Inputs, description.Inputs), alone.AsSpan(b * description.Outputs, description.Outputs));
        }

        float[] targets = TestData.Uniform(alone.Length, random, 0, 1);
        float[] gradient = new float[network.Parameters.Length];
        float[] again = new float[network.Parameters.Length];
        foreach (int batch in new[] { 1, 3, 16, 18, Most })
        {
            float[] outputs = new float[batch * description.Outputs];
            float[] inputGradient = new float[batch * description.Inputs];
            network.PredictBatch(inputs.AsSpan(0, batch * description.Inputs), outputs);
            Assert.Equal(TestData.Bits(alone.AsSpan(0, outputs.Length)), TestData.Bits(outputs));

            Array.Clear(outputs);
            float loss = network.ComputeLoss(inputs.AsSpan(0, batch * description.Inputs), targets.AsSpan(0, outputs.Length), outputs);
            Assert.Equal(TestData.Bits(alone.AsSpan(0, outputs.Length)), TestData.Bits(outputs));
            Assert.Equal(loss, network.Backpropagate(inputs.AsSpan(0, batch * description.Inputs), targets.AsSpan(0, outputs.Length), gradient));
            Assert.Equal(loss, network.Backpropagate(inputs.AsSpan(0, batch * description.Inputs), targets.AsSpan(0, outputs.Length), again, inputGradient));
            Assert.Equal(TestData.Bits(gradient), TestData.Bits(again));
        }
    }

    // Whole numbers throughout: floats hold them exactly, so that every tie of a maximum is one, and each number has to be the oracle's.
    [Theory]
    [MemberData(nameof(Numbers))]
    public void Ties_of_maxima_are_broken_by_the_first(int number)
    {
        (NetworkDescription description, NetworkUnderTest network, SeededRandom random) = Create(Exact.Value, number % (Networks / 2));
        int batch = Batches[number % Batches.Length];
        Fill(network.Parameters);
        float[] inputs = new float[batch * description.Inputs];
        float[] targets = new float[batch * description.Outputs];
        Fill(inputs);
        Fill(targets);

        ReferenceNetwork reference = description.CreateReference();
        Agreement.ToDoubles(network.Parameters).CopyTo(reference.Parameters, 0);
        double[] exactInputs = Agreement.ToDoubles(inputs);
        float[] outputs = new float[targets.Length];
        network.PredictBatch(inputs, outputs);
        Assert.InRange(Agreement.LargestError(reference.Predict(exactInputs), Agreement.ToDoubles(outputs)), 0, Tolerance);

        float[] gradient = new float[network.Parameters.Length];
        float[] inputGradient = new float[inputs.Length];
        network.Backpropagate(inputs, targets, gradient, inputGradient);
        (_, double[] expected, double[] expectedOfInputs) = reference.Backpropagate(exactInputs, Agreement.ToDoubles(targets));
        Assert.InRange(Agreement.LargestError(expected, Agreement.ToDoubles(gradient)), 0, Tolerance);
        Assert.InRange(Agreement.LargestError(expectedOfInputs, Agreement.ToDoubles(inputGradient)), 0, Tolerance);

        void Fill(Span<float> values)
        {
            foreach (ref float value in values)
            {
                value = random.NextInt32(3) - 1;
            }
        }
    }

    private static (NetworkDescription Description, NetworkUnderTest Network, SeededRandom Random) Create(
        IReadOnlyList<(NetworkDescription Description, Type Type)> networks, int number)
    {
        NetworkUnderTest network = NetworkUnderTest.Create(networks[number].Type, seed: number);
        SeededRandom random = new(number);
        TestData.FillBiases(network, random);
        return (networks[number].Description, network, random);
    }

    private static IReadOnlyList<(NetworkDescription Description, Type Type)> Compile(int count, Func<SeededRandom, NetworkDescription> create)
    {
        SeededRandom random = new(20);
        NetworkDescription[] descriptions = [.. Enumerable.Range(0, count).Select(_ => create(random))];
        return [.. descriptions.Zip(NetworkCompiler.Compile(descriptions))];
    }
}
