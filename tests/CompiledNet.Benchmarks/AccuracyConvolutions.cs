namespace CompiledNet.Benchmarks;

[CompiledNetwork(Loss = Loss.CrossEntropy)]
[Input(28, 28, 1)]
[Conv2D(16, 3, Activation.ReLU, Padding = 1)]
[MaxPool2D(2)]
[Conv2D(32, 3, Activation.ReLU, Padding = 1)]
[MaxPool2D(2)]
[Flatten]
[Dropout(0.3)]
[Dense(128, Activation.ReLU)]
[Dropout(0.3)]
[Dense(10, Activation.Softmax)]
internal sealed partial class FashionConvolutions;

/// <summary>What networks with convolutions reach on real images, for three seeds.</summary>
internal static class AccuracyConvolutions
{
    /// <summary>LeNet-5 on MNIST, with the images as they are and with others made of them.</summary>
    public static void Run(string folder)
    {
        (Dataset train, Dataset test) = Mnist.Load(folder);
        Accuracy.Run<LeNet5>("LeNet-5, Adam, batch 64, rate 0.002, cosine, 10 epochs", Cosine(10, 64, 0.002), train, test);
        TrainingOptions augmented = Cosine(30, 64, 0.003) with
        {
            LabelSmoothing = 0.05,
            Augmentation = new ImageAugmentation(28, 28, 1) { MaxShift = 1.5, MaxRotation = 8, MaxScale = 0.1 },
        };
        Accuracy.Run<LeNet5>(
            "LeNet-5, rate 0.003, label smoothing 0.05, each image shifted by up to 1.5 pixels, turned by up to 8 degrees, scaled by up to 10 %, 30 epochs",
            augmented,
            train,
            test);
    }

    /// <summary>Two convolutions on Fashion-MNIST.</summary>
    public static void RunFashion(string folder)
    {
        (Dataset train, Dataset test) = Mnist.Load(folder);
        Accuracy.Run<FashionConvolutions>(
            "convolutions of 16 and 32 filters, 3x3, dense 128, dropout 0.3; Adam, batch 64, rate 0.002, cosine, 12 epochs", Cosine(12, 64, 0.002), train, test);
    }

    private static TrainingOptions Cosine(int epochs, int batchSize, double rate) =>
        new() { Epochs = epochs, BatchSize = batchSize, Optimizer = new Adam(rate), Schedule = new CosineSchedule { WarmUpEpochs = 1 } };
}
