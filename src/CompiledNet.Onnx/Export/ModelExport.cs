using CompiledNet.Numerics;
using CompiledNet.Onnx.Schema;
using CompiledNet.Storage;

namespace CompiledNet.Export;

/// <summary>The whole model: what is checked before, the graph, and what stands around it.</summary>
internal static class ModelExport
{
    private const string VarianceSuffix = ".running_var";

    /// <exception cref="ArgumentException">An option is not as described, or does not fit.</exception>
    /// <exception cref="InvalidOperationException">A value cannot be exported.</exception>
    /// <exception cref="NotSupportedException">A layer cannot be told.</exception>
    public static ModelProto Of(NetworkTopology topology, OnnxExportOptions options, TensorValues parameters, TensorValues statistics)
    {
        OptionRules.Check(options);
        ModelInfo info = options.Info ?? new ModelInfo();

        // Checks the info, whether it is wanted or not.
        List<KeyValuePair<string, string>> metadata = ModelMetadata.Write(topology, Remaining(info, options), OnnxExport.PackageVersion);
        CheckValues(topology.Tensors, parameters);
        CheckValues(topology.Statistics, statistics);
        ModelProto model = new()
        {
            IrVersion = OnnxExport.IrVersion,
            ProducerName = options.ProducerName,
            ProducerVersion = options.ProducerVersion,
            Graph = new NetworkGraph(topology, options, parameters, statistics).Build(),
            OpsetImport = { new OperatorSetIdProto { Domain = string.Empty, Version = OnnxExport.OperatorSet } },
        };
        if (options.Description is not null)
        {
            model.DocString = options.Description;
        }

        // What the safetensors format wants to be told is nothing to this one.
        foreach ((string key, string value) in options.IncludeMetadata ? metadata.Where(pair => pair.Key != ModelMetadata.Format) : [])
        {
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        }

        return model;
    }

    // What is left to do for whoever runs the model: what it does itself would be done twice.
    private static ModelInfo Remaining(ModelInfo info, OnnxExportOptions options) => new()
    {
        InputScaler = options.ScaleInputs ? null : info.InputScaler,
        TargetScaler = options.UnscaleOutputs ? null : info.TargetScaler,
        InputNames = info.InputNames,
        ClassNames = info.ClassNames,
        Properties = info.Properties,
    };

    private static void CheckValues(IReadOnlyList<ParameterTensor> tensors, TensorValues values)
    {
        foreach (ParameterTensor tensor in tensors)
        {
            ReadOnlySpan<float> all = values(tensor);
            int index = ParameterMath.IndexOfNonFinite(all);
            string expected = "a finite number, as nothing else gives a model with outputs that mean anything";
            if (index < 0 && tensor.Name.EndsWith(VarianceSuffix, StringComparison.Ordinal))
            {
                index = all.IndexOfAnyExceptInRange(-0f, float.MaxValue);
                expected = "no negative number, as it is a variance";
            }

            if (index >= 0)
            {
                throw new InvalidOperationException(FormattableString.Invariant($"Element {index} of {tensor.Name} is {all[index]}; expected {expected}."));
            }
        }
    }
}
