using CompiledNet.Numerics;

namespace CompiledNet.Tests.Networks;

/// <summary>Generated code goes around bounds checks, so the tests look at the bounds.</summary>
[Trait("Category", "Numerics")]
public class MemoryTests
{
    public static TheoryData<string> Cases => [.. CaseNetworks.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Nothing_is_read_or_written_past_the_end_of_a_span(string name)
    {
        (NetworkDescription description, NetworkUnderTest network) = CaseNetworks.Create(name);
        SeededRandom random = new(6);
        using PageEnd gradient = new(network.Parameters.Length);
        using PageEnd input = PageEnd.Of(TestData.Uniform(description.Inputs, random, -1, 1));
        using PageEnd output = new(description.Outputs);
        using PageEnd activations = new(network.ActivationCount);
        network.Predict(input.Span, output.Span);
        network.Trace(input.Span, activations.Span);
        network.Classify(input.Span);

        foreach (int batch in new[] { 1, 2, 3, 7, 9, 17 })
        {
            using PageEnd inputs = PageEnd.Of(TestData.Uniform(batch * description.Inputs, random, -1, 1));
            using PageEnd targets = PageEnd.Of(TestData.Uniform(batch * description.Outputs, random, 0, 1));
            using PageEnd outputs = new(targets.Span.Length);
            using PageEnd inputGradient = new(inputs.Span.Length);
            network.PredictBatch(inputs.Span, outputs.Span);
            network.ComputeLoss(inputs.Span, targets.Span, outputs.Span);
            float loss = network.Backpropagate(inputs.Span, targets.Span, gradient.Span);
            Assert.Equal(loss, network.Backpropagate(inputs.Span, targets.Span, gradient.Span, inputGradient.Span));
        }
    }

    [Fact]
    public void Nothing_is_allocated_once_a_network_runs()
    {
        StaticNetworks.Ragged network = new(1);
        SeededRandom random = new(1);
        const int Batch = 37;
        float[] inputs = TestData.Uniform(Batch * StaticNetworks.Ragged.InputSize, random, -1, 1);
        float[] targets = TestData.Uniform(Batch * StaticNetworks.Ragged.OutputSize, random, 0, 1);
        float[] outputs = new float[targets.Length];
        float[] gradient = new float[StaticNetworks.Ragged.ParameterCount];
        float[] inputGradient = new float[inputs.Length];
        float[] activations = new float[StaticNetworks.Ragged.ActivationCount];

        RunAll();
        RunAll();
        Action rounds = () =>
        {
            for (int n = 0; n < 20; n++)
            {
                RunAll();
            }
        };
        Assert.Equal(0, Training.Allocations.Least(rounds));

        void RunAll()
        {
            network.Predict(inputs.AsSpan(0, StaticNetworks.Ragged.InputSize), outputs.AsSpan(0, StaticNetworks.Ragged.OutputSize));
            network.Classify(inputs.AsSpan(0, StaticNetworks.Ragged.InputSize));
            network.Trace(inputs.AsSpan(0, StaticNetworks.Ragged.InputSize), activations);
            network.PredictBatch(inputs, outputs);
            network.ComputeLoss(inputs, targets, outputs);
            network.Backpropagate(inputs, targets, gradient);
            network.Backpropagate(inputs, targets, gradient, inputGradient);
        }
    }
}
