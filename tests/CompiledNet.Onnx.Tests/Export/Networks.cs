namespace CompiledNet.Onnx.Tests.Export;

/// <summary>LeNet-5 as the sample has it.</summary>
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

/// <summary>The network of the learning text.</summary>
[CompiledNetwork(784, 16, 16, 10)]
internal sealed partial class DigitNet;

/// <summary>Layers whose outputs are others in training.</summary>
[CompiledNetwork(Loss = Loss.CrossEntropy)]
[Input(8, 6, 2)]
[Conv2D(4, 3, StrideWidth = 2, PaddingHeight = 1)]
[BatchNorm(Activation.ReLU)]
[AvgPool2D(2, Stride = 1)]
[Flatten]
[Dropout(0.25)]
[Dense(12, Activation.Identity)]
[BatchNorm(Activation.GELU, Momentum = 0.25, Epsilon = 0.001)]
[Dense(3, Activation.Softmax)]
internal sealed partial class NormNet;

/// <summary>Few numbers of each kind, for the options.</summary>
[CompiledNetwork]
[Input(3)]
[Dense(4, Activation.Tanh)]
[Dense(2, Activation.Identity)]
internal sealed partial class SmallNet;

/// <summary>A small image in, a few numbers out.</summary>
[CompiledNetwork]
[Input(2, 3, 2)]
[Conv2D(2, 2)]
[Flatten]
[Dense(2, Activation.Identity)]
internal sealed partial class SmallImageNet;

/// <summary>Every activation and every kind of layer at sizes that no vector divides.</summary>
[CompiledNetwork]
[Input(11, 9, 3)]
[Conv2D(5, 3, 2, Activation.GELU, StrideHeight = 2, PaddingHeight = 1)]
[BatchNorm(Activation.ELU)]
[Conv2D(7, 2, Activation.LeakyReLU)]
[MaxPool2D(2, Stride = 1)]
[Conv2D(3, 1, Activation.SiLU)]
[AvgPool2D(2, 3, Stride = 1, PaddingWidth = 1)]
[Conv2D(5, 1, Activation.Identity)]
[Flatten]
[Dropout(0.25)]
[Dense(13, Activation.Softplus)]
[Dense(11, Activation.Tanh)]
[BatchNorm(Activation.ReLU, Momentum = 0.3, Epsilon = 0.002)]
[Dense(9, Activation.Sigmoid)]
[Dense(5, Activation.Softmax)]
internal sealed partial class EveryActivationNet;

/// <summary>An image of which no layer says which dimension is which; its last extent in ONNX's order looks like channels.</summary>
[CompiledNetwork]
[Input(6, 4, 8)]
[Flatten]
[Dense(3, Activation.Identity)]
internal sealed partial class FlatAtOnceNet;
