using CompiledNet;

namespace LeNet;

/// <summary>
/// LeNet-5 (Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document recognition", 1998), with the activations and
/// pools of today: six filters of 5x5 pixels slide over the image, sixteen over what these have found, and three dense layers draw the conclusion. A
/// filter has the same few weights wherever it looks, so that an edge learned in one corner is known in all of them.
/// </summary>
[CompiledNetwork(Loss = Loss.CrossEntropy)]
[Input(28, 28, 1)]                       // height, width, channels
[Conv2D(6, 5, Activation.ReLU)]          // 24x24, and six numbers at each place: how well each filter fits there
[MaxPool2D(2)]                           // 12x12: the best of each 2x2 places
[Conv2D(16, 5, Activation.ReLU)]         // 8x8
[MaxPool2D(2)]                           // 4x4
[Flatten]
[Dense(120, Activation.ReLU)]
[Dense(84, Activation.ReLU)]
[Dense(10, Activation.Softmax)]
public sealed partial class LeNet5;
