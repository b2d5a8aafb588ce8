using CompiledNet.Numerics;

namespace CompiledNet.Tests.Networks;

/// <summary>What the members of a network promise about each other and about the memory they are given.</summary>
public class ContractTests
{
    public static TheoryData<string> Cases => [.. CaseNetworks.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void All_forward_passes_give_the_same_bits(string name)
    {
        (NetworkDescription description, NetworkUnderTest network) = CaseNetworks.Create(name);
        SeededRandom random = new(4);
        TestData.FillBiases(network, random);
        foreach (int batch in CaseNetworks.Batches(network))
        {
            float[] inputs = TestData.Uniform(batch * description.Inputs, random, -2, 2);
            float[] targets = TestData.Uniform(batch * description.Outputs, random, 0, 1);
            Guarded outputs = new(batch * description.Outputs);
            network.PredictBatch(inputs, outputs.Span);
            outputs.AssertFilledExactly("the outputs of PredictBatch");

            Guarded lossOutputs = new(outputs.Span.Length);
            network.ComputeLoss(inputs, targets, lossOutputs.Span);
            Assert.Equal(TestData.Bits(outputs.Span), TestData.Bits(lossOutputs.Span));
            lossOutputs.AssertFilledExactly("the outputs of ComputeLoss");

            Guarded output = new(description.Outputs);
            Guarded activations = new(network.ActivationCount);
            for (int b = 0; b < batch; b++)
            {
                ReadOnlySpan<float> input = inputs.AsSpan(b * description.Inputs, description.Inputs);
                int[] row = TestData.Bits(outputs.Span.Slice(b * description.Outputs, description.Outputs));
                network.Predict(input, output.Span);
                Assert.Equal(row, TestData.Bits(output.Span));
                if (b < 3)
                {
                    network.Trace(input, activations.Span);
                    Assert.Equal(row, TestData.Bits(activations.Span[^description.Outputs..]));
                    Assert.Equal(row, TestData.Bits(network.Predict(input)));
                    int answer = output.Span.Length == 1 ? (output.Span[0] >= 0.5f ? 1 : 0) : IndexOfLargest(output.Span);
                    Assert.Equal(answer, network.Classify(input));
                }
            }

            output.AssertFilledExactly("the output of Predict");
            activations.AssertFilledExactly("the activations of Trace");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_gradient_is_written_whole_and_nothing_else(string name)
    {
        (NetworkDescription description, NetworkUnderTest network) = CaseNetworks.Create(name);
        SeededRandom random = new(5);
        int[] parameters = TestData.Bits(network.Parameters);
        foreach (int batch in CaseNetworks.Batches(network))
        {
            float[] inputs = TestData.Uniform(batch * description.Inputs, random, -1, 1);
            float[] targets = TestData.Uniform(batch * description.Outputs, random, 0, 1);
            int[] inputBits = TestData.Bits(inputs);
            int[] targetBits = TestData.Bits(targets);
            Guarded outputs = new(batch * description.Outputs);
            Guarded gradient = new(network.Parameters.Length);
            Guarded again = new(network.Parameters.Length);
            Guarded inputGradient = new(inputs.Length);

            float loss = network.Backpropagate(inputs, targets, gradient.Span);
            gradient.AssertFilledExactly("the gradient");
            float lossAgain = network.Backpropagate(inputs, targets, again.Span, inputGradient.Span);
            again.AssertFilledExactly("the gradient beside an input gradient");
            inputGradient.AssertFilledExactly("the input gradient");

            Assert.Equal(loss, lossAgain);
            Assert.Equal(loss, network.ComputeLoss(inputs, targets, outputs.Span));
            Assert.Equal(TestData.Bits(gradient.Span), TestData.Bits(again.Span));
            Assert.Equal(inputBits, TestData.Bits(inputs));
            Assert.Equal(targetBits, TestData.Bits(targets));
            Assert.Equal(parameters, TestData.Bits(network.Parameters));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_topology_says_what_the_class_was_given(string name)
    {
        (NetworkDescription description, NetworkUnderTest network) = CaseNetworks.Create(name);
        NetworkTopology topology = network.Topology;
        Assert.Equal(description.Inputs, topology.InputSize);
        Assert.Equal(description.Outputs, topology.OutputSize);
        Assert.Equal(description.Loss, topology.Loss);
        Assert.Equal(description.Layers, topology.Layers.Select(layer => new DenseLayer(layer.Output.Length, layer.Activation)));
        Assert.Equal(network.Parameters.Length, topology.ParameterCount);
        Assert.Equal(description.CreateReference().Layers.Sum(layer => layer.Output.Length), network.ActivationCount);
        foreach (LayerTopology layer in topology.Layers)
        {
            Assert.Equal("Dense", layer.Kind);
            Assert.Equal([$"{layer.Number}.weight", $"{layer.Number}.bias"], layer.Tensors.Select(tensor => tensor.Name));
            Assert.Equal(new TensorShape(layer.Input.Length, layer.Output.Length), layer.Tensors[0].Shape);
            Assert.True(network.Tensor($"Weights{layer.Number}") == network.Parameters.Slice(layer.Tensors[0].Offset, layer.Tensors[0].Length));
            Assert.True(network.Tensor($"Bias{layer.Number}") == network.Parameters.Slice(layer.Tensors[1].Offset, layer.Tensors[1].Length));
        }
    }

    [Fact]
    public void An_empty_batch_has_no_predictions_and_no_loss()
    {
        (NetworkDescription _, NetworkUnderTest network) = CaseNetworks.Create(CaseNetworks.Names.First());
        network.PredictBatch([], []);
        float[] gradient = new float[network.Parameters.Length];
        Assert.Equal("inputs", Assert.Throws<ArgumentException>(() => network.Backpropagate([], [], gradient)).ParamName);
        Assert.Equal("inputs", Assert.Throws<ArgumentException>(() => network.ComputeLoss([], [], [])).ParamName);
    }

    private static int IndexOfLargest(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }
}
