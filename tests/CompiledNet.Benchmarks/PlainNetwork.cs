namespace CompiledNet.Benchmarks;

/// <summary>
/// The peer every reader could write: the same sigmoid network, squared error and gradient descent in plain C# loops over arrays, one example
/// after the other, weights <c>[in][out]</c>, the inner loops over neighbouring memory.
/// </summary>
internal sealed class PlainNetwork
{
    private readonly int[] _sizes;
    private readonly float[][] _weights;
    private readonly float[][] _biases;
    private readonly float[][] _weightGradients;
    private readonly float[][] _biasGradients;
    private readonly float[][] _activations;
    private readonly float[][] _deltas;

    public PlainNetwork(ReadOnlySpan<float> parameters, params int[] sizes)
    {
        _sizes = sizes;
        int layers = sizes.Length - 1;
        _weights = new float[layers][];
        _biases = new float[layers][];
        _weightGradients = new float[layers][];
        _biasGradients = new float[layers][];
        _activations = new float[layers + 1][];
        _deltas = new float[layers][];
        for (int l = 0; l < layers; l++)
        {
            int weights = sizes[l] * sizes[l + 1];
            _weights[l] = parameters[..weights].ToArray();
            _biases[l] = parameters.Slice(weights, sizes[l + 1]).ToArray();
            parameters = parameters[(weights + sizes[l + 1])..];
            _weightGradients[l] = new float[weights];
            _biasGradients[l] = new float[sizes[l + 1]];
            _activations[l + 1] = new float[sizes[l + 1]];
            _deltas[l] = new float[sizes[l + 1]];
        }

        _activations[0] = new float[sizes[0]];
    }

    /// <summary>One step of gradient descent on the examples with these indices; returns their mean loss.</summary>
    public float Step(Dataset data, ReadOnlySpan<int> examples, float learningRate)
    {
        foreach (float[] gradient in _weightGradients.Concat(_biasGradients))
        {
            Array.Clear(gradient);
        }

        float loss = 0;
        foreach (int example in examples)
        {
            loss += Example(data.Input(example), data.Target(example));
        }

        float rate = learningRate / examples.Length;
        for (int l = 0; l < _weights.Length; l++)
        {
            for (int i = 0; i < _weights[l].Length; i++)
            {
                _weights[l][i] -= rate * _weightGradients[l][i];
            }

            for (int o = 0; o < _biases[l].Length; o++)
            {
                _biases[l][o] -= rate * _biasGradients[l][o];
            }
        }

        return loss / examples.Length;
    }

    private float Example(ReadOnlySpan<float> input, ReadOnlySpan<float> target)
    {
        input.CopyTo(_activations[0]);
        for (int l = 0; l < _weights.Length; l++)
        {
            float[] a = _activations[l];
            float[] z = _activations[l + 1];
            float[] weights = _weights[l];
            _biases[l].CopyTo(z, 0);
            for (int i = 0; i < a.Length; i++)
            {
                for (int o = 0; o < z.Length; o++)
                {
                    z[o] += a[i] * weights[(i * z.Length) + o];
                }
            }

            for (int o = 0; o < z.Length; o++)
            {
                z[o] = 1 / (1 + MathF.Exp(-z[o]));
            }
        }

        float loss = 0;
        int last = _weights.Length - 1;
        for (int o = 0; o < _sizes[^1]; o++)
        {
            float a = _activations[last + 1][o];
            float error = a - target[o];
            loss += error * error;
            _deltas[last][o] = 2 * error * a * (1 - a);
        }

        for (int l = last; l >= 0; l--)
        {
            float[] a = _activations[l];
            float[] delta = _deltas[l];
            float[] weights = _weights[l];
            float[] gradient = _weightGradients[l];
            for (int o = 0; o < delta.Length; o++)
            {
                _biasGradients[l][o] += delta[o];
            }

            for (int i = 0; i < a.Length; i++)
            {
                float sum = 0;
                for (int o = 0; o < delta.Length; o++)
                {
                    gradient[(i * delta.Length) + o] += a[i] * delta[o];
                    sum += l == 0 ? 0 : weights[(i * delta.Length) + o] * delta[o];
                }

                if (l > 0)
                {
                    _deltas[l - 1][i] = sum * a[i] * (1 - a[i]);
                }
            }
        }

        return loss;
    }
}
