using CompiledNet.Numerics;

namespace CompiledNet.Tests.Networks;

/// <summary>However large the inputs, nothing becomes NaN or infinite.</summary>
public class SaturationTests
{
    public static TheoryData<string> Cases => [.. CaseNetworks.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Saturated_inputs_give_finite_results(string name)
    {
        (NetworkDescription description, NetworkUnderTest network) = CaseNetworks.Create(name);
        const int Batch = 5;
        foreach (float size in new[] { 100f, 1e4f })
        {
            SeededRandom random = new(9);
            float[] inputs = TestData.Uniform(Batch * description.Inputs, random, -1, 1);
            for (int i = 0; i < inputs.Length; i++)
            {
                inputs[i] = inputs[i] < 0 ? -size : size;
            }

            float[] targets = TestData.Uniform(Batch * description.Outputs, random, 0, 1);
            float[] outputs = new float[targets.Length];
            float[] gradient = new float[network.Parameters.Length];
            float[] inputGradient = new float[inputs.Length];
            network.PredictBatch(inputs, outputs);
            float loss = network.Backpropagate(inputs, targets, gradient, inputGradient);

            Assert.True(float.IsFinite(loss), FormattableString.Invariant($"The loss at inputs of {size} is {loss}."));
            Assert.DoesNotContain(outputs, value => !float.IsFinite(value));
            Assert.DoesNotContain(gradient, value => !float.IsFinite(value));
            Assert.DoesNotContain(inputGradient, value => !float.IsFinite(value));
        }
    }

    [Fact]
    public void A_wrong_and_very_sure_answer_costs_its_margin()
    {
        const float Logit = 1e4f;
        NetworkDescription[] descriptions =
        [
            new(1, [new(2, Activation.Softmax)], Loss.CrossEntropy),
            new(1, [new(1, Activation.Sigmoid)], Loss.BinaryCrossEntropy),
        ];
        IReadOnlyList<Type> types = NetworkCompiler.Compile(descriptions);

        NetworkUnderTest softmax = NetworkUnderTest.Create(types[0], 0);
        new float[] { 1, 0, 0, 0 }.CopyTo(softmax.Parameters);
        float[] gradient = new float[4];
        Assert.Equal(Logit, softmax.Backpropagate([Logit], [0, 1], gradient));
        Assert.Equal([Logit, -Logit, 1, -1], gradient);

        NetworkUnderTest sigmoid = NetworkUnderTest.Create(types[1], 0);
        new float[] { 1, 0 }.CopyTo(sigmoid.Parameters);
        Assert.Equal(Logit, sigmoid.Backpropagate([Logit], [0], gradient.AsSpan(0, 2)));
        Assert.Equal([Logit, 1], gradient[..2]);
        Assert.Equal(Logit, sigmoid.Backpropagate([-Logit], [1], gradient.AsSpan(0, 2)));
        Assert.Equal([Logit, -1], gradient[..2]);
    }
}
