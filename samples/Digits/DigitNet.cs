using CompiledNet;

namespace Digits;

/// <summary>
/// The network of the sample: 784 inputs, one for each pixel of a 28x28 image; two hidden layers of 16 neurons; 10 outputs, one for each
/// digit. All activations are sigmoids, the cost is the squared error. The build writes the rest: 13,002 weights and biases, the forward pass,
/// backpropagation.
/// </summary>
[CompiledNetwork(784, 16, 16, 10)]
public sealed partial class DigitNet;
