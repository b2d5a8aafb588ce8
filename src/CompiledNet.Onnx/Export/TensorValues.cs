namespace CompiledNet.Export;

/// <summary>Where a tensor's numbers are.</summary>
internal delegate ReadOnlySpan<float> TensorValues(ParameterTensor tensor);
