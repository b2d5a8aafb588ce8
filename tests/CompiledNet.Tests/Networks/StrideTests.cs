using CompiledNet.Numerics;
using CompiledNet.Tests.Oracle;

namespace CompiledNet.Tests.Networks;

/// <summary>Strides that lead out of the image at once: there is one output, and the stride may be any number.</summary>
[Trait("Category", "Numerics")]
public class StrideTests
{
    private static readonly Lazy<IReadOnlyList<Type>> Types = new(() => NetworkCompiler.Compile([Network(50), Network(int.MaxValue - 1), Network(int.MaxValue)]));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Any_stride_out_of_the_image_gives_the_same(int number)
    {
        (float[] outputs, float[] gradient, float[] inputGradient) = Run(0);
        (float[] others, float[] gradientOfOthers, float[] inputGradientOfOthers) = Run(number);
        Assert.Equal(outputs, others);
        Assert.Equal(gradient, gradientOfOthers);
        Assert.Equal(inputGradient, inputGradientOfOthers);
    }

    [Fact]
    public void It_is_what_the_oracle_gives()
    {
        NetworkUnderTest network = NetworkUnderTest.Create(Types.Value[0], seed: 1);
        Assert.InRange(OracleComparison.LargestError(Network(50), network, 17, new SeededRandom(1)), 0, 1e-5);
    }

    private static NetworkDescription Network(int stride) => new(
        new TensorShape(9, 8, 2),
        [
            new ConvolutionLayer(3, new(2), Activation.ReLU), new PoolingLayer(true, new(3, 1, 1)), new PoolingLayer(false, new(5, stride, 2)),
            new ConvolutionLayer(2, new(3, stride, 2), Activation.Tanh), new PoolingLayer(true, new(1, stride)), new FlattenLayer(),
        ]);

    private static (float[] Outputs, float[] Gradient, float[] InputGradient) Run(int number)
    {
        NetworkUnderTest network = NetworkUnderTest.Create(Types.Value[number], seed: 1);
        SeededRandom random = new(1);
        const int Batch = 17;
        float[] inputs = TestData.Uniform(Batch * 9 * 8 * 2, random, -1, 1);
        float[] outputs = new float[Batch * 2];
        float[] gradient = new float[network.Parameters.Length];
        float[] inputGradient = new float[inputs.Length];
        network.PredictBatch(inputs, outputs);
        network.Backpropagate(inputs, TestData.Uniform(outputs.Length, random, 0, 1), gradient, inputGradient);
        return (outputs, gradient, inputGradient);
    }
}
