using CompiledNet.Onnx.Schema;

namespace CompiledNet.Export;

/// <summary>
/// A network's layers as nodes. Images have their channels last here and first in ONNX: a transposition is only added where a node needs the other order,
/// and behind <c>Flatten</c> the weights are put into the order instead.
/// </summary>
internal sealed class NetworkGraph
{
    private readonly NetworkTopology _topology;
    private readonly OnnxExportOptions _options;
    private readonly TensorValues _parameters;
    private readonly TensorValues _statistics;
    private readonly GraphBuilder _graph;

    // Of an image: whether its channels come first now. Of a flat vector: the order it lies in, null for this library's.
    private bool _isImage;
    private bool _channelsFirst;
    private int[]? _order;

    public NetworkGraph(NetworkTopology topology, OnnxExportOptions options, TensorValues parameters, TensorValues statistics)
    {
        (_topology, _options, _parameters, _statistics) = (topology, options, parameters, statistics);
        _isImage = topology.Input.Count == 3;
        _channelsFirst = _isImage && options.InputLayout == OnnxImageLayout.ChannelsFirst;
        _graph = new GraphBuilder(topology.Name, options.InputName, Extents(topology.Input, _channelsFirst), options.BatchSize);
    }

    /// <exception cref="ArgumentException">A name that the user chose is one of the model's own.</exception>
    /// <exception cref="NotSupportedException">A layer is of no kind that is known here, or does not say its settings.</exception>
    public GraphProto Build()
    {
        if (_options.ScaleInputs)
        {
            ScalerNodes.AddInput(_graph, _options.Info!.InputScaler!, _channelsFirst ? FeatureOrder.ChannelsFirst(_topology.Input) : null);
        }

        foreach (LayerTopology layer in _topology.Layers)
        {
            Add(layer);
            ActivationNodes.Add(_graph, layer.Activation, Prefix(layer));
        }

        if (_isImage)
        {
            Transpose("output", channelsFirst: false);
        }

        if (_options.UnscaleOutputs)
        {
            ScalerNodes.AddOutput(_graph, _options.Info!.TargetScaler!);
        }

        return _graph.Finish(_options.OutputName);
    }

    private static string Prefix(LayerTopology layer) => FormattableString.Invariant($"{layer.Number}.");

    private static int[] Extents(TensorShape shape, bool channelsFirst) => channelsFirst ? [shape[2], shape[0], shape[1]] : shape.ToArray();

    private void Add(LayerTopology layer)
    {
        switch (layer.Kind)
        {
            case "Dense":
                AddDense(layer);
                break;
            case "Conv2D":
                AddConvolution(layer);
                break;
            case "MaxPool2D":
                AddWindow(layer, "MaxPool", null);
                break;
            case "AvgPool2D":
                AddWindow(layer, "AveragePool", null, GraphBuilder.Integer("count_include_pad", 1));
                break;
            case "GlobalAvgPool2D":
                Transpose(Prefix(layer) + layer.Kind, channelsFirst: true);
                _graph.Add(Prefix(layer) + layer.Kind, "GlobalAveragePool", [layer.Output.Length, 1, 1]);
                Flatten(layer);
                break;
            case "BatchNorm":
                AddNormalization(layer);
                break;
            case "Flatten":
                AddFlatten(layer);
                break;
            case "Dropout":
                break;
            default:
                throw new NotSupportedException(
                    $"Layer {Prefix(layer)} of {_topology.Name} is of the kind {layer.Kind}, which cannot be told in ONNX; expected one of this library's layers.");
        }
    }

    private void AddDense(LayerTopology layer)
    {
        ParameterTensor weights = layer.Tensors[0];
        float[] turned = FeatureOrder.Weights(_parameters(weights), layer.Input.Length, layer.Output.Length, _order);
        _graph.Add(
            Prefix(layer) + layer.Kind,
            "Gemm",
            [layer.Output.Length],
            [_graph.Constant(weights.Name, [layer.Output.Length, layer.Input.Length], turned), Constant(layer.Tensors[1], _parameters)],
            GraphBuilder.Integer("transB", 1));
        _order = null;
    }

    private void AddConvolution(LayerTopology layer)
    {
        ParameterTensor weights = layer.Tensors[0];
        WindowSettings window = Settings<WindowSettings>(layer);
        int channels = layer.Input[2];
        int filters = layer.Output[2];
        float[] turned = FeatureOrder.Weights(_parameters(weights), channels, filters, null);
        AddWindow(
            layer,
            "Conv",
            [_graph.Constant(weights.Name, [filters, channels, window.Height, window.Width], turned), Constant(layer.Tensors[1], _parameters)]);
    }

    private void AddWindow(LayerTopology layer, string operation, string[]? constants, params ReadOnlySpan<AttributeProto> more)
    {
        WindowSettings window = Settings<WindowSettings>(layer);
        string name = Prefix(layer) + layer.Kind;
        Transpose(name, channelsFirst: true);
        _graph.Add(
            name,
            operation,
            Extents(layer.Output, channelsFirst: true),
            constants,
            [
                GraphBuilder.Integers("kernel_shape", window.Height, window.Width),
                GraphBuilder.Integers("pads", window.PaddingHeight, window.PaddingWidth, window.PaddingHeight, window.PaddingWidth),
                GraphBuilder.Integers("strides", window.StrideHeight, window.StrideWidth),
                .. more,
            ]);
    }

    private void AddNormalization(LayerTopology layer)
    {
        BatchNormSettings settings = Settings<BatchNormSettings>(layer);
        string name = Prefix(layer) + layer.Kind;
        if (_isImage)
        {
            Transpose(name, channelsFirst: true);
        }

        _graph.Add(
            name,
            "BatchNormalization",
            _graph.Extents,
            [
                Constant(layer.Tensors[0], _parameters, _order),
                Constant(layer.Tensors[1], _parameters, _order),
                Constant(layer.Statistics[0], _statistics, _order),
                Constant(layer.Statistics[1], _statistics, _order),
            ],
            GraphBuilder.Number("epsilon", settings.Epsilon),

            // ONNX's momentum is what is kept of the old value. It means nothing to a model that does not train.
            GraphBuilder.Number("momentum", 1 - settings.Momentum));
    }

    private void AddFlatten(LayerTopology layer)
    {
        if (!_isImage)
        {
            return; // Flat already.
        }

        // A dense layer behind takes the image in any order; the outputs have to be in this library's.
        bool isReordered = _topology.Layers.Skip(layer.Number).Any(later => later.Kind == "Dense");
        int[]? order = _channelsFirst ? FeatureOrder.ChannelsFirst(layer.Input) : null;
        if (order is not null && !isReordered)
        {
            Transpose(Prefix(layer) + layer.Kind, channelsFirst: false);
            order = null;
        }

        Flatten(layer);
        _order = order;
    }

    private void Flatten(LayerTopology layer)
    {
        _graph.Add(Prefix(layer) + "Flatten", "Flatten", [layer.Output.Length], null, GraphBuilder.Integer("axis", 1));
        _isImage = false;
    }

    private void Transpose(string name, bool channelsFirst)
    {
        if (_channelsFirst == channelsFirst)
        {
            return;
        }

        int[] extents = _graph.Extents;
        (int[] order, int[] transposed) = channelsFirst
            ? ((int[])[0, 3, 1, 2], (int[])[extents[2], extents[0], extents[1]])
            : ([0, 2, 3, 1], [extents[1], extents[2], extents[0]]);
        _graph.Add(name + ".Transpose", "Transpose", transposed, null, GraphBuilder.Integers("perm", order));
        _channelsFirst = channelsFirst;
    }

    private string Constant(ParameterTensor tensor, TensorValues values, int[]? order = null) =>
        _graph.Constant(tensor.Name, [tensor.Length], FeatureOrder.Apply(values(tensor), order));

    private T Settings<T>(LayerTopology layer)
        where T : LayerSettings =>
        layer.Settings as T ?? throw new NotSupportedException(
            $"Layer {layer.Number} of {_topology.Name}, {layer.Kind}, has no {typeof(T).Name} in its topology; expected a network that this version's generator made. Build it anew.");
}
