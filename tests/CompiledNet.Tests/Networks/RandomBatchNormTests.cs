using CompiledNet.Numerics;
using CompiledNet.Tests.Oracle;

namespace CompiledNet.Tests.Networks;

/// <summary>Random networks with batch normalisation against the oracle: by the batch's own statistics in training, by the running ones otherwise.</summary>
[Trait("Category", "Numerics")]
public class RandomBatchNormTests
{
    private const int Networks = 12;
    private const double Tolerance = 5e-5;

    // Whole groups of 16 examples and parts of them. Of two numbers only their order stays, and what is left of the gradient is mostly rounding.
    private static readonly int[] Batches = [7, 12, 15, 16, 17, 31, 32, 40];

    private static readonly Lazy<IReadOnlyList<(NetworkDescription Description, Type Type)>> Compiled = new(Compile);

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Networks)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_step_goes_by_the_statistics_of_its_batch(int number)
    {
        (NetworkDescription description, NetworkUnderTest network, ReferenceNetwork reference, SeededRandom random) = Create(number);
        int batch = Batches[number % Batches.Length];
        float[] inputs = TestData.Uniform(batch * description.Inputs, random, -1, 1);
        float[] targets = TestData.Uniform(batch * description.Outputs, random, 0, 1);
        (double expectedLoss, double[] expected, double[] expectedOfInputs) =
            reference.Backpropagate(Agreement.ToDoubles(inputs), Agreement.ToDoubles(targets), training: true);

        float[] before = Statistics(network);
        float[] gradient = new float[network.Parameters.Length];
        float[] again = new float[network.Parameters.Length];
        float[] inputGradient = new float[inputs.Length];
        float loss = network.Backpropagate(inputs, targets, gradient, inputGradient);
        Assert.Equal(loss, network.Backpropagate(inputs, targets, again));
        Assert.Equal(TestData.Bits(gradient), TestData.Bits(again));
        Assert.Equal(before, Statistics(network));

        AssertClose("loss", [expectedLoss], [loss]);
        AssertClose("input gradient", expectedOfInputs, inputGradient);

        // All layers together: the gradient of a bias in front of batch normalisation is nothing but rounding.
        AssertClose("gradient", expected, gradient);

        void AssertClose(string what, ReadOnlySpan<double> exact, ReadOnlySpan<float> actual)
        {
            double error = Agreement.LargestError(exact, Agreement.ToDoubles(actual));
            Assert.True(error <= Tolerance, FormattableString.Invariant($"{description}, batch {batch}: the {what} has a relative error of {error:E2}."));
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Steps_move_the_running_statistics_and_nothing_else_does(int number)
    {
        (NetworkDescription description, NetworkUnderTest network, ReferenceNetwork reference, SeededRandom random) = Create(number);
        ITrainableNetwork trainable = (ITrainableNetwork)network.Instance;
        float[] gradient = new float[network.Parameters.Length];
        foreach (int batch in new[] { Batches[number % Batches.Length], 2, 33 })
        {
            float[] inputs = TestData.Uniform(batch * description.Inputs, random, -1, 1);
            float[] targets = TestData.Uniform(batch * description.Outputs, random, 0, 1);
            float[] workspace = TestData.Uniform(trainable.WorkspaceFor(batch), random, -9, 9);
            trainable.TakeStep(inputs, targets, [], gradient, 0, workspace, 0, default);
            reference.Observe(Agreement.ToDoubles(inputs));

            float[] before = Statistics(network);
            network.PredictBatch(inputs, new float[targets.Length]);
            network.ComputeLoss(inputs, targets, new float[targets.Length]);
            network.Backpropagate(inputs, targets, gradient);
            Assert.Equal(before, Statistics(network));
        }

        foreach ((ReferenceBatchNorm layer, int n) in Norms(reference))
        {
            double error = Math.Max(
                Agreement.LargestError(layer.RunningMean, Agreement.ToDoubles(network.Tensor($"RunningMean{n}"))),
                Agreement.LargestError(layer.RunningVariance, Agreement.ToDoubles(network.Tensor($"RunningVariance{n}"))));
            Assert.True(error <= Tolerance, FormattableString.Invariant($"{description}: the running statistics of layer {n} have a relative error of {error:E2}."));
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Predictions_go_by_the_running_statistics_alone_or_in_any_batch(int number)
    {
        (NetworkDescription description, NetworkUnderTest network, ReferenceNetwork reference, SeededRandom random) = Create(number);
        const int Batch = 35;
        float[] inputs = TestData.Uniform(Batch * description.Inputs, random, -1, 1);
        float[] targets = TestData.Uniform(Batch * description.Outputs, random, 0, 1);
        double[] exactInputs = Agreement.ToDoubles(inputs);
        float[] outputs = new float[targets.Length];
        float[] alone = new float[targets.Length];
        network.PredictBatch(inputs, outputs);
        for (int b = 0; b < Batch; b++)
        {
            network.Predict(inputs.AsSpan(b * description.Inputs, description.Inputs), alone.AsSpan(b * description.Outputs, description.Outputs));
        }

        Assert.Equal(TestData.Bits(alone), TestData.Bits(outputs));
        Assert.InRange(Agreement.LargestError(reference.Predict(exactInputs), Agreement.ToDoubles(outputs)), 0, Tolerance);
        double loss = network.ComputeLoss(inputs, targets, outputs);
        Assert.Equal(TestData.Bits(alone), TestData.Bits(outputs));
        Assert.InRange(Agreement.LargestError([reference.ComputeLoss(exactInputs, Agreement.ToDoubles(targets))], [loss]), 0, Tolerance);

        float[] activations = new float[network.ActivationCount];
        network.Trace(inputs.AsSpan(0, description.Inputs), activations);
        Assert.InRange(Agreement.LargestError(reference.Trace(exactInputs.AsSpan(0, description.Inputs)), Agreement.ToDoubles(activations)), 0, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_new_layer_brings_the_batch_to_mean_0_and_variance_1(int number)
    {
        (NetworkDescription description, Type type) = Compiled.Value[number];
        NetworkUnderTest network = NetworkUnderTest.Create(type, seed: 0);
        foreach ((ReferenceBatchNorm _, int n) in Norms(description.CreateReference()))
        {
            Assert.All(network.Tensor($"Weights{n}").ToArray(), value => Assert.Equal(1, value));
            Assert.All(network.Tensor($"Bias{n}").ToArray(), value => Assert.Equal(0, value));
            Assert.All(network.Tensor($"RunningMean{n}").ToArray(), value => Assert.Equal(0, value));
            Assert.All(network.Tensor($"RunningVariance{n}").ToArray(), value => Assert.Equal(1, value));
        }
    }

    private static float[] Statistics(NetworkUnderTest network) => network.Tensor("RunningStatistics").ToArray();

    private static IEnumerable<(ReferenceBatchNorm Layer, int Number)> Norms(ReferenceNetwork reference) =>
        reference.Layers.Select((layer, index) => (Layer: layer as ReferenceBatchNorm, index + 1)).Where(pair => pair.Layer is not null)!;

    // Weights, biases and running statistics that hide nothing.
    private static (NetworkDescription Description, NetworkUnderTest Network, ReferenceNetwork Reference, SeededRandom Random) Create(int number)
    {
        (NetworkDescription description, Type type) = Compiled.Value[number];
        NetworkUnderTest network = NetworkUnderTest.Create(type, seed: number);
        SeededRandom random = new(number);
        TestData.FillBiases(network, random);
        ReferenceNetwork reference = description.CreateReference();
        foreach ((ReferenceBatchNorm layer, int n) in Norms(reference))
        {
            TestData.Uniform(layer.Channels, random, 0.5f, 1.5f).CopyTo(network.Tensor($"Weights{n}"));
            TestData.Uniform(layer.Channels, random, -1, 1).CopyTo(network.Tensor($"RunningMean{n}"));
            TestData.Uniform(layer.Channels, random, 0.5f, 2).CopyTo(network.Tensor($"RunningVariance{n}"));
            Agreement.ToDoubles(network.Tensor($"RunningMean{n}")).CopyTo(layer.RunningMean, 0);
            Agreement.ToDoubles(network.Tensor($"RunningVariance{n}")).CopyTo(layer.RunningVariance, 0);
        }

        Agreement.ToDoubles(network.Parameters).CopyTo(reference.Parameters, 0);
        return (description, network, reference, random);
    }

    // Flat vectors, and images that anything may follow.
    private static IReadOnlyList<(NetworkDescription Description, Type Type)> Compile()
    {
        SeededRandom random = new(30);
        List<NetworkDescription> descriptions =
        [
            new(new TensorShape(7), [new BatchNormLayer(Activation.Identity), new DenseLayer(9, Activation.Tanh), new BatchNormLayer(Activation.ReLU), new DenseLayer(3, Activation.Identity)]),
            new(new TensorShape(9), [new DenseLayer(17, Activation.Identity), new BatchNormLayer(Activation.Softmax)], Loss.CrossEntropy),
            new(new TensorShape(5), [new DenseLayer(33, Activation.GELU), new BatchNormLayer(Activation.Sigmoid, 0.5f, 1e-3f)], Loss.BinaryCrossEntropy),
        ];
        while (descriptions.Count < Networks)
        {
            descriptions.Add(RandomImageNetworks.Create(random, normalises: true));
        }

        return [.. descriptions.Zip(NetworkCompiler.Compile(descriptions))];
    }
}
