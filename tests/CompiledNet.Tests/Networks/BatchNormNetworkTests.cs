using CompiledNet.Numerics;
using CompiledNet.Tests.Oracle;

namespace CompiledNet.Tests.Networks;

/// <summary>Networks with batch normalisation: in training against the oracle, and predictions by the running statistics the same however they are asked for.</summary>
[Trait("Category", "Numerics")]
public class BatchNormNetworkTests
{
    private const double Tolerance = 1e-4;

    private static readonly NetworkDescription[] Networks =
    [
        .. new[] { 1, 4, 16, 17 }.Select(units =>
            new NetworkDescription(new TensorShape(5), [new DenseLayer(units, Activation.Identity), new BatchNormLayer(Activation.Softmax)], Loss.CrossEntropy)),
        new(new TensorShape(3), [new BatchNormLayer(Activation.Identity)]),
        new(new TensorShape(3), [new BatchNormLayer(Activation.Identity), new BatchNormLayer(Activation.Tanh), new DenseLayer(3, Activation.Softmax)], Loss.SquaredError),
        new(new TensorShape(5, 4, 2), [new ConvolutionLayer(3, new(2), Activation.Identity), new BatchNormLayer(Activation.Sigmoid), new FlattenLayer()], Loss.BinaryCrossEntropy),
        new(
            new TensorShape(8, 7, 1),
            [
                new BatchNormLayer(Activation.Identity), new ConvolutionLayer(17, new(3, 1, 1), Activation.Identity), new BatchNormLayer(Activation.ReLU),
                new PoolingLayer(true, new(3, 2, 1)), new DropoutLayer(0.5f), new BatchNormLayer(Activation.GELU), new GlobalPoolingLayer(),
                new BatchNormLayer(Activation.Softplus), new DenseLayer(4, Activation.Softmax),
            ],
            Loss.CrossEntropy),
    ];

    private static readonly Lazy<IReadOnlyList<Type>> Types = new(() => NetworkCompiler.Compile(Networks));

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Networks.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_training_pass_agrees_with_the_oracle(int number)
    {
        (NetworkDescription description, NetworkUnderTest network, SeededRandom random) = Create(number);
        foreach (int batch in new[] { 7, 16, 33 })
        {
            float[] inputs = TestData.Uniform(batch * description.Inputs, random, -1, 1);
            float[] targets = TestData.Uniform(batch * description.Outputs, random, 0, 1);
            ReferenceNetwork reference = description.CreateReference();
            Agreement.ToDoubles(network.Parameters).CopyTo(reference.Parameters, 0);
            (double loss, double[] expected, double[] expectedOfInputs) =
                reference.Backpropagate(Agreement.ToDoubles(inputs), Agreement.ToDoubles(targets), training: true);

            float[] gradient = new float[network.Parameters.Length];
            float[] inputGradient = new float[inputs.Length];
            Assert.InRange(Agreement.LargestError([loss], [network.Backpropagate(inputs, targets, gradient, inputGradient)]), 0, Tolerance);
            Assert.InRange(Agreement.LargestError(expected, Agreement.ToDoubles(gradient)), 0, Tolerance);
            Assert.InRange(Agreement.LargestError(expectedOfInputs, Agreement.ToDoubles(inputGradient)), 0, Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_prediction_agrees_with_the_oracle_and_is_the_same_alone_in_a_batch_and_in_a_trace(int number)
    {
        (NetworkDescription description, NetworkUnderTest network, SeededRandom random) = Create(number);
        const int Batch = 37;
        float[] inputs = TestData.Uniform(Batch * description.Inputs, random, -1, 1);
        float[] outputs = new float[Batch * description.Outputs];
        network.PredictBatch(inputs, outputs);
        ReferenceNetwork reference = description.CreateReference();
        Agreement.ToDoubles(network.Parameters).CopyTo(reference.Parameters, 0);
        Assert.InRange(Agreement.LargestError(reference.Predict(Agreement.ToDoubles(inputs)), Agreement.ToDoubles(outputs)), 0, Tolerance);

        float[] alone = new float[description.Outputs];
        float[] activations = new float[network.ActivationCount];
        for (int b = 0; b < Batch; b++)
        {
            ReadOnlySpan<float> input = inputs.AsSpan(b * description.Inputs, description.Inputs);
            network.Predict(input, alone);
            network.Trace(input, activations);
            Assert.Equal(TestData.Bits(outputs.AsSpan(b * description.Outputs, description.Outputs)), TestData.Bits(alone));
            Assert.Equal(TestData.Bits(alone), TestData.Bits(activations.AsSpan(activations.Length - description.Outputs)));
        }
    }

    private static (NetworkDescription Description, NetworkUnderTest Network, SeededRandom Random) Create(int number)
    {
        NetworkUnderTest network = NetworkUnderTest.Create(Types.Value[number], seed: number);
        SeededRandom random = new(number);
        TestData.FillBiases(network, random);
        return (Networks[number], network, random);
    }
}
