using CompiledNet;

namespace XorSample;

/// <summary>Two inputs, a hidden layer of four neurons, one output. All activations are sigmoids; the cost is the squared error.</summary>
[CompiledNetwork(2, 4, 1)]
public sealed partial class XorNet;
