using CompiledNet.Numerics;
using CompiledNet.Tests.Data;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Training;

/// <summary>
/// From a folder of four IDX files to a network that reads digits: on the real MNIST where <c>COMPILEDNET_DATA</c> names its folder, else on
/// small files in its format.
/// </summary>
public class DigitReaderTests
{
    [Fact]
    public void A_network_learns_to_read_the_digits_of_a_folder()
    {
        using TestFolder made = new();
        string? real = Environment.GetEnvironmentVariable("COMPILEDNET_DATA") is { Length: > 0 } data ? Path.Combine(data, "mnist") : null;
        if (real is null)
        {
            WriteSet(made, "train", 3000, seed: 1);
            WriteSet(made, "t10k", 500, seed: 2);
        }

        (Dataset train, Dataset test) = Mnist.Load(real ?? made.FullPath);
        Assert.Equal(real is null ? (3000, 500) : (60_000, 10_000), (train.Count, test.Count));

        StaticNetworks.Digits network = new(1);
        Assert.InRange(network.Evaluate(test).Accuracy, 0, 0.3);
        network.Train(train, new TrainingOptions { Epochs = 15, BatchSize = 10, Optimizer = new Sgd(1.5), Seed = 1 });

        // A NumPy reference reaches 93.7 to 94.3 % on the real images.
        Assert.InRange(network.Evaluate(test).Accuracy, 0.933, 1);
        Assert.Equal(network.Classify(test.Input(0)), Largest(network.Predict(test.Input(0))));
    }

    /// <summary>Ten fixed random pictures, a third of whose pixels are new in every image.</summary>
    private static void WriteSet(TestFolder folder, string name, int count, int seed)
    {
        SeededRandom pictures = new(0);
        byte[][] prototypes = [.. Enumerable.Range(0, 10).Select(_ => Enumerable.Range(0, 784).Select(_ => (byte)pictures.NextInt32(256)).ToArray())];
        SeededRandom random = new(seed);
        byte[] images = new byte[count * 784];
        byte[] labels = new byte[count];
        for (int n = 0; n < count; n++)
        {
            labels[n] = (byte)random.NextInt32(10);
            for (int i = 0; i < 784; i++)
            {
                images[(n * 784) + i] = random.NextInt32(3) == 0 ? (byte)random.NextInt32(256) : prototypes[labels[n]][i];
            }
        }

        folder.Write($"{name}-images-idx3-ubyte.gz", TestIdx.Compress(TestIdx.File([count, 28, 28], images)));
        folder.Write($"{name}-labels-idx1-ubyte", TestIdx.File([count], labels));
    }

    private static int Largest(float[] values) => Array.IndexOf(values, values.Max());
}
