namespace CompiledNet.Benchmarks;

/// <summary>
/// The peer every reader could write: dense layers, backpropagation and gradient descent in plain C# loops over arrays, one example after
/// the other, weights <c>[in][out]</c>, the inner loops over neighbouring memory.
/// </summary>
internal sealed class PlainNetwork
{
    private readonly Layer[] _layers;
    private readonly Loss _loss;
    private readonly float[] _input;

    public PlainNetwork(NetworkTopology topology, ReadOnlySpan<float> parameters)
    {
        _loss = topology.Loss;
        _input = new float[topology.InputSize];
        _layers = new Layer[topology.Layers.Count];
        for (int l = 0; l < _layers.Length; l++)
        {
            LayerTopology layer = topology.Layers[l];
            _layers[l] = new Layer(layer.Input.Length, layer.Output.Length, layer.Activation, parameters[..layer.ParameterCount]);
            parameters = parameters[layer.ParameterCount..];
        }
    }

    public void Predict(ReadOnlySpan<float> input, Span<float> output)
    {
        Forward(input);
        _layers[^1].Outputs.CopyTo(output);
    }

    /// <summary>One step of gradient descent on a batch, row after row; returns its mean loss.</summary>
    public float Step(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, float learningRate, float momentum)
    {
        int inputSize = _input.Length;
        int outputSize = _layers[^1].Outputs.Length;
        int count = inputs.Length / inputSize;
        ClearGradient();
        float loss = 0;
        for (int row = 0; row < count; row++)
        {
            loss += Backpropagate(inputs.Slice(row * inputSize, inputSize), targets.Slice(row * outputSize, outputSize));
        }

        Update(count, learningRate, momentum);
        return loss / count;
    }

    /// <summary>One step of gradient descent on the examples with these indices; returns their mean loss.</summary>
    public float Step(Dataset data, ReadOnlySpan<int> examples, float learningRate)
    {
        ClearGradient();
        float loss = 0;
        foreach (int example in examples)
        {
            loss += Backpropagate(data.Input(example), data.Target(example));
        }

        Update(examples.Length, learningRate, momentum: 0);
        return loss / examples.Length;
    }

    public float[] ReadParameters() => [.. _layers.SelectMany(layer => layer.Weights.Concat(layer.Bias))];

    private void ClearGradient()
    {
        foreach (Layer layer in _layers)
        {
            Array.Clear(layer.WeightGradient);
            Array.Clear(layer.BiasGradient);
        }
    }

    private void Update(int count, float learningRate, float momentum)
    {
        foreach (Layer layer in _layers)
        {
            Descend(layer.Weights, layer.WeightGradient, layer.WeightVelocity, count, learningRate, momentum);
            Descend(layer.Bias, layer.BiasGradient, layer.BiasVelocity, count, learningRate, momentum);
        }
    }

    private static void Descend(float[] parameters, float[] gradient, float[] velocity, int count, float learningRate, float momentum)
    {
        if (momentum == 0)
        {
            float rate = learningRate / count;
            for (int i = 0; i < parameters.Length; i++)
            {
                parameters[i] -= rate * gradient[i];
            }
        }
        else
        {
            for (int i = 0; i < parameters.Length; i++)
            {
                velocity[i] = (momentum * velocity[i]) + (gradient[i] / count);
                parameters[i] -= learningRate * velocity[i];
            }
        }
    }

    private void Forward(ReadOnlySpan<float> input)
    {
        input.CopyTo(_input);
        float[] a = _input;
        foreach (Layer layer in _layers)
        {
            float[] z = layer.Outputs;
            float[] weights = layer.Weights;
            layer.Bias.CopyTo(z, 0);
            for (int i = 0; i < a.Length; i++)
            {
                float x = a[i];
                ReadOnlySpan<float> row = weights.AsSpan(i * z.Length, z.Length);
                for (int o = 0; o < row.Length; o++)
                {
                    z[o] += x * row[o];
                }
            }

            Activate(layer.Activation, z);
            a = z;
        }
    }

    private float Backpropagate(ReadOnlySpan<float> input, ReadOnlySpan<float> target)
    {
        Forward(input);
        float loss = OutputDelta(_layers[^1], target);
        for (int l = _layers.Length - 1; l >= 0; l--)
        {
            Layer layer = _layers[l];
            float[] a = l == 0 ? _input : _layers[l - 1].Outputs;
            float[] delta = layer.Delta;
            float[] gradient = layer.WeightGradient;
            for (int o = 0; o < delta.Length; o++)
            {
                layer.BiasGradient[o] += delta[o];
            }

            for (int i = 0; i < a.Length; i++)
            {
                float x = a[i];
                Span<float> row = gradient.AsSpan(i * delta.Length, delta.Length);
                for (int o = 0; o < row.Length; o++)
                {
                    row[o] += x * delta[o];
                }
            }

            if (l > 0)
            {
                Layer before = _layers[l - 1];
                float[] weights = layer.Weights;
                for (int i = 0; i < a.Length; i++)
                {
                    float sum = 0;
                    ReadOnlySpan<float> row = weights.AsSpan(i * delta.Length, delta.Length);
                    for (int o = 0; o < row.Length; o++)
                    {
                        sum += row[o] * delta[o];
                    }

                    before.Delta[i] = sum * Derivative(before.Activation, a[i]);
                }
            }
        }

        return loss;
    }

    // The loss of one example, and its derivative with respect to what goes into the last activation.
    private float OutputDelta(Layer last, ReadOnlySpan<float> target)
    {
        float loss = 0;
        for (int o = 0; o < target.Length; o++)
        {
            float a = last.Outputs[o];
            if (_loss == Loss.CrossEntropy)
            {
                loss -= target[o] == 0 ? 0 : target[o] * MathF.Log(a);
                last.Delta[o] = a - target[o];
            }
            else
            {
                float error = a - target[o];
                loss += error * error;
                last.Delta[o] = 2 * error * Derivative(last.Activation, a);
            }
        }

        return loss;
    }

    private static void Activate(Activation activation, float[] z)
    {
        switch (activation)
        {
            case Activation.Identity:
                break;
            case Activation.Sigmoid:
                for (int o = 0; o < z.Length; o++)
                {
                    z[o] = 1 / (1 + MathF.Exp(-z[o]));
                }

                break;
            case Activation.Tanh:
                for (int o = 0; o < z.Length; o++)
                {
                    z[o] = MathF.Tanh(z[o]);
                }

                break;
            case Activation.ReLU:
                for (int o = 0; o < z.Length; o++)
                {
                    z[o] = MathF.Max(z[o], 0);
                }

                break;
            case Activation.Softmax:
                float largest = z.Max();
                float sum = 0;
                for (int o = 0; o < z.Length; o++)
                {
                    z[o] = MathF.Exp(z[o] - largest);
                    sum += z[o];
                }

                for (int o = 0; o < z.Length; o++)
                {
                    z[o] /= sum;
                }

                break;
            default:
                throw new NotSupportedException($"The plain loops have no {activation}.");
        }
    }

    private static float Derivative(Activation activation, float a) => activation switch
    {
        Activation.Identity => 1,
        Activation.Sigmoid => a * (1 - a),
        Activation.Tanh => 1 - (a * a),
        Activation.ReLU => a > 0 ? 1 : 0,
        _ => throw new NotSupportedException($"The plain loops have no {activation} inside."),
    };

    private sealed class Layer(int inputs, int outputs, Activation activation, ReadOnlySpan<float> parameters)
    {
        public readonly Activation Activation = activation;
        public readonly float[] Weights = parameters[..(inputs * outputs)].ToArray();
        public readonly float[] Bias = parameters[(inputs * outputs)..].ToArray();
        public readonly float[] WeightGradient = new float[inputs * outputs];
        public readonly float[] BiasGradient = new float[outputs];
        public readonly float[] WeightVelocity = new float[inputs * outputs];
        public readonly float[] BiasVelocity = new float[outputs];
        public readonly float[] Outputs = new float[outputs];
        public readonly float[] Delta = new float[outputs];
    }
}
