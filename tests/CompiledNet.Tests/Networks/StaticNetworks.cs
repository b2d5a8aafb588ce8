namespace CompiledNet.Tests.Networks;

/// <summary>
/// Networks that the build of this project generates, as a user's would: nested in a class, every activation, ragged sizes, both forms.
/// </summary>
internal static partial class StaticNetworks
{
    [CompiledNetwork(19, 33, 17, 5, Hidden = Activation.Tanh, Output = Activation.Softmax, Loss = Loss.CrossEntropy)]
    internal sealed partial class Ragged;

    [CompiledNetwork(784, 16, 16, 10)]
    internal sealed partial class Digits;

    [CompiledNetwork(Loss = Loss.MeanSquaredError)]
    [Input(19)]
    [Dense(31, Activation.Sigmoid)]
    [Dense(17, Activation.Tanh)]
    [Dense(3, Activation.Identity)]
    internal sealed partial class Regression;

    [CompiledNetwork(Loss = Loss.CrossEntropy)]
    [Input(5, 3, 1)]
    [Flatten]
    [Dense(33, Activation.ReLU)]
    [Dense(15, Activation.GELU)]
    [Dense(5, Activation.Softmax)]
    internal sealed partial class Classes;

    [CompiledNetwork]
    [Input(3, 4, 2)]
    [Flatten]
    [Dense(5, Activation.SiLU)]
    [Dense(2, Activation.Softplus)]
    internal sealed partial class Images;

    [CompiledNetwork(Loss = Loss.BinaryCrossEntropy)]
    [Input(7)]
    [Dense(16, Activation.ELU)]
    [Dense(35, Activation.SiLU)]
    [Dense(9, Activation.Softplus)]
    [Dense(2, Activation.Sigmoid)]
    internal sealed partial class Logistic;

    [CompiledNetwork(Unroll = Unroll.Full)]
    [Input(5)]
    [Dense(33, Activation.LeakyReLU)]
    [Dense(3, Activation.Softmax)]
    internal sealed partial class Straight;

    // Sums in 4 runs of 16 terms and 3 more: what a team's members compute of them does not end where their weights end.
    [CompiledNetwork(67, 15, 19, 3, Hidden = Activation.GELU, Loss = Loss.MeanSquaredError)]
    internal sealed partial class UnevenRuns;

    // Wide enough for its sums to be taken in 2 runs, though there are outputs enough.
    [CompiledNetwork(259, 130, 3, Hidden = Activation.SiLU, Output = Activation.Sigmoid, Loss = Loss.BinaryCrossEntropy)]
    internal sealed partial class Wide;

    [CompiledNetwork(Loss = Loss.CrossEntropy)]
    [Input(13)]
    [Dropout(0.2)]
    [Dense(17, Activation.Tanh)]
    [Dropout(0.5)]
    [Dense(6, Activation.GELU)]
    [Dropout(0.25)]
    [Dense(5, Activation.Softmax)]
    internal sealed partial class Dropped;

    [CompiledNetwork(Loss = Loss.CrossEntropy)]
    [Input(13, 12, 1)]
    [Conv2D(5, 4, Activation.ReLU)]
    [MaxPool2D(2)]
    [Conv2D(17, 3, 2, Activation.GELU, Padding = 1)]
    [MaxPool2D(3, Stride = 2, Padding = 1)]
    [Flatten]
    [Dense(19, Activation.Tanh)]
    [Dense(4, Activation.Softmax)]
    internal sealed partial class Pictures;

    [CompiledNetwork(Loss = Loss.MeanSquaredError)]
    [Input(7, 9, 3)]
    [Conv2D(4, 3, 2, Activation.Tanh, Stride = 2, PaddingHeight = 1)]
    [AvgPool2D(2, Stride = 1)]
    [Dropout(0.2)]
    [Conv2D(6, 2, Activation.SiLU)]
    [GlobalAvgPool2D]
    [Dense(3, Activation.Identity)]
    internal sealed partial class Means;

    [CompiledNetwork(Loss = Loss.CrossEntropy)]
    [Input(8, 8, 1)]
    [Conv2D(4, 3, Activation.ReLU, Padding = 1)]
    [Dropout(0.2)]
    [MaxPool2D(3, Stride = 2)]
    [Conv2D(5, 2, Activation.ReLU)]
    [MaxPool2D(2)]
    [Flatten]
    [Dense(3, Activation.Softmax)]
    internal sealed partial class Filters;

    [CompiledNetwork(Loss = Loss.CrossEntropy)]
    [Input(8, 8, 1)]
    [Conv2D(4, 3)]
    [BatchNorm(Activation.ReLU)]
    [Dropout(0.2)]
    [Conv2D(5, 3)]
    [Flatten]
    [Dense(12, Activation.Sigmoid)]
    [BatchNorm(Activation.GELU)]
    [Dense(3, Activation.Softmax)]
    internal sealed partial class Normalized;

    // The pixels of a maximum do not depend on any parameter: the loss is smooth in them.
    [CompiledNetwork]
    [Input(2, 5, 2)]
    [MaxPool2D(2)]
    [Conv2D(3, 1, 2, Activation.Tanh)]
    [Flatten]
    [Dense(2, Activation.Identity)]
    internal sealed partial class Maxima;

    [CompiledNetwork(Loss = Loss.MeanSquaredError)]
    [Input(6, 5, 2)]
    [Conv2D(4, 3)]
    [BatchNorm(Activation.Tanh)]
    [AvgPool2D(2)]
    [Flatten]
    [Dense(9, Activation.Identity)]
    [BatchNorm(Activation.SiLU, Momentum = 0.25, Epsilon = 0.1)]
    [Dense(3, Activation.Identity)]
    internal sealed partial class Normalised;
}
