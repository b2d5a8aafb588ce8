using CompiledNet.Numerics;
using CompiledNet.Tests.Oracle;

namespace CompiledNet.Tests.Networks;

/// <summary>Convolutional networks nobody thought of: random images, kernels, strides, paddings, pools, depths, activations and losses.</summary>
internal static class RandomImageNetworks
{
    private static readonly Activation[] Hidden = [.. Enum.GetValues<Activation>().Where(activation => activation != Activation.Softmax)];

    private static readonly (Loss Loss, Activation Output)[] Losses =
    [
        (Loss.SquaredError, Activation.Identity), (Loss.MeanSquaredError, Activation.Tanh), (Loss.SquaredError, Activation.Softmax),
        (Loss.CrossEntropy, Activation.Softmax), (Loss.BinaryCrossEntropy, Activation.Sigmoid),
    ];

    /// <param name="random">Where the network comes from.</param>
    /// <param name="wholeNumbers">Whether whole numbers stay whole on their way through the network, so that floats hold them exactly.</param>
    /// <param name="normalises">Whether to normalise batches behind most layers with weights, and at least once.</param>
    public static NetworkDescription Create(SeededRandom random, bool wholeNumbers = false, bool normalises = false)
    {
        TensorShape input = new(1 + random.NextInt32(12), 1 + random.NextInt32(12), Size(random, 18));
        List<LayerDescription> layers = [];
        TensorShape shape = input;
        int images = 1 + random.NextInt32(4);
        for (int n = 0; n < images; n++)
        {
            LayerDescription layer = (random.NextInt32(6), wholeNumbers) switch
            {
                (0 or 1, _) or (2, true) => new PoolingLayer(true, Window(random, shape, pools: true)),
                (2, _) => new PoolingLayer(false, Window(random, shape, pools: true)),
                (3, false) when random.NextInt32(3) == 0 => new DropoutLayer(0.25f),
                _ => new ConvolutionLayer(Size(random, 20), Window(random, shape, pools: false), AnyHidden()),
            };
            layers.Add(layer);
            shape = layer.CreateReference(shape).Output;
            if (normalises && (n == 0 || random.NextInt32(3) != 0))
            {
                layers.Add(AnyNorm());
            }
        }

        (Loss loss, Activation output) = wholeNumbers ? (Loss.SquaredError, Activation.Identity) : Any(random, Losses);
        int ending = random.NextInt32(8);
        if (ending == 0 && output != Activation.Softmax)
        {
            // An image's numbers are the outputs themselves.
            layers.AddRange([new ConvolutionLayer(1 + random.NextInt32(4), new ReferenceWindow(1), output), new FlattenLayer()]);
            return new NetworkDescription(input, layers, loss);
        }

        layers.Add(ending <= 2 && !wholeNumbers ? new GlobalPoolingLayer() : new FlattenLayer());
        if (random.NextInt32(2) == 0)
        {
            layers.Add(new DenseLayer(Size(random, 20), AnyHidden()));
            if (normalises && random.NextInt32(3) != 0)
            {
                layers.Add(AnyNorm());
            }
        }

        layers.Add(new DenseLayer(2 + random.NextInt32(5), output));
        return new NetworkDescription(input, layers, loss);

        Activation AnyHidden() => wholeNumbers ? Activation.ReLU : Any(random, Hidden);

        BatchNormLayer AnyNorm() => new(Any(random, Hidden), Any(random, [0.1f, 0.25f, 1f, 0f]), Any(random, [1e-5f, 1e-3f, 0.1f]));
    }

    /// <summary>Mostly a few; now and then one of the sizes that are awkward for some vector width.</summary>
    private static int Size(SeededRandom random, int most) => random.NextInt32(4) switch
    {
        0 => Any(random, [.. new[] { 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 20 }.Where(size => size <= most)]),
        1 => 1 + random.NextInt32(most),
        _ => 1 + random.NextInt32(4),
    };

    private static ReferenceWindow Window(SeededRandom random, TensorShape image, bool pools)
    {
        (int height, int strideHeight, int paddingHeight) = Side(random, image[0], pools);
        (int width, int strideWidth, int paddingWidth) = random.NextInt32(2) == 0 && height <= image[1] ? (height, strideHeight, paddingHeight) : Side(random, image[1], pools);
        return new ReferenceWindow(height, width, strideHeight, strideWidth, paddingHeight, paddingWidth);
    }

    private static (int Size, int Stride, int Padding) Side(SeededRandom random, int pixels, bool pools)
    {
        int size = 1 + random.NextInt32(Math.Min(5, pixels + 2));
        int most = pools ? size / 2 : size - 1;
        int least = Math.Max(0, (size - pixels + 1) / 2);
        if (least > most)
        {
            return (pixels, 1, 0);
        }

        int padding = random.NextInt32(2) == 0 ? least : least + random.NextInt32(most - least + 1);
        int stride = random.NextInt32(2) == 0 ? (pools ? size : 1) : 1 + random.NextInt32(size + 1);
        return (size, stride, padding);
    }

    private static T Any<T>(SeededRandom random, T[] values) => values[random.NextInt32(values.Length)];
}
