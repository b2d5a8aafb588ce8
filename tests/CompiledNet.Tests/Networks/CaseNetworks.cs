namespace CompiledNet.Tests.Networks;

/// <summary>
/// The networks that the agreement and contract tests go through: every size that is awkward for some vector width as inputs, hidden units and
/// outputs, every activation in both places, every loss with every output it goes with, every kind of layer for images. Compiled all at once, on
/// first use.
/// </summary>
internal static class CaseNetworks
{
    /// <summary>The batches of every case; networks with many weights leave out the largest.</summary>
    private static readonly int[] AllBatches = [1, 2, 3, 7, 31, 64, 1000];

    private const int WeightsForAllBatches = 20_000;

    private static readonly IReadOnlyList<NetworkDescription> Descriptions = [.. Sizes(), .. Activations(), .. Losses(), .. Images()];

    private static readonly Lazy<IReadOnlyList<Type>> Types = new(() => NetworkCompiler.Compile(Descriptions));

    private static readonly Dictionary<string, int> Indices =
        Descriptions.Select((description, index) => (description, index)).ToDictionary(pair => pair.description.ToString(), pair => pair.index);

    public static IEnumerable<string> Names => Descriptions.Select(description => description.ToString());

    public static (NetworkDescription Description, NetworkUnderTest Network) Create(string name, int seed = 1) =>
        (Descriptions[Indices[name]], NetworkUnderTest.Create(Types.Value[Indices[name]], seed));

    public static IEnumerable<int> Batches(NetworkUnderTest network) =>
        network.Parameters.Length <= WeightsForAllBatches ? AllBatches : AllBatches.Where(batch => batch <= 31);

    public static string SourceOf(string name) => Descriptions[Indices[name]].ToSource("Net");

    private static IEnumerable<NetworkDescription> Sizes()
    {
        int[][] sizes =
        [
            [1, 1], [2, 3, 1], [3, 5, 2], [5, 15, 3], [15, 16, 17], [16, 16, 16], [17, 31, 33], [31, 33, 16], [33, 1, 31], [257, 15, 257],
            [31, 2, 33, 1, 5], [33, 32, 64, 48], [1, 784], [784, 1], [784, 16, 16, 10], [784, 257, 5], [3, 784, 2],
            [67, 16, 3], [131, 45, 7], [259, 130, 3],
        ];
        Activation[] hidden = [Activation.Sigmoid, Activation.Tanh, Activation.ReLU];
        for (int n = 0; n < sizes.Length; n++)
        {
            int last = sizes[n].Length - 1;
            yield return new NetworkDescription(
                sizes[n][0],
                [.. sizes[n].Skip(1).Select((units, layer) => new DenseLayer(units, layer == last - 1 ? Activation.Identity : hidden[(n + layer) % hidden.Length]))]);
        }
    }

    // Three to a network, each in turn next to the inputs, in the middle, and before the outputs.
    private static IEnumerable<NetworkDescription> Activations() =>
        Enum.GetValues<Activation>().Where(activation => activation != Activation.Softmax).Chunk(3).SelectMany(three => new NetworkDescription[]
        {
            new(17, [new(33, three[0]), new(19, three[1]), new(5, three[2]), new(3, Activation.Identity)]),
            new(6, [new(5, three[1]), new(17, three[2]), new(8, three[0]), new(3, Activation.Identity)]),
            new(3, [new(35, three[2]), new(5, three[0]), new(16, three[1]), new(3, Activation.Identity)]),
        });

    private static IEnumerable<NetworkDescription> Losses() =>
    [
        .. Enum.GetValues<Activation>().Select(output => new NetworkDescription(7, [new(5, output)], Loss.MeanSquaredError)),
        new(7, [new(17, Activation.Softmax)]),
        new(7, [new(3, Activation.Tanh), new(16, Activation.Softmax)], Loss.CrossEntropy),
        new(7, [new(31, Activation.ReLU), new(10, Activation.Softmax)], Loss.CrossEntropy),
        new(9, [new(33, Activation.Softmax)], Loss.CrossEntropy),
        new(9, [new(1, Activation.Softmax)], Loss.CrossEntropy),
        new(7, [new(3, Activation.Tanh), new(17, Activation.Sigmoid)], Loss.BinaryCrossEntropy),
        new(7, [new(16, Activation.ReLU), new(1, Activation.Sigmoid)], Loss.BinaryCrossEntropy),
        new(33, [new(33, Activation.Sigmoid)], Loss.BinaryCrossEntropy),
    ];

    private static IEnumerable<NetworkDescription> Images() =>
    [
        new(
            new TensorShape(16, 16, 1),
            [
                new ConvolutionLayer(6, new(5), Activation.ReLU), new PoolingLayer(true, new(2, 2)), new ConvolutionLayer(16, new(3), Activation.ReLU),
                new PoolingLayer(true, new(2, 2)), new FlattenLayer(), new DenseLayer(12, Activation.ReLU), new DenseLayer(10, Activation.Softmax),
            ],
            Loss.CrossEntropy),
        new(
            new TensorShape(5, 7, 3),
            [new ConvolutionLayer(16, new(3, 2, 2, 1, 1, 0), Activation.Tanh), new PoolingLayer(false, new(2, 1)), new FlattenLayer(), new DenseLayer(5, Activation.Softmax)],
            Loss.CrossEntropy),
        new(
            new TensorShape(6, 6, 17),
            [
                new ConvolutionLayer(5, new(1), Activation.GELU), new PoolingLayer(true, new(3, 2, 1)), new ConvolutionLayer(20, new(2), Activation.SiLU),
                new GlobalPoolingLayer(), new DenseLayer(2, Activation.Identity),
            ]),
        new(new TensorShape(1, 9, 2), [new ConvolutionLayer(3, new(1, 4, 1, 1, 0, 0), Activation.Sigmoid), new FlattenLayer(), new DenseLayer(3, Activation.Tanh)], Loss.MeanSquaredError),
        new(
            new TensorShape(9, 1, 1),
            [
                new ConvolutionLayer(2, new(5, 1, 1, 1, 4, 0), Activation.ELU), new PoolingLayer(false, new(3, 1, 3, 1, 1, 0)), new FlattenLayer(),
                new DenseLayer(1, Activation.Sigmoid),
            ],
            Loss.BinaryCrossEntropy),
        new(new TensorShape(5, 4, 2), [new PoolingLayer(true, new(2, 2)), new FlattenLayer(), new DenseLayer(3, Activation.Identity)]),
        new(new TensorShape(4, 4, 33), [new PoolingLayer(false, new(3, 1, 1)), new ConvolutionLayer(1, new(4), Activation.Softplus), new FlattenLayer(), new DenseLayer(2, Activation.Identity)]),
        new(new TensorShape(5, 5, 2), [new ConvolutionLayer(3, new(2), Activation.Sigmoid), new FlattenLayer()], Loss.BinaryCrossEntropy),
        new(new TensorShape(1, 1, 1), [new ConvolutionLayer(1, new(1), Activation.LeakyReLU), new GlobalPoolingLayer()]),
        new(new TensorShape(3, 4, 2), [new GlobalPoolingLayer(), new DenseLayer(4, Activation.Identity)]),
    ];
}
