using CompiledNet.Numerics;
using CompiledNet.Tests.Oracle;

namespace CompiledNet.Tests.Networks;

/// <summary>Compares everything a network computes for one batch with the oracle.</summary>
internal static class OracleComparison
{
    /// <summary>The largest relative error of any part: outputs, loss, each layer's gradient, the input gradient.</summary>
    public static double LargestError(NetworkDescription description, NetworkUnderTest network, int batch, SeededRandom random)
    {
        float[] inputs = TestData.Uniform(batch * description.Inputs, random, -1, 1);
        float[] targets = TestData.Uniform(batch * description.Outputs, random, 0, 1);
        double[] exactInputs = Agreement.ToDoubles(inputs);
        double[] exactTargets = Agreement.ToDoubles(targets);

        ReferenceNetwork reference = description.CreateReference();
        Assert.Equal(reference.Parameters.Length, network.Parameters.Length);
        Agreement.ToDoubles(network.Parameters).CopyTo(reference.Parameters, 0);
        (double expectedLoss, double[] expectedGradient, double[] expectedInputGradient) = reference.Backpropagate(exactInputs, exactTargets);

        float[] outputs = new float[batch * description.Outputs];
        float[] gradient = new float[network.Parameters.Length];
        float[] inputGradient = new float[inputs.Length];
        network.PredictBatch(inputs, outputs);
        float loss = network.Backpropagate(inputs, targets, gradient, inputGradient);

        double error = Agreement.LargestError(reference.Predict(exactInputs), Agreement.ToDoubles(outputs));
        error = Math.Max(error, Agreement.LargestError([expectedLoss], [loss]));
        error = Math.Max(error, Agreement.LargestError(expectedInputGradient, Agreement.ToDoubles(inputGradient)));

        // Layer by layer, weights and bias together: a single bias's gradient can be a sum that cancels to next to nothing.
        foreach (LayerTopology layer in network.Topology.Layers.Where(layer => layer.ParameterCount > 0))
        {
            int offset = layer.Tensors[0].Offset;
            error = Math.Max(error, Agreement.LargestError(
                expectedGradient.AsSpan(offset, layer.ParameterCount), Agreement.ToDoubles(gradient.AsSpan(offset, layer.ParameterCount))));
        }

        return error;
    }
}
