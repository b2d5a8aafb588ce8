using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CompiledNet.Benchmarks;

/// <summary>
/// TorchSharp as one learns it: a Sequential of Linear layers and activations, autograd, <c>loss.backward()</c>, <c>torch.optim.SGD</c>;
/// prediction in inference mode. A dispose scope around each training step is faster than disposing of the tensors one by one, as the
/// optimizer leaves some behind for the finalizer.
/// </summary>
internal sealed class TorchModulesPeer : IPeer
{
    public string Name => "TorchSharp modules";

    public bool Trains => true;

    public bool Convolves => true;

    public IModel Create(Workload workload)
    {
        Torch.UseThreads(1);
        return new TorchModules(workload);
    }
}

internal sealed class TorchModules : IModel
{
    private readonly NetworkTopology _topology;
    private readonly TorchLayers _layers;
    private readonly Sequential _network;
    private readonly bool _crossEntropy;

    public TorchModules(Workload workload)
    {
        _topology = workload.Topology;
        _crossEntropy = _topology.Loss == Loss.CrossEntropy;
        _layers = new TorchLayers(workload);
        _network = nn.Sequential(_layers.Modules);
    }

    public IPrediction Predict(Examples examples) => new Prediction(_network, TorchLayers.Inputs(_topology, examples), _crossEntropy);

    public ITraining Train(Examples examples, double learningRate, double momentum) =>
        new Training(this, TorchLayers.Inputs(_topology, examples), Targets(examples), learningRate, momentum);

    /// <summary>An epoch over the data in a new random order, as a loop over batches that index_select gathers.</summary>
    public void TrainEpoch(Tensor inputs, Tensor targets, int batchSize, double learningRate)
    {
        using SGD optimizer = CreateOptimizer(learningRate, momentum: 0);
        long count = inputs.shape[0];
        using Tensor order = torch.randperm(count);
        for (long start = 0; start < count; start += batchSize)
        {
            using DisposeScope step = torch.NewDisposeScope();
            Tensor indices = order.slice(0, start, Math.Min(start + batchSize, count), 1);
            Tensor batchInputs = inputs.index_select(0, indices);
            Tensor batchTargets = targets.index_select(0, indices);
            Step(optimizer, batchInputs, batchTargets);
        }
    }

    public float[] ReadParameters() => _layers.ReadParameters();

    public void Dispose() => _network.Dispose();

    private Tensor Targets(Examples examples) => _crossEntropy
        ? Torch.Labels(examples.Labels!)
        : Torch.Matrix(examples.Targets, examples.Count, examples.OutputSize);

    // torch's mean squared error is averaged over the outputs too. A learning rate as many times larger gives the same step, and spares
    // torch a multiplication.
    private SGD CreateOptimizer(double learningRate, double momentum) =>
        torch.optim.SGD(_network.parameters(), _crossEntropy ? learningRate : learningRate * _topology.OutputSize, momentum);

    private Tensor Step(SGD optimizer, Tensor inputs, Tensor targets)
    {
        optimizer.zero_grad();
        Tensor outputs = _network.forward(inputs);
        Tensor loss = _crossEntropy ? nn.functional.cross_entropy(outputs, targets) : nn.functional.mse_loss(outputs, targets);
        loss.backward();
        optimizer.step();
        return loss;
    }

    private sealed class Prediction(Sequential network, Tensor inputs, bool softmax) : IPrediction
    {
        private Tensor? _outputs;

        public void Run(int times)
        {
            using IDisposable inference = torch.inference_mode();
            for (int n = 0; n < times; n++)
            {
                _outputs?.Dispose();
                Tensor outputs = network.forward(inputs);
                if (softmax)
                {
                    using Tensor logits = outputs;
                    outputs = logits.softmax(1);
                }

                _outputs = outputs;
            }
        }

        public float[] ReadOutputs() => Torch.Read(_outputs!);

        public void Dispose()
        {
            inputs.Dispose();
            _outputs?.Dispose();
        }
    }

    private sealed class Training(TorchModules model, Tensor inputs, Tensor targets, double learningRate, double momentum) : ITraining
    {
        private readonly SGD _optimizer = model.CreateOptimizer(learningRate, momentum);
        private Tensor? _loss;

        public void Run(int steps)
        {
            for (int n = 0; n < steps; n++)
            {
                using DisposeScope step = torch.NewDisposeScope();
                _loss?.Dispose();
                _loss = model.Step(_optimizer, inputs, targets).DetachFromDisposeScope();
            }
        }

        public float ReadLoss() => _loss!.item<float>() * (model._crossEntropy ? 1 : model._topology.OutputSize);

        public void Dispose()
        {
            inputs.Dispose();
            targets.Dispose();
            _optimizer.Dispose();
            _loss?.Dispose();
        }
    }
}
