namespace CompiledNet.Benchmarks;

[CompiledNetwork(784, 16, 16, 10)]
internal sealed partial class Digits;

[CompiledNetwork(4, 32, 16, 4, Hidden = Activation.Tanh, Output = Activation.Identity)]
internal sealed partial class SmallTanh;

[CompiledNetwork(784, 128, 64, 10, Hidden = Activation.ReLU, Output = Activation.Softmax, Loss = Loss.CrossEntropy)]
internal sealed partial class LargeReLU;

[CompiledNetwork(13, 17, 10, Hidden = Activation.ReLU, Output = Activation.Softmax, Loss = Loss.CrossEntropy)]
internal sealed partial class Ragged;

[CompiledNetwork(24, 8, 2, Hidden = Activation.Tanh)]
internal sealed partial class Tiny;

[CompiledNetwork(64, 64, 64, 64, 1, Hidden = Activation.Tanh, Output = Activation.Identity)]
internal sealed partial class Deep;

// The convolutional network everybody knows, with ReLU and maximum pooling (LeCun, Bottou, Bengio, Haffner 1998 had tanh and trained averages).
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
internal sealed partial class LeNet5;
