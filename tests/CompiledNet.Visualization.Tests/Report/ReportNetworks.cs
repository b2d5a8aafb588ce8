namespace CompiledNet.Visualization.Tests.Report;

/// <summary>Flat images of 16 x 16 pixels, four classes.</summary>
[CompiledNetwork(256, 8, 6, 4)]
public sealed partial class FlatImageNet;

/// <summary>A convolutional network with every kind of layer.</summary>
[CompiledNetwork(Loss = Loss.CrossEntropy)]
[Input(16, 16, 1)]
[Conv2D(8, 3, Padding = 1)]
[BatchNorm(Activation.ReLU)]
[MaxPool2D(2)]
[Conv2D(4, 3, Activation.LeakyReLU)]
[AvgPool2D(2)]
[Flatten]
[Dense(30, Activation.Tanh)]
[Dropout(0.1)]
[Dense(4, Activation.Softmax)]
public sealed partial class ConvolutionalNet;

/// <summary>Colour images, and no dense layer before the last.</summary>
[CompiledNetwork(Loss = Loss.CrossEntropy)]
[Input(16, 16, 3)]
[Conv2D(5, 3, Activation.SiLU)]
[GlobalAvgPool2D]
[Dense(4, Activation.Softmax)]
public sealed partial class ColourNet;

/// <summary>One output that tells two classes apart.</summary>
[CompiledNetwork(2, 5, 1, Loss = Loss.BinaryCrossEntropy)]
public sealed partial class YesNoNet;

/// <summary>A regression with two outputs.</summary>
[CompiledNetwork(3, 6, 2, Hidden = Activation.Tanh, Output = Activation.Identity, Loss = Loss.MeanSquaredError)]
public sealed partial class PriceNet;

/// <summary>A hundred classes.</summary>
[CompiledNetwork(12, 40, 100, Output = Activation.Softmax, Loss = Loss.CrossEntropy)]
public sealed partial class HundredNet;
