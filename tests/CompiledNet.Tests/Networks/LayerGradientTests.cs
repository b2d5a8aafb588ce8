using CompiledNet.Numerics;
using CompiledNet.Tests.Oracle;

namespace CompiledNet.Tests.Networks;

/// <summary>
/// Every kind of layer stands in a network whose gradient is compared with the slope of its own loss: a check that needs no reference for the
/// layer, so that a new kind has it from its first day. Add a network with the new layer to <see cref="Gradients"/>.
/// </summary>
public class LayerGradientTests
{
    // Finite differences in float32: the loss has seven digits, so its slope has about four.
    private const double Tolerance = 2e-3;
    private const float Step = 1f / 128;
    private const int Batch = 3;

    private static readonly Func<NetworkUnderTest>[] Gradients =
    [
        () => NetworkUnderTest.Create<StaticNetworks.Regression>(1),
        () => NetworkUnderTest.Create<StaticNetworks.Images>(1),
        () => NetworkUnderTest.Create<StaticNetworks.Dropped>(1),
        () => NetworkUnderTest.Create<StaticNetworks.Means>(1),
        () => NetworkUnderTest.Create<StaticNetworks.Maxima>(1),
        () => NetworkUnderTest.Create<StaticNetworks.Normalised>(1),
    ];

    [Fact]
    public void Every_layer_attribute_has_a_gradient_here()
    {
        IEnumerable<string> kinds = typeof(LayerAttribute).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(LayerAttribute)) && type != typeof(InputAttribute)).Select(type => type.Name[..^"Attribute".Length]);
        IEnumerable<string> covered = Gradients.SelectMany(create => create().Topology.Layers).Select(layer => layer.Kind).Distinct();
        Assert.Equal(kinds.Order(StringComparer.Ordinal), covered.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_gradient_is_the_slope_of_the_loss()
    {
        foreach (NetworkUnderTest network in Gradients.Select(create => create()))
        {
            SeededRandom random = new(12);
            TestData.FillBiases(network, random);
            float[] inputs = Spread(Batch * network.Topology.InputSize, random);
            float[] targets = TestData.Uniform(Batch * network.Topology.OutputSize, random, 0, 1);
            float[] scratch = new float[network.Parameters.Length];
            float[] gradient = new float[network.Parameters.Length];
            float[] inputGradient = new float[inputs.Length];
            network.Backpropagate(inputs, targets, gradient, inputGradient);

            Assert.InRange(Agreement.LargestError(Slopes(network.Parameters), Agreement.ToDoubles(gradient)), 0, Tolerance);
            Assert.InRange(Agreement.LargestError(Slopes(inputs), Agreement.ToDoubles(inputGradient)), 0, Tolerance);

            // Not that of ComputeLoss: batch normalisation goes by the batch in the one, by what it has seen before in the other.
            double Loss() => network.Backpropagate(inputs, targets, scratch);

            double[] Slopes(Span<float> variables)
            {
                double[] slopes = new double[variables.Length];
                for (int i = 0; i < variables.Length; i++)
                {
                    float value = variables[i];
                    variables[i] = value + Step;
                    double rise = Loss();
                    double run = variables[i];
                    variables[i] = value - Step;
                    rise -= Loss();
                    run -= variables[i];
                    variables[i] = value;
                    slopes[i] = rise / run;
                }

                return slopes;
            }
        }
    }

    // All different, as far apart as can be: two that are close would change places as the largest of a window while a slope is taken.
    private static float[] Spread(int length, SeededRandom random)
    {
        float[] values = [.. Enumerable.Range(0, length).Select(i => (((2f * i) + 1) / length) - 1)];
        random.Shuffle(values.AsSpan());
        return values;
    }
}
