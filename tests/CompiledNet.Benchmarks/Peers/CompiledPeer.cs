using CompiledNet.Numerics;

namespace CompiledNet.Benchmarks;

/// <summary>CompiledNet: the generated network, one thread.</summary>
internal sealed class CompiledPeer : IPeer
{
    public string Name => "CompiledNet";

    public bool Trains => true;

    public bool Convolves => true;

    public IModel Create(Workload workload) => workload.CreateCompiled();
}

internal sealed class CompiledModel<TNetwork> : IModel
    where TNetwork : class, ICompiledNetwork<TNetwork>
{
    private readonly TNetwork _network = TNetwork.Create(1);

    public CompiledModel(Workload workload) => workload.Parameters.CopyTo(_network.Parameters);

    public IPrediction Predict(Examples examples) => new Prediction(_network, examples);

    public ITraining Train(Examples examples, double learningRate, double momentum) =>
        new Training(_network, examples, new Sgd(learningRate) { Momentum = momentum });

    public float[] ReadParameters() => _network.Parameters.ToArray();

    public void Dispose()
    {
    }

    private sealed class Prediction(TNetwork network, Examples examples) : IPrediction
    {
        private readonly float[] _outputs = new float[examples.Count * examples.OutputSize];

        public void Run(int times)
        {
            if (examples.Count == 1)
            {
                for (int n = 0; n < times; n++)
                {
                    network.Predict(examples.Inputs, _outputs);
                }
            }
            else
            {
                for (int n = 0; n < times; n++)
                {
                    network.PredictBatch(examples.Inputs, _outputs);
                }
            }
        }

        public float[] ReadOutputs() => _outputs;

        public void Dispose()
        {
        }
    }

    private sealed class Training(TNetwork network, Examples examples, Sgd sgd) : ITraining
    {
        private readonly Trainer<TNetwork> _trainer = new(network, new TrainingOptions { Optimizer = sgd });
        private float _loss;

        public void Run(int steps)
        {
            for (int n = 0; n < steps; n++)
            {
                _loss = _trainer.TrainStep(examples.Inputs, examples.Targets);
            }
        }

        public float ReadLoss() => _loss;

        public void Dispose()
        {
        }
    }
}
