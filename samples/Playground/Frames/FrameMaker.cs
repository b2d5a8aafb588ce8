using CompiledNet.Playground.Compiling;
using CompiledNet.Playground.Data;
using CompiledNet.Playground.Sessions;

namespace CompiledNet.Playground.Frames;

/// <summary>Takes pictures of a learner. Not for several threads at once, nor while the learner takes a step.</summary>
internal sealed class FrameMaker(Learner learner, IExamples test, float threshold)
{
    private readonly Plane? _plane = learner.Train.InputSize == 2 ? new Plane() : null;
    private readonly float[] _gradient = new float[learner.Network.Topology.ParameterCount];
    private Score _trainScore;
    private Score _testScore;

    /// <summary>A picture.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="running">Whether training goes on.</param>
    /// <param name="stepsPerSecond">How fast.</param>
    /// <param name="score">Whether to find out how good the network is; else, what was found last is said again.</param>
    public Frame Make(long number, bool running, double stepsPerSecond, bool score)
    {
        INetworkRunner network = learner.Network;
        if (score)
        {
            _trainScore = Score.Of(network, learner.Train, threshold);
            _testScore = Score.Of(network, test, threshold);
        }

        ReadOnlySpan<float> parameters = network.Parameters;
        List<PackedTensor> weights = [];
        List<float[]> bias = [];
        foreach (LayerTopology layer in network.Topology.Layers)
        {
            ParameterTensor matrix = layer.Tensors[0];
            weights.Add(Packed.Tensor(parameters.Slice(matrix.Offset, matrix.Length), [layer.Input.Length, layer.Output.Length]));
            bias.Add(Packed.Finite(parameters.Slice(layer.Tensors[1].Offset, layer.Tensors[1].Length)));
        }

        return new Frame(
            number,
            learner.Steps,
            learner.Epoch,
            running,
            Packed.Finite(learner.Loss),
            Packed.Finite(_trainScore.Loss),
            Packed.Finite(_testScore.Loss),
            _trainScore.Accuracy,
            _testScore.Accuracy,
            Math.Round(stepsPerSecond, 1),
            weights,
            bias,
            Gradient(),
            _plane?.Boundary(network),
            _plane?.Neurons(network));
    }

    // Of the batch that the last step was taken on. The step itself of plain gradient descent keeps no gradient.
    private double[] Gradient()
    {
        IReadOnlyList<LayerTopology> layers = learner.Network.Topology.Layers;
        double[] norms = new double[layers.Count];
        if (learner.LastTargets.IsEmpty)
        {
            return norms;
        }

        learner.Network.Backpropagate(learner.LastInputs, learner.LastTargets, _gradient);
        for (int n = 0; n < norms.Length; n++)
        {
            ParameterTensor weights = layers[n].Tensors[0];
            norms[n] = Packed.Finite(Nudge.NormOf(_gradient.AsSpan(weights.Offset, weights.Length)));
        }

        return norms;
    }
}
