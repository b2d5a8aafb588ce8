using CsCheck;

namespace CompiledNet.Tests.Data;

public class DatasetPartsTests
{
    // The first input says which example it is; labels repeat 0, 1, 2, and some are 0 once more.
    private static Dataset Make(int count, bool bytes = false, bool weights = true, int classes = 3)
    {
        int[] labels = [.. Enumerable.Range(0, count).Select(i => i % 7 == 6 ? 0 : i % classes)];
        Dataset data = bytes
            ? Dataset.FromBytes(Enumerable.Range(0, count).SelectMany(i => new[] { (byte)i, (byte)(255 - i) }).ToArray(), labels, classes, 2)
            : Dataset.FromLabels(Enumerable.Range(0, count).SelectMany(i => new[] { i / 255f, (255 - i) / 255f }).ToArray(), labels, classes, 2);
        return weights ? data.WithWeights(Enumerable.Range(0, count).Select(i => (float)i).ToArray()) : data;
    }

    private static int Id(Dataset data, int i) => (int)MathF.Round(data.Input(i)[0] * 255);

    private static int[] Ids(Dataset data)
    {
        for (int i = 0; i < data.Count; i++)
        {
            int id = Id(data, i);
            Assert.Equal((255 - id) / 255f, data.Input(i)[1]);
            Assert.Equal(id % 7 == 6 ? 0 : id % data.TargetSize, data.Label(i));
            Assert.Equal(1, data.Target(i).ToArray().Sum());
            if (data.HasWeights)
            {
                Assert.Equal(id, data.Weights.Span[i]);
            }
        }

        Assert.Equal(data.HasWeights ? data.Count : 0, data.Weights.Length);
        return [.. Enumerable.Range(0, data.Count).Select(i => Id(data, i))];
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Selected_examples_come_in_the_given_order_and_bytes_stay_bytes(bool bytes)
    {
        Dataset data = Make(40, bytes).Slice(5, 30);
        Dataset chosen = data.Select([7, 0, 29, 7]);

        Assert.Equal([12, 5, 34, 12], Ids(chosen));
        Assert.Equal(!bytes, chosen.HasFloatInputs);
        Assert.Equal([34, 12], Ids(chosen.Slice(2, 2)));
        Assert.Equal([12, 34], Ids(chosen.Slice(2, 2).Select([1, 0])));
    }

    [Fact]
    public void Selecting_says_what_is_wrong()
    {
        Dataset data = Make(5);
        Assert.Contains("No example is selected", Assert.Throws<ArgumentException>(() => data.Select([])).Message, StringComparison.Ordinal);
        Assert.Contains("no example 5; expected 0 to 4", Assert.Throws<ArgumentOutOfRangeException>(() => data.Select([0, 5])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => data.Select([-1]));

        // An array of 2^31 numbers is refused before it is asked for.
        Dataset wide = new(new float[1 << 20], new float[1], 1 << 20, 1);
        Assert.Contains("expected at most", Assert.Throws<ArgumentException>(() => wide.Select(new int[2048])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shuffled_data_set_has_the_same_examples_in_an_order_of_the_seed()
    {
        Dataset data = Make(50);
        int[] order = Ids(data.Shuffled(3));
        Assert.Equal(Enumerable.Range(0, 50), order.Order());
        Assert.NotEqual(Enumerable.Range(0, 50), order);
        Assert.Equal(order, Ids(data.Shuffled(3)));
        Assert.NotEqual(order, Ids(data.Shuffled(4)));

        // The same on every machine and in every version.
        Assert.Equal([4, 2, 1, 0, 5, 3], Ids(Make(6).Shuffled(0)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_split_deals_out_every_example_once_and_leaves_no_side_empty(bool stratified) =>
        Gen.Select(Gen.Int[2, 120], Gen.Double[0.001, 0.999], Gen.Int[0, 9], Gen.Bool).Sample((count, share, seed, bytes) =>
        {
            Dataset data = Make(count, bytes);
            (Dataset training, Dataset test) = stratified ? data.StratifiedSplit(share, seed) : data.Split(share, seed);
            int[] first = Ids(training);
            int[] second = Ids(test);
            Assert.Equal(Enumerable.Range(0, count), first.Concat(second).Order());
            Assert.True(first.Length > 0 && second.Length > 0);
            if (!stratified)
            {
                Assert.True(Math.Abs(first.Length - (count * share)) <= 0.5 || first.Length == 1 || second.Length == 1);
                return;
            }

            int[] all = data.ClassCounts();
            int[] taken = training.ClassCounts();
            int bent = 0; // classes that were given an example or two for the other side
            for (int c = 0; c < all.Length; c++)
            {
                bool both = taken[c] > 0 && taken[c] < all[c];
                Assert.True(both || all[c] < 2, $"class {c}: {taken[c]} of {all[c]}");
                bent += Math.Abs(taken[c] - (all[c] * share)) >= 1 ? 1 : 0;
            }

            Assert.True(bent == 0 || taken.Any(t => t == 1) || all.Zip(taken).Any(pair => pair.First - pair.Second == 1));
        });

    [Fact]
    public void A_stratified_split_rounds_by_the_largest_remainder()
    {
        // 0.7 of 10, 5 and 3 is 7, 3.5 and 2.1: of 12.6, rounded 13, one is left, and the second class lost most.
        int[] labels = [.. Enumerable.Repeat(0, 10), .. Enumerable.Repeat(1, 5), .. Enumerable.Repeat(2, 3)];
        Dataset data = Dataset.FromLabels(new float[18], labels, 4, 1);
        (Dataset training, Dataset test) = data.StratifiedSplit(0.7);
        Assert.Equal([7, 4, 2, 0], training.ClassCounts());
        Assert.Equal([3, 1, 1, 0], test.ClassCounts());

        // A class of two is on both sides even if its share is next to nothing.
        Dataset rare = Dataset.FromLabels(new float[100], [.. Enumerable.Range(0, 100).Select(i => i < 2 ? 1 : 0)], 2, 1);
        Assert.Equal([1, 1], rare.StratifiedSplit(0.02).Training.ClassCounts());
        Assert.Equal([1, 1], rare.StratifiedSplit(0.98).Test.ClassCounts());
    }

    [Fact]
    public void Splitting_says_what_is_wrong()
    {
        foreach (double share in (double[])[0, 1, -0.5, 80, double.NaN])
        {
            Assert.Contains("expected above 0 and below 1", Assert.Throws<ArgumentOutOfRangeException>(() => Make(5).Split(share)).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentOutOfRangeException>(() => Make(5).StratifiedSplit(share));
        }

        Assert.Contains("at least 2 examples", Assert.Throws<InvalidOperationException>(() => Make(2).Take(1).Split(0.5)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Make(2).Take(1).StratifiedSplit(0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(5).Folds(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(5).Folds(6));
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(5).Batches(0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Every_example_is_validated_on_in_one_fold_and_learnt_from_in_the_others(bool stratified) =>
        Gen.Select(Gen.Int[2, 60], Gen.Int[2, 12]).Where((count, folds) => folds <= count).Sample((count, folds) =>
        {
            Dataset data = Make(count);
            List<int> validated = [];
            int pairs = 0;
            foreach ((Dataset training, Dataset validation) in data.Folds(folds, seed: 2, stratified))
            {
                pairs++;
                validated.AddRange(Ids(validation));
                Assert.Equal(Enumerable.Range(0, count), Ids(training).Concat(Ids(validation)).Order());
                Assert.InRange(validation.Count, count / folds, (count + folds - 1) / folds);
                if (stratified)
                {
                    Assert.All(validation.ClassCounts().Zip(data.ClassCounts()), pair => Assert.InRange(pair.First, pair.Second / folds, (pair.Second + folds - 1) / folds));
                }
            }

            Assert.Equal(folds, pairs);
            Assert.Equal(Enumerable.Range(0, count), validated.Order());
        });

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Joined_data_sets_have_the_examples_of_both(bool firstBytes, bool secondBytes)
    {
        Dataset first = Make(30, firstBytes).Slice(4, 10);
        Dataset second = Make(30, secondBytes).Slice(20, 5);
        Dataset both = first.Concat(second);
        Assert.Equal([4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 20, 21, 22, 23, 24], Ids(both));
        Assert.Equal(!(firstBytes && secondBytes), both.HasFloatInputs);
        Assert.Equal(both.Count * 2, both.Inputs.Length);

        Dataset plain = Make(30, firstBytes, weights: false).Slice(4, 2);
        Assert.Equal([1, 1, 20, 21, 22, 23, 24], plain.Concat(second).Weights.ToArray());
        Assert.Equal([20, 21, 22, 23, 24, 1, 1], second.Concat(plain).Weights.ToArray());
        Assert.False(plain.Concat(plain).HasWeights);
        Assert.Contains(
            "has 2 inputs and 4 targets; expected 2 and 3",
            Assert.Throws<ArgumentException>(() => first.Concat(Make(8, classes: 4))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Batches_are_views_of_all_examples_in_order()
    {
        Dataset data = Make(23).Slice(1, 22);
        Dataset[] batches = [.. data.Batches(8)];
        Assert.Equal([8, 8, 6], batches.Select(batch => batch.Count));
        Assert.Equal(Enumerable.Range(1, 22), batches.SelectMany(Ids));
        Assert.All(batches, batch => Assert.True(batch.Inputs.Span.Overlaps(data.Inputs.Span)));
        Assert.Equal(22, Assert.Single(data.Batches(100)).Count);
    }

    [Fact]
    public void Classes_are_counted_also_where_there_is_one_target()
    {
        Assert.Equal([1, 1, 2], Make(10).Slice(5, 4).ClassCounts());
        Assert.Equal([1, 3], new Dataset(new float[4], new float[] { 0.5f, 1, 0.4f, 7 }, 1, 1).ClassCounts());
    }
}
