using CompiledNet.Tests.Oracle;

namespace CompiledNet.Tests.Networks;

/// <summary>A new network's parameters: from the seed alone, biases zero, weights within the range their activation asks for.</summary>
public class InitializationTests
{
    private const int Inputs = 40;
    private const int Units = 50;

    [Fact]
    public void The_seed_decides_the_parameters()
    {
        StaticNetworks.Ragged first = new(5);
        Assert.Equal(TestData.Bits(first.Parameters), TestData.Bits(new StaticNetworks.Ragged(5).Parameters));
        Assert.NotEqual(TestData.Bits(first.Parameters), TestData.Bits(new StaticNetworks.Ragged(6).Parameters));
        Assert.Equal(TestData.Bits(new StaticNetworks.Ragged(0).Parameters), TestData.Bits(new StaticNetworks.Ragged().Parameters));
        Assert.Equal(TestData.Bits(new StaticNetworks.Ragged(-3).Parameters), TestData.Bits(Create<StaticNetworks.Ragged>(-3).Parameters));
    }

    [Fact]
    public void Each_network_has_parameters_of_its_own()
    {
        StaticNetworks.Ragged first = new(5);
        StaticNetworks.Ragged second = new(5);
        first.Parameters[0] = 42;
        Assert.NotEqual(42, second.Parameters[0]);
        Assert.Equal(42, first.Weights1[0]);
    }

    [Fact]
    public void Weights_start_in_the_range_of_their_activation_and_biases_at_zero()
    {
        Activation[] activations = Enum.GetValues<Activation>();
        IReadOnlyList<Type> types = NetworkCompiler.Compile(
            [.. activations.Select(activation => new NetworkDescription(Inputs, [new DenseLayer(Units, activation)]))]);
        for (int n = 0; n < activations.Length; n++)
        {
            // He for the activations that are near zero on half of their domain, Glorot for the others.
            bool he = activations[n] is Activation.ReLU or Activation.LeakyReLU or Activation.ELU or Activation.GELU or Activation.SiLU or Activation.Softplus;
            double limit = Math.Sqrt(6.0 / (he ? Inputs : Inputs + Units));
            NetworkUnderTest network = NetworkUnderTest.Create(types[n], seed: 1);
            float[] weights = network.Tensor("Weights1").ToArray();
            Assert.All(weights, weight => Assert.InRange(weight, -limit, limit));
            Assert.InRange(weights.Max(), 0.98 * limit, limit);
            Assert.InRange(weights.Min(), -limit, -0.98 * limit);
            Assert.InRange(weights.Average(), -0.05 * limit, 0.05 * limit);
            Assert.All(network.Tensor("Bias1").ToArray(), bias => Assert.Equal(0, bias));
        }
    }

    [Theory]
    [InlineData(Activation.ReLU, 60)]
    [InlineData(Activation.Tanh, 360)]
    public void The_weights_of_a_convolution_start_by_what_its_kernel_joins(Activation activation, int fan)
    {
        // 60 inputs to a filter, 300 filters' places to an input.
        NetworkDescription description = new(
            new TensorShape(4, 4, 10), [new ConvolutionLayer(Units, new ReferenceWindow(2, 3, 1, 1, 0, 0), activation), new FlattenLayer()]);
        NetworkUnderTest network = NetworkUnderTest.Create(NetworkCompiler.Compile([description])[0], seed: 1);
        double limit = Math.Sqrt(6.0 / fan);
        float[] weights = network.Tensor("Weights1").ToArray();
        Assert.All(weights, weight => Assert.InRange(weight, -limit, limit));
        Assert.InRange(weights.Max(), 0.98 * limit, limit);
        Assert.InRange(weights.Min(), -limit, -0.98 * limit);
        Assert.InRange(weights.Average(), -0.05 * limit, 0.05 * limit);
        Assert.All(network.Tensor("Bias1").ToArray(), bias => Assert.Equal(0, bias));
    }

    private static T Create<T>(int seed)
        where T : class, ICompiledNetwork<T> => T.Create(seed);
}
