using CompiledNet.Numerics;
using CompiledNet.Tests.Networks;

namespace CompiledNet.Tests.Training;

/// <summary>Training on a stream: chunk by chunk, each epoch in a new order, to the bits of a data set where that has a meaning; and what a bad stream leaves behind.</summary>
public class StreamTrainingTests
{
    private const int Examples = 45;

    [Theory]
    [InlineData(true, 1)]
    [InlineData(true, 3)]
    [InlineData(false, 1)]
    [InlineData(false, 3)]
    public void A_stream_in_one_chunk_learns_the_bits_of_the_data_set(bool shuffle, int teamSize)
    {
        Dataset data = Data<StaticNetworks.Dropped>(Examples);
        TrainingOptions options = new() { Epochs = 3, BatchSize = 8, Shuffle = shuffle, TeamSize = teamSize, LabelSmoothing = 0.1, ClassWeights = [1, 2, 3, 4, 5] };
        foreach (int buffer in new[] { 48, 1000 })
        {
            Learn(data, options with { StreamBuffer = buffer }, out float[] expected, out TrainingResult one);
            Learn(DataStream.From(data), options with { StreamBuffer = buffer }, out float[] actual, out TrainingResult other);
            Assert.Equal(expected, actual);
            Assert.Equal(one.History.Select(epoch => epoch.TrainLoss), other.History.Select(epoch => epoch.TrainLoss));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(23)]
    [InlineData(44)]
    public void In_its_own_order_a_stream_in_any_chunks_learns_the_bits_of_the_data_set(int buffer)
    {
        Dataset data = Data<StaticNetworks.Dropped>(Examples);
        foreach (int teamSize in new[] { 1, 2 })
        {
            TrainingOptions options = new() { Epochs = 3, BatchSize = 8, Shuffle = false, StreamBuffer = buffer, TeamSize = teamSize, Optimizer = new Adam() };
            Learn(data, options, out float[] expected, out TrainingResult one);
            Learn(DataStream.From(data), options, out float[] actual, out TrainingResult other);
            Assert.Equal(expected, actual);
            Assert.Equal(one.History.Select(epoch => epoch.TrainLoss), other.History.Select(epoch => epoch.TrainLoss));
            Assert.Equal(one.History.Select(epoch => epoch.Steps), other.History.Select(epoch => epoch.Steps));
        }
    }

    [Theory]
    [InlineData(8, 8)]
    [InlineData(16, 16)]
    [InlineData(23, 16)]
    [InlineData(44, 40)]
    [InlineData(3, 8)]
    public void Each_epoch_goes_through_the_chunks_in_their_order_and_each_in_a_new_one(int buffer, int chunk)
    {
        List<float[]> batches = [];
        LinearNetwork network = new() { Batch = batches.Add };
        TrainingOptions options = new() { Epochs = 4, BatchSize = 8, StreamBuffer = buffer };
        new Trainer<LinearNetwork>(network, options).Train(DataStream.From(TestData.Linear(Examples)));
        const int PerEpoch = 6;
        Assert.Equal(4 * PerEpoch, batches.Count);
        List<int[]> orders = [];
        foreach (float[][] epoch in batches.Chunk(PerEpoch))
        {
            Assert.Equal([8, 8, 8, 8, 8, 5], epoch.Select(batch => batch.Length / LinearNetwork.In));
            int[] order = [.. epoch.SelectMany(batch => TestData.ExamplesOf(batch, Examples))];
            foreach ((int[] part, int n) in order.Chunk(chunk).Select((part, n) => (part, n)))
            {
                Assert.Equal(Enumerable.Range(n * chunk, part.Length), part.Order());
                Assert.NotEqual(part.Order(), part);
            }

            Assert.All(orders, before => Assert.NotEqual(before, order));
            orders.Add(order);
        }
    }

    [Theory]
    [InlineData("too few")]
    [InlineData("too many")]
    [InlineData("NaN")]
    [InlineData("throws")]
    [InlineData("IO error")]
    [InlineData("negative count")]
    public void A_stream_that_fails_leaves_what_was_learned_before(string how)
    {
        const int BatchSize = 5;
        const int Chunk = 15;
        Dataset data = Data<StaticNetworks.Dropped>(Examples);
        foreach (int teamSize in new[] { 1, 3 })
        {
            // The last of three chunks of the second epoch is the one with the fault.
            FaultyStream stream = new(data, how, pass: 2, from: 30);
            Witness<StaticNetworks.Dropped> witness = new();
            TrainingOptions options = new() { Epochs = 4, BatchSize = BatchSize, Shuffle = false, StreamBuffer = Chunk, TeamSize = teamSize };
            Exception exception = Assert.ThrowsAny<Exception>(() => new Trainer<Witness<StaticNetworks.Dropped>>(witness, options).Train(stream));
            Assert.Equal(
                how switch { "throws" => typeof(InvalidOperationException), "IO error" => typeof(IOException), _ => typeof(InvalidDataException) }, exception.GetType());
            Assert.Equal(2, stream.Opened);
            Assert.Equal(2, stream.Closed);
            Assert.All(witness.Threads, thread => Assert.Equal(thread == Thread.CurrentThread, thread.IsAlive));

            StaticNetworks.Dropped before = new(1);
            TrainingOptions enough = options with { Epochs = 2, Callbacks = [new StopAfterSteps(15)] };
            before.Train(data, enough);
            Assert.Equal(before.Parameters.ToArray(), witness.Parameters.ToArray());
        }
    }

    [Fact]
    public void Readers_are_closed_however_training_ends()
    {
        Dataset data = Data<StaticNetworks.Dropped>(Examples);
        TrainingOptions options = new() { Epochs = 3, BatchSize = 5, StreamBuffer = 15 };

        FaultyStream whole = new(data);
        new StaticNetworks.Dropped(1).Train(whole, options);
        Assert.Equal((3, 3), (whole.Opened, whole.Closed));

        FaultyStream stopped = new(data);
        new StaticNetworks.Dropped(1).Train(stopped, options with { Callbacks = [new StopAfterSteps(13)] });
        Assert.Equal((2, 2), (stopped.Opened, stopped.Closed));

        FaultyStream cancelled = new(data);
        using CancellationTokenSource source = new();
        TrainingOptions cancelling = options with { Callbacks = [new StopAfterSteps(4, _ => source.Cancel())] };
        Assert.True(new StaticNetworks.Dropped(1).Train(cancelled, cancelling, source.Token).Cancelled);
        Assert.Equal((1, 1), (cancelled.Opened, cancelled.Closed));

        FaultyStream thrown = new(data);
        Assert.Throws<InvalidOperationException>(
            () => new StaticNetworks.Dropped(1).Train(thrown, options with { Callbacks = [new StopAfterSteps(4, _ => throw new InvalidOperationException())] }));
        Assert.Equal((1, 1), (thrown.Opened, thrown.Closed));
    }

    [Fact]
    public void Sizes_that_are_not_the_networks_are_refused_before_the_stream_is_opened()
    {
        FaultyStream stream = new(Data<StaticNetworks.Regression>(9));
        Assert.Throws<ArgumentException>(() => new StaticNetworks.Dropped(1).Train(stream));
        Assert.Throws<ArgumentException>(() => new StaticNetworks.Dropped(1).Evaluate(stream));
        Assert.Equal(0, stream.Opened);
    }

    [Fact]
    public void Targets_without_a_meaning_for_the_loss_are_refused()
    {
        Dataset data = new(new float[13 * 4], Enumerable.Repeat(-1f, 20).ToArray(), 13, 5);
        StaticNetworks.Dropped network = new(1);
        float[] before = network.Parameters.ToArray();
        Assert.Throws<ArgumentException>(() => network.Train(DataStream.From(data)));
        Assert.Throws<ArgumentException>(() => network.Evaluate(DataStream.From(data)));
        Assert.Equal(before, network.Parameters.ToArray());
    }

    [Fact]
    public void A_stream_is_measured_as_the_data_set()
    {
        AssertMeasuredAlike<StaticNetworks.Classes>(2500);
        AssertMeasuredAlike<StaticNetworks.Regression>(1025);
        AssertMeasuredAlike<StaticNetworks.Logistic>(1024);
        AssertMeasuredAlike<StaticNetworks.Dropped>(1);
    }

    private static void AssertMeasuredAlike<T>(int count)
        where T : class, ICompiledNetwork<T>
    {
        Dataset data = Data<T>(count);
        T network = T.Create(1);
        FaultyStream stream = new(data);
        Evaluation one = network.Evaluate(data);
        Evaluation other = network.Evaluate(stream);
        Assert.Equal((one.Loss, one.Count, one.IsClassification, one.Accuracy), (other.Loss, other.Count, other.IsClassification, other.Accuracy));
        Assert.Equal(
            (one.MeanAbsoluteError, one.RootMeanSquaredError, one.RSquared), (other.MeanAbsoluteError, other.RootMeanSquaredError, other.RSquared));
        Assert.Equal(one.Confusion.ToString(), other.Confusion.ToString());
        Assert.Equal((1, 1), (stream.Opened, stream.Closed));
    }

    private static void Learn(Dataset data, TrainingOptions options, out float[] parameters, out TrainingResult result)
    {
        StaticNetworks.Dropped network = new(1);
        result = network.Train(data, options);
        parameters = network.Parameters.ToArray();
    }

    private static void Learn(DataStream data, TrainingOptions options, out float[] parameters, out TrainingResult result)
    {
        StaticNetworks.Dropped network = new(1);
        result = network.Train(data, options);
        parameters = network.Parameters.ToArray();
    }

    private static Dataset Data<T>(int count)
        where T : class, ICompiledNetwork<T>
    {
        SeededRandom random = new(5);
        return new Dataset(
            Networks.TestData.Uniform(count * T.Topology.InputSize, random, -1, 1),
            Networks.TestData.Uniform(count * T.Topology.OutputSize, random, 0, 1),
            T.Topology.InputSize,
            T.Topology.OutputSize);
    }

    private sealed class StopAfterSteps(long steps, Action<TrainingRun>? instead = null) : TrainingCallback
    {
        public override bool WatchesBatches => true;

        public override void OnBatchEnded(TrainingRun run)
        {
            if (run.Steps == steps)
            {
                (instead ?? (stopped => stopped.RequestStop("enough")))(run);
            }
        }
    }

    /// <summary>A data set as a stream, three examples at a time, that counts its readers and goes wrong in one of its passes.</summary>
    private sealed class FaultyStream(Dataset data, string how = "", int pass = 0, int from = 0) : DataStream(data.InputSize, data.TargetSize, data.Count)
    {
        public int Opened { get; private set; }

        public int Closed { get; private set; }

        public override DataStreamReader Open() => new Reader(this, data, ++Opened == pass ? how : "", from);

        private sealed class Reader(FaultyStream stream, Dataset data, string how, int from) : DataStreamReader(stream)
        {
            private int _next;
            private bool _isClosed;

            public override int Read(Span<float> inputs, Span<float> targets)
            {
                Assert.False(_isClosed);
                int count = Math.Min(Math.Min(3, targets.Length / data.TargetSize), data.Count - _next);
                for (int i = 0; i < count; i++)
                {
                    data.Input(_next + i).CopyTo(inputs[(i * data.InputSize)..]);
                    data.Target(_next + i).CopyTo(targets[(i * data.TargetSize)..]);
                }

                bool isWrong = _next >= from;
                _next += count;
                switch (isWrong ? how : "")
                {
                    case "too few":
                        return 0;
                    case "too many":
                        return count == 0 ? 1 : count;
                    case "negative count":
                        return -1;
                    case "NaN":
                        inputs[0] = float.NaN;
                        return count;
                    case "throws":
                        throw new InvalidOperationException("the stream's own");
                    case "IO error":
                        throw new IOException("the disk's own");
                    default:
                        return count;
                }
            }

            protected override void Dispose(bool disposing)
            {
                stream.Closed += _isClosed ? 0 : 1;
                _isClosed = true;
                base.Dispose(disposing);
            }
        }
    }
}
