namespace CompiledNet;

/// <summary>How a network becomes an ONNX model (<see cref="OnnxExport"/>). Each option has a default.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>
    /// In which order images lie at the model's input. It means nothing to a network of flat vectors; outputs are always in this library's order.
    /// Default: channels first.
    /// </summary>
    public OnnxImageLayout InputLayout { get; init; } = OnnxImageLayout.ChannelsFirst;

    /// <summary>
    /// How many examples the model takes at once, at least 1; null for any number, which the file calls <c>batch</c>. Some runtimes are faster with a fixed
    /// number, or need one. Default: null.
    /// </summary>
    public int? BatchSize { get; init; }

    /// <summary>What the model's input is called. Not empty. Default: <c>input</c>.</summary>
    public string InputName { get; init; } = "input";

    /// <summary>What the model's output is called. Not empty. Default: <c>output</c>.</summary>
    public string OutputName { get; init; } = "output";

    /// <summary>
    /// What is known of the inputs and outputs: it goes into the model's metadata by the same keys as into the files of <see cref="ModelFile"/>. Default: null.
    /// </summary>
    public ModelInfo? Info { get; init; }

    /// <summary>
    /// Whether the model has metadata: of which network it is (<c>compilednet.network</c>, <c>.version</c>, <c>.topology</c>, <c>.layers</c>), and
    /// <see cref="Info"/>. Runtimes pass it over. Default: true.
    /// </summary>
    public bool IncludeMetadata { get; init; } = true;

    /// <summary>
    /// Whether the model scales its inputs itself, by <see cref="ModelInfo.InputScaler"/>, so that it takes them in their own units:
    /// <c>(input - offset) / scale</c>. The metadata then has no input scaler, as there is nothing left to do. Default: false.
    /// </summary>
    /// <remarks>
    /// In single precision, where <see cref="FeatureScaler"/> computes in double: the offset is subtracted in two parts, so that a column of large numbers
    /// close to each other loses nothing.
    /// </remarks>
    public bool ScaleInputs { get; init; }

    /// <summary>
    /// Whether the model brings its outputs back into their own units, by <see cref="ModelInfo.TargetScaler"/>: <c>output scale + offset</c>. The metadata
    /// then has no target scaler. Default: false.
    /// </summary>
    public bool UnscaleOutputs { get; init; }

    /// <summary>What the model is, in words, for people who open the file; null for nothing. Default: null.</summary>
    public string? Description { get; init; }

    /// <summary>The program that made the model. Not empty. Default: <c>CompiledNet</c>.</summary>
    public string ProducerName { get; init; } = "CompiledNet";

    /// <summary>The version of that program. Default: this package's.</summary>
    public string ProducerVersion { get; init; } = OnnxExport.PackageVersion;
}
