using CompiledNet.Numerics;
using CompiledNet.Tests.Data;

namespace CompiledNet.Tests.Training;

[Trait("Category", "Numerics")]
public class BatchReaderTests
{
    private readonly SeededRandom _random = new(Seed);

    private const int Seed = 4;
    private const int ClassCount = 10;

    // Column ranges on, before and behind the vectors' ends, and too short for any.
    private static readonly int[] Cuts = [0, 1, 3, 16, 37, 53, 100];

    [Theory]
    [InlineData(true, 100)]
    [InlineData(false, 100)]
    [InlineData(true, 1)]
    [InlineData(false, 5)]
    public void Every_batch_of_every_epoch_holds_its_examples_however_it_is_gathered(bool bytes, int inputSize)
    {
        // A part of a data set, so that its first row is not the source's; 43 examples in batches of 8 leave 3 for the last.
        Dataset data = Make(bytes, 60, inputSize).Slice(9, 43);
        foreach (bool shuffle in (bool[])[true, false])
        {
            BatchReader batches = new(data, 8, shuffle);
            Assert.Equal(6, batches.BatchCount);
            for (int epoch = 0; epoch < 2; epoch++)
            {
                batches.StartEpoch(_random);
                List<int> seen = [];
                for (int batch = 0; batch < 6; batch++)
                {
                    int count = batches.CountOf(batch);
                    Assert.Equal(batch < 5 ? 8 : 3, count);
                    GatherInParts(batches, batch, count, inputSize);
                    AssertHolds(data, batches, batch);
                    seen.AddRange(Enumerable.Range(0, count).Select(row => batches.Example(batch, row)));
                }

                Assert.Equal(Enumerable.Range(0, 43), shuffle ? seen.Order() : seen);
            }
        }
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Gathering_a_part_writes_nothing_else(bool bytes, bool shuffle)
    {
        const int InputSize = 100;
        Dataset data = Make(bytes, 16, InputSize);
        BatchReader batches = new(data, 8, shuffle);
        batches.StartEpoch(_random);
        for (int c = 0; c < Cuts.Length; c++)
        {
            for (int end = c; end < Cuts.Length; end++)
            {
                // The one buffer holds batch 0, then in a part of it batch 1.
                (int first, int behind) = (Cuts[c], Cuts[end]);
                batches.GatherInputs(0, 0, 8, 0, InputSize);
                batches.GatherInputs(1, 2, 5, first, behind);
                for (int row = 0; row < 8; row++)
                {
                    float[] expected = data.Input(batches.Example(0, row)).ToArray();
                    if (row is >= 2 and < 5)
                    {
                        data.Input(batches.Example(1, row))[first..behind].CopyTo(expected.AsSpan(first));
                    }

                    Assert.Equal(Bits(expected), Bits(batches.Inputs(1).Slice(row * InputSize, InputSize)));
                }
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void With_two_buffers_a_batch_stays_while_the_next_is_gathered(bool bytes)
    {
        Dataset data = Make(bytes, 23, 19);
        BatchReader batches = new(data, 5, shuffles: true, buffers: 2);
        batches.StartEpoch(_random);
        Gather(batches, 0, 19);
        for (int batch = 1; batch < batches.BatchCount; batch++)
        {
            Gather(batches, batch, 19);
            AssertHolds(data, batches, batch - 1);
            AssertHolds(data, batches, batch);
        }
    }

    [Fact]
    public void Floats_in_their_own_order_are_not_copied()
    {
        Dataset data = Make(bytes: false, 23, 19);
        BatchReader batches = new(data, 5, shuffles: false);
        batches.StartEpoch(_random);
        Assert.True(data.Inputs.Span.Overlaps(batches.Inputs(4), out int inputs));
        Assert.True(data.Targets.Span.Overlaps(batches.Targets(4), out int targets));
        Assert.Equal((20 * 19, 20 * ClassCount, 3), (inputs, targets, batches.CountOf(4)));

        // Of bytes, the targets are not.
        Dataset bytes = Make(bytes: true, 23, 19);
        BatchReader decoded = new(bytes, 5, shuffles: false);
        Gather(decoded, 4, 19);
        AssertHolds(bytes, decoded, 4);
        Assert.True(decoded.Targets(4).Overlaps(bytes.Targets.Span));
        Assert.False(bytes.HasFloatInputs);

        // And once there are floats, neither are they.
        _ = bytes.Inputs;
        Assert.True(new BatchReader(bytes, 5, shuffles: false).Inputs(4).Overlaps(bytes.Inputs.Span));
    }

    [Fact]
    public void Threads_may_gather_parts_of_a_batch_at_the_same_time()
    {
        const int InputSize = 100;
        Dataset data = Make(bytes: true, 512, InputSize);
        BatchReader batches = new(data, 16, shuffles: true);
        using Barrier barrier = new(Cuts.Length - 1);
        int wrong = 0;
        Thread[] threads =
        [
            .. Enumerable.Range(0, Cuts.Length - 1).Select(member => new Thread(() =>
            {
                for (int batch = 0; batch < batches.BatchCount; batch++)
                {
                    if (member == 0 && batch == 0)
                    {
                        batches.StartEpoch(_random);
                    }

                    barrier.SignalAndWait();
                    batches.GatherInputs(batch, 0, 16, Cuts[member], Cuts[member + 1]);
                    barrier.SignalAndWait();
                    for (int row = member; row < 16; row += Cuts.Length - 1)
                    {
                        if (!batches.Inputs(batch).Slice(row * InputSize, InputSize).SequenceEqual(data.Input(batches.Example(batch, row))))
                        {
                            Interlocked.Increment(ref wrong);
                        }
                    }
                }
            })),
        ];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.Equal(0, wrong);
    }

    [Theory]
    [InlineData(37)]
    [InlineData(3)]
    public void Nothing_is_read_past_the_end_of_the_data(int inputSize)
    {
        // The last rows end where a page does that has none behind it; short runs of their columns, too.
        const int Count = 9;
        using PageEndMemory<byte> bytes = new(Count * inputSize);
        using PageEndMemory<float> floats = new(Count * inputSize);
        using PageEndMemory<float> targets = new(Count * ClassCount);
        bytes.GetSpan().Fill(51);
        floats.GetSpan().Fill(0.2f);
        foreach (Dataset data in (Dataset[])[Dataset.FromBytes(bytes.Memory, new int[Count], ClassCount, inputSize), new(floats.Memory, targets.Memory, inputSize, ClassCount)])
        {
            BatchReader batches = new(data, 4, shuffles: true);
            batches.StartEpoch(_random);
            for (int batch = 0; batch < batches.BatchCount; batch++)
            {
                batches.GatherTargets(batch, 0, batches.CountOf(batch));
                for (int first = 0; first < inputSize; first++)
                {
                    batches.GatherInputs(batch, 0, batches.CountOf(batch), first, inputSize);
                    Assert.Equal(0.2f, batches.Inputs(batch)[first]);
                }
            }
        }
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Nothing_is_allocated_once_a_reader_is_made(bool bytes, bool shuffle)
    {
        Dataset data = Make(bytes, 40, 33);
        BatchReader batches = new(data, 7, shuffle, buffers: 2);
        float sum = ReadEpoch() + ReadEpoch();
        Action epochs = () =>
        {
            for (int epoch = 0; epoch < 20; epoch++)
            {
                sum += ReadEpoch();
            }
        };
        Assert.Equal(0, Allocations.Least(epochs));
        Assert.True(sum > 0);

        float ReadEpoch()
        {
            float total = 0;
            batches.StartEpoch(_random);
            for (int batch = 0; batch < batches.BatchCount; batch++)
            {
                Gather(batches, batch, 33);
                total += batches.Inputs(batch)[0] + batches.Targets(batch)[0] + batches.Example(batch, 0);
            }

            return total;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Batches_too_large_to_fetch_ahead_are_gathered_like_others(bool bytes)
    {
        Dataset data = Make(bytes, 700, 1000);
        BatchReader batches = new(data, 300, shuffles: true);
        batches.StartEpoch(_random);
        for (int batch = 0; batch < 3; batch++)
        {
            Gather(batches, batch, 1000);
            AssertHolds(data, batches, batch);
        }
    }

    private static int[] Bits(ReadOnlySpan<float> values) => Networks.TestData.Bits(values);

    private static Dataset Make(bool bytes, int count, int inputSize)
    {
        (Dataset ofBytes, Dataset ofFloats) = BytePairs.Make(count, inputSize, ClassCount, seed: 6);
        return bytes ? ofBytes : ofFloats;
    }

    private static void Gather(BatchReader batches, int batch, int inputSize)
    {
        batches.GatherInputs(batch, 0, batches.CountOf(batch), 0, inputSize);
        batches.GatherTargets(batch, 0, batches.CountOf(batch));
    }

    // Rows and columns in parts, one of them empty, and not in order.
    private static void GatherInParts(BatchReader batches, int batch, int count, int inputSize)
    {
        batches.GatherTargets(batch, 1, count);
        batches.GatherTargets(batch, 0, 1);
        foreach ((int first, int end) in ((int, int)[])[(2, count), (2, 2), (0, 2)])
        {
            for (int c = Cuts.Length - 1; c > 0; c--)
            {
                batches.GatherInputs(batch, first, end, Math.Min(Cuts[c - 1], inputSize), Math.Min(Cuts[c], inputSize));
            }
        }
    }

    private static void AssertHolds(Dataset data, BatchReader batches, int batch)
    {
        int count = batches.CountOf(batch);
        Assert.Equal(count * data.InputSize, batches.Inputs(batch).Length);
        Assert.Equal(count * data.TargetSize, batches.Targets(batch).Length);
        for (int row = 0; row < count; row++)
        {
            int example = batches.Example(batch, row);
            Assert.Equal(Bits(data.Input(example)), Bits(batches.Inputs(batch).Slice(row * data.InputSize, data.InputSize)));
            Assert.Equal(data.Target(example).ToArray(), batches.Targets(batch).Slice(row * data.TargetSize, data.TargetSize).ToArray());
        }
    }
}
