namespace CompiledNet.Diagrams;

/// <summary>What a network's diagram shows: its columns, which neurons of large ones, and which weights.</summary>
internal sealed class NetworkDiagram
{
    // As many lines as can be told apart, and a file of bounded size.
    private const int MostLines = 1000;
    private const int MostLinesOfLayer = 256;
    private const int MostPlanes = 6;
    private const int LongestName = 16;

    private NetworkDiagram(NetworkTopology topology, List<DiagramColumn> columns, IReadOnlyList<string>? classNames, bool hasExample)
    {
        Topology = topology;
        Columns = columns;
        ClassNames = classNames;
        HasExample = hasExample;
    }

    /// <summary>The network.</summary>
    public NetworkTopology Topology { get; }

    /// <summary>The columns, the input first.</summary>
    public IReadOnlyList<DiagramColumn> Columns { get; }

    /// <summary>What the outputs are called; null for their numbers.</summary>
    public IReadOnlyList<string>? ClassNames { get; }

    /// <summary>Whether it shows what becomes of an example.</summary>
    public bool HasExample { get; }

    /// <summary>A diagram.</summary>
    /// <param name="topology">The network's topology.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="input">The example; null for the network alone.</param>
    /// <param name="activations">What every layer makes of the example; null without one.</param>
    /// <param name="classNames">What the outputs are called; null for their numbers.</param>
    public static NetworkDiagram Of(
        NetworkTopology topology, ReadOnlyMemory<float> parameters, float[]? input, float[]? activations, IReadOnlyList<string>? classNames)
    {
        List<DiagramColumn> columns = [InputColumn(topology, input)];
        int start = 0;
        foreach (LayerTopology layer in topology.Layers)
        {
            float[]? values = activations?.AsSpan(start, layer.Output.Length).ToArray();
            start += layer.Output.Length;
            if (layer.Kind is "BatchNorm" or "Dropout")
            {
                // These have no neurons of their own: each number goes through by itself.
                columns[^1].Caption.Add(layer.Kind == "Dropout" ? "dropout" : WithFunction("batch norm", layer.Activation));
                columns[^1].Values = values;
            }
            else
            {
                columns.Add(LayerColumn(topology, layer, parameters, values));
            }
        }

        NetworkDiagram diagram = new(topology, columns, classNames, input is not null);
        diagram.Choose();
        return diagram;
    }

    /// <summary>What an output is called.</summary>
    /// <param name="output">The output, from 0.</param>
    public string NameOf(int output)
    {
        // A single output tells two classes apart; neither name is its own, nor is 0, which is one of them.
        string name = ClassNames is { } names && names.Count == Topology.OutputSize ? names[output]
            : Topology.OutputSize == 1 ? "output"
            : FormattableString.Invariant($"{output}");
        return PlainText.Shorten(name, LongestName);
    }

    private static DiagramColumn InputColumn(NetworkTopology topology, float[]? input) => new()
    {
        Caption = [topology.Input.Count == 3 ? $"{topology.Input} input" : Counted(topology.InputSize, "input")],
        Shape = topology.Input,
        Values = input,
    };

    private static DiagramColumn LayerColumn(NetworkTopology topology, LayerTopology layer, ReadOnlyMemory<float> parameters, float[]? values)
    {
        bool isDense = layer.Kind == "Dense" && layer.Tensors.Count > 0;
        bool isLast = layer.Number == topology.Layers.Count;
        List<string> caption = layer.Kind switch
        {
            "Dense" => [Counted(layer.Output.Length, isLast ? "output" : "neuron"), FunctionName(layer.Activation)],
            "Conv2D" => layer.Activation == Activation.Identity ? [Filters(layer), $"{layer.Output}"] : [Filters(layer), $"{layer.Output}", FunctionName(layer.Activation)],
            "MaxPool2D" => ["max pool", $"{layer.Output}"],
            "AvgPool2D" => ["mean pool", $"{layer.Output}"],
            "GlobalAvgPool2D" => ["channels' means", $"{layer.Output}"],
            "Flatten" => ["in one row", $"{layer.Output}"],
            _ => [layer.Kind, $"{layer.Output}"],
        };
        return new DiagramColumn
        {
            Caption = caption,
            Shape = layer.Output,
            Values = values,
            Weights = isDense
                ? new DiagramWeights
                {
                    Layer = layer.Number,
                    Values = parameters.Slice(layer.Tensors[0].Offset, layer.Tensors[0].Length),
                    Inputs = layer.Input.Length,
                    Outputs = layer.Output.Length,
                }
                : null,
        };
    }

    private static string Filters(LayerTopology layer)
    {
        TensorShape kernel = layer.Tensors[0].Shape;
        return FormattableString.Invariant($"{Counted(kernel[3], "filter")} {kernel[0]}x{kernel[1]}");
    }

    private static string Counted(int count, string what) => FormattableString.Invariant($"{count:N0} {what}{(count == 1 ? "" : "s")}");

    private static string WithFunction(string what, Activation activation) =>
        activation == Activation.Identity ? what : $"{what}, {FunctionName(activation)}";

    private static string FunctionName(Activation activation) => ActivationName.Of(activation);

    private void Choose()
    {
        // Of long networks fewer in each column, so that the figure's size stays bounded.
        (int all, int some) = Columns.Count <= 10 ? (20, 16) : (10, 8);
        for (int c = 0; c < Columns.Count; c++)
        {
            DiagramColumn column = Columns[c];
            if (column.IsImage)
            {
                column.Shown = [.. Enumerable.Range(0, Math.Min(column.Shape[2], MostPlanes))];
            }
            else if (column.Count <= all)
            {
                column.Shown = [.. Enumerable.Range(0, column.Count)];
            }
            else
            {
                double[] weight = Importance(c);
                column.Shown = [.. Enumerable.Range(0, column.Count).OrderByDescending(neuron => weight[neuron]).Take(some).Order()];
            }
        }

        int layers = Math.Max(1, Columns.Count(column => column.Weights is not null));
        int most = Math.Clamp(MostLines / layers, 16, MostLinesOfLayer);
        for (int c = 1; c < Columns.Count; c++)
        {
            Columns[c].Weights?.Choose(Columns[c - 1], Columns[c], most);
        }
    }

    // Most of a large column is left out, so what stays has to be what matters: the first eight of an image's pixels are its empty corner.
    private double[] Importance(int c)
    {
        DiagramColumn column = Columns[c];
        if (c + 1 < Columns.Count && Columns[c + 1].Weights is { } next)
        {
            return next.SumsFrom(column.Values);
        }

        return column.Values is { } values ? [.. values.Select(value => (double)value)] : column.Weights?.SumsTo() ?? new double[column.Count];
    }
}
