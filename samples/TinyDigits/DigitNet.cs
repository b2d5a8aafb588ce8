using CompiledNet;

namespace TinyDigits;

/// <summary>
/// A small convolutional network that reads 28x28 pixels, white ink on black, as MNIST's digits. Its weights are in the program:
/// <c>new DigitNet()</c> is trained. Two bytes for each are enough, and halve their share of the executable.
/// </summary>
[CompiledNetwork(Loss = Loss.CrossEntropy)]
[Input(28, 28, 1)]
[Conv2D(8, 5, Activation.ReLU)]
[MaxPool2D(2)]
[Conv2D(16, 5, Activation.ReLU)]
[MaxPool2D(2)]
[Flatten]
[Dense(64, Activation.ReLU)]
[Dense(10, Activation.Softmax)]
[Pretrained("digits.safetensors", Storage = WeightStorage.Float16)]
public sealed partial class DigitNet;
