using CompiledNet.Generator.Layers;
using CompiledNet.Generator.Model;
using CompiledNet.Generator.Tests.Harness;

namespace CompiledNet.Generator.Tests;

/// <summary>What the attributes of convolutional networks come to: shapes, windows, tensors and where they lie.</summary>
public class ConvolutionShapeTests
{
    [Theory]
    [InlineData("[Input(28, 28, 1)] [Conv2D(6, 5)] [MaxPool2D(2)] [Conv2D(16, 5)] [MaxPool2D(2)] [Flatten] [Dense(10)]", "24x24x6 12x12x6 8x8x16 4x4x16 256 10")]
    [InlineData("[Input(28, 28, 1)] [Conv2D(8, 3, Padding = 1)] [Flatten]", "28x28x8 6272")]
    [InlineData("[Input(28, 28, 1)] [Conv2D(8, 3, Stride = 2, Padding = 1)] [Flatten]", "14x14x8 1568")]
    [InlineData("[Input(7, 11, 3)] [Conv2D(2, 3, 5)] [Flatten]", "5x7x2 70")]
    [InlineData("[Input(7, 11, 3)] [Conv2D(2, 3, 5, StrideHeight = 2, StrideWidth = 3)] [Flatten]", "3x3x2 18")]
    [InlineData("[Input(7, 11, 3)] [Conv2D(2, 3, 5, Stride = 2, StrideWidth = 3)] [Flatten]", "3x3x2 18")]
    [InlineData("[Input(7, 11, 3)] [Conv2D(2, 3, 5, PaddingHeight = 1)] [Flatten]", "7x7x2 98")]
    [InlineData("[Input(7, 11, 3)] [Conv2D(2, 3, 5, Padding = 2, PaddingHeight = 0)] [Flatten]", "5x11x2 110")]
    [InlineData("[Input(1, 1, 4)] [Conv2D(3, 1)] [Flatten]", "1x1x3 3")]
    [InlineData("[Input(2, 2, 1)] [Conv2D(3, 5, Padding = 4, Stride = int.MaxValue)] [Flatten]", "1x1x3 3")]
    [InlineData("[Input(7, 11, 3)] [MaxPool2D(2)] [Flatten] [Dense(1)]", "3x5x3 45 1")]
    [InlineData("[Input(7, 11, 3)] [MaxPool2D(2, 3)] [Flatten] [Dense(1)]", "3x3x3 27 1")]
    [InlineData("[Input(7, 11, 3)] [MaxPool2D(2, 3, StrideWidth = 1)] [Flatten] [Dense(1)]", "3x9x3 81 1")]
    [InlineData("[Input(7, 11, 3)] [AvgPool2D(3, Stride = 2)] [Flatten] [Dense(1)]", "3x5x3 45 1")]
    [InlineData("[Input(7, 11, 3)] [AvgPool2D(3, Stride = 2, Padding = 1)] [Flatten] [Dense(1)]", "4x6x3 72 1")]
    [InlineData("[Input(7, 11, 3)] [AvgPool2D(2, 3, Padding = 1)] [Flatten] [Dense(1)]", "4x4x3 48 1")]
    [InlineData("[Input(2, 3, 5)] [MaxPool2D(1)] [BatchNorm] [Dropout(0.5)] [GlobalAvgPool2D]", "2x3x5 2x3x5 2x3x5 5")]
    [InlineData("[Input(3000, 3000, 1)] [AvgPool2D(3000)] [Flatten] [Dense(1)]", "1x1x1 1 1")]
    [InlineData("[Input(9, 9, 2)] [GlobalAvgPool2D] [BatchNorm]", "2 2")]
    public void The_shapes_are_inferred_at_build(string layers, string shapes) =>
        Assert.Equal(shapes, string.Join(' ', Parse(layers).Layers.Select(layer => layer.Output)));

    [Theory]
    [InlineData("[Conv2D(2, 3)]", 3, 3, 1, 1, 0, 0)]
    [InlineData("[Conv2D(2, 3, 4, Activation.ReLU, Stride = 5, Padding = 1)]", 3, 4, 5, 5, 1, 1)]
    [InlineData("[Conv2D(2, 3, 4, StrideHeight = 5, StrideWidth = 6, PaddingHeight = 1, PaddingWidth = 2)]", 3, 4, 5, 6, 1, 2)]
    [InlineData("[Conv2D(2, 3, 4, Stride = 7, StrideHeight = 5, Padding = 2, PaddingWidth = 0)]", 3, 4, 5, 7, 2, 0)]
    [InlineData("[MaxPool2D(3)]", 3, 3, 3, 3, 0, 0)]
    [InlineData("[MaxPool2D(3, 4)]", 3, 4, 3, 4, 0, 0)]
    [InlineData("[AvgPool2D(3, 4, StrideHeight = 2)]", 3, 4, 2, 4, 0, 0)]
    [InlineData("[AvgPool2D(3, 4, Stride = 2, PaddingWidth = 2)]", 3, 4, 2, 2, 0, 2)]
    public void A_window_is_what_the_attribute_says(string layer, int height, int width, int strideHeight, int strideWidth, int paddingHeight, int paddingWidth)
    {
        Window window = Window.Of(Parse($"[Input(20, 20, 2)] {layer} [Flatten] [Dense(1)]").Layers[0]);
        Assert.Equal(new Window(height, width, strideHeight, strideWidth, paddingHeight, paddingWidth), window);
    }

    [Fact]
    public void The_attributes_themselves_say_the_same()
    {
        MaxPool2DAttribute pool = new(3, 4) { StrideHeight = 2 };
        Assert.Equal((3, 4, 0, 2, 4, 0, 0), (pool.Height, pool.Width, pool.Stride, pool.StrideHeight, pool.StrideWidth, pool.PaddingHeight, pool.PaddingWidth));
        AvgPool2DAttribute mean = new(3) { Stride = 2, Padding = 1, PaddingWidth = 0 };
        Assert.Equal((3, 3, 2, 2, 1, 0), (mean.Height, mean.Width, mean.StrideHeight, mean.StrideWidth, mean.PaddingHeight, mean.PaddingWidth));
        Conv2DAttribute convolution = new(6, 5, Activation.ReLU) { Padding = 2, StrideWidth = 3 };
        Assert.Equal((6, 5, 5, Activation.ReLU), (convolution.Filters, convolution.KernelHeight, convolution.KernelWidth, convolution.Activation));
        Assert.Equal((1, 1, 3, 2, 2), (convolution.Stride, convolution.StrideHeight, convolution.StrideWidth, convolution.PaddingHeight, convolution.PaddingWidth));
        Assert.Equal(Activation.Identity, new Conv2DAttribute(1, 2, 3).Activation);
        Assert.Equal((Activation.Identity, 0.1, 1e-5), (new BatchNormAttribute().Activation, new BatchNormAttribute().Momentum, new BatchNormAttribute().Epsilon));
    }

    [Fact]
    public void Parameters_and_statistics_follow_each_other_without_gaps()
    {
        NetworkModel model = Parse(
            "[Input(8, 9, 3)] [Conv2D(4, 3, 2, Activation.ReLU)] [BatchNorm] [MaxPool2D(2)] [Flatten] [Dense(5, Activation.Identity)] [BatchNorm(Activation.Tanh, Momentum = 0.25, Epsilon = 1e-3)] [Dense(2)]");
        Assert.Equal(
            "1.weight:3x2x3x4@0 1.bias:4@72 2.weight:4@76 2.bias:4@80 5.weight:48x5@84 5.bias:5@324 6.weight:5@329 6.bias:5@334 7.weight:5x2@339 7.bias:2@349",
            Tensors(model, layer => layer.Tensors));
        Assert.Equal(351, model.ParameterCount);
        Assert.Equal("2.running_mean:4@0 2.running_var:4@4 6.running_mean:5@8 6.running_var:5@13", Tensors(model, layer => layer.Statistics));
        Assert.Equal(18, model.StatisticCount);
        Assert.Equal(["RunningMean", "RunningVariance"], model.Layers[1].Statistics.Select(tensor => tensor.Role));
        Assert.Equal((0.1f, 1e-5f), (FloatBits.Value(BatchNormLayer.Momentum(model.Layers[1])), FloatBits.Value(BatchNormLayer.Epsilon(model.Layers[1]))));
        Assert.Equal((0.25f, 1e-3f), (FloatBits.Value(BatchNormLayer.Momentum(model.Layers[5])), FloatBits.Value(BatchNormLayer.Epsilon(model.Layers[5]))));
    }

    [Fact]
    public void The_number_of_places_is_that_of_trying_them_all()
    {
        for (int size = 1; size <= 9; size++)
        {
            for (int window = 1; window <= 6; window++)
            {
                for (int stride = 1; stride <= 4; stride++)
                {
                    for (int padding = 0; padding < window; padding++)
                    {
                        int places = Enumerable.Range(0, 100).Count(n => (n * stride) + window <= size + (2 * padding));
                        Assert.Equal(places, Window.Positions(size, window, stride, padding));
                    }
                }
            }
        }
    }

    private static string Tensors(NetworkModel model, Func<LayerModel, IEnumerable<TensorModel>> of) => string.Join(
        ' ', model.Layers.SelectMany(of).Select(tensor => FormattableString.Invariant($"{tensor.FileName}:{tensor.Shape}@{tensor.Offset}")));

    private static NetworkModel Parse(string layers)
    {
        GeneratorRun run = GeneratorHarness.Run($"using CompiledNet; [CompiledNetwork] {layers} partial class Net;", generatorOnly: true);
        Assert.Empty(run.Diagnostics);
        return Assert.Single(run.Models);
    }
}
