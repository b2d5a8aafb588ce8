namespace CompiledNet.KillTarget;

/// <summary>Its steps are short: kills hit anything.</summary>
[CompiledNetwork(Loss = Loss.CrossEntropy)]
[Input(20)]
[Dropout(0.1)]
[Dense(24, Activation.Tanh)]
[Dropout(0.3)]
[Dense(5, Activation.Softmax)]
internal sealed partial class SmallNetwork;

/// <summary>Its checkpoints take long to write: most kills hit a save. And its steps are worth several threads.</summary>
[CompiledNetwork(Loss = Loss.CrossEntropy)]
[Input(400)]
[Dropout(0.1)]
[Dense(256, Activation.ReLU)]
[Dropout(0.3)]
[Dense(10, Activation.Softmax)]
internal sealed partial class LargeNetwork;
