namespace CompiledNet.Benchmarks;

/// <summary>Plain C# loops: see <see cref="PlainNetwork"/>.</summary>
internal sealed class PlainPeer : IPeer
{
    public string Name => "plain C# loops";

    public bool Trains => true;

    public bool Convolves => false;

    public IModel Create(Workload workload) => new Model(new PlainNetwork(workload.Topology, workload.Parameters));

    private sealed class Model(PlainNetwork network) : IModel
    {
        public IPrediction Predict(Examples examples) => new Prediction(network, examples);

        public ITraining Train(Examples examples, double learningRate, double momentum) =>
            new Training(network, examples, (float)learningRate, (float)momentum);

        public float[] ReadParameters() => network.ReadParameters();

        public void Dispose()
        {
        }
    }

    private sealed class Prediction(PlainNetwork network, Examples examples) : IPrediction
    {
        private readonly float[] _outputs = new float[examples.Count * examples.OutputSize];

        public void Run(int times)
        {
            for (int n = 0; n < times; n++)
            {
                for (int row = 0; row < examples.Count; row++)
                {
                    network.Predict(
                        examples.Inputs.Slice(row * examples.InputSize, examples.InputSize),
                        _outputs.AsSpan(row * examples.OutputSize, examples.OutputSize));
                }
            }
        }

        public float[] ReadOutputs() => _outputs;

        public void Dispose()
        {
        }
    }

    private sealed class Training(PlainNetwork network, Examples examples, float learningRate, float momentum) : ITraining
    {
        private float _loss;

        public void Run(int steps)
        {
            for (int n = 0; n < steps; n++)
            {
                _loss = network.Step(examples.Inputs, examples.Targets, learningRate, momentum);
            }
        }

        public float ReadLoss() => _loss;

        public void Dispose()
        {
        }
    }
}
