using CompiledNet.Numerics;

namespace CompiledNet.Tests.Networks;

/// <summary>Unrolling changes the code, not one bit of the results.</summary>
public class UnrollTests
{
    [Fact]
    public void Straight_line_code_gives_the_same_bits()
    {
        NetworkDescription[] descriptions =
        [
            new(2, [new(3, Activation.Sigmoid), new(1, Activation.Sigmoid)]),
            new(17, [new(33, Activation.ReLU), new(15, Activation.Tanh), new(5, Activation.Softmax)], Loss.CrossEntropy),
            new(4, [new(32, Activation.GELU), new(16, Activation.SiLU), new(4, Activation.Identity)], Loss.MeanSquaredError),
            new(70, [new(20, Activation.ELU), new(1, Activation.Sigmoid)], Loss.BinaryCrossEntropy),
            new(1, [new(1, Activation.Softplus)]),
        ];
        IReadOnlyList<Type> types =
            NetworkCompiler.Compile([.. descriptions, .. descriptions.Select(description => description with { Unroll = Unroll.Full })]);
        for (int n = 0; n < descriptions.Length; n++)
        {
            foreach (int batch in new[] { 1, 2, 7, 8, 33 })
            {
                Assert.Equal(Results(descriptions[n], types[n], batch), Results(descriptions[n], types[n + descriptions.Length], batch));
            }
        }
    }

    private static int[] Results(NetworkDescription description, Type type, int batch)
    {
        NetworkUnderTest network = NetworkUnderTest.Create(type, seed: 11);
        SeededRandom random = new(batch);
        TestData.FillBiases(network, random);
        float[] inputs = TestData.Uniform(batch * description.Inputs, random, -1, 1);
        float[] targets = TestData.Uniform(batch * description.Outputs, random, 0, 1);
        float[] outputs = new float[targets.Length];
        float[] single = new float[description.Outputs];
        float[] gradient = new float[network.Parameters.Length];
        float[] inputGradient = new float[inputs.Length];
        network.PredictBatch(inputs, outputs);
        network.Predict(inputs.AsSpan(0, description.Inputs), single);
        float loss = network.Backpropagate(inputs, targets, gradient, inputGradient);
        return [.. TestData.Bits(outputs), .. TestData.Bits(single), .. TestData.Bits(gradient), .. TestData.Bits(inputGradient), .. TestData.Bits([loss])];
    }
}
