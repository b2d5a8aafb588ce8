using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Oracle;

/// <summary>
/// The oracle: a dense network interpreted in double by the loops of a textbook, one example at a time. Slow and plain on purpose; checked
/// itself against PyTorch and finite differences. Parameters lie as in a generated network: per layer weights <c>[in][out]</c>, then bias.
/// </summary>
internal sealed class ReferenceNetwork
{
    private readonly int _inputs;
    private readonly IReadOnlyList<DenseLayer> _layers;
    private readonly Loss _loss;
    private readonly int[] _offsets;

    public ReferenceNetwork(int inputs, IReadOnlyList<DenseLayer> layers, Loss loss)
    {
        _inputs = inputs;
        _layers = layers;
        _loss = loss;
        _offsets = new int[layers.Count + 1];
        for (int l = 0; l < layers.Count; l++)
        {
            _offsets[l + 1] = _offsets[l] + ((Fan(l) + 1) * layers[l].Units);
        }

        Parameters = new double[_offsets[^1]];
    }

    public double[] Parameters { get; }

    public int Outputs => _layers[^1].Units;

    /// <summary>The outputs of a batch, row after row.</summary>
    public double[] Predict(ReadOnlySpan<double> inputs)
    {
        double[] outputs = new double[inputs.Length / _inputs * Outputs];
        for (int b = 0; b < inputs.Length / _inputs; b++)
        {
            Forward(inputs.Slice(b * _inputs, _inputs)).Activations[^1].CopyTo(outputs, b * Outputs);
        }

        return outputs;
    }

    /// <summary>Every layer's activations for one example, layer after layer.</summary>
    public double[] Trace(ReadOnlySpan<double> input) => [.. Forward(input).Activations.Skip(1).SelectMany(layer => layer)];

    /// <summary>The mean loss of a batch.</summary>
    public double ComputeLoss(ReadOnlySpan<double> inputs, ReadOnlySpan<double> targets)
    {
        int batch = inputs.Length / _inputs;
        double sum = 0;
        for (int b = 0; b < batch; b++)
        {
            sum += LossOf(Forward(inputs.Slice(b * _inputs, _inputs)), targets.Slice(b * Outputs, Outputs));
        }

        return sum / batch;
    }

    /// <summary>The mean loss of a batch, its gradient as <see cref="Parameters"/>, and its gradient with respect to the inputs.</summary>
    public (double Loss, double[] Gradient, double[] InputGradient) Backpropagate(ReadOnlySpan<double> inputs, ReadOnlySpan<double> targets)
    {
        int batch = inputs.Length / _inputs;
        double loss = 0;
        double[] gradient = new double[Parameters.Length];
        double[] inputGradient = new double[inputs.Length];
        for (int b = 0; b < batch; b++)
        {
            Pass pass = Forward(inputs.Slice(b * _inputs, _inputs));
            ReadOnlySpan<double> target = targets.Slice(b * Outputs, Outputs);
            loss += LossOf(pass, target) / batch;
            double[] delta = OutputDelta(pass, target);
            for (int l = _layers.Count - 1; l >= 0; l--)
            {
                int units = _layers[l].Units;
                double[] below = new double[Fan(l)];
                for (int i = 0; i < Fan(l); i++)
                {
                    for (int o = 0; o < units; o++)
                    {
                        gradient[_offsets[l] + (i * units) + o] += pass.Activations[l][i] * delta[o] / batch;
                        below[i] += Parameters[_offsets[l] + (i * units) + o] * delta[o];
                    }
                }

                for (int o = 0; o < units; o++)
                {
                    gradient[_offsets[l] + (Fan(l) * units) + o] += delta[o] / batch;
                }

                for (int i = 0; i < below.Length && l > 0; i++)
                {
                    below[i] *= ReferenceActivations.Derivative(_layers[l - 1].Activation, pass.Sums[l - 1][i]);
                }

                delta = below;
            }

            for (int i = 0; i < _inputs; i++)
            {
                inputGradient[(b * _inputs) + i] = delta[i] / batch;
            }
        }

        return (loss, gradient, inputGradient);
    }

    private int Fan(int layer) => layer == 0 ? _inputs : _layers[layer - 1].Units;

    private Pass Forward(ReadOnlySpan<double> input)
    {
        double[][] sums = new double[_layers.Count][];
        double[][] activations = new double[_layers.Count + 1][];
        activations[0] = input.ToArray();
        for (int l = 0; l < _layers.Count; l++)
        {
            int units = _layers[l].Units;
            double[] z = new double[units];
            for (int o = 0; o < units; o++)
            {
                z[o] = Parameters[_offsets[l] + (Fan(l) * units) + o];
                for (int i = 0; i < Fan(l); i++)
                {
                    z[o] += activations[l][i] * Parameters[_offsets[l] + (i * units) + o];
                }
            }

            sums[l] = z;
            activations[l + 1] = _layers[l].Activation == Activation.Softmax
                ? Softmax(z)
                : [.. z.Select(value => ReferenceActivations.Apply(_layers[l].Activation, value))];
        }

        return new Pass(sums, activations);
    }

    private double LossOf(Pass pass, ReadOnlySpan<double> target)
    {
        double[] z = pass.Sums[^1];
        double[] a = pass.Activations[^1];
        double sum = 0;
        for (int o = 0; o < a.Length; o++)
        {
            sum += _loss switch
            {
                Loss.SquaredError => (a[o] - target[o]) * (a[o] - target[o]),
                Loss.MeanSquaredError => (a[o] - target[o]) * (a[o] - target[o]) / a.Length,
                Loss.CrossEntropy => target[o] * (LogSumExp(z) - z[o]),
                Loss.BinaryCrossEntropy => (ReferenceActivations.Softplus(z[o]) - (z[o] * target[o])) / a.Length,
                _ => throw new InvalidOperationException($"There is no reference for {_loss}."),
            };
        }

        return sum;
    }

    // The loss's derivative by the sums z of the last layer.
    private double[] OutputDelta(Pass pass, ReadOnlySpan<double> target)
    {
        double[] z = pass.Sums[^1];
        double[] a = pass.Activations[^1];
        double[] delta = new double[a.Length];
        double targetSum = 0;
        foreach (double y in target)
        {
            targetSum += y;
        }

        for (int o = 0; o < a.Length; o++)
        {
            delta[o] = _loss switch
            {
                Loss.SquaredError => 2 * (a[o] - target[o]),
                Loss.MeanSquaredError => 2 * (a[o] - target[o]) / a.Length,
                Loss.CrossEntropy => (a[o] * targetSum) - target[o],
                Loss.BinaryCrossEntropy => (a[o] - target[o]) / a.Length,
                _ => throw new InvalidOperationException($"There is no reference for {_loss}."),
            };
        }

        if (_loss is Loss.SquaredError or Loss.MeanSquaredError)
        {
            bool softmax = _layers[^1].Activation == Activation.Softmax;
            double mean = softmax ? a.Zip(delta, (share, slope) => share * slope).Sum() : 0;
            for (int o = 0; o < a.Length; o++)
            {
                delta[o] = softmax ? a[o] * (delta[o] - mean) : delta[o] * ReferenceActivations.Derivative(_layers[^1].Activation, z[o]);
            }
        }

        return delta;
    }

    private static double LogSumExp(double[] z)
    {
        double largest = z.Max();
        return largest + Math.Log(z.Sum(value => Math.Exp(value - largest)));
    }

    private static double[] Softmax(double[] z)
    {
        double all = LogSumExp(z);
        return [.. z.Select(value => Math.Exp(value - all))];
    }

    private sealed record Pass(double[][] Sums, double[][] Activations);
}
