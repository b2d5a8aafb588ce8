using CompiledNet.Numerics;
using CompiledNet.Onnx.Schema;
using CompiledNet.Storage;

namespace CompiledNet.Export;

/// <summary>The whole model: what is checked before, the graph, and what stands around it.</summary>
internal static class ModelExport
{
    private const string VarianceSuffix = ".running_var";
    private const string InputLayout = "compilednet.input_layout";

    /// <exception cref="ArgumentException">An option is not as described, or does not fit.</exception>
    /// <exception cref="InvalidOperationException">A value cannot be exported.</exception>
    /// <exception cref="NotSupportedException">A layer cannot be told.</exception>
    public static ModelProto Of(NetworkTopology topology, OnnxExportOptions options, TensorValues parameters, TensorValues statistics)
    {
        OptionRules.Check(options);

        // Checks the info, whether it is wanted or not.
        List<KeyValuePair<string, string>> metadata = ModelMetadata.Write(topology, options.Info ?? new ModelInfo(), OnnxExport.PackageVersion);
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

        foreach ((string key, string value) in options.IncludeMetadata ? metadata.Where(pair => IsLeftToSay(pair.Key, options)) : [])
        {
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        }

        if (options.IncludeMetadata && topology.Input.Count == 3)
        {
            // A graph that makes the image flat at once does not show it.
            model.MetadataProps.Add(new StringStringEntryProto { Key = InputLayout, Value = options.InputLayout.ToString() });
        }

        return model;
    }

    // What the safetensors format wants to be told is nothing to this one; and what the model scales itself, its user would scale twice.
    private static bool IsLeftToSay(string key, OnnxExportOptions options) => key switch
    {
        ModelMetadata.Format => false,
        ModelMetadata.InputScaler => !options.ScaleInputs,
        ModelMetadata.TargetScaler => !options.UnscaleOutputs,
        _ => true,
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
