using CompiledNet;

[CompiledNetwork(784, 16, 16, 10)]
public sealed partial class DigitNet;

[CompiledNetwork(4, 16, 3, Hidden = Activation.ReLU, Output = Activation.Softmax, Loss = Loss.CrossEntropy)]
public sealed partial class FlowerNet;

[CompiledNetwork(Loss = Loss.CrossEntropy)]
[Input(28, 28, 1)]
[Conv2D(6, 5, Activation.ReLU)]
[MaxPool2D(2)]
[Conv2D(16, 5, Activation.ReLU)]
[MaxPool2D(2)]
[Flatten]
[Dense(120, Activation.ReLU)]
[Dense(84, Activation.ReLU)]
[Dense(10, Activation.Softmax)]
public sealed partial class LeNet5;

[CompiledNetwork(784, 16, 10)]
public sealed partial class SmallDigitNet;
