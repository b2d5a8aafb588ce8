using System.Diagnostics;
using System.Globalization;

namespace CompiledNet.Benchmarks;

[CompiledNetwork(784, 30, 10)]
internal sealed partial class Digits30;

[CompiledNetwork(784, 128, 10, Hidden = Activation.ReLU, Output = Activation.Softmax, Loss = Loss.CrossEntropy)]
internal sealed partial class Digits128;

/// <summary>What the networks of the learning text, and a wider one, reach on the real MNIST, for three seeds.</summary>
internal static class Accuracy
{
    public static void Run(string folder)
    {
        (Dataset train, Dataset test) = Mnist.Load(folder);
        Run<Digits>("784-16-16-10 sigmoid, squared error, batch 10, rate 1.5, 15 epochs", 15, 10, new Sgd(1.5), train, test);
        Run<Digits30>("784-30-10 sigmoid, squared error, batch 10, rate 1.5, 10 epochs", 10, 10, new Sgd(1.5), train, test);
        Run<Digits128>("784-128-10 relu, softmax, cross entropy, batch 32, rate 0.1, 15 epochs", 15, 32, new Sgd(0.1), train, test);
    }

    private static void Run<TNetwork>(string name, int epochs, int batchSize, Optimizer optimizer, Dataset train, Dataset test)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        Console.WriteLine(name);
        for (int seed = 0; seed < 3; seed++)
        {
            TNetwork network = TNetwork.Create(seed);
            TrainingOptions options = new() { Epochs = epochs, BatchSize = batchSize, Optimizer = optimizer, Seed = seed };
            Stopwatch watch = Stopwatch.StartNew();
            TrainingResult result = new Trainer<TNetwork>(network, options).Train(train);
            TimeSpan elapsed = watch.Elapsed;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  seed {seed}: test accuracy {network.Evaluate(test).Accuracy:P2}, training loss {result.FinalLoss:F5}, {elapsed.TotalSeconds:F2} s of training"));
        }
    }
}
