namespace CompiledNet.Export;

/// <summary>The activations as ONNX's operators. Those that are none there are made of several.</summary>
internal static class ActivationNodes
{
    /// <summary>Adds the nodes of an activation.</summary>
    /// <param name="graph">The graph; its last value holds the weighted sums.</param>
    /// <param name="activation">The activation.</param>
    /// <param name="prefix">What the nodes' names start with: the layer's number and a dot.</param>
    public static void Add(GraphBuilder graph, Activation activation, string prefix)
    {
        string name = prefix + activation;
        switch (activation)
        {
            case Activation.Identity:
                break;
            case Activation.Sigmoid or Activation.Tanh or Activation.Softplus:
                graph.Add(name, activation.ToString(), graph.Extents);
                break;
            case Activation.ReLU:
                graph.Add(name, "Relu", graph.Extents);
                break;
            case Activation.LeakyReLU:
                graph.Add(name, "LeakyRelu", graph.Extents, null, GraphBuilder.Number("alpha", 0.01f));
                break;
            case Activation.ELU:
                graph.Add(name, "Elu", graph.Extents, null, GraphBuilder.Number("alpha", 1));
                break;
            case Activation.GELU:
                AddGelu(graph, name);
                break;
            case Activation.SiLU:
                string z = graph.Mark();
                graph.Add(name + ".Sigmoid", "Sigmoid", graph.Extents);
                graph.AddWith(name, "Mul", z);
                break;
            case Activation.Softmax:
                graph.Add(name, "Softmax", graph.Extents, null, GraphBuilder.Integer("axis", 1));
                break;
            default:
                throw new NotSupportedException($"Layer {prefix.TrimEnd('.')} has the activation {activation}, which has no operators here.");
        }
    }

    // z (1 + erf(z / sqrt(2))) / 2, step by step as PyTorch writes it: runtimes look for these nodes to make one of them.
    private static void AddGelu(GraphBuilder graph, string name)
    {
        string z = graph.Mark();
        graph.Add(name + ".Div", "Div", graph.Extents, [graph.Scalar("sqrt2", 1.41421356f)]);
        graph.Add(name + ".Erf", "Erf", graph.Extents);
        graph.Add(name + ".Add", "Add", graph.Extents, [graph.Scalar("one", 1)]);
        graph.AddWith(name + ".Mul", "Mul", z);
        graph.Add(name, "Mul", graph.Extents, [graph.Scalar("half", 0.5f)]);
    }
}
