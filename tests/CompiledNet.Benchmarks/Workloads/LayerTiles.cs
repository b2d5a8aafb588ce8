using CompiledNet.Generated.CompiledNet_Benchmarks_LeNet5;
using CompiledNet.Numerics;

namespace CompiledNet.Benchmarks;

/// <summary>One method of the generated code, called again and again on the same data.</summary>
/// <param name="Name">The layer and the pass.</param>
/// <param name="Examples">The examples that a call takes.</param>
/// <param name="Operations">The multiplications and additions for one example; 0 for what only moves or compares numbers.</param>
/// <param name="Run">Calls it so many times.</param>
internal sealed record LayerTile(string Name, int Examples, double Operations, Action<int> Run);

/// <summary>The tiles of LeNet-5, each with data of its own size, as <c>Passes</c> calls them.</summary>
internal sealed class LayerTiles
{
    /// <summary>The examples of a step.</summary>
    public const int Batch = 128;

    private const int Group = 16;

    private readonly IReadOnlyList<LayerTopology> _layers = LeNet5.Topology.Layers;
    private readonly List<LayerTile> _step = [];
    private readonly List<LayerTile> _prediction = [];
    private readonly SeededRandom _random = new(1);

    public LayerTiles()
    {
        AddConvolutions();
        AddDense();
        AddOne();
    }

    /// <summary>What a training step calls.</summary>
    public IReadOnlyList<LayerTile> Step => _step;

    /// <summary>What a prediction of one image calls.</summary>
    public IReadOnlyList<LayerTile> Prediction => _prediction;

    // Layers 1 to 4, a group in lanes.
    private void AddConvolutions()
    {
        AlignedBuffer rows = Buffer(Group * LeNet5.InputSize);
        AlignedBuffer x = Buffer(Group * LeNet5.InputSize);
        AlignedBuffer[] a = [.. _layers.Take(5).Select(layer => Buffer(Group * layer.Output.Length))];
        AlignedBuffer[] delta = [.. _layers.Take(5).Select(layer => Buffer(Group * layer.Output.Length))];
        AlignedBuffer weights1 = Buffer(_layers[0].ParameterCount);
        AlignedBuffer weights3 = Buffer(_layers[2].ParameterCount);
        AlignedBuffer sums1 = Buffer(Group * _layers[0].ParameterCount);
        AlignedBuffer sums3 = Buffer(Group * _layers[2].ParameterCount);

        Move("images into lanes", () => Lanes.FromRows(rows.Span, LeNet5.InputSize, Group, LeNet5.InputSize, x.Span));
        Add(1, "forward", () => Tiles.Forward1(x.Span, weights1.Span, a[0].Span));
        Add(2, "forward", () => Tiles.Forward2(a[0].Span, a[1].Span));
        Add(3, "forward", () => Tiles.Forward3(a[1].Span, weights3.Span, a[2].Span));
        Add(4, "forward", () => Tiles.Forward4(a[2].Span, a[3].Span));
        Move("lanes into rows", () => Lanes.ToRows(a[3].Span, a[3].Length / Group, Group, a[4].Span, a[3].Length / Group));
        Move("deltas into lanes", () => Lanes.FromRows(delta[4].Span, delta[4].Length / Group, Group, delta[4].Length / Group, delta[3].Span));
        Add(4, "delta", () => Tiles.Delta4(delta[3].Span, a[2].Span, a[3].Span, delta[2].Span));
        Add(3, "gradient", () => Tiles.Gradient3(a[1].Span, delta[2].Span, sums3.Span));
        Move("3 Conv2D, gradient, sums over lanes", () => Lanes.Sum(sums3.Span, sums3.Length / Group, weights3.Span));
        Add(3, "delta", () => Tiles.Delta3(delta[2].Span, weights3.Span, delta[1].Span));
        Add(2, "delta", () => Tiles.Delta2(delta[1].Span, a[0].Span, a[1].Span, delta[0].Span));
        Add(1, "gradient", () => Tiles.Gradient1(x.Span, delta[0].Span, sums1.Span));
        Move("1 Conv2D, gradient, sums over lanes", () => Lanes.Sum(sums1.Span, sums1.Length / Group, weights1.Span));

        void Add(int layer, string pass, Action call) => _step.Add(Tile(layer, pass, Group, call));

        void Move(string name, Action call) => _step.Add(new LayerTile(name, Group, 0, Repeat(call)));
    }

    // Layers 6 to 8: on their way through the network a group after the other, the gradient of all at once.
    private void AddDense()
    {
        AlignedBuffer[] a = [.. _layers.Skip(4).Select(layer => Buffer(Batch * Padded(layer.Output)))];
        AlignedBuffer[] delta = [.. _layers.Skip(4).Select(layer => Buffer(Batch * Padded(layer.Output)))];
        AlignedBuffer[] weights = [.. _layers.Skip(4).Select(layer => Buffer(layer.ParameterCount))];
        AlignedBuffer[] gradient = [.. _layers.Skip(4).Select(layer => Buffer(layer.ParameterCount))];
        AlignedBuffer[] transposed = [.. _layers.Skip(4).Select(layer => Buffer(Padded(layer.Input) * layer.Output.Length))];

        Add(6, "forward", Group, () => Tiles.Forward6(a[0].Span, weights[1].Span, a[1].Span, Group));
        Add(7, "forward", Group, () => Tiles.Forward7(a[1].Span, weights[2].Span, a[2].Span, Group));
        Add(8, "forward", Group, () => Tiles.Forward8(a[2].Span, weights[3].Span, a[3].Span, Group));
        Add(8, "delta", Group, () => Tiles.Delta8(delta[3].Span, transposed[3].Span, delta[2].Span, Group));
        Add(7, "delta", Group, () => Tiles.Delta7(delta[2].Span, transposed[2].Span, delta[1].Span, Group));
        Add(6, "delta", Group, () => Tiles.Delta6(delta[1].Span, transposed[1].Span, delta[0].Span, Group));
        Add(8, "gradient", Batch, () => Tiles.Gradient8(a[2].Span, delta[3].Span, gradient[3].Span, weights[3].Span, Batch, true, 0, default));
        Add(7, "gradient", Batch, () => Tiles.Gradient7(a[1].Span, delta[2].Span, gradient[2].Span, weights[2].Span, Batch, true, 0, default));
        Add(6, "gradient", Batch, () => Tiles.Gradient6(a[0].Span, delta[1].Span, gradient[1].Span, weights[1].Span, Batch, true, 0, default));

        void Add(int layer, string pass, int examples, Action call) => _step.Add(Tile(layer, pass, examples, call));
    }

    private void AddOne()
    {
        AlignedBuffer x = Buffer(LeNet5.InputSize);
        AlignedBuffer[] a = [.. _layers.Select(layer => Buffer(Padded(layer.Output)))];
        AlignedBuffer[] weights = [.. _layers.Select(layer => Buffer(layer.ParameterCount))];

        Add(1, () => Tiles.Forward1One(x.Span, weights[0].Span, a[0].Span));
        Add(2, () => Tiles.Forward2One(a[0].Span, a[1].Span));
        Add(3, () => Tiles.Forward3One(a[1].Span, weights[2].Span, a[2].Span));
        Add(4, () => Tiles.Forward4One(a[2].Span, a[3].Span));
        Add(6, () => Tiles.Forward6(a[3].Span, weights[5].Span, a[5].Span));
        Add(7, () => Tiles.Forward7(a[5].Span, weights[6].Span, a[6].Span));
        Add(8, () => Tiles.Forward8(a[6].Span, weights[7].Span, a[7].Span));

        void Add(int layer, Action call) => _prediction.Add(Tile(layer, "forward", 1, call));
    }

    private LayerTile Tile(int number, string pass, int examples, Action call)
    {
        LayerTopology layer = _layers[number - 1];
        return new LayerTile($"{number} {layer.Kind} {layer.Input} -> {layer.Output}, {pass}", examples, Workload.LayerOperations(layer), Repeat(call));
    }

    // Of either sign, so that pools and ReLU meet both cases, and small enough for nothing to grow beyond all bounds.
    private AlignedBuffer Buffer(int length)
    {
        AlignedBuffer buffer = new(length);
        foreach (ref float number in buffer.Span)
        {
            number = _random.NextSingle(-0.1f, 0.1f);
        }

        return buffer;
    }

    private static int Padded(TensorShape shape) => (shape.Length + 15) / 16 * 16;

    private static Action<int> Repeat(Action call) => times =>
    {
        for (int n = 0; n < times; n++)
        {
            call();
        }
    };
}
