namespace CompiledNet.Tests.Data;

public class DatasetTests
{
    private static readonly float[] Inputs = [1, 2, 3, 4, 5, 6];
    private static readonly float[] Targets = [0, 1, 1];

    [Fact]
    public void Rows_are_inputs_and_targets_of_one_example()
    {
        Dataset data = new(Inputs, Targets, 2, 1);

        Assert.Equal((3, 2, 1), (data.Count, data.InputSize, data.TargetSize));
        Assert.Equal([3, 4], data.Input(1).ToArray());
        Assert.Equal([1], data.Target(2).ToArray());
        Assert.Equal(Inputs, data.Inputs.ToArray());
        Assert.Equal(Targets, data.Targets.ToArray());
    }

    [Fact]
    public void The_memory_is_read_in_place()
    {
        float[] inputs = [1, 2];
        Dataset data = new(inputs, new float[] { 0 }, 2, 1);
        inputs[1] = 7;
        Assert.Equal(7, data.Input(0)[1]);
    }

    [Fact]
    public void Labels_become_one_hot_targets_and_are_read_back()
    {
        Dataset data = Dataset.FromLabels(Inputs, [2, 0, 1], 3, 2);

        Assert.Equal([0, 0, 1, 1, 0, 0, 0, 1, 0], data.Targets.ToArray());
        Assert.Equal([2, 0, 1], Enumerable.Range(0, 3).Select(data.Label));
    }

    [Theory]
    [InlineData(new float[] { 1, 3, 3 }, 1)]
    [InlineData(new float[] { 5, 5, 5 }, 0)]
    [InlineData(new float[] { -2, -1, -1.5f }, 1)]
    [InlineData(new float[] { 0.5f }, 1)]
    [InlineData(new float[] { 0.49f }, 0)]
    public void The_label_is_the_first_largest_target_or_whether_the_only_one_reaches_a_half(float[] targets, int label) =>
        Assert.Equal(label, new Dataset(new float[] { 0 }, targets, 1, targets.Length).Label(0));

    [Fact]
    public void A_slice_shows_its_examples_without_copying()
    {
        float[] inputs = [.. Inputs];
        Dataset slice = new Dataset(inputs, Targets, 2, 1).Slice(1, 2).Slice(1, 1);
        inputs[4] = 9;

        Assert.Equal(1, slice.Count);
        Assert.Equal([9, 6], slice.Input(0).ToArray());
        Assert.Equal([1], slice.Target(0).ToArray());
        Assert.Equal([1, 2, 3, 4], new Dataset(Inputs, Targets, 2, 1).Take(2).Inputs.ToArray());
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(3, 1)]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 4)]
    [InlineData(2, 2)]
    [InlineData(1, int.MaxValue)]
    public void A_slice_outside_the_data_is_refused(int start, int count)
    {
        Dataset data = new(Inputs, Targets, 2, 1);
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => data.Slice(start, count)).Message;
        string expected = start is < 0 or >= 3
            ? FormattableString.Invariant($"There is no example {start}; expected 0 to 2")
            : FormattableString.Invariant($"Cannot take {count} examples from example {start} on; expected 1 to {3 - start}");
        Assert.StartsWith(expected, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void There_is_no_example_outside_the_data(int index)
    {
        Dataset data = new(Inputs, Targets, 2, 1);
        string message = FormattableString.Invariant($"There is no example {index}; expected 0 to 2");
        Assert.Contains(message, Assert.Throws<ArgumentOutOfRangeException>(() => data.Input(index).Length).Message, StringComparison.Ordinal);
        Assert.Contains(message, Assert.Throws<ArgumentOutOfRangeException>(() => data.Target(index).Length).Message, StringComparison.Ordinal);
        Assert.Contains(message, Assert.Throws<ArgumentOutOfRangeException>(() => data.Label(index)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_data_is_refused()
    {
        Assert.Contains("no inputs", Refused(() => new Dataset(Array.Empty<float>(), Targets, 1, 1)), StringComparison.Ordinal);
        Assert.Contains("no targets", Refused(() => new Dataset(Inputs, default, 1, 1)), StringComparison.Ordinal);
        Assert.Contains("no inputs", Refused(() => Dataset.FromLabels((float[]?)null, [], 2, 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_that_is_no_whole_number_of_rows_is_refused()
    {
        Assert.Contains("length of the inputs is 6; expected a multiple of 4", Refused(() => new Dataset(Inputs, Targets, 4, 1)), StringComparison.Ordinal);
        Assert.Contains("length of the targets is 3; expected a multiple of 2", Refused(() => new Dataset(Inputs, Targets, 2, 2)), StringComparison.Ordinal);
        Assert.Contains("length of the inputs is 6; expected a multiple of 4", Refused(() => Dataset.FromLabels(Inputs, [0], 2, 4)), StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_and_targets_for_different_numbers_of_examples_are_refused()
    {
        Assert.Contains("inputs for 2 examples but targets for 3", Refused(() => new Dataset(Inputs, Targets, 3, 1)), StringComparison.Ordinal);
        Assert.Contains("inputs for 3 examples but 2 labels", Refused(() => Dataset.FromLabels(Inputs, [0, 1], 2, 2)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-2, 1)]
    [InlineData(2, 0)]
    [InlineData(2, -1)]
    public void Sizes_below_one_are_refused(int inputSize, int targetSize)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Dataset(Inputs, Targets, inputSize, targetSize));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dataset.FromLabels(Inputs, [0, 0, 0], targetSize, inputSize));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void A_label_out_of_range_is_named(int label)
    {
        string message = Refused(() => Dataset.FromLabels(Inputs, [9, label, 0], 10, 2));
        Assert.Contains(FormattableString.Invariant($"label of example 1 is {label}; expected 0 to 9"), message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_targets_than_an_array_can_hold_are_refused() => Assert.Contains(
        "would be 6442450941 numbers; expected at most", Refused(() => Dataset.FromLabels(Inputs, [0, 1, 2], int.MaxValue, 2)), StringComparison.Ordinal);

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(float.NegativeInfinity, "-Infinity")]
    public void Every_value_that_is_not_finite_is_found_and_named(float value, string text)
    {
        // Sizes on both sides of the vector widths, and every place in them.
        foreach (int count in (int[])[1, 3, 7, 8, 9, 15, 16, 17, 33])
        {
            for (int place = 0; place < 3 * count; place++)
            {
                float[] values = Enumerable.Repeat(float.MaxValue, 3 * count).ToArray();
                values[place] = value;
                string place3 = $"{place % 3} of example {place / 3} is {text}; expected a finite number";
                Assert.Contains("input " + place3, Refused(() => new Dataset(values, new float[count], 3, 1)), StringComparison.Ordinal);
                Assert.Contains("target " + place3, Refused(() => new Dataset(new float[count], values, 1, 3)), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void The_largest_and_smallest_floats_are_data_like_any_other()
    {
        float[] values = [float.MaxValue, float.MinValue, float.Epsilon, -0f, -float.Epsilon];
        float[] many = [.. Enumerable.Range(0, 20).SelectMany(_ => values)];
        Assert.Equal(100, new Dataset(many, many, 1, 1).Count);
    }

    private static string Refused(Func<Dataset> make) => Assert.ThrowsAny<ArgumentException>(make).Message;
}
