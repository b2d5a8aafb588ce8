using CompiledNet;

namespace TourSample;

/// <summary>The network of the tour, and of the sample Digits: 784 pixels, two hidden layers of 16 neurons, ten outputs; 13,002 weights and biases.</summary>
[CompiledNetwork(784, 16, 16, 10)]
public sealed partial class DigitNet;

/// <summary>The last layer of <see cref="DigitNet"/> by itself: what the second hidden layer would have to say for another answer.</summary>
[CompiledNetwork(16, 10)]
public sealed partial class LastLayer;

/// <summary>The last two layers of <see cref="DigitNet"/> by themselves: what the first hidden layer would have to say for another answer.</summary>
[CompiledNetwork(16, 16, 10)]
public sealed partial class LastTwoLayers;

/// <summary>One neuron with one input: one weight, one bias, sigmoid. Its cost can be drawn as a map.</summary>
[CompiledNetwork(1, 1)]
public sealed partial class OneNeuron;

/// <summary>One neuron with one input and the hyperbolic tangent.</summary>
[CompiledNetwork(1, 1, Output = Activation.Tanh)]
public sealed partial class TanhNeuron;

/// <summary>One neuron with one input, which lets pass what is positive.</summary>
[CompiledNetwork(1, 1, Output = Activation.ReLU)]
public sealed partial class ReluNeuron;
