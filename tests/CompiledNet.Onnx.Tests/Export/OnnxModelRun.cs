using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace CompiledNet.Onnx.Tests.Export;

/// <summary>A model in ONNX Runtime, one thread, every check it has.</summary>
internal sealed class OnnxModelRun : IDisposable
{
    private readonly SessionOptions _settings;
    private readonly InferenceSession _session;

    public OnnxModelRun(byte[] model, bool optimized = true)
    {
        _settings = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            GraphOptimizationLevel = optimized ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };

        // Shapes that are declared and not what the operators give are errors, not remarks.
        _settings.AddSessionConfigEntry("session.strict_shape_type_inference", "1");
        _session = new InferenceSession(model, _settings);
    }

    public IReadOnlyDictionary<string, NodeMetadata> Inputs => _session.InputMetadata;

    public IReadOnlyDictionary<string, NodeMetadata> Outputs => _session.OutputMetadata;

    public IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    public ModelMetadata Model => _session.ModelMetadata;

    /// <summary>The outputs for a batch, given in the order that the model takes.</summary>
    public float[] Run(float[] inputs, int batch)
    {
        (string name, NodeMetadata input) = Assert.Single(_session.InputMetadata);
        int[] shape = [batch, .. input.Dimensions.Skip(1)];
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = _session.Run([NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(inputs, shape))]);
        return Assert.Single(outputs).AsTensor<float>().ToArray();
    }

    public void Dispose()
    {
        _session.Dispose();
        _settings.Dispose();
    }
}
