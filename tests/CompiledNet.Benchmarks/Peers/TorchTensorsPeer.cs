using TorchSharp;
using static TorchSharp.torch;

namespace CompiledNet.Benchmarks;

/// <summary>
/// TorchSharp as fast as its tensors go: no modules, no autograd, the backward pass by hand, every sum of products one <c>addmm</c> that
/// also adds the bias or updates the weights, activations in place.
/// </summary>
internal sealed class TorchTensorsPeer : IPeer
{
    public string Name => "TorchSharp tensors";

    public bool Trains => true;

    public bool Convolves => false;

    public IModel Create(Workload workload)
    {
        Torch.UseThreads(1);
        return new Model(workload);
    }

    private sealed class Model : IModel
    {
        private readonly NetworkTopology _topology;
        private readonly Tensor[] _weights;
        private readonly Tensor[] _biases;

        public Model(Workload workload)
        {
            _topology = workload.Topology;
            _weights = [.. _topology.Layers.Select(layer => Load(layer.Tensors[0], layer.Input.Length, layer.Output.Length))];
            _biases = [.. _topology.Layers.Select(layer => Load(layer.Tensors[1], 1, layer.Output.Length))];

            Tensor Load(ParameterTensor tensor, int rows, int columns) =>
                Torch.Matrix(workload.Parameters.AsSpan(tensor.Offset, tensor.Length), rows, columns);
        }

        public IPrediction Predict(Examples examples) => new Prediction(this, examples);

        public ITraining Train(Examples examples, double learningRate, double momentum) => new Training(this, examples, learningRate, momentum);

        public float[] ReadParameters() => [.. _weights.Zip(_biases).SelectMany(pair => Torch.Read(pair.First).Concat(Torch.Read(pair.Second)))];

        public void Dispose()
        {
            foreach (Tensor tensor in _weights.Concat(_biases))
            {
                tensor.Dispose();
            }
        }

        // outputs[l] = activation(inputs weights[l] + bias[l])
        private Tensor Forward(int l, Tensor inputs)
        {
            Tensor z = _biases[l].addmm(inputs, _weights[l]);
            switch (_topology.Layers[l].Activation)
            {
                case Activation.Identity:
                    break;
                case Activation.Sigmoid:
                    z.sigmoid_();
                    break;
                case Activation.Tanh:
                    z.tanh_();
                    break;
                case Activation.ReLU:
                    z.relu_();
                    break;
                default:
                    throw new NotSupportedException($"This peer has no {_topology.Layers[l].Activation} inside.");
            }

            return z;
        }

        private bool EndsInSoftmax => _topology.Layers[^1].Activation == Activation.Softmax;

        private sealed class Prediction(Model model, Examples examples) : IPrediction
        {
            private readonly Tensor _inputs = Torch.Matrix(examples.Inputs, examples.Count, examples.InputSize);
            private Tensor? _outputs;

            public void Run(int times)
            {
                using IDisposable inference = torch.inference_mode();
                for (int n = 0; n < times; n++)
                {
                    _outputs?.Dispose();
                    _outputs = Run();
                }
            }

            public float[] ReadOutputs() => Torch.Read(_outputs!);

            public void Dispose()
            {
                _inputs.Dispose();
                _outputs?.Dispose();
            }

            private Tensor Run()
            {
                Tensor a = _inputs;
                int last = model._weights.Length - 1;
                for (int l = 0; l <= last; l++)
                {
                    Tensor next = l == last && model.EndsInSoftmax ? Softmax(l, a) : model.Forward(l, a);
                    if (l > 0)
                    {
                        a.Dispose();
                    }

                    a = next;
                }

                return a;
            }

            private Tensor Softmax(int l, Tensor a)
            {
                using Tensor z = model._biases[l].addmm(a, model._weights[l]);
                return z.softmax(1);
            }
        }

        private sealed class Training : ITraining
        {
            private readonly Model _model;
            private readonly Tensor _inputs;
            private readonly Tensor _inputsTransposed;
            private readonly Tensor _targets;
            private readonly Tensor? _labels;
            private readonly Tensor _ones;
            private readonly Tensor _one;
            private readonly Tensor[] _weightsTransposed;
            private readonly Tensor[]? _weightVelocities;
            private readonly Tensor[]? _biasVelocities;
            private readonly Tensor[] _outputs;
            private readonly Scalar _minusOne = -1f;
            private readonly Scalar _zero = 0f;
            private readonly Scalar _minusRate;
            private readonly float _rate;
            private readonly float _momentum;
            private readonly float _scale;
            private Tensor? _loss;

            public Training(Model model, Examples examples, double learningRate, double momentum)
            {
                _model = model;
                _inputs = Torch.Matrix(examples.Inputs, examples.Count, examples.InputSize);
                _inputsTransposed = _inputs.t();
                _targets = Torch.Matrix(examples.Targets, examples.Count, examples.OutputSize);
                _labels = model._topology.Loss == Loss.CrossEntropy ? Torch.Labels(examples.Labels!) : null;
                _ones = torch.ones(1, examples.Count);
                _one = torch.ones(1);
                _weightsTransposed = [.. model._weights.Select(weights => weights.t())];
                _weightVelocities = momentum == 0 ? null : [.. model._weights.Select(weights => torch.zeros_like(weights))];
                _biasVelocities = momentum == 0 ? null : [.. model._biases.Select(bias => torch.zeros_like(bias))];
                _outputs = new Tensor[model._weights.Length];
                _rate = (float)learningRate;
                _momentum = (float)momentum;
                _minusRate = -_rate;

                // d(a - y)^2 = 2 (a - y) da, averaged over the batch: the factors go into the addmm that makes the gradient.
                _scale = (_labels is null ? 2f : 1f) / examples.Count;
            }

            public void Run(int steps)
            {
                using IDisposable noGradient = torch.inference_mode();
                for (int n = 0; n < steps; n++)
                {
                    Step();
                }
            }

            public float ReadLoss() => _loss!.item<float>() * (_labels is null ? _targets.shape[1] : 1);

            public void Dispose()
            {
                foreach (Tensor? tensor in new[] { _inputs, _inputsTransposed, _targets, _labels, _ones, _one, _loss }
                    .Concat(_weightsTransposed).Concat(_weightVelocities ?? []).Concat(_biasVelocities ?? []))
                {
                    tensor?.Dispose();
                }

                _minusOne.Dispose();
                _zero.Dispose();
                _minusRate.Dispose();
            }

            private void Step()
            {
                int last = _outputs.Length - 1;
                for (int l = 0; l <= last; l++)
                {
                    Tensor before = l == 0 ? _inputs : _outputs[l - 1];
                    _outputs[l] = l == last && _labels is not null
                        ? _model._biases[l].addmm(before, _model._weights[l])
                        : _model.Forward(l, before);
                }

                _loss?.Dispose();
                Tensor delta = OutputDelta(_outputs[last]);
                for (int l = last; l >= 0; l--)
                {
                    Tensor? deltaBefore = l == 0 ? null : delta.mm(_weightsTransposed[l]);
                    Update(l, delta);
                    delta.Dispose();
                    _outputs[l].Dispose();
                    if (deltaBefore is not null)
                    {
                        TimesDerivative(deltaBefore, _model._topology.Layers[l - 1].Activation, _outputs[l - 1]);
                        delta = deltaBefore;
                    }
                }
            }

            private Tensor OutputDelta(Tensor outputs)
            {
                if (_labels is not null)
                {
                    _loss = nn.functional.cross_entropy(outputs, _labels);
                    Tensor probabilities = outputs.softmax(1);
                    return probabilities.sub_(_targets);
                }

                _loss = nn.functional.mse_loss(outputs, _targets);
                Tensor delta = outputs.sub(_targets);
                TimesDerivative(delta, _model._topology.Layers[^1].Activation, outputs);
                return delta;
            }

            private void TimesDerivative(Tensor delta, Activation activation, Tensor a)
            {
                switch (activation)
                {
                    case Activation.Sigmoid:
                        // a - a²
                        using (Tensor slope = a.addcmul(a, a, _minusOne))
                        {
                            delta.mul_(slope);
                        }

                        break;
                    case Activation.Tanh:
                        // 1 - a²
                        using (Tensor slope = _one.addcmul(a, a, _minusOne))
                        {
                            delta.mul_(slope);
                        }

                        break;
                    case Activation.ReLU:
                        using (Tensor active = a.gt(_zero))
                        {
                            delta.mul_(active);
                        }

                        break;
                }
            }

            private void Update(int l, Tensor delta)
            {
                using Tensor? transposed = l == 0 ? null : _outputs[l - 1].t();
                Tensor before = transposed ?? _inputsTransposed;
                if (_weightVelocities is null || _biasVelocities is null)
                {
                    _model._weights[l].addmm_(before, delta, 1, -_rate * _scale);
                    _model._biases[l].addmm_(_ones, delta, 1, -_rate * _scale);
                    return;
                }

                _weightVelocities[l].addmm_(before, delta, _momentum, _scale);
                _model._weights[l].add_(_weightVelocities[l], _minusRate);
                _biasVelocities[l].addmm_(_ones, delta, _momentum, _scale);
                _model._biases[l].add_(_biasVelocities[l], _minusRate);
            }
        }
    }
}
