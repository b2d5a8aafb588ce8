namespace CompiledNet.Tests.Data;

/// <summary>A scaler learns the same from a stream as from its examples in memory, and does the same to it.</summary>
public sealed class ScaledStreamTests
{
    // More rows than are read at a time, in columns of different size; one is constant.
    private static Dataset Data { get; } = new(
        Enumerable.Range(0, 30_000 * 3).Select(i => i % 3 == 2 ? 7 : (MathF.Abs(i - 40_000.3f) % 977 * (i % 3 == 0 ? 1e-3f : 1e4f)) + 0.1f).ToArray(),
        Enumerable.Range(0, 30_000 * 2).Select(i => (i % 131) - 0.7f).ToArray(),
        3,
        2);

    [Fact]
    public void A_scaler_learns_the_same_bits_from_a_stream()
    {
        DataStream stream = DataStream.From(Data);
        AssertSame(FeatureScaler.Standardize(Data), FeatureScaler.Standardize(stream));
        AssertSame(FeatureScaler.StandardizeTargets(Data), FeatureScaler.StandardizeTargets(stream));
        AssertSame(FeatureScaler.MinMax(Data, -1, 3), FeatureScaler.MinMax(stream, -1, 3));
        AssertSame(FeatureScaler.MinMaxTargets(Data), FeatureScaler.MinMaxTargets(stream));

        static void AssertSame(FeatureScaler expected, FeatureScaler actual)
        {
            Assert.Equal(expected.Offset.ToArray(), actual.Offset.ToArray());
            Assert.Equal(expected.Scale.ToArray(), actual.Scale.ToArray());
        }
    }

    [Fact]
    public void Learning_takes_two_passes_or_one()
    {
        int passes = 0;
        int closed = 0;
        DataStream stream = DataStream.Create(1, 1, 5, Pass);
        FeatureScaler.Standardize(stream);
        Assert.Equal((2, 2), (passes, closed));
        FeatureScaler.MinMaxTargets(stream);
        Assert.Equal((3, 3), (passes, closed));
        new FeatureScaler([0], [1]).Apply(stream);
        Assert.Equal((3, 3), (passes, closed));

        IEnumerable<(float[] Input, float[] Target)> Pass()
        {
            passes++;
            try
            {
                for (int i = 0; i < 5; i++)
                {
                    yield return ([i], [i * i]);
                }
            }
            finally
            {
                closed++;
            }
        }
    }

    [Fact]
    public void A_scaled_stream_gives_what_a_scaled_data_set_has()
    {
        FeatureScaler inputs = FeatureScaler.Standardize(Data);
        FeatureScaler targets = FeatureScaler.MinMaxTargets(Data);
        Dataset expected = targets.ApplyToTargets(inputs.Apply(Data));
        DataStream stream = targets.ApplyToTargets(inputs.Apply(DataStream.From(Data)));
        Assert.Equal((3, 2, 30_000L), (stream.InputSize, stream.TargetSize, stream.Count));
        using ChunkReader whole = new(stream, 7001);
        using ChunkReader part = new(stream, 64, 29_990); // two passes at once
        for (int start = 0; whole.Next() is { } chunk; start += chunk.Count)
        {
            Assert.Equal(expected.Slice(start, chunk.Count).Inputs.ToArray(), chunk.Inputs.ToArray());
            Assert.Equal(expected.Slice(start, chunk.Count).Targets.ToArray(), chunk.Targets.ToArray());
        }

        Assert.Equal(expected.Slice(29_990, 10).Inputs.ToArray(), part.Next()!.Inputs.ToArray());

        // No more of the memory is written to than what was read.
        float[] room = [9, 9, 9, 9, 9, 9];
        using DataStreamReader reader = stream.Open();
        Assert.Equal(29_999, reader.Skip(29_999));
        Assert.Equal(1, reader.Read(room, new float[4]));
        Assert.Equal([.. expected.Input(29_999), 9, 9, 9], room);
        Assert.Equal(0, reader.Skip(5));
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        DataStream stream = DataStream.Create(1, 2, 3, () => [([1], [1, 2]), ([float.NaN], [1, 2]), ([1], [1, 2])]);
        FeatureScaler three = new([0, 0, 0], [1, 1, 1]);
        Assert.Contains("has 1 input; expected 3", Assert.Throws<ArgumentException>(() => three.Apply(stream)).Message, StringComparison.Ordinal);
        Assert.Contains("has 2 targets; expected 3", Assert.Throws<ArgumentException>(() => three.ApplyToTargets(stream)).Message, StringComparison.Ordinal);
        Assert.Contains("example 1 is NaN", Assert.Throws<InvalidDataException>(() => FeatureScaler.Standardize(stream)).Message, StringComparison.Ordinal);
        Assert.Contains("from 2 to 1", Assert.Throws<ArgumentException>(() => FeatureScaler.MinMax(stream, 2, 1)).Message, StringComparison.Ordinal);
        DataStream cut = DataStream.Create(1, 1, 3, () => [([1], [1])]);
        Assert.Contains("ended after 1 example; expected 3", Assert.Throws<InvalidDataException>(() => FeatureScaler.MinMax(cut)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => three.Apply((DataStream)null!));
        Assert.Throws<ArgumentNullException>(() => FeatureScaler.MinMax((DataStream)null!));

        using ChunkReader large = new(new FeatureScaler([0], [1e-30]).Apply(DataStream.Create(1, 1, 1, () => [([1e20f], [1])])), 1);
        Assert.Contains("The input 0 of the stream's example 0 is", Assert.Throws<InvalidDataException>(() => large.Next()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_in_which_no_example_counts_can_be_scaled()
    {
        Dataset part = new Dataset(new float[] { 1, 2, 3 }, new float[] { 4, 5, 6 }, 1, 1).WithWeights(new float[] { 0, 0, 2 }).Slice(0, 2);
        FeatureScaler scaler = new([1], [2]);
        Assert.Equal([0, 0], scaler.Apply(part).Weights.ToArray());
        Assert.Equal([0, 0], scaler.ApplyToTargets(part).Weights.ToArray());
        Assert.Equal([0, 0.5f], scaler.Apply(part).Inputs.ToArray());
        Assert.Throws<ArgumentException>(() => new FeatureScaler([0], [1e-300]).Apply(part));
    }
}
