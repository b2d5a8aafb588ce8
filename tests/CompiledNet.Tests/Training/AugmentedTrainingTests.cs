using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CompiledNet.Numerics;
using CompiledNet.Tests.Data;
using CompiledNet.Tests.Networks;
using CompiledNet.Tests.Training.Checkpoints;

namespace CompiledNet.Tests.Training;

/// <summary>
/// Training with augmentation: what each example becomes follows from the seed, the epoch and its number alone, whatever the team, the batches,
/// the kind of data and interruptions.
/// </summary>
[Trait("Category", "Numerics")]
public class AugmentedTrainingTests
{
    private const int Examples = 61;

    private static ImageAugmentation ForDigits => new(28, 28) { MaxShift = 2, MaxRotation = 10, MaxScale = 0.1, FlipProbability = 0.5 };

    private static TrainingOptions Options => new() { Epochs = 3, BatchSize = 9, Seed = 4, Augmentation = ForDigits, Optimizer = new Sgd(0.5) { Momentum = 0.5 } };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_epoch_reads_each_example_as_Apply_gives_it(bool shuffle)
    {
        ImageAugmentation augmentation = new(1, LinearNetwork.In) { MaxShift = 1, FlipProbability = 0.5, Background = 3 };
        Dataset data = TestData.Linear(40).Slice(7, 20);
        List<float[]> batches = [];
        LinearNetwork network = new() { Batch = batches.Add };
        TrainingOptions options = new() { Epochs = 3, BatchSize = 6, Seed = 9, Shuffle = shuffle, Augmentation = augmentation, Optimizer = new Sgd(1e-6) };
        new Trainer<LinearNetwork>(network, options).Train(data);
        Assert.Equal(3 * 4, batches.Count);
        List<string> before = [];
        for (int epoch = 1; epoch <= 3; epoch++)
        {
            IEnumerable<string> read = batches.Skip((epoch - 1) * 4).Take(4).SelectMany(batch => batch.Chunk(LinearNetwork.In)).Select(Text);
            List<string> expected = [.. Enumerable.Range(0, 20).Select(example => Text(Applied(augmentation, data.Input(example), 9, epoch, example)))];
            Assert.Equal(shuffle ? expected.Order(StringComparer.Ordinal) : expected, shuffle ? read.Order(StringComparer.Ordinal) : read);
            Assert.Equal(20, expected.Distinct().Count());
            Assert.Empty(expected.Intersect(before));
            before.AddRange(expected);
        }

        static string Text(float[] input) => string.Join(' ', input.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Gathering_a_part_writes_nothing_else()
    {
        // Half of the images stay as they are.
        ImageAugmentation augmentation = new(10, 10) { FlipProbability = 0.5 };
        Dataset data = BytePairs.Make(16, 100, 5, seed: 3).Bytes;
        BatchAugmenter augmenter = new(augmentation, 1, 2);
        BatchReader batches = new(data, 8, shuffles: true, augmenter: augmenter);
        batches.StartEpoch(new SeededRandom(1));
        augmenter.StartPart(2, 0);
        foreach ((int first, int behind) in new[] { (0, 100), (0, 37), (37, 53), (53, 100), (16, 16) })
        {
            // The one buffer holds batch 0, then in a part of it batch 1.
            batches.GatherInputs(0, 0, 8, 0, 100);
            batches.GatherInputs(1, 2, 5, first, behind, member: 1);
            for (int row = 0; row < 8; row++)
            {
                float[] expected = AppliedTo(0, row);
                if (row is >= 2 and < 5)
                {
                    AppliedTo(1, row).AsSpan(first..behind).CopyTo(expected.AsSpan(first));
                }

                Assert.Equal(expected, batches.Inputs(1).Slice(row * 100, 100).ToArray());
            }
        }

        float[] AppliedTo(int batch, int row) =>
            Applied(augmentation, data.Input(batches.Example(batch, row)), 1, 2, batches.Example(batch, row));
    }

    [Fact]
    public void Any_team_learns_the_same_bits_from_bytes_and_floats()
    {
        // Digits and Wide share out each example's inputs, and shares end within rows of pixels.
        AssertSameOnAnyTeam<StaticNetworks.Digits>(ForDigits);
        AssertSameOnAnyTeam<StaticNetworks.Wide>(new(37, 7) { MaxShift = 2, MaxRotation = 180 });
        AssertSameOnAnyTeam<StaticNetworks.Wide>(new(37, 1, 7) { MaxShift = 2, MaxScale = 0.3 });
        AssertSameOnAnyTeam<StaticNetworks.Images>(new(3, 4, 2) { MaxShift = 2, MaxRotation = 20 });
        AssertSameOnAnyTeam<StaticNetworks.Dropped>(new(1, 13) { MaxShift = 2 });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void With_every_other_option_any_team_learns_the_same_bits(bool shuffle)
    {
        (Dataset bytes, Dataset floats) = BytePairs.Make(Examples, 13, 5, seed: 2);
        float[] weights = Networks.TestData.Uniform(Examples, new SeededRandom(1), 0, 2);
        TrainingOptions options = Options with
        {
            Shuffle = shuffle,
            BalanceClasses = shuffle,
            LabelSmoothing = 0.1,
            ClipNorm = 0.1,
            ClassWeights = [1, 2, 3, 0.5f, 1],
            Augmentation = new(1, 13) { MaxShift = 1.5, FlipProbability = 0.5 },
        };
        string? expected = null;
        foreach (int teamSize in new[] { 1, 2, 3, 4 })
        {
            foreach (Dataset data in new[] { floats.WithWeights(weights), bytes.WithWeights(weights) })
            {
                StaticNetworks.Dropped network = new(1);
                network.Train(data, options with { TeamSize = teamSize });
                expected ??= Hash(network);
                Assert.Equal(expected, Hash(network));
            }
        }

        StaticNetworks.Dropped plain = new(1);
        plain.Train(floats.WithWeights(weights), options with { Augmentation = null });
        Assert.NotEqual(Hash(plain), expected);
    }

    [Fact]
    public void Other_batches_see_the_same_images()
    {
        // At this rate no parameter changes.
        (_, Dataset floats) = BytePairs.Make(16, 784, 10, seed: 2);
        TrainingOptions options = Options with { Epochs = 1, Shuffle = false, Optimizer = new Sgd(1e-30) };
        TrainingResult one = new StaticNetworks.Digits(1).Train(floats, options with { BatchSize = 16 });
        TrainingResult two = new StaticNetworks.Digits(1).Train(floats, options with { BatchSize = 5 });
        TrainingResult plain = new StaticNetworks.Digits(1).Train(floats, options with { BatchSize = 16, Augmentation = null });
        Assert.Equal(one.History[0].TrainLoss, two.History[0].TrainLoss, 1e-6);
        Assert.NotEqual(one.History[0].TrainLoss, plain.History[0].TrainLoss, 1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_stream_learns_the_bits_of_a_data_set(int teamSize)
    {
        Dataset data = BytePairs.Make(Examples, 784, 10, seed: 2).Bytes;
        TrainingOptions options = Options with { TeamSize = teamSize };
        AssertSame(options with { StreamBuffer = 1000 });
        foreach (int buffer in new[] { 1, 9, 20, 60 })
        {
            AssertSame(options with { Shuffle = false, StreamBuffer = buffer });
        }

        void AssertSame(TrainingOptions options)
        {
            StaticNetworks.Digits expected = new(1);
            StaticNetworks.Digits actual = new(1);
            expected.Train(data, options);
            actual.Train(DataStream.From(data), options);
            Assert.Equal(Hash(expected), Hash(actual));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_run_taken_up_anywhere_ends_as_if_it_had_not_been_interrupted(bool stream)
    {
        Dataset data = BytePairs.Make(Examples, 784, 10, seed: 2).Bytes;
        TrainingOptions options = Options with { StreamBuffer = 20 };
        StaticNetworks.Digits whole = new(1);
        Train(whole, options, default);
        for (int step = 1; step < 21; step += 3)
        {
            using TestFolder folder = new();
            CheckpointOptions checkpoint = new(folder.PathOf("run"));
            using CancellationTokenSource source = new();
            Train(new StaticNetworks.Digits(1), options with { TeamSize = 1 + (step % 2), Checkpoint = checkpoint, Callbacks = [new StopAfter(source, step)] }, source.Token);
            StaticNetworks.Digits resumed = new(8);
            TrainingResult result = Train(resumed, options with { Checkpoint = new(checkpoint.Path) { Resume = true } }, default);
            Assert.True(result.IsResumed);
            Assert.Equal(Hash(whole), Hash(resumed));
        }

        TrainingResult Train(StaticNetworks.Digits network, TrainingOptions options, CancellationToken cancellation) =>
            stream ? network.Train(DataStream.From(data), options, cancellation) : network.Train(data, options, cancellation);
    }

    [Fact]
    public void A_run_with_another_augmentation_is_not_taken_up()
    {
        using TestFolder folder = new();
        Dataset data = BytePairs.Make(Examples, 784, 10, seed: 2).Bytes;
        const string With = "ImageAugmentation(28 x 28 x 1, maxShift 2, maxRotation 10, maxScale 0.1, flipProbability 0.5, background 0)";
        AssertRefused(ForDigits, ForDigits with { Background = 1 }, $"has 'augmentation {With}', this one 'augmentation {With.Replace("background 0", "background 1", StringComparison.Ordinal)}'");
        AssertRefused(ForDigits, null, $"has 'augmentation {With}', this one 'nothing'");
        AssertRefused(null, ForDigits, $"has 'nothing', this one 'augmentation {With}'");

        void AssertRefused(ImageAugmentation? before, ImageAugmentation? now, string expected)
        {
            string path = folder.PathOf("run");
            new StaticNetworks.Digits(1).Train(data, Options with { Epochs = 1, Augmentation = before, Checkpoint = new(path) });
            StaticNetworks.Digits network = new(2);
            string bits = Hash(network);
            InvalidDataException exception = Assert.Throws<InvalidDataException>(
                () => network.Train(data, Options with { Augmentation = now, Checkpoint = new(path) { Resume = true } }));
            Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
            Assert.Equal(bits, Hash(network));
        }
    }

    [Fact]
    public void Runs_without_augmentation_are_described_as_before() => Assert.Equal(
        """
        loss SquaredError
        data d
        validation data none
        batch size 32
        optimizer Sgd(learningRate 0.1, momentum 0, nesterov False, weightDecay 0)
        schedule none
        seed 0
        shuffle True
        balanced classes False
        L1 0, L2 0
        clipping by value none, by norm none
        label smoothing 0
        class weights none
        """.ReplaceLineEndings("\n"),
        RunDescription.Of(Loss.SquaredError, new(), "d", null));

    [Fact]
    public void Validation_data_stay_as_they_are()
    {
        Dataset data = BytePairs.Make(Examples, 784, 10, seed: 2).Bytes;
        StaticNetworks.Digits network = new(1);
        TrainingResult result = network.Train(data, Options with { Validation = data });
        Assert.Equal(network.Evaluate(data).Loss, result.History[^1].ValidationLoss);
    }

    [Fact]
    public void Images_that_are_not_the_networks_inputs_are_refused()
    {
        AssertRefused<StaticNetworks.Digits>(new(28, 27), "is for images of 28 x 27 x 1 numbers; expected the size of Digits's inputs, 784.");
        AssertRefused<StaticNetworks.Images>(new(4, 3, 2), "is for images of 4 x 3 x 2 numbers; expected the size of Images's inputs, 3 x 4 x 2.");
        AssertRefused<StaticNetworks.Images>(new(32_768, 32_768, int.MaxValue), "expected the size of Images's inputs, 3 x 4 x 2.");

        static void AssertRefused<TNetwork>(ImageAugmentation augmentation, string expected)
            where TNetwork : class, ICompiledNetwork<TNetwork>
        {
            ArgumentException exception = Assert.Throws<ArgumentException>(() => new Trainer<TNetwork>(TNetwork.Create(1), new() { Augmentation = augmentation }));
            Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_batch_allocates_nothing(bool bytes)
    {
        List<long> allocated = new(300);
        AllocationMeter meter = new(new Sgd(0.1), allocated);
        (Dataset ofBytes, Dataset floats) = BytePairs.Make(70, 784, 10, seed: 1);
        new StaticNetworks.Digits(1).Train(bytes ? ofBytes : floats, Options with { Epochs = 6, BatchSize = 7, Optimizer = meter });
        Assert.Equal(60, allocated.Count);
        Assert.Equal(0, Allocations.LeastOfEpochs(allocated, 10));
    }

    // The same at every vector width; see AllOptionsTests.
    [Fact]
    public void The_bits_are_as_recorded()
    {
        StaticNetworks.Digits network = new(1);
        network.Train(BytePairs.Make(Examples, 784, 10, seed: 2).Bytes, Options);
        string actual = Hash(network);
        Assert.True(actual == "a556a5802b5794edaf63adf82738b0531b024c8be2380c6cfa3975a3304b9587", $"The hash is {actual}.");
    }

    private static void AssertSameOnAnyTeam<TNetwork>(ImageAugmentation augmentation)
        where TNetwork : class, ICompiledNetwork<TNetwork>
    {
        NetworkTopology topology = TNetwork.Topology;
        (Dataset bytes, Dataset floats) = BytePairs.Make(70, topology.InputSize, topology.OutputSize, seed: 5);
        TrainingOptions options = Options with { Augmentation = augmentation };
        string? expected = null;
        foreach (int teamSize in new[] { 1, 2, 3, 4 })
        {
            foreach (Dataset data in new[] { floats.Slice(3, Examples), bytes.Slice(3, Examples), floats.Select([.. Enumerable.Range(3, Examples)]) })
            {
                TNetwork network = TNetwork.Create(1);
                new Trainer<TNetwork>(network, options with { TeamSize = teamSize }).Train(data);
                expected ??= Hash(network);
                Assert.True(expected == Hash(network), $"{topology.Name}, team of {teamSize}");
            }
        }

        TNetwork plain = TNetwork.Create(1);
        new Trainer<TNetwork>(plain, options with { Augmentation = null }).Train(floats.Slice(3, Examples));
        Assert.NotEqual(expected, Hash(plain));
    }

    private static float[] Applied(ImageAugmentation augmentation, ReadOnlySpan<float> image, int seed, int epoch, int example)
    {
        float[] result = new float[image.Length];
        augmentation.Apply(image, result, seed, epoch, example);
        return result;
    }

    private static string Hash<TNetwork>(TNetwork network)
        where TNetwork : class, ICompiledNetwork<TNetwork>
        => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(network.Parameters)));
}
