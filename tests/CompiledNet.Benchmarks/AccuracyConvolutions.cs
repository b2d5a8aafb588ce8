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
    }

    /// <summary>Two convolutions on Fashion-MNIST.</summary>
    public static void RunFashion(string folder)
    {
        (Dataset train, Dataset test) = Mnist.Load(folder);
        Accuracy.Run<FashionConvolutions>(
            "convolutions of 16 and 32 filters, 3x3, dense 128, dropout 0.3; Adam, batch 64, rate 0.002, cosine, 12 epochs", Cosine(12, 64, 0.002), train, test);
    }

    private static TrainingOptions Cosine(int epochs, int batchSize, double rate) =>
        new() { Epochs = epochs, BatchSize = batchSize, Optimizer = new Adam(rate), Schedule = new CosineSchedule() };
}
