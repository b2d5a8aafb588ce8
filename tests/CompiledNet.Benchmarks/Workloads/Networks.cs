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
