using CompiledNet.Numerics;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Oracle;

/// <summary>The oracle's layers for images: against sums made by hand, and their gradients against finite differences.</summary>
public class ReferenceLayerTests
{
    private const double FiniteDifference = 1e-7;
    private const double Exact = 1e-14;

    private static readonly (string Name, NetworkDescription Network)[] Networks =
    [
        ("a convolution", Image(5, 6, 2, new ConvolutionLayer(3, new(3), Activation.Tanh))),
        ("a convolution with stride and padding", Image(7, 5, 1, new ConvolutionLayer(2, new(3, 2, 1), Activation.GELU))),
        ("a rectangular convolution", Image(4, 7, 3, new ConvolutionLayer(2, new(2, 5, 1, 3, 1, 4), Activation.Sigmoid))),
        ("a stride that leaves pixels out", Image(6, 8, 2, new ConvolutionLayer(2, new(1, 2, 3, 5, 0, 0), Activation.Identity))),
        ("convolutions in a row", Image(6, 6, 1, new ConvolutionLayer(3, new(3), Activation.SiLU), new ConvolutionLayer(2, new(2, 2), Activation.Softplus))),
        ("max pooling", Image(5, 4, 3, new PoolingLayer(true, new(2, 2)))),
        ("max pooling, overlapping", Image(6, 7, 2, new ConvolutionLayer(2, new(2), Activation.Tanh), new PoolingLayer(true, new(3, 2, 1, 1, 1, 0)))),
        ("average pooling", Image(5, 4, 3, new PoolingLayer(false, new(2, 2)))),
        ("average pooling, overlapping", Image(6, 7, 2, new ConvolutionLayer(2, new(2), Activation.Tanh), new PoolingLayer(false, new(4, 3, 2, 1, 2, 1)))),
        ("means of channels", Image(3, 4, 2, new ConvolutionLayer(5, new(2), Activation.ELU), new GlobalPoolingLayer())),
        ("batch normalisation of an image", Image(3, 4, 2, new ConvolutionLayer(3, new(2), Activation.Identity), new BatchNormLayer(Activation.Tanh))),
        ("batch normalisation first", Image(2, 3, 2, new BatchNormLayer(Activation.Identity, Epsilon: 0.1f))),
        ("batch normalisation of a flat vector", new(new TensorShape(4), [new DenseLayer(3, Activation.Identity), new BatchNormLayer(Activation.Sigmoid), new DenseLayer(2, Activation.Tanh)])),
        ("batch normalisation last", new(new TensorShape(4), [new DenseLayer(3, Activation.Identity), new BatchNormLayer(Activation.Softmax)], Loss.CrossEntropy)),
        ("a flat image as outputs", new(new TensorShape(3, 3, 2), [new ConvolutionLayer(2, new(2), Activation.Sigmoid), new FlattenLayer()], Loss.BinaryCrossEntropy)),
    ];

    public static TheoryData<string, bool> Gradients
    {
        get
        {
            TheoryData<string, bool> cases = [];
            foreach ((string name, NetworkDescription network) in Networks)
            {
                cases.Add(name, false);
                if (network.Layers.OfType<BatchNormLayer>().Any())
                {
                    cases.Add(name, true);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Gradients))]
    public void A_gradient_is_the_slope_of_the_loss(string name, bool training)
    {
        ReferenceNetwork reference = Networks.Single(entry => entry.Name == name).Network.CreateReference();
        SeededRandom random = new(7);
        const int Batch = 3;
        double[] inputs = Fill(new double[Batch * reference.Layers[0].Input.Length], random, -2, 2);
        double[] targets = Fill(new double[Batch * reference.Outputs], random, 0, 1);
        Fill(reference.Parameters, random, -1, 1);
        foreach (ReferenceBatchNorm layer in reference.BatchNorms)
        {
            Fill(layer.RunningMean, random, -1, 1);
            Fill(layer.RunningVariance, random, 0.5f, 2);
        }

        (double loss, double[] gradient, double[] inputGradient) = reference.Backpropagate(inputs, targets, training);
        Assert.Equal(reference.ComputeLoss(inputs, targets, training), loss, 1e-12);
        Assert.InRange(Agreement.LargestError(Slopes(reference.Parameters), gradient), 0, FiniteDifference);
        Assert.InRange(Agreement.LargestError(Slopes(inputs), inputGradient), 0, FiniteDifference);

        double[] Slopes(double[] variables)
        {
            const double Step = 1e-5;
            double[] slopes = new double[variables.Length];
            for (int i = 0; i < variables.Length; i++)
            {
                double value = variables[i];
                variables[i] = value + Step;
                double above = reference.ComputeLoss(inputs, targets, training);
                variables[i] = value - Step;
                double below = reference.ComputeLoss(inputs, targets, training);
                variables[i] = value;
                slopes[i] = (above - below) / (2 * Step);
            }

            return slopes;
        }
    }

    [Fact]
    public void A_convolution_is_the_sum_under_its_kernel()
    {
        // 2 x 3 pixels of one channel, padded to 4 x 5; a kernel of 2 x 3, not flipped; every second row.
        ReferenceConvolution layer = new(new TensorShape(2, 3, 1), new ReferenceWindow(2, 3, 2, 1, 1, 1), 1, Activation.Identity);
        double[] z = layer.Forward([[1, 2, 3, 4, 5, 6]], [10, 20, 30, 1, 2, 3, 0.5])[0];
        Assert.Equal(new TensorShape(2, 3, 1), layer.Output);

        // In each place: the upper row of the kernel above, the lower one below.
        Assert.Equal([(2 * 1) + (3 * 2) + 0.5, 1 + (2 * 2) + (3 * 3) + 0.5, 2 + (2 * 3) + 0.5, (20 * 4) + (30 * 5) + 0.5, (10 * 4) + (20 * 5) + (30 * 6) + 0.5, (10 * 5) + (20 * 6) + 0.5], z);
    }

    [Fact]
    public void Filters_and_channels_lie_last()
    {
        // One pixel of 2 channels, 3 filters: a dense layer.
        ReferenceConvolution layer = new(new TensorShape(1, 1, 2), new ReferenceWindow(1), 3, Activation.Identity);
        Assert.Equal([10 + 1 + 8, 20 + 2 + 10, 30 + 3 + 12], layer.Forward([[1, 2]], [1, 2, 3, 4, 5, 6, 10, 20, 30])[0]);
    }

    [Fact]
    public void A_maximum_leaves_out_what_is_outside_and_gives_the_gradient_to_the_first()
    {
        ReferenceMaxPooling layer = new(new TensorShape(2, 3, 1), new ReferenceWindow(2, 2, 2, 1, 1, 1));
        double[] x = [-3, -1, -1, -2, -2, -5];
        Assert.Equal([-3, -1, -1, -1, -2, -2, -2, -5], layer.Forward([x], [])[0]);
        Assert.Equal([1, 2 + 4 + 0, 8, 16 + 32, 64, 128], layer.Backward([x], [[1, 2, 4, 8, 16, 32, 64, 128]], [], [])[0]);
    }

    [Fact]
    public void A_mean_counts_what_is_outside_as_zeros()
    {
        ReferenceAveragePooling layer = new(new TensorShape(2, 3, 1), new ReferenceWindow(2, 2, 2, 1, 1, 1));
        Assert.Equal([0.25, 0.75, 1.25, 0.75, 1, 2.25, 2.75, 1.5], layer.Forward([[1, 2, 3, 4, 5, 6]], [])[0]);
        Assert.Equal([0.75, 1.5, 3, 12, 24, 48], layer.Backward([[1, 2, 3, 4, 5, 6]], [[1, 2, 4, 8, 16, 32, 64, 128]], [], [])[0]);
        Assert.Equal([3, 4], new ReferenceGlobalPooling(new TensorShape(1, 3, 2)).Forward([[1, 2, 3, 4, 5, 6]], [])[0]);
    }

    [Fact]
    public void Batch_normalisation_gives_mean_and_variance_as_asked_for()
    {
        // 2 examples of 1 x 2 pixels: channel 0 has 1, 3, 5, 7, channel 1 has 2, 2, 2, 6.
        ReferenceBatchNorm layer = new(new TensorShape(1, 2, 2), Activation.Identity, 0.1, 0);
        double[][] inputs = [[1, 2, 3, 2], [5, 2, 7, 6]];
        double[][] z = layer.Forward(inputs, [2, 3, 10, 20]);
        double[] first = [z[0][0], z[0][2], z[1][0], z[1][2]];
        double[] second = [z[0][1], z[0][3], z[1][1], z[1][3]];
        Assert.InRange(Agreement.LargestError([10, 10, 20, 20], [first.Average(), first.Average(), second.Average(), second.Average()]), 0, Exact);
        Assert.InRange(Agreement.LargestError([4, 9], [first.Average(value => (value - 10) * (value - 10)), second.Average(value => (value - 20) * (value - 20))]), 0, Exact);

        layer.Observe(inputs);
        Assert.InRange(Agreement.LargestError([0.4, 0.3], layer.RunningMean), 0, Exact);
        Assert.InRange(Agreement.LargestError([0.9 + (0.1 * 20 / 3), 0.9 + (0.1 * 4)], layer.RunningVariance), 0, Exact);
        layer.Training = false;
        Assert.InRange(Agreement.LargestError([10 + (2 * 0.6 / Math.Sqrt(0.9 + (2.0 / 3)))], [layer.Forward([[1, 2, 3, 2]], [2, 3, 10, 20])[0][0]]), 0, Exact);
    }

    private static NetworkDescription Image(int height, int width, int channels, params LayerDescription[] layers)
    {
        bool flat = layers[^1] is GlobalPoolingLayer;
        return new(
            new TensorShape(height, width, channels),
            [.. layers, .. flat ? [] : new LayerDescription[] { new FlattenLayer() }, new DenseLayer(2, Activation.Tanh)],
            Loss.MeanSquaredError);
    }

    private static double[] Fill(double[] values, SeededRandom random, float low, float high)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextSingle(low, high);
        }

        return values;
    }
}
