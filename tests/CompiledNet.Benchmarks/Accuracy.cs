using System.Diagnostics;
using System.Globalization;

namespace CompiledNet.Benchmarks;

[CompiledNetwork(784, 30, 10)]
internal sealed partial class Digits30;

[CompiledNetwork(784, 128, 10, Hidden = Activation.ReLU, Output = Activation.Softmax, Loss = Loss.CrossEntropy)]
internal sealed partial class Digits128;

[CompiledNetwork(784, 256, 128, 10, Hidden = Activation.ReLU, Output = Activation.Softmax, Loss = Loss.CrossEntropy)]
internal sealed partial class Fashion256;

[CompiledNetwork(Loss = Loss.CrossEntropy)]
[Input(784)]
[Dense(256, Activation.ReLU)]
[Dropout(0.3)]
[Dense(128, Activation.ReLU)]
[Dropout(0.2)]
[Dense(10, Activation.Softmax)]
internal sealed partial class FashionDropout;

/// <summary>What the networks of the learning text, and wider ones, reach on real images, for three seeds.</summary>
internal static class Accuracy
{
    // The digit that gets rare.
    private const int RareDigit = 8;
    private const double RareShare = 0.02;

    public static void Run(string folder)
    {
        (Dataset train, Dataset test) = Mnist.Load(folder);
        Run<Digits>("784-16-16-10 sigmoid, squared error, batch 10, rate 1.5, 15 epochs", With(15, 10, new Sgd(1.5)), train, test);
        Run<Digits30>("784-30-10 sigmoid, squared error, batch 10, rate 1.5, 10 epochs", With(10, 10, new Sgd(1.5)), train, test);
        Run<Digits128>("784-128-10 relu, softmax, cross entropy, batch 32, rate 0.1, 15 epochs", With(15, 32, new Sgd(0.1)), train, test);
        Run<Digits128>(
            "784-128-10, the same with Adam, batch 64, rate 0.002, cosine, 15 epochs",
            With(15, 64, new Adam(0.002)) with { Schedule = new CosineSchedule { WarmUpEpochs = 1 } },
            train,
            test);
        Run<Digits128>(
            "784-128-10, the same with label smoothing 0.1",
            With(15, 64, new Adam(0.002)) with { Schedule = new CosineSchedule { WarmUpEpochs = 1 }, LabelSmoothing = 0.1 },
            train,
            test);
    }

    public static void RunFashion(string folder)
    {
        (Dataset train, Dataset test) = Mnist.Load(folder);
        TrainingOptions options = With(15, 64, new Adam(0.001)) with { Schedule = new CosineSchedule { WarmUpEpochs = 1 } };
        Run<Fashion256>("784-256-128-10 with Adam, batch 64, rate 0.001, cosine, 15 epochs", options, train, test);
        Run<FashionDropout>("784-256-128-10, the same with dropout 0.3 and 0.2", options, train, test);
    }

    /// <summary>One digit cut to a fiftieth of its examples: how many of it are found, and what helps.</summary>
    public static void RunUnbalanced(string folder)
    {
        (Dataset all, Dataset test) = Mnist.Load(folder);
        int left = (int)(all.ClassCounts()[RareDigit] * RareShare);
        int seen = 0;
        Dataset train = all.Select([.. Enumerable.Range(0, all.Count).Where(i => all.Label(i) != RareDigit || seen++ < left)]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{train.Count:N0} digits, {left} of them eights; 784-30-10, batch 32, rate 0.5, 10 epochs"));
        TrainingOptions plain = With(10, 32, new Sgd(0.5));
        RunRare<Digits30>("as they are", plain, train, test);
        RunRare<Digits30>("class weights, balanced", plain with { ClassWeights = ClassWeights.Balanced(train) }, train, test);
        RunRare<Digits30>("balanced batches", plain with { BalanceClasses = true }, train, test);
        Console.WriteLine("784-128-10, Adam, batch 64, rate 0.002, cosine, 10 epochs");
        TrainingOptions adam = With(10, 64, new Adam(0.002)) with { Schedule = new CosineSchedule() };
        RunRare<Digits128>("as they are", adam, train, test);
        RunRare<Digits128>("class weights, balanced", adam with { ClassWeights = ClassWeights.Balanced(train) }, train, test);
        RunRare<Digits128>("balanced batches", adam with { BalanceClasses = true }, train, test);
    }

    private static TrainingOptions With(int epochs, int batchSize, Optimizer optimizer) => new() { Epochs = epochs, BatchSize = batchSize, Optimizer = optimizer };

    private static void RunRare<TNetwork>(string name, TrainingOptions options, Dataset train, Dataset test)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        for (int seed = 0; seed < 3; seed++)
        {
            TNetwork network = TNetwork.Create(seed);
            new Trainer<TNetwork>(network, options with { Seed = seed }).Train(train);
            Evaluation evaluation = network.Evaluate(test);
            ConfusionMatrix confusion = evaluation.Confusion;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {name,-24} seed {seed}: recall of the rare digit {confusion.Recall(RareDigit):P1}, its precision {confusion.Precision(RareDigit):P1}, accuracy {evaluation.Accuracy:P2}"));
        }
    }

    /// <summary>Trains a network for three seeds and prints what each reaches.</summary>
    public static void Run<TNetwork>(string name, TrainingOptions options, Dataset train, Dataset test)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        Console.WriteLine(name);
        for (int seed = 0; seed < 3; seed++)
        {
            TNetwork network = TNetwork.Create(seed);
            Stopwatch watch = Stopwatch.StartNew();
            TrainingResult result = new Trainer<TNetwork>(network, options with { Seed = seed }).Train(train);
            TimeSpan elapsed = watch.Elapsed;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  seed {seed}: test accuracy {network.Evaluate(test).Accuracy:P2}, training loss {result.FinalLoss:F5}, {elapsed.TotalSeconds:F2} s of training"));
        }
    }
}
