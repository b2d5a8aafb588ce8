using TorchSharp;
using static TorchSharp.torch;

namespace CompiledNet.Benchmarks;

/// <summary>A network's layers as TorchSharp's modules, and their parameters in CompiledNet's layout.</summary>
internal sealed class TorchLayers
{
    private readonly NetworkTopology _topology;
    private readonly List<(LayerTopology Layer, Tensor Weight, Tensor Bias)> _parameters = [];
    private readonly List<(string, nn.Module<Tensor, Tensor>)> _modules = [];

    public TorchLayers(Workload workload)
    {
        _topology = workload.Topology;
        foreach (LayerTopology layer in _topology.Layers)
        {
            Add(layer);
        }

        foreach ((LayerTopology layer, Tensor weight, Tensor bias) in _parameters)
        {
            ParameterTensor weights = layer.Tensors[0];
            ParameterTensor biases = layer.Tensors[1];
            int[] shape = LayerGeometry.WeightShape(_topology, layer);
            Load(weight, Permutation.Apply(workload.Parameters.AsSpan(weights.Offset, weights.Length), shape, Permutation.WeightsToPeer));
            Load(bias, workload.Parameters.AsSpan(biases.Offset, biases.Length));
        }
    }

    /// <summary>The modules in order, with names. Softmax is not among them: training leaves it to the loss.</summary>
    public IReadOnlyCollection<(string Name, nn.Module<Tensor, Tensor> Module)> Modules => _modules;

    /// <summary>The inputs as torch has them: images as <c>[example][channel][y][x]</c>.</summary>
    public static Tensor Inputs(NetworkTopology topology, Examples examples)
    {
        Tensor rows = Torch.Matrix(Permutation.Inputs(topology, examples), examples.Count, examples.InputSize);
        if (topology.Input.Count == 1)
        {
            return rows;
        }

        using Tensor owner = rows;
        return rows.view(examples.Count, topology.Input[2], topology.Input[0], topology.Input[1]);
    }

    /// <summary>The parameters as they are now, laid out as CompiledNet's.</summary>
    public float[] ReadParameters() => [.. _parameters.SelectMany(one => Weights(one.Layer, one.Weight).Concat(Torch.Read(one.Bias)))];

    private float[] Weights(LayerTopology layer, Tensor weight)
    {
        int[] shape = LayerGeometry.WeightShape(_topology, layer);
        return Permutation.Apply(Torch.Read(weight), [.. Permutation.WeightsToPeer.Select(axis => shape[axis])], Permutation.WeightsFromPeer);
    }

    private void Add(LayerTopology layer)
    {
        LayerGeometry geometry = LayerGeometry.Of(layer);
        switch (layer.Kind)
        {
            case "Dense":
                TorchSharp.Modules.Linear linear = nn.Linear(layer.Input.Length, layer.Output.Length);
                _modules.Add(($"linear{layer.Number}", linear));
                _parameters.Add((layer, linear.weight, linear.bias!));
                break;
            case "Conv2D":
                TorchSharp.Modules.Conv2d convolution = nn.Conv2d(layer.Input[2], layer.Output[2], (geometry.Height, geometry.Width));
                _modules.Add(($"convolution{layer.Number}", convolution));
                _parameters.Add((layer, convolution.weight, convolution.bias!));
                break;
            case "MaxPool2D":
                _modules.Add(($"pool{layer.Number}", nn.MaxPool2d((geometry.Height, geometry.Width))));
                break;
            case "Flatten":
                _modules.Add(($"flatten{layer.Number}", nn.Flatten()));
                break;
            default:
                throw new NotSupportedException($"This peer has no {layer.Kind} inside.");
        }

        nn.Module<Tensor, Tensor>? activation = layer.Activation switch
        {
            // Softmax is left to the loss in training, and follows the network in prediction.
            Activation.Identity or Activation.Softmax => null,
            Activation.Sigmoid => nn.Sigmoid(),
            Activation.Tanh => nn.Tanh(),
            Activation.ReLU => nn.ReLU(),
            _ => throw new NotSupportedException($"This peer has no {layer.Activation} inside."),
        };
        if (activation is not null)
        {
            _modules.Add(($"activation{layer.Number}", activation));
        }
    }

    private static void Load(Tensor tensor, ReadOnlySpan<float> values)
    {
        using IDisposable noGradient = torch.no_grad();
        using Tensor row = Torch.Matrix(values, 1, values.Length);
        using Tensor shaped = row.view(tensor.shape);
        tensor.copy_(shaped);
    }
}
