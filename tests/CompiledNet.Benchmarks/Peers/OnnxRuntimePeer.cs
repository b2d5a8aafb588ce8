using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace CompiledNet.Benchmarks;

/// <summary>
/// ONNX Runtime, inference only: one thread, sequential execution, every graph optimization, the batch size fixed in the model, and inputs
/// and outputs bound once to memory of its own, so that a run allocates and copies nothing.
/// </summary>
internal sealed class OnnxRuntimePeer : IPeer
{
    public string Name => "ONNX Runtime";

    public bool Trains => false;

    public bool Convolves => true;

    public IModel Create(Workload workload)
    {
        // Loads the native library, so that its absence shows here.
        _ = OrtEnv.Instance();
        return new Model(workload);
    }

    private sealed class Model(Workload workload) : IModel
    {
        public IPrediction Predict(Examples examples) => new Prediction(workload, examples);

        public ITraining Train(Examples examples, double learningRate, double momentum) =>
            throw new NotSupportedException("ONNX Runtime is measured for inference only.");

        public float[] ReadParameters() => workload.Parameters;

        public void Dispose()
        {
        }
    }

    private sealed class Prediction : IPrediction
    {
        private readonly SessionOptions _settings;
        private readonly InferenceSession _session;
        private readonly RunOptions _run = new();
        private readonly OrtValue _inputs;
        private readonly OrtValue _outputs;
        private readonly OrtIoBinding _binding;

        public Prediction(Workload workload, Examples examples)
        {
            _settings = new SessionOptions
            {
                IntraOpNumThreads = 1,
                InterOpNumThreads = 1,
                ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
                GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            };
            _session = new InferenceSession(workload.ToOnnx(examples.Count), _settings);
            TensorShape input = workload.Topology.Input;
            _inputs = input.Count == 3 ? Allocate(examples.Count, input[2], input[0], input[1]) : Allocate(examples.Count, examples.InputSize);
            _outputs = Allocate(examples.Count, examples.OutputSize);
            Permutation.Inputs(workload.Topology, examples).CopyTo(_inputs.GetTensorMutableDataAsSpan<float>());
            OnnxExportOptions options = new();
            _binding = _session.CreateIoBinding();
            _binding.BindInput(options.InputName, _inputs);
            _binding.BindOutput(options.OutputName, _outputs);
        }

        public void Run(int times)
        {
            for (int n = 0; n < times; n++)
            {
                _session.RunWithBinding(_run, _binding);
            }
        }

        public float[] ReadOutputs() => _outputs.GetTensorDataAsSpan<float>().ToArray();

        public void Dispose()
        {
            _binding.Dispose();
            _inputs.Dispose();
            _outputs.Dispose();
            _run.Dispose();
            _session.Dispose();
            _settings.Dispose();
        }

        private static OrtValue Allocate(params long[] shape) =>
            OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, TensorElementType.Float, shape);
    }
}
