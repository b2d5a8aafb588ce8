using System;
using System.Collections.Generic;
using System.Linq;
using CompiledNet.Generator.Emit;
using CompiledNet.Generator.Layers;
using CompiledNet.Generator.Model;
using CompiledNet.Onnx.Schema;

namespace CompiledNet.Generator.Onnx;

/// <summary>
/// The layers as they are found, one after the other, and where the numbers of what the last one gives lie. It settles what is done number by number between
/// two layers: into the weights of the one before, its activation, or what is left to the one after.
/// </summary>
/// <param name="channelsLast">Whether images come with their channels last, where the file says so; null where it does not.</param>
internal sealed class Chain(string typeName, List<OnnxProblem> warnings, bool? channelsLast = null)
{
    // Constants as large as the data are laid out anew, each time they meet it: a file should not make that a matter of minutes.
    private const long MostWork = 200_000_000;
    private const int FewChannels = 4;

    // Far more than a network may have: a file that names one tensor thousands of times should not fill the memory before that is said.
    private const int MostLayers = 10 * Limits.Layers;

    // A shift of the inputs so many times as large as what they vary by loses the digits that 1e-5 takes, once it is part of the bias.
    private const double LargestInputShift = 100;

    private Dictionary<int, int> _steps = [];
    private int _channel = View.Channel;
    private int _height = View.Height;
    private int _width = View.Width;
    private int _inputRank;
    private long _work;
    private long _parameters;

    public List<ImportedLayer> Layers { get; } = [];

    /// <summary>The shape of the network's input; null as long as it is not known whether it is an image.</summary>
    public Shape? Input { get; private set; }

    /// <summary>The shape of what the last layer gives.</summary>
    public Shape Current => Layers.Count == 0 ? Input! : Layers[Layers.Count - 1].Output;

    public int Version { get; private set; }

    /// <summary>The network's input, of the file's dimensions without the batch.</summary>
    public DataValue Start(IReadOnlyList<int> extents)
    {
        Version++;
        _inputRank = extents.Count;
        return new DataValue(Version, View.Of([.. extents.Select((extent, n) => (View.FirstOfInput + n, extent))]), Expression.Output);
    }

    /// <summary>How far apart neighbours along each axis are in this library's order.</summary>
    public IReadOnlyDictionary<int, int> Steps => _steps;

    /// <summary>Whether a value is the input itself, which may still be read in any shape.</summary>
    public bool IsUntouchedInput(DataValue data) => Input is null && data.Version == Version && data.Expression is OutputExpression;

    /// <summary>Takes what comes for an image; its view must be channels, height, width, or channels, width.</summary>
    public void TakeImage(DataValue data, NodeReader node)
    {
        CheckVersion(data, node.Node);
        if (data.View.Rank is not (2 or 3))
        {
            throw node.Error($"its input is of the shape {data.View.Shape}; expected [N, channels, height, width] or [N, channels, length]");
        }

        if (Input is null)
        {
            int[] labels = [.. data.View.Dimensions.Select(axes => axes.Length == 0 ? -1 : axes[0].Label)];
            if (data.View.Dimensions.Any(axes => axes.Length > 1))
            {
                throw node.Error("its input's dimensions have been put together before; no layer takes them apart");
            }

            (_channel, _height, _width) = labels.Length == 3 ? (labels[0], labels[1], labels[2]) : (labels[0], -1, labels[1]);
            Settle(labels.Length == 3
                ? new Shape(data.View.Extent(1), data.View.Extent(2), data.View.Extent(0))
                : new Shape(1, data.View.Extent(1), data.View.Extent(0)));
        }

        if (Current.IsFlat)
        {
            throw node.Error($"a flat vector of {Current} comes in; no layer makes images of vectors");
        }

        int last = data.View.Rank - 1;
        if (!data.View.Is(0, _channel) || !data.View.Is(last, _width) || (last == 2 && !data.View.Is(1, _height)))
        {
            throw node.Error($"its input {data.View.Shape} has its dimensions in another order than [N, channels, height, width]");
        }
    }

    /// <summary>Takes what comes for a vector. An image of the input that goes flat at once stays an image: its order is this library's.</summary>
    public void TakeFlat(DataValue data, NodeReader node)
    {
        CheckVersion(data, node.Node);
        if (data.View.Rank != 1)
        {
            throw node.Error($"its input is of the shape {data.View.Shape}; expected [N, features]: put Flatten before it");
        }

        if (Input is not null)
        {
            return;
        }

        int[] extents = [.. Enumerable.Range(0, _inputRank).Select(n => data.View.Axes.FirstOrDefault(axis => axis.Label == View.FirstOfInput + n) is { Extent: > 0 } axis ? axis.Extent : 1)];
        if (_inputRank == 3)
        {
            // Which is which is only known where the file says so, or from a transposition, or a last dimension that looks like channels.
            bool last = channelsLast ?? (data.View.Axes.FirstOrDefault().Label == View.FirstOfInput + 2 || (extents[2] <= FewChannels && extents[0] > FewChannels));
            int c = last ? 2 : 0;
            int h = last ? 0 : 1;
            (_channel, _height, _width) = (View.FirstOfInput + c, View.FirstOfInput + h, View.FirstOfInput + h + 1);
            Settle(new Shape(extents[h], extents[h + 1], extents[c]));
            return;
        }

        Input = new Shape(extents.Aggregate(1, (product, extent) => product * extent));
        int step = 1;
        for (int n = _inputRank - 1; n >= 0; n--)
        {
            _steps[View.FirstOfInput + n] = step;
            step *= extents[n];
        }
    }

    /// <summary>Where each number of a view lies in this library's order.</summary>
    public int[] Places(View view) => view.Places(_steps);

    /// <summary>
    /// Takes the data for a layer, or for the end: what was done to it since the last layer becomes part of that layer, or is left over for the next one.
    /// </summary>
    public ScaleAndShift? Settle(DataValue data, NodeProto node)
    {
        CheckVersion(data, node);
        Stack<(NodeProto Node, ActivationKind? Activation, AffineExpression? Affine)> operations = new();
        for (Expression at = data.Expression; at is not OutputExpression;)
        {
            switch (at)
            {
                case AffineExpression { Inner: ProductExpression product, Scale.Number: { } factor, Shift.Number: 0 } when ActivationPatterns.Find(product, factor) is { } found:
                    operations.Push((product.Node!, found.Activation, null));
                    at = found.Inner;
                    break;
                case AffineExpression affine:
                    operations.Push((affine.Node!, null, affine));
                    at = affine.Inner;
                    break;
                case ProductExpression product:
                    (ActivationKind activation, at) = ActivationPatterns.Find(product, 1)
                        ?? throw OnnxErrors.Node(product.Node!, "it multiplies two values computed from the input, which is no activation of this library (SiLU is x * Sigmoid(x), GELU 0.5 * x * (1 + Erf(x / sqrt(2))))");
                    operations.Push((product.Node!, activation, null));
                    break;
                case FunctionExpression function:
                    if (!Enum.TryParse(function.Function, out ActivationKind kind))
                    {
                        throw OnnxErrors.Node(function.Node!, $"{function.Function} is covered only as a part of GELU, 0.5 * x * (1 + Erf(x / sqrt(2)))");
                    }

                    operations.Push((function.Node!, kind, null));
                    at = function.Inner;
                    break;
            }
        }

        return Apply(operations);
    }

    /// <summary>Adds a layer, held against its own kind's rules.</summary>
    public void Add(ImportedLayer layer)
    {
        NodeArguments arguments = new(layer, typeName, warnings);
        LayerModel parsed = LayerCatalog.Get(layer.Kind).Parse(arguments, new LayerPlace(Layers.Count + 1, Current, 0, 0))
            ?? throw OnnxErrors.Node(layer.Node, $"it does not make a layer {layer.Kind}");
        layer.Output = parsed.Output;
        decimal outputs = parsed.Output.Extents.Aggregate(1m, (product, extent) => product * extent);
        _parameters += (layer.Weights?.Length ?? 0) + (long)(layer.Bias?.Length ?? 0);
        if (outputs > Limits.Activations || _parameters > Limits.Parameters || Layers.Count == MostLayers)
        {
            throw OnnxErrors.Node(layer.Node, outputs > Limits.Activations
                ? SourceWriter.Text($"it gives {outputs:N0} numbers an example; expected at most {Limits.Activations:N0}")
                : _parameters > Limits.Parameters
                    ? SourceWriter.Text($"with it the network has {_parameters:N0} parameters; expected at most {Limits.Parameters:N0}")
                    : SourceWriter.Text($"with it the network has more than {MostLayers:N0} layers; expected at most {Limits.Layers}"));
        }

        Layers.Add(layer);
        Version++;
        (_channel, _height, _width) = (View.Channel, View.Height, View.Width);
        _steps = [];
        SetSteps(parsed.Output);
    }

    /// <summary>What the last layer gives, seen as the file does.</summary>
    /// <param name="rank">The dimensions behind the batch, where it is an image: 3, or 2 for one of height 1.</param>
    public DataValue Result(int rank)
    {
        EquatableArray<int> extents = Current.Extents;
        View view = Current.IsFlat
            ? View.Of([(View.Feature, extents[0]), .. Enumerable.Repeat((-1, 1), rank - 1)])
            : rank == 2 ? View.Of((View.Channel, extents[2]), (View.Width, extents[1]))
            : View.Of((View.Channel, extents[2]), (View.Height, extents[0]), (View.Width, extents[1]));
        return new DataValue(Version, view, Expression.Output);
    }

    /// <summary>What the last layer gives, where it leaves every number in its place: seen as what came in.</summary>
    /// <param name="steps">The steps of the view's axes before the layer.</param>
    public DataValue Result(View view, IReadOnlyDictionary<int, int> steps)
    {
        _steps = steps.ToDictionary(step => step.Key, step => step.Value);
        return new DataValue(Version, view, Expression.Output);
    }

    /// <summary>The same, with something still to be done to it.</summary>
    public DataValue Result(int rank, ScaleAndShift? left, NodeProto node)
    {
        DataValue result = Result(rank);
        return left is null ? result : result with { Expression = new LeftOverExpression(node, left) };
    }

    private void CheckVersion(DataValue data, NodeProto node)
    {
        if (data.Version != Version)
        {
            throw OnnxErrors.Graph($"node {OnnxErrors.Describe(node)} reads a value that another layer has taken already; expected one layer after the other, without branches");
        }
    }

    private void Settle(Shape image)
    {
        Input = image;
        SetSteps(image);
    }

    private void SetSteps(Shape shape)
    {
        if (shape.IsFlat)
        {
            _steps[View.Feature] = 1;
            return;
        }

        _steps[_channel] = 1;
        _steps[_width] = shape.Extents[2];
        _steps[_height] = shape.Extents[1] * shape.Extents[2];
    }

    private ScaleAndShift? Apply(IEnumerable<(NodeProto Node, ActivationKind? Activation, AffineExpression? Affine)> operations)
    {
        ScaleAndShift? left = null;
        NodeProto? leftNode = null;
        foreach ((NodeProto node, ActivationKind? activation, AffineExpression? affine) in operations)
        {
            if (affine is not null)
            {
                ScaleAndShift next = Numbers(affine);
                left = left is null ? next : left.Then(next);
                leftNode = node;
                continue;
            }

            if (left is not null && !Folding.IntoLayersBefore(Layers, left))
            {
                throw OnnxErrors.Node(leftNode!, "its constant has no layer to go into: before it there is none whose sums it scales or shifts, and behind it there is an activation");
            }

            left = null;
            Folding.SetActivation(Layers, activation!.Value, node);
        }

        if (left is not null && Layers.Count == 0)
        {
            CheckInputShift(left, leftNode!);
        }

        return left is null || Folding.IntoLayersBefore(Layers, left) ? null : left;
    }

    // (x - 2000) / 10 is right to the last digit; x / 10 - 200, which is what is left when it is part of the weights and the bias, is not.
    private static void CheckInputShift(ScaleAndShift left, NodeProto node)
    {
        for (int n = 0; n < left.Length; n++)
        {
            if (Math.Abs(left.Shift(n)) > LargestInputShift)
            {
                throw OnnxErrors.Node(node, SourceWriter.Text(
                    $"it shifts input {n} by {(float)left.Shift(n)} times what it is scaled to; expected at most {LargestInputShift}, as float would lose the digits once that is part of a bias: leave the scaling out of the model and use a FeatureScaler"));
            }
        }
    }

    private ScaleAndShift Numbers(AffineExpression affine)
    {
        if (affine is LeftOverExpression { Left: { } left })
        {
            return left;
        }

        _work += affine.Scale.Elements + (long)affine.Shift.Elements;
        if (_work > MostWork)
        {
            throw OnnxErrors.Node(affine.Node!, "the constants of the file's additions and multiplications are too large together");
        }

        int channels = Current.Extents[Current.Extents.Count - 1];
        return new ScaleAndShift(affine.Scale.Numbers(_steps, channels), affine.Shift.Numbers(_steps, channels));
    }
}
