using CompiledNet;

namespace LinearRegression;

/// <summary>a = w x + b: one neuron whose activation is its weighted sum as it is.</summary>
[CompiledNetwork(1, 1, Output = Activation.Identity, Loss = Loss.MeanSquaredError)]
public sealed partial class Line;
