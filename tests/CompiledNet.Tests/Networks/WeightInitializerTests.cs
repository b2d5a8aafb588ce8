using System.Reflection;

namespace CompiledNet.Tests.Networks;

/// <summary>First weights by the network's <c>Initializer</c>: their spread, their shape, the biases; the same in both forms.</summary>
public class WeightInitializerTests
{
    private const int Inputs = 60;
    private const int Units = 100;

    private static readonly Lazy<Assembly> Networks = new(() => NetworkCompiler.Compile(string.Join('\n', Enum.GetValues<WeightInitializer>().Select(value => $$"""
        [CompiledNet.CompiledNetwork({{Inputs}}, {{Units}}, Output = CompiledNet.Activation.Tanh, Initializer = CompiledNet.WeightInitializer.{{value}})]
        public sealed partial class Sizes{{value}};
        [CompiledNet.CompiledNetwork(Initializer = CompiledNet.WeightInitializer.{{value}})]
        [CompiledNet.Input({{Inputs}})]
        [CompiledNet.Dense({{Units}}, CompiledNet.Activation.Tanh)]
        public sealed partial class Layers{{value}};
        """))));

    [Theory]
    [InlineData(WeightInitializer.GlorotUniform, 2.0 / (Inputs + Units), true)]
    [InlineData(WeightInitializer.GlorotNormal, 2.0 / (Inputs + Units), false)]
    [InlineData(WeightInitializer.HeUniform, 2.0 / Inputs, true)]
    [InlineData(WeightInitializer.HeNormal, 2.0 / Inputs, false)]
    [InlineData(WeightInitializer.PlainRandom, 1, false)]
    public void Weights_have_the_variance_of_the_formula(WeightInitializer initializer, double variance, bool uniform)
    {
        NetworkUnderTest network = Create($"Sizes{initializer}");
        double[] weights = [.. network.Tensor("Weights1").ToArray().Select(weight => (double)weight)];
        Assert.Equal(Inputs * Units, weights.Length);
        Assert.InRange(weights.Average() / Math.Sqrt(variance), -0.05, 0.05);
        Assert.InRange(weights.Average(weight => weight * weight) / variance, 0.93, 1.07);

        // The fourth moment tells the shapes apart: 9/5 for uniform numbers, 3 for normal ones.
        Assert.InRange(weights.Average(weight => Math.Pow(weight, 4)) / (variance * variance), uniform ? 1.6 : 2.7, uniform ? 2 : 3.3);
        float[] bias = network.Tensor("Bias1").ToArray();
        if (initializer == WeightInitializer.PlainRandom)
        {
            Assert.InRange(bias.Average(value => value * value), 0.6, 1.4);
            Assert.DoesNotContain(bias[0], network.Tensor("Weights1").ToArray());
        }
        else
        {
            Assert.All(bias, value => Assert.Equal(0, value));
        }
    }

    [Fact]
    public void Both_forms_give_the_same_and_Auto_is_by_activation()
    {
        foreach (WeightInitializer initializer in Enum.GetValues<WeightInitializer>())
        {
            Assert.Equal(TestData.Bits(Create($"Sizes{initializer}").Parameters), TestData.Bits(Create($"Layers{initializer}").Parameters));
        }

        Assert.Equal(TestData.Bits(Create("SizesGlorotUniform").Parameters), TestData.Bits(Create("SizesAuto").Parameters));
        Assert.Equal(WeightInitializer.Auto, new CompiledNetworkAttribute().Initializer);
    }

    private static NetworkUnderTest Create(string name) => NetworkUnderTest.Create(Networks.Value.GetType(name, throwOnError: true)!, seed: 3);
}
