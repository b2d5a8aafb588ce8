using System.Security.Cryptography;
using System.Text;

namespace CompiledNet;

/// <summary>What a generated network is made of: its layers with their shapes, and where each parameter tensor lies in <c>Parameters</c>.</summary>
public sealed class NetworkTopology
{
    /// <summary>A topology. Generated code calls it; the tensors must follow each other without gaps, and so must the statistics.</summary>
    /// <param name="name">The network's name.</param>
    /// <param name="input">The shape of one example.</param>
    /// <param name="loss">What training makes small.</param>
    /// <param name="layers">The layers in order.</param>
    /// <exception cref="ArgumentException">There is no layer, the shapes do not chain, or the tensors leave gaps.</exception>
    public NetworkTopology(string name, TensorShape input, Loss loss, params ReadOnlySpan<LayerTopology> layers)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (layers.IsEmpty)
        {
            throw new ArgumentException("A network has at least one layer.", nameof(layers));
        }

        List<ParameterTensor> tensors = [];
        List<ParameterTensor> statistics = [];
        TensorShape shape = input;
        int offset = 0;
        int statisticOffset = 0;
        for (int n = 0; n < layers.Length; n++)
        {
            LayerTopology layer = layers[n];
            if (layer.Number != n + 1 || layer.Input != shape)
            {
                throw new ArgumentException($"Layer {n + 1} does not follow the layer before it: its input is {layer.Input}, expected {shape}.", nameof(layers));
            }

            offset = Append(tensors, layer.Tensors, offset);
            statisticOffset = Append(statistics, layer.Statistics, statisticOffset);
            shape = layer.Output;
        }

        Name = name;
        Input = input;
        Output = shape;
        Loss = loss;
        Layers = layers.ToArray();
        Tensors = tensors;
        ParameterCount = offset;
        ActivationCount = Layers.Sum(layer => layer.Output.Length);
        Statistics = statistics;
        StatisticCount = statisticOffset;

        int Append(List<ParameterTensor> all, IReadOnlyList<ParameterTensor> added, int start)
        {
            foreach (ParameterTensor tensor in added)
            {
                if (tensor.Offset != start)
                {
                    throw new ArgumentException($"Tensor {tensor.Name} starts at {tensor.Offset}, expected {start}.", nameof(layers));
                }

                start += tensor.Length;
                all.Add(tensor);
            }

            return start;
        }
    }

    /// <summary>The network's name: that of its class.</summary>
    public string Name { get; }

    /// <summary>The shape of one example.</summary>
    public TensorShape Input { get; }

    /// <summary>The shape of one example's outputs.</summary>
    public TensorShape Output { get; }

    /// <summary>The length of one example.</summary>
    public int InputSize => Input.Length;

    /// <summary>The length of one example's outputs.</summary>
    public int OutputSize => Output.Length;

    /// <summary>The number of parameters.</summary>
    public int ParameterCount { get; }

    /// <summary>The number of activations that <see cref="ICompiledNetwork{TSelf}.Trace"/> gives: the outputs of all layers together.</summary>
    public int ActivationCount { get; }

    /// <summary>What training makes small.</summary>
    public Loss Loss { get; }

    /// <summary>The layers in order; the input is not one of them.</summary>
    public IReadOnlyList<LayerTopology> Layers { get; }

    /// <summary>Every parameter tensor, in the order of <c>Parameters</c>.</summary>
    public IReadOnlyList<ParameterTensor> Tensors { get; }

    /// <summary>The length of <c>RunningStatistics</c>; 0 where no layer keeps any.</summary>
    public int StatisticCount { get; }

    /// <summary>What layers keep of the batches they were trained on, in the order of <c>RunningStatistics</c>; empty where no layer keeps any.</summary>
    public IReadOnlyList<ParameterTensor> Statistics { get; }

    /// <summary>
    /// A stable fingerprint of everything that gives the parameters their meaning (input shape, layer kinds, shapes, activations and tensors;
    /// not the name, not the loss): the SHA-256 of <see cref="Description"/>, in lower-case hexadecimal.
    /// Equal on every machine and in every version that understands the same description.
    /// </summary>
    /// <remarks>
    /// Taken when it is first asked for: loading a library for SHA-256 takes longer than compiling the code for a first prediction.
    /// </remarks>
    public string Hash => field ??= ComputeHash();

    /// <summary>One line per layer, invariant: what <see cref="Hash"/> is taken of.</summary>
    public string Description
    {
        get
        {
            StringBuilder text = new();
            text.Append("input ").Append(Input).Append('\n');
            foreach (LayerTopology layer in Layers)
            {
                text.Append(layer).Append('\n');
            }

            return text.ToString();
        }
    }

    /// <summary>The name, the layers and the number of parameters, a line each.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: {ParameterCount:N0} parameters\n{Description}");

    private string ComputeHash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Description)));
}
