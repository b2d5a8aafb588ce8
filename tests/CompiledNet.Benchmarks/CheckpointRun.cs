using System.Globalization;

namespace CompiledNet.Benchmarks;

/// <summary>What a checkpoint after every epoch costs: training with and without, in turn; and one save by itself.</summary>
internal static class CheckpointRun
{
    private const int Examples = 60_000;
    private const int Pixels = 784;
    private const int Classes = 10;
    private const int BatchSize = 32;

    // Of a run: what is done once, such as hashing the data (some 40 ms), is shared by them.
    private const int Epochs = 5;

    // Epochs of a single batch, to have many saves and little else.
    private const int Saves = 20;

    private static readonly Effort EpochEffort = new(TimeSpan.FromMilliseconds(1.5), 9, TimeSpan.FromSeconds(40));
    private static readonly Effort SaveEffort = new(TimeSpan.FromMilliseconds(1.5), 41, TimeSpan.FromSeconds(5));

    /// <summary>Measures and prints a table.</summary>
    /// <param name="mnist">Folder with MNIST, or null for random images.</param>
    public static void Run(string? mnist)
    {
        Dataset data = mnist is null ? RandomImages(Examples) : Mnist.Load(mnist).Train;
        Dataset batch = RandomImages(BatchSize);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("compilednet-benchmark-");
        try
        {
            Table table = new(
                string.Create(CultureInfo.InvariantCulture, $"784-128-10, {data.Count:N0} images, batches of {BatchSize}, one thread, {Epochs} epochs a run, a checkpoint after each: fastest rounds"),
                ["optimizer", "epoch, ms", "with checkpoint, ms", "ratio", "of the medians", "one save, ms", "size, bytes"]);
            foreach ((string name, Optimizer optimizer) in new (string, Optimizer)[] { ("SGD", new Sgd(0.01)), ("Adam", new Adam(0.0001)) })
            {
                table.Add(Measure(name, optimizer, data, batch, Path.Combine(folder.FullName, name)));
            }

            Console.WriteLine(table.ToText());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string[] Measure(string name, Optimizer optimizer, Dataset data, Dataset batch, string path)
    {
        TrainingOptions plain = new() { Epochs = Epochs, BatchSize = BatchSize, Optimizer = optimizer, MaxDegreeOfParallelism = 1 };
        TrainingOptions saving = plain with { Checkpoint = new(path) };
        Digits128 network = new(1);
        Timing[] epochs = Interleaved.Run(EpochEffort, Work(data, plain), Work(data, saving));
        Timing[] saves = Interleaved.Run(SaveEffort, Work(batch, plain with { Epochs = Saves }), Work(batch, saving with { Epochs = Saves }));
        return
        [
            name,
            Milliseconds(epochs[0].Minimum / Epochs),
            Milliseconds(epochs[1].Minimum / Epochs),
            Ratio(epochs[1].Minimum / epochs[0].Minimum),
            Ratio(epochs[1].Median / epochs[0].Median),
            Milliseconds((saves[1].Minimum - saves[0].Minimum) / Saves),
            new FileInfo(path).Length.ToString("N0", CultureInfo.InvariantCulture),
        ];

        Action<int> Work(Dataset examples, TrainingOptions options) => calls =>
        {
            for (int n = 0; n < calls; n++)
            {
                network.Train(examples, options);
            }
        };
    }

    private static Dataset RandomImages(int count)
    {
        Random random = new(1);
        byte[] pixels = new byte[count * Pixels];
        random.NextBytes(pixels);
        int[] labels = [.. Enumerable.Range(0, count).Select(_ => random.Next(Classes))];
        return Dataset.FromBytes(pixels, labels, Classes, Pixels);
    }

    private static string Milliseconds(double nanoseconds) => (nanoseconds / 1e6).ToString("F2", CultureInfo.InvariantCulture);

    // Finer than other ratios: the difference is a few thousandths.
    private static string Ratio(double ratio) => ratio.ToString("F4", CultureInfo.InvariantCulture);
}
