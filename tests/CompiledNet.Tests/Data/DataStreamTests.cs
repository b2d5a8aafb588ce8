using CsCheck;

namespace CompiledNet.Tests.Data;

public sealed class DataStreamTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    internal static Dataset Make(int count, int inputSize = 3, int targetSize = 2) => new(
        Enumerable.Range(0, count * inputSize).Select(i => i + 0.25f).ToArray(),
        Enumerable.Range(0, count * targetSize).Select(i => -i - 0.5f).ToArray(),
        inputSize,
        targetSize);

    // A stream of every kind with the examples of a data set.
    private DataStream Streamed(string kind, Dataset data)
    {
        switch (kind)
        {
            case "data set":
                return DataStream.From(data);
            case "part of a data set":
                return DataStream.From(data.Slice(0, 1).Concat(data).Slice(1, data.Count));
            case "sequence":
                return DataStream.Create(
                    data.InputSize,
                    data.TargetSize,
                    data.Count,
                    () => Enumerable.Range(0, data.Count).Select(i => (data.Input(i).ToArray(), data.Target(i).ToArray())));
            default:
                BinaryDataFile.Write(_folder.PathOf("data.bin"), DataStream.From(data));
                return BinaryDataFile.Load(_folder.PathOf("data.bin"));
        }
    }

    [Theory]
    [InlineData("data set")]
    [InlineData("part of a data set")]
    [InlineData("sequence")]
    [InlineData("file")]
    public void A_stream_gives_its_examples_in_order_pass_after_pass_from_anywhere(string kind)
    {
        Dataset data = Make(23);
        DataStream stream = Streamed(kind, data);
        Assert.Equal((3, 2, 23L), (stream.InputSize, stream.TargetSize, stream.Count));
        Gen.Select(Gen.Int[1, 30], Gen.Int[0, 23]).Sample(
            (chunkSize, start) =>
            {
                using ChunkReader chunks = new(stream, chunkSize, start);
                int next = start;
                while (chunks.Next() is { } chunk)
                {
                    Assert.Equal(Math.Min(chunkSize, 23 - next), chunk.Count);
                    Assert.Equal(data.Slice(next, chunk.Count).Inputs.ToArray(), chunk.Inputs.ToArray());
                    Assert.Equal(data.Slice(next, chunk.Count).Targets.ToArray(), chunk.Targets.ToArray());
                    next += chunk.Count;
                    Assert.Equal(next, chunks.Position);
                }

                Assert.Equal(23, next);
                Assert.Null(chunks.Next());
            },
            iter: 100,
            threads: 1);
    }

    [Theory]
    [InlineData("data set")]
    [InlineData("sequence")]
    [InlineData("file")]
    public void Examples_can_be_passed_over_in_the_middle_and_to_the_end(string kind)
    {
        using DataStreamReader reader = Streamed(kind, Make(10)).Open();
        float[] inputs = new float[30];
        float[] targets = new float[20];
        Assert.Equal(2, reader.Read(inputs.AsSpan(0, 6), targets.AsSpan(0, 4)));
        Assert.Equal(3, reader.Skip(3));
        Assert.Equal(0, reader.Skip(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Skip(-1));
        Assert.Equal(1, reader.Read(inputs.AsSpan(0, 3), targets.AsSpan(0, 2)));
        Assert.Equal([15.25f, 16.25f, 17.25f], inputs[..3]);
        Assert.Equal(4, reader.Skip(1L << 40));
        Assert.Equal(0, reader.Read(inputs, targets));
        Assert.Equal(0, reader.Skip(1));
    }

    [Fact]
    public void Long_runs_are_passed_over_in_parts()
    {
        int made = 0;
        DataStream stream = DataStream.Create(100, 1, 5000, () => Enumerable.Range(0, 5000).Select(i => (Filled(i), new float[] { made++ })));
        using ChunkReader chunks = new(stream, 3, 4990);
        Assert.Equal(4990, made);
        Assert.Equal(4990, chunks.Next()!.Input(0)[99]);
        Assert.Equal(4993, made);

        static float[] Filled(int value)
        {
            float[] row = new float[100];
            Array.Fill(row, value);
            return row;
        }
    }

    [Fact]
    public void Bytes_are_streamed_as_the_floats_they_stand_for()
    {
        (Dataset bytes, Dataset floats) = BytePairs.Make(20, 7, 3, seed: 1);
        using ChunkReader chunks = new(DataStream.From(bytes.Slice(4, 12)), 100);
        Assert.Equal(floats.Slice(4, 12).Inputs.ToArray(), chunks.Next()!.Inputs.ToArray());
        Assert.False(bytes.HasFloatInputs);
    }

    [Fact]
    public void The_memory_of_a_chunk_is_used_again()
    {
        using ChunkReader chunks = new(DataStream.From(Make(7)), 4);
        Dataset first = chunks.Next()!;
        Dataset second = chunks.Next()!;
        Assert.True(first.Inputs.Span.Overlaps(second.Inputs.Span));
        Assert.Equal(3, second.Count);
    }

    [Theory]
    [InlineData(9, "The stream ended after 9 examples; expected 10")]
    [InlineData(0, "The stream ended after 0 examples; expected 10")]
    [InlineData(11, "The stream goes on behind its 10 examples")]
    public void A_stream_of_another_length_is_an_error(int delivered, string message)
    {
        DataStream stream = DataStream.Create(1, 1, 10, () => Enumerable.Range(0, delivered).Select(i => (new float[] { i }, new float[] { i })));
        using ChunkReader chunks = new(stream, 4);
        Exception error = Assert.Throws<InvalidDataException>(() =>
        {
            while (chunks.Next() is not null)
            {
            }
        });
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_too_short_for_its_start_is_an_error()
    {
        bool closed = false;
        DataStream stream = DataStream.Create(1, 1, 10, Sequence);
        Exception error = Assert.Throws<InvalidDataException>(() => new ChunkReader(stream, 4, 8));
        Assert.Contains("ended after 5 examples; expected 10", error.Message, StringComparison.Ordinal);
        Assert.True(closed);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChunkReader(stream, 4, 11));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ChunkReader(stream, 0));

        IEnumerable<(float[] Input, float[] Target)> Sequence()
        {
            try
            {
                for (int i = 0; i < 5; i++)
                {
                    yield return ([1], [2]);
                }
            }
            finally
            {
                closed = true;
            }
        }
    }

    [Theory]
    [InlineData(float.NaN, 0f, "The input 0 of the stream's example 5 is NaN")]
    [InlineData(0f, float.NegativeInfinity, "The target 0 of the stream's example 5 is -Infinity")]
    public void A_value_that_is_not_finite_is_an_error(float input, float target, string message)
    {
        DataStream stream = DataStream.Create(1, 1, 8, () => Enumerable.Range(0, 8).Select(i => i == 5 ? (new[] { input }, new[] { target }) : ([1], [1])));
        using ChunkReader chunks = new(stream, 2);
        chunks.Next();
        chunks.Next();
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => chunks.Next()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sequence_with_an_example_of_another_size_is_an_error()
    {
        DataStream stream = DataStream.Create(2, 1, 3, () => [([1, 2], [1]), ([1, 2, 3], [1]), ([1, 2], [1])]);
        using DataStreamReader reader = stream.Open();
        Exception error = Assert.Throws<InvalidDataException>(() => reader.Read(new float[6], new float[3]));
        Assert.Contains("Example 1 of the sequence has 3 inputs; expected 2", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => DataStream.Create(0, 1, 1, () => []));
        Assert.Throws<ArgumentOutOfRangeException>(() => DataStream.Create(1, 0, 1, () => []));
        Assert.Throws<ArgumentOutOfRangeException>(() => DataStream.Create(1, 1, 0, () => []));
    }

    [Fact]
    public void A_file_that_is_not_whole_is_an_error()
    {
        string path = _folder.PathOf("data.bin");
        BinaryDataFile.Write(path, DataStream.From(Make(5)));
        byte[] whole = File.ReadAllBytes(path);
        Assert.Equal(32 + (5 * 5 * 4), whole.Length);

        AssertRefused(whole[..^1], "has 131 bytes, expected 132 for 5 examples of 3 inputs and 2 targets");
        AssertRefused([.. whole, 0], "has 133 bytes, expected 132");
        AssertRefused(whole[..20], "not a file of examples");
        AssertRefused([], "not a file of examples");
        AssertRefused([(byte)'X', .. whole[1..]], "not a file of examples");
        AssertRefused([.. whole[..8], 2, .. whole[9..]], "version is 2, expected 1");
        AssertRefused([.. whole[..12], 0, .. whole[13..]], "expected at least 1 of each");
        AssertRefused([.. whole[..31], 0x7F, .. whole[32..]], "expected");

        void AssertRefused(byte[] content, string message)
        {
            File.WriteAllBytes(path, content);
            string text = Assert.Throws<InvalidDataException>(() => BinaryDataFile.Load(path)).Message;
            Assert.Contains(message, text, StringComparison.Ordinal);
            Assert.StartsWith(path, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Writing_that_fails_leaves_the_file_as_it_was_and_nothing_beside_it()
    {
        string path = _folder.PathOf("data.bin");
        BinaryDataFile.Write(path, DataStream.From(Make(5)));
        byte[] before = File.ReadAllBytes(path);
        Assert.Throws<InvalidDataException>(() => BinaryDataFile.Write(path, DataStream.Create(1, 1, 2, () => [([1], [1])])));
        Assert.Equal(before, File.ReadAllBytes(path));

        // The stream may be the file itself.
        BinaryDataFile.Write(path, BinaryDataFile.Load(path));
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(_folder.FullPath));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Images_are_streamed_as_they_are_loaded(bool compressedImages, bool compressedLabels)
    {
        Write("images", compressedImages, TestIdx.File(12, 3, 5));
        Write("labels", compressedLabels, TestIdx.File([12], [.. Enumerable.Range(0, 12).Select(i => (byte)(i % 4))]));
        IdxFile images = IdxFile.Read(_folder.PathOf("images"));
        Dataset expected = Dataset.FromBytes(images.Data, [.. Enumerable.Range(0, 12).Select(i => i % 4)], 4, 15);

        IdxStream stream = new(_folder.PathOf("images"), _folder.PathOf("labels"), 4);
        Assert.Equal((15, 4, 12L), (stream.InputSize, stream.TargetSize, stream.Count));
        foreach (int start in (int[])[0, 5, 12])
        {
            using ChunkReader chunks = new(stream, 5, start);
            for (int next = start; next < 12; next += 5)
            {
                Dataset chunk = chunks.Next()!;
                Dataset same = expected.Slice(next, chunk.Count);
                Assert.Equal(same.Inputs.ToArray(), chunk.Inputs.ToArray());
                Assert.Equal(same.Targets.ToArray(), chunk.Targets.ToArray());
            }

            Assert.Null(chunks.Next());
        }
    }

    [Fact]
    public void A_file_of_other_examples_than_when_it_was_opened_is_an_error()
    {
        string path = _folder.PathOf("data.bin");
        BinaryDataFile.Write(path, DataStream.From(Make(6)));
        BinaryDataFile data = BinaryDataFile.Load(path);

        // As long, but rows of two inputs and one target: read as before, numbers would be in wrong places.
        BinaryDataFile.Write(path, DataStream.From(Make(10, 2, 1)));
        Assert.Equal(
            $"{path}: the file has 10 examples of 2 inputs and 1 target; expected 6 examples of 3 inputs and 2 targets, as when it was opened.",
            Assert.Throws<InvalidDataException>(() => data.Open()).Message);
        File.WriteAllBytes(path, new byte[152]);
        Assert.Contains("not a file of examples", Assert.Throws<InvalidDataException>(() => data.Open()).Message, StringComparison.Ordinal);

        Write("images", false, TestIdx.File(12, 3, 5));
        Write("labels", false, TestIdx.File([12], new byte[12]));
        IdxStream stream = new(_folder.PathOf("images"), _folder.PathOf("labels"), 4);
        Write("labels", false, TestIdx.File([11], new byte[11]));
        Assert.Contains("labels: the file has another header", Assert.Throws<InvalidDataException>(() => stream.Open()).Message, StringComparison.Ordinal);
        Write("images", true, TestIdx.File(12, 5, 3));
        Assert.Contains("images: the file has another header", Assert.Throws<InvalidDataException>(() => stream.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_can_be_gone_through_by_two_at_once_and_written_meanwhile()
    {
        Dataset data = Make(50);
        string path = _folder.PathOf("data.bin");
        BinaryDataFile.Write(path, DataStream.From(data));
        BinaryDataFile file = BinaryDataFile.Load(path);
        using DataStreamReader first = file.Open();
        using DataStreamReader second = file.Open();
        float[] inputs = new float[3];
        float[] targets = new float[2];
        for (int i = 0; i < data.Count; i++)
        {
            Assert.Equal(1, first.Read(inputs, targets));
            Assert.Equal(data.Input(i).ToArray(), inputs);
            Assert.Equal(i < 25 ? 1 : 0, second.Skip(i < 25 ? 1 : 0));
        }

        Assert.Equal(1, second.Read(inputs, targets));
        Assert.Equal(data.Input(25).ToArray(), inputs);

        // A second writer of the same file does not take the first one's away, whoever ends first.
        string other = _folder.PathOf("other.bin");
        BinaryDataFile.Write(other, DataStream.Create(1, 1, 2, () =>
        {
            Assert.Throws<InvalidDataException>(() => BinaryDataFile.Write(other, DataStream.Create(1, 1, 2, () => [([1], [1])])));
            BinaryDataFile.Write(other, DataStream.From(data));
            return [([1], [1]), ([2], [2])];
        }));
        Assert.Equal(2, BinaryDataFile.Load(other).Count);
        Assert.Equal(2, Directory.GetFiles(_folder.FullPath).Length);
    }

    [Fact]
    public void Rows_may_be_longer_than_what_is_read_at_a_time()
    {
        Dataset data = Make(3, 100_003, 40_001);
        using ChunkReader chunks = new(Streamed("file", data), 2, 1);
        Dataset chunk = chunks.Next()!;
        Assert.Equal(data.Slice(1, 2).Inputs.ToArray(), chunk.Inputs.ToArray());
        Assert.Equal(data.Slice(1, 2).Targets.ToArray(), chunk.Targets.ToArray());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(6)]
    public void A_reader_that_passes_over_more_than_it_was_asked_is_an_error(long skipped)
    {
        string message = Assert.Throws<InvalidDataException>(() => new ChunkReader(new WrongSkip(skipped), 2, 5)).Message;
        Assert.StartsWith($"The stream says it has passed over {skipped} examples where 5 were asked for", message, StringComparison.Ordinal);
    }

    private sealed class WrongSkip(long skipped) : DataStream(1, 1, 10)
    {
        public override DataStreamReader Open() => new Reader(this, skipped);

        private sealed class Reader(DataStream stream, long skipped) : DataStreamReader(stream)
        {
            public override int Read(Span<float> inputs, Span<float> targets) => 0;

            public override long Skip(long count) => skipped;
        }
    }

    [Fact]
    public void Images_that_do_not_fit_are_an_error()
    {
        string images = _folder.PathOf("images");
        string labels = _folder.PathOf("labels");
        Write("images", false, TestIdx.File(12, 3, 5));
        Write("labels", false, TestIdx.File([12], new byte[12]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new IdxStream(images, labels, 0));

        Write("labels", false, TestIdx.File([11], new byte[11]));
        Assert.Contains("labels: the dimensions are 11, expected 12", Assert.Throws<InvalidDataException>(() => new IdxStream(images, labels, 4)).Message, StringComparison.Ordinal);

        Write("labels", false, TestIdx.File([12], [0, 1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0]));
        using ChunkReader wrong = new(new IdxStream(images, labels, 4), 3);
        wrong.Next();
        Assert.Contains("labels: label 4 is 4, expected 0 to 3", Assert.Throws<InvalidDataException>(() => wrong.Next()).Message, StringComparison.Ordinal);

        Write("images", false, TestIdx.File(12, 3, 5)[..^1]);
        Assert.Contains("images: expected 180 bytes of data for the dimensions 12x3x5, got 179", Assert.Throws<InvalidDataException>(() => new IdxStream(images, labels, 5)).Message, StringComparison.Ordinal);

        Write("images", true, TestIdx.File(12, 3, 5)[..^1]);
        using ChunkReader cut = new(new IdxStream(images, labels, 5), 12);
        Assert.Contains("images: the file ends at example 11; expected 12", Assert.Throws<InvalidDataException>(() => cut.Next()).Message, StringComparison.Ordinal);
    }

    private void Write(string name, bool compressed, byte[] content) => _folder.Write(name, compressed ? TestIdx.Compress(content) : content);
}
