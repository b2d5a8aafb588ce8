using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Oracle;

/// <summary>
/// The oracle: a network interpreted in double by the loops of a textbook, layer by layer. Slow and plain on purpose; checked itself against
/// PyTorch and finite differences. Parameters lie as in a generated network: per layer weights <c>[in][out]</c>, then bias.
/// </summary>
internal sealed class ReferenceNetwork
{
    private readonly int _inputs;
    private readonly List<ReferenceLayer> _layers = [];
    private readonly Loss _loss;
    private readonly List<int> _offsets = [];

    public ReferenceNetwork(TensorShape input, IReadOnlyList<LayerDescription> layers, Loss loss)
    {
        _inputs = input.Length;
        _loss = loss;
        int offset = 0;
        foreach (LayerDescription layer in layers)
        {
            _layers.Add(layer.CreateReference(_layers.Count == 0 ? input : _layers[^1].Output));
            _offsets.Add(offset);
            offset += _layers[^1].ParameterCount;
        }

        Parameters = new double[offset];
    }

    public ReferenceNetwork(int inputs, IReadOnlyList<DenseLayer> layers, Loss loss)
        : this(new TensorShape(inputs), layers, loss)
    {
    }

    public double[] Parameters { get; }

    public IReadOnlyList<ReferenceLayer> Layers => _layers;

    public IEnumerable<ReferenceBatchNorm> BatchNorms => _layers.OfType<ReferenceBatchNorm>();

    public int Outputs => _layers[^1].Output.Length;

    // The layer that makes the outputs; behind it they may only be called otherwise.
    private int Last => _layers.FindLastIndex(layer => !layer.PassesThrough);

    /// <summary>The outputs of a batch, row after row; batch normalisation goes by its running statistics.</summary>
    public double[] Predict(ReadOnlySpan<double> inputs) => [.. Forward(inputs, training: false).Activations[^1].SelectMany(row => row)];

    /// <summary>Every layer's activations for one example, layer after layer.</summary>
    public double[] Trace(ReadOnlySpan<double> input) => [.. Forward(input, training: false).Activations.Skip(1).SelectMany(layer => layer[0])];

    /// <summary>The mean loss of a batch.</summary>
    public double ComputeLoss(ReadOnlySpan<double> inputs, ReadOnlySpan<double> targets, bool training = false)
    {
        Pass pass = Forward(inputs, training);
        double sum = 0;
        for (int b = 0; b < inputs.Length / _inputs; b++)
        {
            sum += LossOf(pass.Sums[Last][b], pass.Activations[^1][b], targets.Slice(b * Outputs, Outputs));
        }

        return sum / (inputs.Length / _inputs);
    }

    /// <summary>The mean loss of a batch, its gradient as <see cref="Parameters"/>, and its gradient with respect to the inputs.</summary>
    public (double Loss, double[] Gradient, double[] InputGradient) Backpropagate(
        ReadOnlySpan<double> inputs, ReadOnlySpan<double> targets, bool training = false)
    {
        int batch = inputs.Length / _inputs;
        Pass pass = Forward(inputs, training);
        double loss = 0;
        double[][] deltas = new double[batch][];
        for (int b = 0; b < batch; b++)
        {
            ReadOnlySpan<double> target = targets.Slice(b * Outputs, Outputs);
            loss += LossOf(pass.Sums[Last][b], pass.Activations[^1][b], target) / batch;
            deltas[b] = [.. OutputDelta(pass.Sums[Last][b], pass.Activations[^1][b], target).Select(slope => slope / batch)];
        }

        double[] gradient = new double[Parameters.Length];
        for (int l = Last; l >= 0; l--)
        {
            deltas = _layers[l].Backward(pass.Activations[l], deltas, ParametersOf(l), gradient.AsSpan(_offsets[l], _layers[l].ParameterCount));
            if (l > 0 && _layers[l - 1].Activation is not Activation.Identity and Activation activation)
            {
                double[][] sums = pass.Sums[l - 1];
                deltas = [.. deltas.Select((row, b) => row.Select((slope, i) => slope * ReferenceActivations.Derivative(activation, sums[b][i])).ToArray())];
            }
        }

        return (loss, gradient, [.. deltas.SelectMany(row => row)]);
    }

    /// <summary>Moves the running statistics of batch normalisation as a step on this batch does.</summary>
    public void Observe(ReadOnlySpan<double> inputs)
    {
        Pass pass = Forward(inputs, training: true);
        for (int l = 0; l < _layers.Count; l++)
        {
            (_layers[l] as ReferenceBatchNorm)?.Observe(pass.Activations[l]);
        }
    }

    private Span<double> ParametersOf(int layer) => Parameters.AsSpan(_offsets[layer], _layers[layer].ParameterCount);

    private Pass Forward(ReadOnlySpan<double> inputs, bool training)
    {
        foreach (ReferenceBatchNorm layer in BatchNorms)
        {
            layer.Training = training;
        }

        double[][][] sums = new double[_layers.Count][][];
        double[][][] activations = new double[_layers.Count + 1][][];
        activations[0] = [.. inputs.ToArray().Chunk(_inputs)];
        for (int l = 0; l < _layers.Count; l++)
        {
            Activation activation = _layers[l].Activation;
            sums[l] = _layers[l].Forward(activations[l], ParametersOf(l));
            activations[l + 1] =
            [
                .. sums[l].Select(z => activation == Activation.Softmax ? Softmax(z) : [.. z.Select(value => ReferenceActivations.Apply(activation, value))]),
            ];
        }

        return new Pass(sums, activations);
    }

    private double LossOf(double[] z, double[] a, ReadOnlySpan<double> target)
    {
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

    // The loss's derivative by the sums z of the layer that makes the outputs a.
    private double[] OutputDelta(double[] z, double[] a, ReadOnlySpan<double> target)
    {
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
            Activation activation = _layers[Last].Activation;
            bool softmax = activation == Activation.Softmax;
            double mean = softmax ? a.Zip(delta, (share, slope) => share * slope).Sum() : 0;
            for (int o = 0; o < a.Length; o++)
            {
                delta[o] = softmax ? a[o] * (delta[o] - mean) : delta[o] * ReferenceActivations.Derivative(activation, z[o]);
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

    // By layer, example and place; the first activations are the inputs.
    private sealed record Pass(double[][][] Sums, double[][][] Activations);
}
